"""Where the public pages are: the addresses that mails carry and the web edge serves.

One place, because a link in a mail that was sent years ago must still find its page.
"""

from __future__ import annotations

UNSUBSCRIBE = "/unsubscribe/{token}"
"""GET shows a page, POST unsubscribes (RFC 8058 §3.1)."""
PREFERENCES = "/preferences/{token}"
CONFIRM = "/confirm/{token}"
MANAGE = "/manage/{token}"
ISSUE = "/archive/{token}"
ARCHIVE = "/archive"


def link(base_url: str, path: str, token: str = "") -> str:
    """The absolute address of ``path`` (one of this module's) on the newsletter's site."""
    return base_url.rstrip("/") + path.format(token=token)
