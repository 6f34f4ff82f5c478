"""The XML parser that feedparser is given: expat with joined text.

The standard library's SAX reader hands text over line by line, and feedparser spends half its time
taking it. expat can join what belongs together; nothing else differs. feedparser looks for a
``create_parser`` in the modules of ``feedparser.api.PREFERRED_XML_PARSERS``.
"""

from __future__ import annotations

from xml.parsers.expat import XMLParserType
from xml.sax.expatreader import ExpatParser

LARGEST_PIECE = 1 << 20
"""Bytes of text that are joined at most."""


class JoiningParser(ExpatParser):
    """Expat that gives all text between two tags at once."""

    def reset(self) -> None:
        """Make ready for a document."""
        super().reset()
        expat: XMLParserType = getattr(self, "_parser")  # noqa: B009 - unknown to typeshed
        expat.buffer_size = LARGEST_PIECE
        expat.buffer_text = True


def create_parser() -> JoiningParser:
    """The entry point that ``xml.sax.make_parser`` calls."""
    return JoiningParser()
