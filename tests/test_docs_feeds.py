"""The examples in the how-to on feeds.yaml can be pasted as they stand."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from curator import config

PAGE = Path("docs/how-to/edit-feeds-yaml.md").read_text("utf-8")
EXAMPLES = re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL)
HEAD = "newsletter: {title: T, author: {name: A}, from: a@example.org}\n"


def test_there_are_examples() -> None:
    assert len(EXAMPLES) >= 6


@pytest.mark.parametrize("example", EXAMPLES)
def test_an_example_is_sound(example: str) -> None:
    text = example if example.startswith("newsletter:") else HEAD + example
    assert config.parse(text.encode()).newsletter.title
