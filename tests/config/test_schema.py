"""The JSON Schema says the same as reading does, in the words of Draft 7."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

import jsonschema_rs
import pytest
import yaml

from curator import config
from curator.config.shape import SourcePart
from curator.errors import ConfigError
from curator.model import SourceKind

VALIDATOR = jsonschema_rs.Draft7Validator(config.schema())
LEAST = {"title": "T", "author": {"name": "A"}, "from": "a@example.org"}


def parts(value: Any) -> Iterator[dict[str, Any]]:
    """Every mapping in the schema."""
    if isinstance(value, dict):
        yield value
    for item in value.values() if isinstance(value, dict) else value:
        if isinstance(item, dict | list):
            yield from parts(item)


@pytest.mark.parametrize("name", ["feeds.yaml", "sample/feeds.yaml"])
def test_the_files_that_ship_are_valid_and_name_their_schema(name: str) -> None:
    path = Path(name)
    text = path.read_text("utf-8")
    VALIDATOR.validate(yaml.safe_load(text))
    lines = text.splitlines()[:2]
    named = [re.search(r"\$schema[=:] ?(\S+)$", line) for line in lines]
    found = {(path.parent / match[1]).resolve() for match in named if match}
    assert found == {Path("feeds.schema.json").resolve()}
    assert lines[0].startswith("# yaml-language-server: ")


def test_the_schema_beside_the_file_is_current() -> None:
    written = json.loads(Path("feeds.schema.json").read_text("utf-8"))
    assert written == config.schema(), "run: curator config schema --output feeds.schema.json"


def test_it_is_a_draft_7_schema_and_json() -> None:
    jsonschema_rs.meta.validate(config.schema())
    assert json.loads(json.dumps(config.schema())) == config.schema()
    later = {"$defs", "prefixItems", "unevaluatedProperties", "dependentRequired", "$anchor"}
    assert not [part for part in parts(config.schema()) if later & part.keys()]


def test_every_key_is_described() -> None:
    described = [part for part in parts(config.schema()) if "properties" in part]
    assert len(described) == 6
    for part in described:
        assert part["additionalProperties"] is False
        for key, value in part["properties"].items():
            assert value.get("description"), key


@pytest.mark.parametrize(
    "value",
    [
        {},
        {"newsletter": {}},
        {"newsletter": LEAST | {"titel": "x"}},
        {"newsletter": LEAST | {"length": 0}},
        {"newsletter": LEAST, "sources": [{"name": "x"}]},
        {"newsletter": LEAST, "sources": [{"url": "https://a.example", "arxiv": "x"}]},
        {"newsletter": LEAST, "sources": [{"url": "https://a.example", "kind": "fed"}]},
        {"newsletter": LEAST, "topics": [{"slug": "a"}]},
    ],
)
def test_what_reading_refuses_the_schema_refuses(value: dict[str, Any]) -> None:
    assert not VALIDATOR.is_valid(value)
    with pytest.raises(ConfigError):
        config.parse(yaml.safe_dump(value).encode())


def test_every_kind_of_source_can_be_written() -> None:
    [choices] = [
        arg for arg in get_args(SourcePart.model_fields["kind"].annotation) if get_args(arg)
    ]
    assert set(get_args(choices)) == {kind.value for kind in SourceKind}
