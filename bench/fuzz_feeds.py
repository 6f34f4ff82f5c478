"""Feed damaged documents to the readers and see whether anything escapes.

    python bench/fuzz_feeds.py CORPORA --seconds 600 [--seed N]

Takes documents of the corpora, damages them in a random way (bytes flipped, cut, repeated, spliced
with another document, markup inserted) and runs everything that reads what comes from outside.
Only a ``ParseError`` may come out; identities must be unique; leaving out known entries must give
what reading everything gives; and no document may take longer than it is worth. What is found is
written down and becomes a test.
"""

from __future__ import annotations

import argparse
import contextlib
import random
import sys
import time
import traceback
from datetime import UTC, datetime
from pathlib import Path

from curator.errors import ParseError
from curator.feeds.discover import candidates
from curator.feeds.fetching.robots import parse as parse_robots
from curator.feeds.forms.opml import read_opml
from curator.feeds.read import read, read_new
from curator.model import Page, Source, SourceKind

URL = "https://site.example/blog/feed.xml"
NOW = datetime(2026, 3, 1, tzinfo=UTC)
LARGEST = 60_000
SLOW_SECONDS_PER_MB = 20.0
PIECES = [
    b"<![CDATA[", b"]]>", b"<!--", b"-->", b"<?xml version='1.0' encoding='utf-16'?>", b"<!DOCTYPE x [",
    b"<!ENTITY a 'b'>", b"]>", b"&a;", b"&#0;", b"&#x110000;", b"&", b"<item>", b"</item>", b"<entry>",
    b"</entry>", b"<item/>", b"<guid>1</guid>", b"<title>", b"</title>", b"<link href='//['/>", b"\x00",
    b"\xff\xfe", b"\xef\xbb\xbf", b"\xc3\x28", b"<content type='xhtml'>", b"<content mode='base64'>",
    b"<x:y>", b" xml:base='http://['", b" xml:lang='\xe9'", b"<pubDate>31 Feb 2026</pubDate>",
    b"<enclosure url='' length='99999999999999999999'/>", b"<itunes:duration>1:2:3:4</itunes:duration>",
    b"{", b"}", b"[", b'"items":', b"null", b"1e999", b"\\ud800", b"<html>", b"<base href='http://['>",
    b"<media:content url='x' medium='video'/>", b"<svg>", b"<math>", b"<textInput>", b"<image>",
]  # fmt: skip


def damaged(source: random.Random, bodies: list[bytes]) -> bytes:
    """A document with one to six damages."""
    body = bytearray(source.choice(bodies))
    for _ in range(source.randint(1, 6)):
        place = source.randrange(len(body) + 1)
        end = min(len(body), place + source.choice((1, 2, 8, 64, 512)))
        match source.randrange(7):
            case 0:
                body[place:place] = source.choice(PIECES)
            case 1:
                del body[place:end]
            case 2:
                body[place:place] = body[place:end] * source.randint(1, 5)
            case 3 if place < len(body):
                body[place] = source.randrange(256)
            case 4:
                other = source.choice(bodies)
                start = source.randrange(len(other) + 1)
                body[place:place] = other[start : start + source.choice((20, 200, 2000))]
            case 5:
                del body[place:]
            case _:
                body[place:end] = source.choice(PIECES)
    return bytes(body)


def attempt(body: bytes) -> None:
    """Everything that reads documents; raises what must not be raised."""
    page = Page(URL, URL, 200, {"content-type": "text/xml"}, body, NOW)
    for kind, selector in ((SourceKind.FEED, None), (SourceKind.LISTING, "a")):
        try:
            feed = read(Source(URL, kind, selector=selector), page)
        except ParseError:
            continue
        assert len({one.id for one in feed.entries}) == len(feed.entries), "identities"
        assert all(one.title for one in feed.entries), "titles"
    candidates(page)
    with contextlib.suppress(ParseError):
        read_opml(body)
    parse_robots(body, "curator").allow(URL)
    compare(page)


def compare(page: Page) -> None:
    """Reading a part must give what reading the whole gives."""
    try:
        whole = read(Source(URL), page)
    except ParseError:
        return
    first = read_new(Source(URL), page, (), ())
    assert first.feed.entries == whole.entries, "reading in parts"
    known = {one.id: one.hash for one in whole.entries}
    again = read_new(Source(URL), page, known, first.fingerprints[::2])
    for one in again.feed.entries:
        assert known.get(one.id) == one.hash, "reading the rest"


def main() -> int:
    """Run for a while; 1 if anything was found."""
    parser = argparse.ArgumentParser()
    parser.add_argument("corpora", type=Path)
    parser.add_argument("--seconds", type=float, default=600)
    parser.add_argument("--seed", type=int, default=int(time.time()))
    parser.add_argument("--keep", type=Path, default=Path("fuzz-found"))
    arguments = parser.parse_args()
    source = random.Random(arguments.seed)
    paths = [path for path in (arguments.corpora / "feeds").rglob("*") if path.is_file()]
    bodies = [body for path in paths if 0 < len(body := path.read_bytes()) <= LARGEST]
    ends = time.monotonic() + arguments.seconds
    runs, found, slowest = 0, 0, 0.0
    while time.monotonic() < ends:
        body = damaged(source, bodies)
        begun = time.process_time()
        try:
            attempt(body)
        except Exception:  # noqa: BLE001 - whatever it is, it is a find
            found += 1
            arguments.keep.mkdir(exist_ok=True)
            (arguments.keep / f"{found}.bin").write_bytes(body)
            traceback.print_exc()
        took = time.process_time() - begun
        if took > 1 + SLOW_SECONDS_PER_MB * len(body) / 2**20:
            found += 1
            arguments.keep.mkdir(exist_ok=True)
            (arguments.keep / f"{found}-slow.bin").write_bytes(body)
            print(f"slow: {took:.1f} s for {len(body)} bytes", file=sys.stderr)
        slowest = max(slowest, took)
        runs += 1
    print(f"{runs} documents (seed {arguments.seed}), {found} found, slowest {slowest:.2f} s")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
