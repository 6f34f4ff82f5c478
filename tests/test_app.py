"""The composition root: what the parts of the application are made with."""

from __future__ import annotations

from pathlib import Path

import pytest

from curator.app import App
from tests.web import house

SITE = "https://letters.example.org"


@pytest.mark.parametrize(
    ("base_url", "set_", "told"),
    [
        (SITE, {}, f"(+{SITE})"),
        (SITE, {"contact": "mira@example.org"}, "(+mira@example.org)"),
        ("http://127.0.0.1:8000", {}, ""),
    ],
)
def test_sites_can_reach_those_who_read_them(
    tmp_path: Path, base_url: str, set_: dict[str, str], told: str
) -> None:
    """By the contact that is set, else by the newsletter's site; this machine is nobody's contact."""
    house.settings(tmp_path, base_url=base_url)
    app = App(house.environment_of(tmp_path, **set_))
    assert app.fetcher.user_agent.partition(" ")[2] == told
    app.close()


def test_without_a_sound_feeds_yaml_pages_are_looked_at_all_the_same(tmp_path: Path) -> None:
    app = App(house.settings(tmp_path))
    app.settings.feeds.write_text("newsletter: {title: 5}")
    assert " " not in app.fetcher.user_agent
    app.close()
    app.settings.feeds.unlink()
    assert " " not in app.fetcher.user_agent
    app.close()
