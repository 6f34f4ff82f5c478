"""Which addresses are taken, and which could hurt."""

from __future__ import annotations

import pytest

from curator import mailaddress
from curator.errors import AddressError


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("ada@example.org", "ada@example.org"),
        ("  Ada.Lovelace+news@Example.ORG ", "Ada.Lovelace+news@example.org"),
        ("o'hara@example.org", "o'hara@example.org"),
        ("ada@bücher.example", "ada@xn--bcher-kva.example"),
        # Not fass.example, which is somebody else's.
        ("ada@Faß.example", "ada@xn--fa-hia.example"),
        ("ada@faß。example", "ada@xn--fa-hia.example"),
        # A last capital sigma is a sigma like any other (UTS 46).
        ("ada@ΟΔΟΣ.example", "ada@xn--pxavbq.example"),
        ("ada@例子。example", "ada@xn--fsqu00a.example"),
    ],
)
def test_addresses(text: str, address: str) -> None:
    assert mailaddress.parse(text) == address


@pytest.mark.parametrize(
    "text",
    [
        "",
        "ada",
        "@example.org",
        "ada@",
        "a b@example.org",
        "ada@exa mple.org",
        "ada@example.org\r\nBcc: all@example.org",
        "ada@example.org\0",
        "<ada@example.org>",
        "ada@example.org> SIZE=1",
        '"quoted"@example.org',
        ".ada@example.org",
        "ada..b@example.org",
        "ada@-example.org",
        "ada@example..org",
        "адам@example.org",
        f"{'a' * 65}@example.org",
        f"ada@{'a' * 64}.example",
        f"ada@{'a.' * 130}org",
        "ada@[127.0.0.1]",
        "ada@127.0.0.1",
        "ada@ß\r\n.example",
        "ada@ß ß.example",
        "ada@ß\u202e.example",
    ],
)
def test_what_is_refused(text: str) -> None:
    with pytest.raises(AddressError):
        mailaddress.parse(text)
