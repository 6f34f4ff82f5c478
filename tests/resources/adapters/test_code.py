"""Repositories, releases, notebooks, models and competitions."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from curator.model import Kind
from curator.resources import enrich
from curator.resources.enrich import read
from tests.resources.adapters.pages import FILLER, NOW, instead, page, resource

README = """<article class="markdown-body"><h1>plainvision</h1><p>A tiny library of filters for small
pictures, with a lesson for each of them and nothing else to install.</p>
<pre><code class="language-python">import plainvision</code></pre></article>"""


def front(description: str) -> str:
    return f"""<title>GitHub - mira/plainvision · GitHub</title>
<meta name="octolytics-dimension-repository_nwo" content="mira/plainvision">
<meta property="og:description" content="{description}">"""


@pytest.mark.parametrize(
    ("description", "title", "summary"),
    [
        ("A tiny library of filters - mira/plainvision", "mira/plainvision: A tiny library of filters",
         "A tiny library of filters"),
        ("Contribute to mira/plainvision development by creating an account.", "mira/plainvision", None),
        ("A tiny library of filters. Contribute to a/b development by creating an account on GitHub.",
         "mira/plainvision: A tiny library of filters", "A tiny library of filters."),
    ],
)  # fmt: skip
def test_a_repository_has_an_owner_and_no_date(
    description: str, title: str, summary: str | None
) -> None:
    body = README + '<a href="/mira/plainvision/blob/main/LICENSE">MIT license</a>'
    found = resource("https://github.com/Mira/plainvision/tree/main", front(description), body)
    assert (found.key, found.kind) == ("github:mira/plainvision", Kind.REPOSITORY)
    assert (found.title, found.authors, found.published) == (title, ("mira",), None)
    assert found.code == ("https://github.com/mira/plainvision",)
    assert found.licence == "MIT license"
    assert summary is None or found.summary == summary
    assert "```python\nimport plainvision\n```" in found.markdown


API = "https://api.github.com/repos/mira/plainvision"


def test_githubs_api_stands_in_for_a_repositorys_page() -> None:
    assert enrich.wanted("https://github.com/mira/plainvision").instead == (API,)
    told = {
        "full_name": "mira/plainvision",
        "description": "Filters",
        "license": {"spdx_id": "MIT"},
    }
    found = instead("https://github.com/mira/plainvision", {API: json.dumps(told)})
    assert found is not None
    assert (found.title, found.authors) == ("mira/plainvision: Filters", ("mira",))
    assert (found.licence, found.published) == ("MIT", None)


def test_a_release_has_a_day_and_a_publisher() -> None:
    head = "<title>Release v1.2: Softer edges · mira/plainvision · GitHub</title>"
    body = """<h1 data-view-component="true" class="d-inline mr-3">Softer edges</h1>
    <a href="/mira" data-hovercard-type="user" class="color-fg-muted">mira</a> released this
    <relative-time datetime="2026-01-12T09:30:00Z">Jan 12, 2026</relative-time>
    <div class="markdown-body"><p>Edges are softer now, and two filters that nobody used are gone.</p></div>"""
    found = resource("https://github.com/mira/plainvision/releases/tag/v1.2", head, body)
    assert (found.key, found.kind) == ("github:mira/plainvision@v1.2", Kind.RELEASE)
    assert (found.title, found.authors) == ("mira/plainvision Softer edges", ("mira",))
    assert str(found.published) == "2026-01-12T09:30:00Z"
    assert found.text.startswith("Edges are softer now")


def test_a_release_without_a_marked_heading_is_called_as_its_card_says() -> None:
    head = "<title>Release v1.2: Softer edges · mira/plainvision · GitHub</title>"
    found = resource(
        "https://github.com/mira/plainvision/releases/tag/v1.2", head, "<p>Softer.</p>"
    )
    assert found.title == "mira/plainvision v1.2: Softer edges"


NOTEBOOK = {
    "cells": [
        {"cell_type": "markdown", "source": ["# Filters by hand\n", "\n", "We slide nine numbers over a photograph and look at what lights up."]},
        {"cell_type": "code", "source": ["import numpy as np"], "outputs": [{"text": ["<script>alert(1)</script>"]}]},
    ],
    "metadata": {"language_info": {"name": "python"}}, "nbformat": 4, "nbformat_minor": 5,
}  # fmt: skip


@pytest.mark.parametrize(
    "url",
    [
        "https://github.com/mira/plainvision/blob/main/nb/1.ipynb",
        "https://nbviewer.org/github/mira/plainvision/blob/main/nb/1.ipynb",
        "https://colab.research.google.com/github/mira/plainvision/blob/main/nb/1.ipynb",
    ],
)
def test_a_notebook_is_read_from_its_file_wherever_it_is_rendered(url: str) -> None:
    wanted = enrich.wanted(url)
    assert wanted.url == "https://raw.githubusercontent.com/mira/plainvision/main/nb/1.ipynb"
    found = read(page(wanted.url, json.dumps(NOTEBOOK), "text/plain"), now=NOW).resource
    assert found.key == "github:mira/plainvision/blob/main/nb/1.ipynb"
    assert (found.kind, found.title) == (Kind.NOTEBOOK, "Filters by hand")
    assert "import numpy as np" in found.markdown
    assert "<script>" not in found.markdown


def test_a_notebook_in_colabs_drive() -> None:
    head = '<title>filters.ipynb - Colab</title><meta property="og:title" content="Filters by hand - Colab">'
    found = resource("https://colab.research.google.com/drive/1aBcD", head)
    assert (found.key, found.kind, found.title) == ("colab:1aBcD", Kind.NOTEBOOK, "Filters by hand")


def test_a_notebook_on_kaggle() -> None:
    head = """<title>First look | Kaggle</title><meta property="og:title" content="First look">
    <meta property="og:description" content="Explore and run this notebook.">"""
    found = resource(
        "https://www.kaggle.com/code/mira/first-look/notebook", head, "<div id=site></div>"
    )
    assert (found.key, found.kind) == ("kaggle-code:mira/first-look", Kind.NOTEBOOK)
    assert (found.title, found.site) == ("First look", "Kaggle")


@pytest.mark.parametrize(
    ("path", "description", "author"),
    [
        ("datasets/mira/leaves", "", "mira"),
        ("datasets/mira/leaves/data", '{"@type": "Dataset", "creator": {"name": "Mira Voss"}}', "Mira Voss"),
        ("models/mira/tiny", "", "mira"),
    ],
)  # fmt: skip
def test_data_and_models_on_kaggle_have_an_owner(path: str, description: str, author: str) -> None:
    head = f"""<title>Leaves of a hundred trees | Kaggle</title>
    <meta property="og:title" content="Leaves of a hundred trees">
    <script type="application/ld+json">{description}</script>"""
    found = resource(f"https://www.kaggle.com/{path}", head, "<div id=site></div>")
    room, owner, name, *_ = path.split("/")
    assert found.key == f"kaggle-{room}:{owner}/{name}"
    assert found.kind is (Kind.DATASET if room == "datasets" else Kind.MODEL)
    assert (found.title, found.authors) == ("Leaves of a hundred trees", (author,))


def test_a_notebook_on_observable() -> None:
    title = "Falling leaves / Mira Voss | Observable"
    head = f'<title>{title}</title><meta property="og:title" content="{title}">'
    found = resource("https://observablehq.com/@mira/falling-leaves@123", head)
    assert (found.key, found.kind) == ("observable:@mira/falling-leaves", Kind.NOTEBOOK)
    assert (found.title, found.authors) == ("Falling leaves", ("Mira Voss",))


def test_a_competition_has_a_deadline() -> None:
    head = """<title>Quiet Birds | Kaggle</title><meta property="og:title" content="Quiet Birds">
<meta property="og:description" content="Find the calls in noisy recordings.">
<script>x = {"deadline":"2026-06-01T23:59:00Z"}</script>"""
    found = resource("https://www.kaggle.com/c/quiet-birds/overview", head)
    assert (found.key, found.kind) == ("kaggle:quiet-birds", Kind.COMPETITION)
    assert (found.title, found.summary) == ("Quiet Birds", "Find the calls in noisy recordings.")
    assert found.deadline == datetime(2026, 6, 1, 23, 59, tzinfo=UTC)


CARD = """<div class="model-card-content prose"><h1>Tiny ViT</h1><p>A small network that tells a hundred
kinds of leaves apart on a telephone, with its training code and its mistakes.</p></div>"""
TAGS = """<a href="/models?other=arxiv:2401.04321">arxiv: 2401.04321</a>
<a href="/models?license=license:apache-2.0">License: apache-2.0</a>"""


@pytest.mark.parametrize(
    ("path", "key", "title", "kind"),
    [
        ("mira/tiny-vit", "hf:mira/tiny-vit", "mira/tiny-vit", Kind.MODEL),
        ("datasets/mira/leaves", "hf:datasets/mira/leaves", "mira/leaves", Kind.DATASET),
        ("spaces/mira/demo", "hf:spaces/mira/demo", "mira/demo", Kind.REPOSITORY),
    ],
)
def test_the_hub(path: str, key: str, title: str, kind: Kind) -> None:
    found = resource(
        f"https://huggingface.co/{path}", f"<title>{path} · Hugging Face</title>", TAGS + CARD
    )
    assert (found.key, found.title, found.site) == (key, title, "Hugging Face")
    assert (found.kind, found.authors) == (kind, ("mira",))
    assert found.related == ("https://arxiv.org/abs/2401.04321",)
    assert found.summary.startswith("A small network")
    assert found.text.startswith("Tiny ViT")


def test_a_paper_on_the_hub_is_the_paper() -> None:
    assert enrich.wanted("https://huggingface.co/papers/2401.04321").url == (
        "https://arxiv.org/abs/2401.04321"
    )


def test_the_hubs_api_stands_in_for_a_models_page() -> None:
    api = "https://huggingface.co/api/models/mira/tiny-vit"
    assert enrich.wanted("https://huggingface.co/mira/tiny-vit").instead == (api,)
    told = {"id": "mira/tiny-vit", "createdAt": "2025-02-03T04:05:06.000Z",
            "tags": ["vision", "arxiv:2401.04321", "license:apache-2.0", 3]}  # fmt: skip
    found = instead("https://huggingface.co/mira/tiny-vit", {api: json.dumps(told)})
    assert found is not None
    assert (found.kind, found.title, found.authors) == (Kind.MODEL, "mira/tiny-vit", ("mira",))
    assert str(found.published)[:10] == "2025-02-03"
    assert found.related == ("https://arxiv.org/abs/2401.04321",)
    assert found.licence == "apache-2.0"


@pytest.mark.parametrize("told", ["", "[]", "{}", '{"full_name": 3, "id": []}'])
def test_interfaces_that_say_nothing_give_nothing(told: str) -> None:
    assert instead("https://github.com/mira/plainvision", {API: told}) is None
    hub = "https://huggingface.co/api/models/mira/tiny-vit"
    assert instead("https://huggingface.co/mira/tiny-vit", {hub: told}) is None


def test_an_issue_is_a_discussion_and_no_repository() -> None:
    head = "<title>Edges are too soft · Issue #3 · mira/plainvision · GitHub</title>"
    found = resource("https://github.com/mira/plainvision/issues/3", head, FILLER)
    assert found.kind is Kind.DISCUSSION
