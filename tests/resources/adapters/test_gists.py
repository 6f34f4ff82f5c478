"""Gists: a person's few files, by the page or by the interface for programs."""

from __future__ import annotations

import json

from curator.model import Kind
from curator.resources import enrich
from tests.resources.adapters.pages import instead, resource


def gist(when: str, *files: str) -> str:
    """The body of a gist's page with a comment below it."""
    return f"""<h1><span class="author"><a href="/mira">mira</a></span> / <strong itemprop="name">
    <a href="/mira/0123456789abcdef0123">edges.py</a></strong></h1>
    <div>{when} <relative-time datetime="2026-01-12T09:30:00Z">January 12, 2026</relative-time></div>
    <div itemprop="about">Edges of small pictures, by hand</div>{"".join(files)}
    <div class="timeline-comment"><relative-time datetime="2026-02-01T10:00:00Z">Feb 1</relative-time>
    <div class="comment-body markdown-body"><p>Thank you, this has saved me a week of work.</p></div></div>"""


def gist_file(name: str, body: str) -> str:
    return f'<div class="file my-2"><strong class="gist-blob-name">{name}</strong>{body}</div>'


CODE_LINES = """<table class="highlight"><tr><td class="blob-num"></td><td class="blob-code">def edges(x):
</td></tr><tr><td class="blob-num"></td><td class="blob-code">    return x[1:] - x[:-1]</td></tr></table>"""
NOTES = '<article class="markdown-body"><p>Where a picture gets lighter, there is an edge.</p></article>'
GIST = "https://gist.github.com/mira/0123456789abcdef0123"


def test_a_gist_is_code_of_its_owner() -> None:
    head = "<title>Edges of small pictures, by hand · GitHub</title>"
    body = gist("Created", gist_file("edges.py", CODE_LINES), gist_file("notes.md", NOTES))
    found = resource(GIST, head, body)
    assert (found.key, found.kind) == ("gist:0123456789abcdef0123", Kind.REPOSITORY)
    assert (found.title, found.authors) == ("Edges of small pictures, by hand", ("mira",))
    assert str(found.published) == "2026-01-12T09:30:00Z"
    assert found.markdown == (
        "```\ndef edges(x):\n    return x[1:] - x[:-1]\n```\n\n"
        "Where a picture gets lighter, there is an edge."
    )


def test_when_a_gist_was_last_changed_is_not_when_it_was_made() -> None:
    found = resource(
        GIST, "<title>notes.md · GitHub</title>", gist("Last active", gist_file("notes.md", NOTES))
    )
    assert (found.kind, found.published) == (Kind.POST, None)
    assert str(found.modified) == "2026-01-12T09:30:00Z"


def test_githubs_api_stands_in_for_a_gists_page() -> None:
    api = "https://api.github.com/gists/0123456789abcdef0123"
    assert enrich.wanted(GIST).instead == (api,)
    told = {
        "id": "0123456789abcdef0123",
        "description": "",
        "files": {"edges.ipynb": {}},
        "owner": {"login": "mira"},
        "created_at": "2025-02-03T04:05:06Z",
        "updated_at": "2026-01-12T09:30:00Z",
    }
    found = instead(GIST, {api: json.dumps(told)})
    assert found is not None
    assert (found.kind, found.title, found.authors) == (Kind.NOTEBOOK, "edges.ipynb", ("mira",))
    assert (str(found.published)[:10], str(found.modified)[:10]) == ("2025-02-03", "2026-01-12")
    assert instead(GIST, {api: json.dumps(told | {"id": "another"})}) is None
