"""Read hostile and damaged pages and see whether anything escapes.

    python -m bench.fuzz_pages [--pages 10000] [--corpora FOLDER] [--seed N]

Pages are written here for the purpose, or taken from the corpora, and damaged: cut, spliced, given a
wrong encoding, nested 20,000 deep, blown up to 30 MB, their JSON-LD broken, script put into every
field. Each is read in a worker under the product's deadline and memory limit. It must end in an
answer or a typed error; what would be stored must carry no active markup. The process's peak memory
and the slowest page are printed.
"""

from __future__ import annotations

import argparse
import os
import random
import re
import resource
import sys
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import Future
from dataclasses import dataclass, fields
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from markdown_it import MarkdownIt

from curator.errors import CuratorError, DeadlinePassed, WorkerDied
from curator.model import Page, Resource
from curator.resources.enrich import Enriched, read
from curator.workers import Workers, outcome

NOW = datetime(2026, 3, 1, tzinfo=UTC)
LARGEST = 150_000
"""Bytes of a corpus page that is damaged; what is larger only takes longer."""
PAYLOADS = (
    "<script>steal7()</script>",
    "</title><script>steal7()</script>",
    '"><img src=x onerror=steal7()>',
    "<svg onload=steal7()>",
    "<iframe src='javascript:steal7()'></iframe>",
    "javascript:steal7()",
    "data:text/html,<script>steal7()</script>",
    "&lt;script&gt;steal7()&lt;/script&gt;",
    "[x](javascript:steal7())",
    "\u202egnp.exe\u2066",
    "\x00\x08\x1b[31m",
)  # fmt: skip
FIELDS = ("title", "h1", "author", "summary", "date", "image", "site", "licence", "link", "body")
ADDRESSES = (
    "https://blog.example/posts/one",
    "https://arxiv.org/abs/2401.04321",
    "https://www.youtube.com/watch?v=abcdefghijk",
    "https://github.com/mira/plainvision",
    "https://school.example/lessons/3.html",
    "https://www.kaggle.com/c/quiet-birds",
    "https://huggingface.co/mira/tiny-vit",
    "https://x.com/mira/status/1222907250383245320",
    "https://openreview.net/forum?id=aBcDeF",
    "https://open.spotify.com/episode/0a1b2c",
    "https://gist.github.com/mira/0123456789abcdef0123",
    "https://ieeexplore.ieee.org/document/7780459",
    "https://zenodo.org/records/123456",
    "https://www.kaggle.com/datasets/mira/leaves",
    "https://observablehq.com/@mira/looms",
)
_PIECES = (
    b"<script>", b"</script>", b"<!--", b"-->", b"<![CDATA[", b"]]>", b"<table>", b"<svg>", b"<math>",
    b"<template>", b"<noscript>", b"<plaintext>", b"<base href='//['>", b"<meta charset=utf-7>",
    b"<meta charset=utf-16>", b"\x00", b"\xff\xfe", b"\xef\xbb\xbf", b"\xc3\x28", b"&#0;", b"&#x110000;",
    b'<script type="application/ld+json">{"@type":', b'{"@graph":[', b"\\ud800", b"1e999", b"<a href='//['>",
    b"<time datetime='9999-99-99'>", b"<meta property=og:title content='", b"<frameset>", b"<select><option>",
)  # fmt: skip
_WRONG = ("utf-16-le", "utf-32", "shift_jis", "cp1252", "cp037", "utf-8-sig", "koi8-r")
_ACTIVE = re.compile(
    r"<\s*/?\s*(?:script|iframe|object|embed|svg|style|link|meta|base|form)\b|<[^<>]*\son\w+\s*=",
    re.IGNORECASE,
)
_UNSAFE_LINK = re.compile(r"\]\(\s*<?\s*(?:javascript|data|vbscript|file):", re.IGNORECASE)
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u202a-\u202e\u2066-\u2069]")
_ADDRESSED = ("url", "image", "media_url", "series_previous", "series_next", "code", "related")
_PLAIN = ("title", "authors", "summary", "site", "venue", "licence", "language", "doi", "arxiv_id")


@dataclass(frozen=True, slots=True)
class Case:
    """One hostile page."""

    name: str
    """What was done to it."""
    url: str
    body: bytes
    content_type: str = "text/html; charset=utf-8"


# --------------------------------------------------------------------------- pages


def written(source: random.Random, loaded: str = "") -> str:
    """A page of some kind with every source of every field; ``loaded`` goes into a random field."""
    values = dict.fromkeys(FIELDS, "")
    values[source.choice(FIELDS)] = loaded
    titles = f"Lenses by hand {values['title']}"
    words = " ".join(
        source.choices(("lens", "light", "glass", "hand", "the", "of", "bends"), k=300)
    )
    escaped = values["summary"].replace('"', "&quot;")
    return f"""<!doctype html><html lang="en"><head><title>{titles} | A Blog</title>
<meta property="og:title" content='{titles}'><meta property="og:site_name" content="A Blog {values["site"]}">
<meta name="description" content="What a lens does to light. {escaped}">
<meta name="author" content='Ana Cruz {values["author"]}'><meta property="og:image" content='{values["image"] or "/a.jpg"}'>
<meta property="article:published_time" content='2026-02-10 {values["date"]}'>
<meta name="citation_title" content='{titles}'><meta name="citation_author" content='Cruz, Ana {values["author"]}'>
<meta name="citation_arxiv_id" content="2401.04321"><meta name="citation_pdf_url" content='{values["link"]}'>
<meta name="octolytics-dimension-repository_nwo" content='mira/plainvision{values["link"]}'>
<link rel="canonical" href='{values["link"]}'><link rel="next" href='{values["link"]}'>
<link rel="license" href='{values["licence"]}'>
<script type="application/ld+json">{{"@type": "BlogPosting", "headline": "{titles}", "datePublished":
"2026-02-10{values["date"]}", "author": {{"@type": "Person", "name": "Ana Cruz {values["author"]}"}}}}</script>
<script>var ytInitialPlayerResponse = {{"videoDetails": {{"title": "{titles}", "author": "Ana {values["author"]}",
"shortDescription": "{values["summary"]}"}}}};</script></head><body><main><article>
<h1 class="title">Lenses by hand {values["h1"]}</h1><p class="byline">By Ana Cruz {values["author"]}</p>
<time datetime="2026-02-10">{values["date"]}</time><p>{words} {values["body"]}</p>
<p><a href='{values["link"]}'>a link</a> <img src='{values["image"]}' alt='{values["title"]}'></p>
<pre><code>print("lens") {values["body"]}</code></pre><h2>Resources</h2><ul><li><a href='{values["link"]}'>x</a></li></ul>
</article></main></body></html>"""


def damaged(source: random.Random, body: bytes, others: list[bytes]) -> bytes:
    """A page with one to six damages."""
    page = bytearray(body)
    for _ in range(source.randint(1, 6)):
        place = source.randrange(len(page) + 1)
        end = min(len(page), place + source.choice((1, 8, 64, 512)))
        match source.randrange(6):
            case 0:
                page[place:place] = source.choice(_PIECES)
            case 1:
                del page[place:end]
            case 2:
                page[place:place] = page[place:end] * source.randint(1, 20)
            case 3:
                other = source.choice(others)
                start = source.randrange(len(other) + 1)
                page[place:place] = other[start : start + source.choice((20, 200, 2000))]
            case 4:
                del page[max(place, 100) :]
            case _:
                page[place:end] = source.choice(PAYLOADS).encode()
    return bytes(page)


def giants() -> Iterator[Case]:
    """Pages that are large or deep in one way, each once."""
    url = ADDRESSES[0]
    filler = b"<p>Words about lenses and light that go on and on.</p>"
    yield Case("30 MB of text", url, b"<title>Large</title>" + filler * (30_000_000 // len(filler)))
    yield Case("30 MB in one attribute", url, b"<title>L</title><p title='" + b"x" * 30_000_000)
    yield Case("30 MB of one word", url, b"<title>Long</title><p>" + b"x" * 30_000_000)
    yield Case(
        "30 MB of JSON-LD",
        url,
        b"<title>L</title><script type='application/ld+json'>" + b'[{"a":' * 5_000_000,
    )
    for tag in (b"div", b"b", b"span", b"table", b"blockquote", b"ul", b"em", b"section", b"svg"):
        deep = b"<%s>" % tag * 20_000
        yield Case(f"{tag.decode()} 20,000 deep", url, b"<title>Deep</title>" + deep + filler * 20)
    yield Case("JSON-LD 20,000 deep", url, b"<title>D</title><script type='application/ld+json'>"
               + b'{"@graph":[' * 20_000 + b"</script>" + filler * 20)  # fmt: skip
    yield Case(
        "100,000 metas", url, b"<title>M</title>" + b"<meta name=author content='A B'>" * 100_000
    )
    yield Case(
        "100,000 links",
        url,
        b"<title>L</title>" + b"<a href=/author/x rel=author>By A B</a> " * 60_000,
    )
    yield Case("100,000 headings", url, b"<title>H</title>" + b"<h1>A heading</h1>" * 100_000)
    yield Case(
        "50,000 dates", url, b"<title>D</title>" + b"<time datetime=2026-02-10>x</time>" * 50_000
    )
    yield Case("one line of entities", url, b"<title>E</title><p>" + b"&amp;lt;" * 300_000)
    yield Case("unclosed comments", url, b"<title>C</title>" + b"<!--" * 300_000)
    yield Case("unclosed tags", url, b"<title>T</title>" + b"<a " * 300_000)
    yield Case(
        "a regular expression's fear",
        url,
        b"<title>" + b"By " * 50_000 + b"</title>" + b"<p>" + b"by A " * 200_000,
    )
    yield Case("spaces", url, b"<title>S</title><p>" + b" " * 2_000_000 + b"x")
    yield Case("nothing but a mark", url, b"\xff\xfe")
    yield Case("zeros", url, bytes(1_000_000))
    yield Case("a PDF that is none", url, b"%PDF-1.7\n" + b"1 0 obj << /Kids [1 0 R] >>\n" * 20_000)
    yield Case(
        "a notebook that is none",
        "https://github.com/a/b/blob/main/x.ipynb",
        b'{"cells":' + b"[" * 100_000,
    )


def cases(count: int, seed: int, bodies: list[bytes]) -> Iterator[Case]:
    """``count`` hostile pages, the same for the same seed."""
    source = random.Random(seed)
    others = [written(source).encode() for _ in range(5)] + bodies
    for number in range(count):
        url = source.choice(ADDRESSES)
        body = source.choice(bodies) if bodies and number % 3 == 0 else None
        if body is not None:
            yield Case("damaged", url, damaged(source, body, others))
            continue
        loaded = source.choice(PAYLOADS)
        page = written(source, loaded).encode("utf-8", "replace")
        match number % 4:
            case 0:
                yield Case(f"loaded {loaded!r}", url, page)
            case 1:
                encoding = source.choice(_WRONG)
                wrong = page.decode().encode(encoding, "replace")
                yield Case(
                    f"wrongly {encoding}", url, wrong, f"text/html; charset={source.choice(_WRONG)}"
                )
            case _:
                yield Case("damaged", url, damaged(source, page, others))


# --------------------------------------------------------------------------- reading


def submitted(workers: Workers, case: Case) -> Future[Enriched]:
    """The reading of a page, begun in a worker."""
    page = Page(case.url, case.url, 200, {"content-type": case.content_type}, case.body, NOW)
    return workers.submit(partial(read, page, now=NOW))


def complaints(made: Resource) -> list[str]:
    """What of a resource must not be stored."""
    found = [
        f"{name}: {value!r}"
        for name in _PLAIN
        for value in _texts(made, name)
        if _ACTIVE.search(value)
    ]
    found += [f"{name}: {value!r}" for name in _ADDRESSED for value in _texts(made, name)
              if not value.startswith(("http://", "https://"))]  # fmt: skip
    for one in fields(made):
        found += [
            f"{one.name}: a control character"
            for value in _texts(made, one.name)
            if _CONTROL.search(value)
        ]
    found += [f"markdown: {one[:300]!r}" for one in _acting(made.markdown)]
    return found


def _acting(markdown: str) -> Iterator[str]:
    """What a reader of Markdown that lets HTML through would act upon."""
    tokens = MarkdownIt("commonmark", {"html": True}).enable("table").parse(markdown)
    for token in tokens:
        for one in (token, *(token.children or ())):
            if one.type in ("html_block", "html_inline") or (
                one.type == "text" and _UNSAFE_LINK.search(one.content)
            ):
                yield one.content


def _texts(made: Resource, name: str) -> list[str]:
    value = getattr(made, name)
    return [
        one for one in (value if isinstance(value, tuple) else (value,)) if isinstance(one, str)
    ]


def judge(future: Future[Enriched]) -> tuple[str, list[str]]:
    """How a reading ended, and what is wrong with it."""
    try:
        enriched = outcome(future)
    except DeadlinePassed:
        return "deadline", []
    except WorkerDied as error:
        return "died", [error.message]
    except CuratorError as error:
        untyped = "the page could not be read:" in error.message
        return type(error).__name__, [error.message] if untyped else []
    except Exception as error:  # noqa: BLE001 - whatever it is, it is a find
        return "untyped", [f"{type(error).__name__}: {error}"]
    return "answer", complaints(enriched.resource)


def memory(workers: Workers) -> int:
    """The most that one of the workers has taken so far, in kB."""
    asked = [workers.submit(resource.getrusage, resource.RUSAGE_SELF) for _ in range(4)]
    return max(int(outcome(one).ru_maxrss) for one in asked)


def main() -> int:
    """Read them all; 1 if anything was found."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--pages", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=20260301)
    parser.add_argument("--corpora", type=Path, default=os.environ.get("CURATOR_CORPORA"))
    parser.add_argument("--keep", type=Path, default=Path("fuzz-found"))
    arguments = parser.parse_args()
    bodies: list[bytes] = []
    if arguments.corpora:
        paths = sorted((Path(arguments.corpora) / "pages").glob("*/html/*.html"))
        bodies = [one.read_bytes() for one in paths if one.stat().st_size <= LARGEST][::4]
    ends: Counter[str] = Counter()
    found = peak = 0
    begun = time.monotonic()
    with Workers(preload=("curator.resources.enrich",)) as workers:
        for case in giants():
            started = time.monotonic()
            end, wrong = judge(submitted(workers, case))
            ends[end] += 1
            print(f"{case.name}: {end} after {time.monotonic() - started:.1f} s", flush=True)
            found += _keep(arguments.keep, case, wrong)
        peak = memory(workers)
        many = cases(arguments.pages, arguments.seed, bodies)
        waiting: list[tuple[Case, Future[Enriched]]] = []
        for case in many:
            waiting.append((case, submitted(workers, case)))
            if len(waiting) >= 8:
                first, future = waiting.pop(0)
                end, wrong = judge(future)
                ends[end] += 1
                if ends.total() % 250 == 0:
                    peak = max(peak, memory(workers))
                    print(f"{ends.total():,} pages, {found} found", flush=True)
                found += _keep(arguments.keep, first, wrong)
        for first, future in waiting:
            end, wrong = judge(future)
            ends[end] += 1
            found += _keep(arguments.keep, first, wrong)
    told = ", ".join(f"{end} {number:,}" for end, number in ends.most_common())
    print(
        f"{ends.total():,} pages in {time.monotonic() - begun:.0f} s (seed {arguments.seed}): {told}; "
        f"at most {peak >> 10} MB in a worker; {found} found"
    )
    return 1 if found else 0


def _keep(folder: Path, case: Case, wrong: list[str]) -> int:
    """Write down a find; how many there are."""
    for one in wrong[:3]:
        print(f"{case.name} at {case.url}: {one[:400]}", file=sys.stderr, flush=True)
    if wrong:
        folder.mkdir(exist_ok=True)
        (folder / f"{abs(hash(case.body)):x}.html").write_bytes(case.body)
    return bool(wrong)


if __name__ == "__main__":
    sys.exit(main())
