"""The reference pages, made of the same tables that reading uses, so that they cannot disagree."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from pydantic.fields import FieldInfo

from curator import patterns, settings
from curator.config.schema import schema
from curator.config.shape import AuthorPart, MixPart, NewsletterPart, Part, SourcePart, TopicPart

_FEEDS_HEAD = """\
# feeds.yaml

One file says what to read and what to publish. `curator init` writes one to start from,
`curator config check` tells every mistake at once as `feeds.yaml:LINE:COLUMN: path: what is wrong,
what is allowed`. It is YAML 1.2: `no` is a word and `08:00` a text. Aliases (`*name`) and tags
(`!name`) are refused. Unknown keys are mistakes.

Editors complete and check the file by `feeds.schema.json` beside it (`curator config schema`), which
the file's first lines name.

This page is made by `curator config reference feeds-yaml`.
"""

_SHORTHANDS = """
A bare address is a complete source: `- https://example.org/feed.xml`. Its kind is known where the
address is certain (arXiv API, YouTube, GitHub, `sitemap.xml`, `.opml`); with a `selector` it is a
listing; else it is a feed, or a page whose feed is found.

| shorthand | stands for |
|---|---|
| `arxiv: "cat:cs.CV AND abs:convolution"` | that query of the arXiv API, newest first, `limit` results (50) |
| `arxiv: cs.LG` | `cat:cs.LG` |
| `youtube: UC…` | the feed of that channel |
| `youtube: PL…` | the feed of that playlist |
| `youtube: "@name"` | the channel with that handle; its feed is found on its page |
| `github: owner/name` | the repository's releases |
| `github: owner/name/tags` | its tags; `owner/name/commits` for its commits |
"""

_PATTERNS = rf"""
## Words and patterns

The `aliases`, `weak` and `exclude` of a topic and the `only` and `exclude` of a source are written alike. Small
and capital letters are the same, and words count whole. A word or phrase may be a pattern:

| pattern | finds |
|---|---|
| `yolo*` | all that begins so |
| `colou?r`, `net(s)?` | the same with and without the letter, or what is in parentheses, before `?` |
| `gpt-[45]` | one of the characters in brackets |
| `gan\|vae`, `deep (q\|policy) learning` | one or the other |
| `resnet-?\d+`, `v\d{{2}}` | digits; `\w` is a letter, digit or `_`, `\s` a blank; `+` and `*` repeat one character, up to {patterns.REACH} times |
| `^sponsored`, `\bnet` | the beginning of the text, the edge of a word |

In a pattern a blank is also a hyphen or nothing, and a backslash before a sign makes it itself: `A\*`.

All else is itself: `C++`, `node.js`, `what?` (a `?` at the end is a question mark), `[ad]` and `(ad)` as whole words,
`f(x)`, `US$`. A topic finds such words by their letters, a source with all their signs. YAML has its own use for
brackets, braces and a `*` in front: put a word with them into quotes, `'gpt-[45]'`.

A pattern that could take forever on some text is refused: groups neither nest nor repeat, and there are at
most two `*` or `+`, fewer with many `?` or `{{2,4}}`. `curator config check` tells its place and what to write instead.
"""

_SETTINGS_HEAD = """\
# Settings

Where and how Curator runs stands in the environment. Bad values are told all at once, and Curator
ends with exit code 4. An empty variable counts as unset. A setting marked *secret* is never shown or
logged, and may come from a file: add `_FILE` to the variable's name and give the file's path. Under
systemd it may also be a credential, named as the variable in lower case (`curator_smtp_url`).

This page is made by `curator config reference settings`.

| variable | default | meaning |
|---|---|---|
"""


def feeds_yaml() -> str:
    """The page on every key of ``feeds.yaml``."""
    sections: list[tuple[str, type[Part], str]] = [
        ("newsletter", NewsletterPart, ""),
        ("newsletter.author", AuthorPart, ""),
        ("newsletter.mix", MixPart, ""),
        ("topics", TopicPart, "\nA list; each topic has these keys.\n"),
        ("sources", SourcePart, _SHORTHANDS),
    ]
    return _FEEDS_HEAD + "".join(_section(*section) for section in sections) + _PATTERNS


def _section(name: str, part: type[Part], more: str) -> str:
    rows = "".join(_rows(part))
    said = (part.__doc__ or "").split("\n", 1)[0]
    return f"\n## {name}\n\n{said}\n{more}\n| key | type | default | meaning |\n|---|---|---|---|\n{rows}"


def _rows(part: type[Part]) -> Iterator[str]:
    types: Mapping[str, Any] = schema()["definitions"][part.__name__]["properties"]
    for name, info in part.model_fields.items():
        key = info.alias or name
        examples = "".join(f" Example: `{example}`." for example in info.examples or ())
        said = f"{info.description}{examples}"
        yield f"| `{key}` | {_type(types[key])} | {_default(info)} | {said} |\n"


def _type(drawn: Mapping[str, Any]) -> str:
    """The type of a key in words."""
    if "enum" in drawn:
        return ", ".join(f"`{value}`" for value in drawn["enum"])
    if "allOf" in drawn:
        return "mapping"
    names = {"string": "text", "integer": "whole number", "boolean": "true or false"}
    name = names.get(drawn["type"], drawn["type"])
    least, most = drawn.get("minimum"), drawn.get("maximum")
    bounds = f" {least}–{most}" if least is not None and most is not None else ""
    return f"list of {_type(drawn['items'])}" if name == "array" else name + bounds


def _default(info: FieldInfo) -> str:
    if info.is_required():
        return "**required**"
    value = info.get_default(call_default_factory=True, validated_data={})
    if isinstance(value, Part):
        return "see below"
    return f"`{json.dumps(value)}`" if value not in (None, "", []) else ""


def settings_page() -> str:
    """The page on every ``CURATOR_*`` variable."""
    rows = (
        f"| `{row.variable}`{' *secret*' if row.secret else ''} | {row.default_doc} | {row.doc} |\n"
        for _, row in settings.table()
    )
    return _SETTINGS_HEAD + "".join(rows)


PAGES: Mapping[str, Callable[[], str]] = {"feeds-yaml": feeds_yaml, "settings": settings_page}
"""Each page by its file's name under ``docs/reference``."""
