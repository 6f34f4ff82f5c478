"""Content becomes a mail: subject, text and HTML, from the templates of a theme.

Each mail is a triplet ``email/<name>/{subject.txt,body.txt,body.html}``. Templates run in a Jinja2
sandbox with autoescape on for HTML and undefined names refused; CSS is inlined once. The same input
gives the same bytes, so that a frozen issue can be compared by its hash.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any

import css_inline
import jinja2
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup

from curator import sanitize
from curator.errors import TemplateError
from curator.issues import budget, prose, themes, view, weight, wording
from curator.issues.item import post_item
from curator.issues.view import MailLinks
from curator.model import Content, Newsletter, Period, Rendered, StoredResource, Topic

__all__ = ["MailLinks", "Theme"]

POST_LIMITS = (60_000, 45_000, 30_000, 20_000, 12_000, 7_000)
"""Characters of a post that is too long for one mail: the largest that fits is sent."""

_inliner = css_inline.CSSInliner(load_remote_stylesheets=False, minify_css=True)
_KEPT = re.compile(r'(<style[^>]*?) data-css-inline="keep"')
_BLANK_LINES = re.compile(r"\n[ \t]*(?=\n)")
_GAP = re.compile(r"\n{4,}")
_MARGIN = re.compile(r"\n[ \t]+(?=<)")


class Theme:
    """The templates in use.

    ``folders`` hold the user's own files and win over the packaged ones, file by file. Everything
    here raises :class:`curator.errors.TemplateError` naming ``file:line`` of a bad template.
    """

    def __init__(self, folders: Sequence[Path] = ()) -> None:
        loaders = [jinja2.FileSystemLoader(folder) for folder in themes.search_path(folders)]
        self._templates = ImmutableSandboxedEnvironment(
            loader=jinja2.ChoiceLoader(loaders),
            autoescape=jinja2.select_autoescape(["html"], default_for_string=True),
            undefined=jinja2.StrictUndefined,
            finalize=_printable,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._templates.filters.update(
            address=_address,
            fold=_fold,
            glue=_glue,
            shorten=sanitize.shorten,
            listed=wording.listed,
        )

    def digest(
        self,
        content: Content,
        *,
        newsletter: Newsletter,
        period: Period,
        number: int,
        links: MailLinks,
        topics: Sequence[Topic] = (),
    ) -> Rendered:
        """The weekly issue as a mail."""
        issue = view.digest(
            content, newsletter=newsletter, period=period, number=number, topics=topics
        )
        return self.mail("digest", issue=issue, newsletter=newsletter, links=links)

    def post(self, post: StoredResource, *, newsletter: Newsletter, links: MailLinks) -> Rendered:
        """One post of the author as a mail of its own: in full, or as much as Gmail shows."""
        author = view.portrait(newsletter.author)
        for limit in (None, *POST_LIMITS):
            item = post_item(post, newsletter, limit)
            mail = self.mail("post", post=item, author=author, newsletter=newsletter, links=links)
            if weight.fits(mail, budget.LIMIT_BYTES):
                break
        return mail

    def mail(self, name: str, **values: Any) -> Rendered:
        """Any mail by the name of its folder; ``values`` are what its templates ask for.

        ``newsletter`` is wanted by every packaged mail. A preheader is what ``body.html`` sets as
        ``preheader``.
        """
        subject = self._render(f"email/{name}/subject.txt", values)[0]
        text = self._render(f"email/{name}/body.txt", values)[0]
        subject = sanitize.clean_text(subject, wording.SUBJECT_LIMIT)
        html, preheader = self._render(f"email/{name}/body.html", {**values, "subject": subject})
        return Rendered(
            subject=subject,
            text=_tidy_text(text),
            html=_tidy_html(_inlined(html, name)),
            preheader=sanitize.clean_text(preheader),
        )

    def page(self, name: str, **values: Any) -> str:
        """A page of the site, ``web/<name>.html``, with its CSS left in the head."""
        return self._render(f"web/{name}.html", values)[0]

    def _render(self, name: str, values: Mapping[str, Any]) -> tuple[str, str]:
        """The text of a template and the ``preheader`` it sets."""
        try:
            module = self._templates.get_template(name).make_module(dict(values))
            return str(module), str(getattr(module, "preheader", ""))
        except jinja2.TemplateNotFound as error:
            raise TemplateError(f"{name}: there is no template {error}") from error
        except jinja2.TemplateSyntaxError as error:
            where = f"{error.filename or error.name or name}:{error.lineno}"
            raise TemplateError(f"{where}: {error.message}") from error
        except Exception as error:
            # Whatever a template does wrong is told by its own line, not by ours.
            raise TemplateError(f"{_where(error.__traceback__, name)}: {error}") from error


def _inlined(html: str, name: str) -> str:
    """``html`` with its styles written into the elements."""
    try:
        return _inliner.inline(html)
    except css_inline.InlineError as error:
        raise TemplateError(
            f"email/{name}/body.html: its styles cannot be inlined: {error}"
        ) from error


def _where(trace: TracebackType | None, name: str) -> str:
    """``file:line`` of the innermost template frame of a traceback."""
    found = name
    while trace is not None:
        template = trace.tb_frame.f_globals.get("__jinja_template__")
        if isinstance(template, jinja2.Template):
            line = template.get_corresponding_lineno(trace.tb_lineno)
            found = f"{template.filename or template.name}:{line}"
        trace = trace.tb_next
    return found


def _printable(value: object) -> object:
    """Whatever a template prints, without control, hidden and reordering characters."""
    if isinstance(value, Markup):
        return Markup(sanitize.clean_source(value))  # noqa: S704 - it was markup before
    return sanitize.clean_source(value) if isinstance(value, str) else value


def _fold(words: str, indent: int = 0, mark: str = "") -> str:
    """The template filter: wrap at 72 columns, indented by so many spaces."""
    return prose.fold(" ".join(str(words).split()), indent=" " * indent, mark=mark)


def _address(lines: str) -> str:
    """The template filter: a postal address of several lines on one."""
    return ", ".join(line.strip(" ,") for line in lines.splitlines() if line.strip(" ,"))


def _glue(words: str) -> str:
    """The template filter: words that stay on one line."""
    return words.replace(" ", "\u00a0")


def _tidy_text(text: str) -> str:
    """No blank lines at the ends, none with blanks in them, never more than two in a row."""
    lines = "\n".join(line.rstrip() for line in text.split("\n"))
    return _GAP.sub("\n\n\n", lines).strip("\n") + "\n"


def _tidy_html(html: str) -> str:
    """Without the source's indentation, which only costs bytes; ``pre`` is left as it is."""
    html = _KEPT.sub(r"\1", html)
    parts = re.split(r"(<pre\b.*?</pre>)", html, flags=re.DOTALL)
    parts[::2] = (_BLANK_LINES.sub("", _MARGIN.sub("\n", part)) for part in parts[::2])
    return "".join(parts)
