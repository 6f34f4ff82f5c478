"""No request may have a head of any length: uvicorn keeps what comes until the head has ended."""

from __future__ import annotations

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

HEAD_BYTES = 64 * 1024
"""The most that is read of one; h11 has the same limit, httptools none."""
TOO_LONG = "The head of the request is too long."


class BoundedHeads(HttpToolsProtocol):
    """A connection that ends, with 400, where the lines before a body pass :data:`HEAD_BYTES`."""

    _in_head = True
    _moved_on = False
    """Something ended in the part that is being read, so that not all of it is of one head."""
    _read = 0

    def data_received(self, data: bytes) -> None:
        """Take in a part of what comes."""
        self._moved_on = False
        super().data_received(data)
        if self._moved_on or not self._in_head:
            return
        self._read += len(data)
        if self._read > HEAD_BYTES and not self.transport.is_closing():
            self.send_400_response(TOO_LONG)

    def on_message_begin(self) -> None:
        """Count anew."""
        self._read = 0
        super().on_message_begin()

    def on_headers_complete(self) -> None:
        """What follows is a body, which has limits of its own."""
        self._in_head, self._moved_on = False, True
        super().on_headers_complete()

    def on_message_complete(self) -> None:
        """The next request begins with a head."""
        self._in_head, self._moved_on = True, True
        super().on_message_complete()
