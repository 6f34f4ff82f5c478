"""The demo's mail server speaks enough SMTP for the standard library's client."""

from __future__ import annotations

import smtplib
from urllib.parse import urlsplit

import pytest
from sample.postbox import open_postbox


def test_it_keeps_what_it_is_given() -> None:
    with open_postbox() as postbox:
        place = urlsplit(postbox.url)
        with smtplib.SMTP(place.hostname or "", place.port or 0, timeout=10) as client:
            body = "Subject: Hello\r\n\r\n.a line with a dot\r\n..and two\r\n"
            client.sendmail("a@a.example", ["b@b.example", "c@c.example"], body)
            client.sendmail("a@a.example", ["d@d.example"], "Subject: Again\r\n\r\nx\r\n")
        first, second = postbox.letters
    assert first.sender == "a@a.example"
    assert first.recipients == ("b@b.example", "c@c.example")
    assert first.message == body.encode()
    assert second.recipients == ("d@d.example",)


def test_it_refuses_what_makes_no_sense() -> None:
    with open_postbox() as postbox:
        place = urlsplit(postbox.url)
        with smtplib.SMTP(place.hostname or "", place.port or 0, timeout=10) as client:
            client.ehlo()
            assert client.docmd("DATA")[0] == 503
            assert client.docmd("VRFY", "x")[0] == 502
            assert client.noop()[0] == 250
            assert client.rset()[0] == 250
        assert postbox.letters == []


def test_it_stops_listening() -> None:
    with open_postbox() as postbox:
        place = urlsplit(postbox.url)
    with pytest.raises(OSError):
        smtplib.SMTP(place.hostname or "", place.port or 0, timeout=2)
