"""``docs/mail.md`` and the how-to promise things; they must be so."""

from __future__ import annotations

import re
from pathlib import Path

from curator.audience import access, signup
from curator.audience.limits import Limits
from curator.mail import outcome
from curator.mail.bounces import rules
from curator.mail.throttle import WARM_UP_FIRST
from curator.mail.webhooks.receive import PROVIDERS
from curator.settings.table import table

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "mail.md").read_text("utf-8")
HOW_TO = (ROOT / "docs" / "how-to" / "send-mail.md").read_text("utf-8")


def test_every_assertion_is_listed_and_tested() -> None:
    listed = {
        int(number) for number in re.findall(r"(?m)^\| (\d+) \|", PAGE.partition("## The 44")[2])
    }
    tests = (ROOT / "tests" / "mail" / "test_assertions.py").read_text("utf-8")
    tested = {int(number) for number in re.findall(r"def test_(\d\d)_", tests)}
    tested |= set(range(33, 37)) if "test_33_to_36" in tests else set()
    assert listed == tested == set(range(1, 45))


def test_the_figures_are_those_of_the_code() -> None:
    assert f"{signup.CONFIRM_HOURS} hours, once" in PAGE
    assert f"{access.MANAGE_HOURS} hours" in PAGE
    assert (Limits().address_hour, Limits().address_week, Limits().network_hour) == (1, 3, 10)
    assert [pause.total_seconds() / 60 for pause in outcome.BACK_OFF] == [5, 20, 60, 180, 360]
    assert (rules.SOFT_ISSUES, rules.OF_ISSUES, rules.PAUSE.days) == (3, 5, 56)
    assert (outcome.MOST_REFUSED, outcome.WINDOW) == (5, 200)
    assert f"{WARM_UP_FIRST} mails on its first day" in HOW_TO


def test_every_named_setting_exists() -> None:
    known = {row.variable for _, row in table()}
    named = set(re.findall(r"CURATOR_[A-Z0-9_]+", PAGE + HOW_TO))
    assert {name.removesuffix("_FILE") for name in named} <= known


def test_every_provider_has_its_row() -> None:
    for provider in PROVIDERS:
        assert f"/hooks/{provider}" in HOW_TO
