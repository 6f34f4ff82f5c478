"""What docstrings and documents refer to is there."""

from __future__ import annotations

import importlib
import importlib.util
import pkgutil
import re
from pathlib import Path

import pytest

import curator

ROOT = Path(__file__).parents[1]
PAGES = [ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").rglob("*.md"))]
MODULES = [
    one.name
    for one in pkgutil.walk_packages(curator.__path__, "curator.")
    if ".migrations" not in one.name and not one.name.endswith("__main__")
]
BASES = (ROOT, ROOT / "src" / "curator", ROOT / "docs", ROOT / "templates")
_ROLE = re.compile(r":\w+:`~?(curator(?:\.\w+)+)`")
_LINK = re.compile(r"\]\((?!\w+:|#)([^)#\s]+)")
_PATH = re.compile(r"`((?:[\w-]+/)+[\w.-]+\.(?:py|md|html|toml|yaml))`")


def is_there(name: str) -> bool:
    """Whether a dotted name is a module, or something in one."""
    parts = name.split(".")
    for length in range(len(parts), 0, -1):
        try:
            found: object = importlib.import_module(".".join(parts[:length]))
        except ModuleNotFoundError:
            continue
        for part in parts[length:]:
            if part in getattr(found, "__annotations__", {}):
                return True
            found = getattr(found, part, None)
        return found is not None
    return False


def test_what_docstrings_name_is_there() -> None:
    lost = [
        f"{module}: {name}"
        for module in MODULES
        for name in _ROLE.findall(_source(module))
        if not is_there(name)
    ]
    assert lost == []


def _source(module: str) -> str:
    spec = importlib.util.find_spec(module)
    assert spec is not None
    assert spec.origin is not None
    return Path(spec.origin).read_text("utf-8")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_what_documents_name_is_there(page: Path) -> None:
    text = page.read_text("utf-8")
    prose = re.sub(r"```.*?```", "", text, flags=re.DOTALL)
    lost = [link for link in _LINK.findall(prose) if not (page.parent / link).exists()]
    lost += [path for path in _PATH.findall(text) if not any((b / path).exists() for b in BASES)]
    assert lost == []
