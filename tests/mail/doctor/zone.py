"""A DNS server of our own on loopback, for the doctor's questions."""

from __future__ import annotations

import socketserver
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import cast

import dns.flags
import dns.message
import dns.rcode
import dns.rdatatype
import dns.rrset

Records = Mapping[tuple[str, str], Sequence[str]]
"""Name and type to the records as a zone file writes them."""


class _Server(socketserver.ThreadingUDPServer):
    daemon_threads = True

    def __init__(self, records: Records, *, silent: bool) -> None:
        self.records = records
        self.silent = silent
        super().__init__(("127.0.0.1", 0), _Question)


class _Question(socketserver.BaseRequestHandler):
    def handle(self) -> None:
        server = cast("_Server", self.server)
        if server.silent:
            return
        octets, socket = self.request
        query = dns.message.from_wire(octets)
        answer = dns.message.make_response(query)
        answer.flags |= dns.flags.RA
        asked = query.question[0]
        name, kind = str(asked.name).rstrip("."), dns.rdatatype.to_text(asked.rdtype)
        found = server.records.get((name, kind), ())
        if found:
            answer.answer.append(dns.rrset.from_text(asked.name, 60, "IN", kind, *found))
        elif name not in {known for known, _ in server.records}:
            answer.set_rcode(dns.rcode.NXDOMAIN)
        socket.sendto(answer.to_wire(), self.client_address)


@contextmanager
def served(records: Records, *, silent: bool = False) -> Iterator[int]:
    """The zone while the block lasts; gives the port at 127.0.0.1."""
    with _Server(records, silent=silent) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server.server_address[1]
        server.shutdown()
