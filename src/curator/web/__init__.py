"""The edge that browsers, mail programs and other programs reach: pages, desk, API."""

# Known before the first route is made, in whichever module that is.
from curator.web import ids as _ids  # noqa: F401
