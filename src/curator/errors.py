"""The one tree of errors.

A docstring is the default message and says what to do. Exit codes and HTTP statuses are decided at
the edges, never here::

    CuratorError
    ├── ConfigError            feeds.yaml or a setting is wrong (exit 4)
    ├── BadValue               a value given by hand (a week, a schedule) is not allowed
    ├── FetchError             an address could not be had
    │   ├── Forbidden          the guard refused it: a private address, a scheme, too many hops
    │   ├── TooLarge           the body passed the size limit
    │   ├── TimedOut           connecting or reading took too long
    │   ├── NoSuchHost         the name service knows no such host
    │   └── BadStatus          the server answered 4xx or 5xx
    ├── ParseError             a body is not what it should be
    │   └── Unreadable         that of a source; holds the answer it came in
    ├── WorkerError            a worker process gave no answer
    │   ├── DeadlinePassed     it took too long and was ended
    │   └── WorkerDied         it crashed or ran out of memory
    ├── Wall                   the page is a bot wall, a log-in, a consent page, a shell or gone
    ├── TemplateError          a template of the theme is missing or wrong
    ├── LintError              an issue breaks a rule that a mail must meet
    ├── NotFound               there is no such issue, resource, source or subscriber
    ├── Conflict               it is already so, or already done
    ├── AddressError           that is not a mail address
    ├── TokenError             a link is forged, expired or for another purpose
    ├── RateLimited            too many requests from there, or for that address
    ├── StorageError           the database cannot be used
    └── DeliveryError          mail cannot be handed over
        └── SmtpUnreachable    no SMTP server answers
"""

from __future__ import annotations

from dataclasses import dataclass

from curator.model import Page, PageState


class CuratorError(Exception):
    """Something went wrong."""

    def __init__(self, message: str | None = None) -> None:
        super().__init__(message or (self.__doc__ or "").split("\n", 1)[0])

    @property
    def message(self) -> str:
        """The sentence a person reads."""
        return str(self.args[0])


@dataclass(frozen=True, slots=True)
class Problem:
    """One mistake in a file a person edits."""

    file: str
    line: int
    column: int
    path: str
    """Where in the document, for example ``sources.3.kind``."""
    what: str
    """What is wrong and what is allowed."""
    mild: bool = False
    """It is plain what is meant: worth a word, but no reason to stop."""

    def __str__(self) -> str:
        """``feeds.yaml:LINE:COLUMN: path: what``."""
        where = f"{self.path}: " if self.path else ""
        return f"{self.file}:{self.line}:{self.column}: {where}{self.what}"


class ConfigError(CuratorError):
    """The configuration has mistakes; mend the lines named and run ``curator config check``."""

    def __init__(self, problems: tuple[Problem, ...] = (), message: str | None = None) -> None:
        self.problems = problems
        super().__init__(message or "\n".join(map(str, problems)) or None)


class BadValue(CuratorError):
    """The value is not one that is allowed."""


class FetchError(CuratorError):
    """The address could not be fetched."""

    def __init__(self, url: str, message: str | None = None) -> None:
        self.url = url
        super().__init__(message)


class Forbidden(FetchError):
    """The address is refused: only public http and https addresses are fetched."""


class TooLarge(FetchError):
    """The answer is larger than the limit."""


class TimedOut(FetchError):
    """The server took too long."""


class NoSuchHost(FetchError):
    """The address names a host that does not exist."""


class BadStatus(FetchError):
    """The server answered with an error."""

    def __init__(
        self, url: str, status: int, message: str | None = None, retry_after: float | None = None
    ) -> None:
        self.status = status
        self.retry_after = retry_after
        """Seconds the server asked to wait, if it did."""
        super().__init__(url, message or f"the server answered {status}")


class ParseError(CuratorError):
    """The document could not be read."""


class Unreadable(ParseError):
    """What the source sent cannot be read."""

    def __init__(self, page: Page, message: str | None = None) -> None:
        self.page = page
        """What came."""
        super().__init__(message)


class WorkerError(CuratorError):
    """A worker process gave no answer."""


class DeadlinePassed(WorkerError):
    """The document took too long to read and was given up."""


class WorkerDied(WorkerError):
    """The document ended the worker process that read it."""


class Wall(CuratorError):
    """The page is not the thing itself: a bot wall, log-in, consent page or empty shell."""

    def __init__(self, message: str | None = None, state: PageState = PageState.BLOCKED) -> None:
        self.state = state
        """``blocked``, ``empty`` or ``gone``: what to store and when to try again."""
        super().__init__(message)

    def __reduce__(self) -> tuple[type[Wall], tuple[str, PageState]]:
        """Pickled with its state, since pages are read in worker processes."""
        return (Wall, (self.message, self.state))


class TemplateError(CuratorError):
    """A template is missing or wrong."""


class LintError(CuratorError):
    """The issue breaks rules that a mail must meet."""


class NotFound(CuratorError):
    """There is no such thing."""


class Conflict(CuratorError):
    """It is already so."""


class AddressError(CuratorError):
    """That is not a mail address."""


class TokenError(CuratorError):
    """The link is not valid; ask for a fresh one."""


class RateLimited(CuratorError):
    """Too many requests; try again later."""


class StorageError(CuratorError):
    """The database cannot be used."""


class DeliveryError(CuratorError):
    """The mail could not be handed over."""


class SmtpUnreachable(DeliveryError):
    """No SMTP server answers; check CURATOR_SMTP_URL, then run ``curator send resume``."""


class SmtpClosed(SmtpUnreachable):
    """The server answers and does not let us in; to ask again at once would look like an attack."""
