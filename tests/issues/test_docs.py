"""``docs/how-to/templates.md`` promises names to people who write themes; they must exist."""

from __future__ import annotations

import re
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest

from curator.issues import view
from curator.issues.item import Item
from curator.issues.render import Theme

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "how-to" / "templates.md").read_text("utf-8")


@pytest.mark.parametrize(
    "shape", [view.Digest, Item, view.MailLinks, view.Group, view.Aim, view.Portrait]
)
def test_every_name_a_template_is_given_is_documented(shape: type[Any]) -> None:
    missing = [field.name for field in fields(shape) if f"`{field.name}`" not in PAGE]

    assert missing == []


def test_every_mail_is_documented_and_every_documented_mail_exists() -> None:
    packaged = {
        folder.name for folder in (ROOT / "templates" / "email").iterdir() if folder.is_dir()
    }
    named = set(re.findall(r"\*\*([a-z-]+)\*\*", PAGE)) & packaged

    assert named == packaged


def test_the_colours_are_those_of_the_theme() -> None:
    styles = (ROOT / "templates" / "email" / "style.css").read_text("utf-8")
    styles += (ROOT / "templates" / "email" / "screen.css").read_text("utf-8")

    assert set(re.findall(r"#[0-9a-f]{6}", PAGE)) <= set(re.findall(r"#[0-9a-f]{6}", styles))


def test_the_named_filters_exist() -> None:
    known = Theme()._templates.filters

    assert {"fold", "shorten", "glue", "address", "listed"} <= set(known)
