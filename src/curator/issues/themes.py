"""Where templates are found: the user's own folders first, file by file, then the packaged theme."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.resources import files
from pathlib import Path

from curator.errors import TemplateError


def packaged() -> Path:
    """The default theme: inside the package in a wheel, beside ``src`` in an editable install."""
    inside = Path(str(files("curator"))) / "templates"
    beside = Path(__file__).resolve().parents[3] / "templates"
    for folder in (inside, beside):
        if (folder / "email").is_dir():
            return folder
    raise TemplateError(f"the packaged templates are missing: neither {inside} nor {beside} exists")


def search_path(own: Sequence[Path]) -> list[Path]:
    """The folders to look in, first match wins; a folder named but missing is a mistake."""
    for folder in own:
        if not folder.is_dir():
            raise TemplateError(f"{folder}: there is no such folder of templates")
    return [*own, packaged()]
