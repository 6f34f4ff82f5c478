"""The seam for adapters: installed packages add theirs, and one that fails costs nothing but itself."""

from __future__ import annotations

import logging
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from curator.model import Kind
from curator.resources import adapters
from curator.resources.adapters import Adapter, ours
from tests.resources.adapters.pages import resource

SHOE = '''
"""An adapter as a user would write it."""

from curator.model import Candidate
from curator.resources.adapters import Adapter, Wanted


def applies(document, identity):
    return identity.url.startswith("https://shoes.example/")


def candidates(reading):
    yield Candidate("title", reading.document.tree.findtext(".//h3"), "")
    yield Candidate("kind", "lesson", "")
    yield Candidate("authors", "Ana Cruz; Ben Okafor", "")


def wanted(identity):
    if identity.url.startswith("https://shoes.example/"):
        return Wanted(identity.url, extras=(identity.url + "?json",))


def text(reading):
    return "# A shoe\\n\\nMade of one piece."


ADAPTER = Adapter("shoes", applies, candidates, wanted, text)
'''
BROKEN = """
from curator.resources.adapters import Adapter

def fails(*_):
    raise RuntimeError("out of laces")

ADAPTER = Adapter("laces", lambda *_: True, fails, fails, fails, fails)
"""
NOTHING_HERE = "ADAPTER = 'no adapter at all'"
UNREADABLE = "this is no Python"


def install(folder: Path, name: str, code: str, *, adapter: str | None = None) -> None:
    """A package in ``folder`` as an installer leaves it: a module and its metadata."""
    (folder / f"{name}_adapter.py").write_text(code)
    info = folder / f"{name}_adapter-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}-adapter\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text(
        f"[curator.adapters]\n{adapter or name} = {name}_adapter:ADAPTER\n"
    )


@pytest.fixture
def packages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder of packages on the path; what was found before is forgotten."""
    monkeypatch.syspath_prepend(str(tmp_path))
    adapters.installed.cache_clear()
    yield tmp_path
    adapters.installed.cache_clear()
    for name in [name for name in sys.modules if name.endswith("_adapter")]:
        del sys.modules[name]


PAGE = "https://shoes.example/1"
HEAD = "<title>Shoes</title>"
BODY = "<h1>Shop</h1><h3>A shoe of one piece</h3>" + "<p>Words about shoes and more words.</p>" * 20


def test_an_installed_package_adds_an_adapter(packages: Path) -> None:
    install(packages, "shoes", SHOE)
    found = resource(PAGE, HEAD, BODY)
    assert (found.title, found.kind) == ("A shoe of one piece", Kind.LESSON)
    assert found.authors == ("Ana Cruz", "Ben Okafor")
    assert found.markdown == "# A shoe\n\nMade of one piece."
    assert found.provenance["title"].origin == "adapter:shoes"


def test_it_may_ask_for_further_addresses(packages: Path) -> None:
    from curator.resources import enrich

    install(packages, "shoes", SHOE)
    assert enrich.wanted(PAGE).extras == ("https://shoes.example/1?json",)


def test_an_adapter_that_fails_costs_a_warning_and_not_the_page(
    packages: Path, caplog: pytest.LogCaptureFixture
) -> None:
    install(packages, "laces", BROKEN)
    with caplog.at_level(logging.WARNING):
        found = resource(PAGE, HEAD, BODY)
    assert found.title in ("Shop", "Shoes")
    assert "Words about shoes" in found.text
    assert "the adapter laces failed" in caplog.text


@pytest.mark.parametrize(
    ("code", "said"),
    [
        (NOTHING_HERE, "is no curator Adapter"),
        (UNREADABLE, "the adapter odd cannot be loaded"),
        ("import no_such_module_of_odd", "the adapter odd cannot be loaded"),
    ],
)
def test_what_is_no_adapter_is_left_out_with_a_word(
    packages: Path, caplog: pytest.LogCaptureFixture, code: str, said: str
) -> None:
    install(packages, "odd", code)
    with caplog.at_level(logging.WARNING):
        assert adapters.installed() == ours.ADAPTERS
    assert said in caplog.text


def test_one_with_the_name_of_ours_replaces_it(packages: Path) -> None:
    code = "from curator.resources.adapters import Adapter\nADAPTER = Adapter('github', lambda *_: False)"
    install(packages, "mygithub", code)
    named = [one for one in adapters.installed() if one.name == "github"]
    assert len(named) == 1
    assert named[0] is not next(one for one in ours.ADAPTERS if one.name == "github")


def test_the_adapter_of_the_guide_works_as_it_stands(packages: Path) -> None:
    guide = Path(__file__).parents[3] / "docs/how-to/write-an-adapter.md"
    code = guide.read_text().split("```python\n", 1)[1].split("```", 1)[0]
    install(packages, "guide", code)
    body = f'<main data-video="/shoe.mp4"><h1>Shop</h1><h3>A shoe of one piece</h3>{BODY}</main>'
    found = resource("https://shoes.example/lessons/1", HEAD, body)
    assert (found.title, found.kind) == ("A shoe of one piece", Kind.LESSON)
    assert found.media_url == "https://shoes.example/shoe.mp4"
    assert found.provenance["title"].origin == "adapter:shoes"


def test_ours_have_names_of_their_own() -> None:
    names = [one.name for one in ours.ADAPTERS]
    assert len(names) == len(set(names))
    assert all(isinstance(one, Adapter) for one in ours.ADAPTERS)
