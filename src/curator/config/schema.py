"""The JSON Schema of ``feeds.yaml``, for editors.

Editors' YAML servers know Draft 7 best, so what pydantic gives (2020-12) is reduced to it.
"""

from __future__ import annotations

from typing import Any

from curator.config.shape import ADDRESS_KEYS, FilePart

FILE_NAME = "feeds.schema.json"
"""Where it stands beside a ``feeds.yaml``, whose first two lines name it: one for most editors, one
for JetBrains."""


def schema() -> dict[str, Any]:
    """The schema, as plain values that JSON can hold."""
    drawn: dict[str, Any] = _draft7(FilePart.model_json_schema(by_alias=True))
    source = drawn["definitions"]["SourcePart"]
    source["oneOf"] = [{"required": [key]} for key in ADDRESS_KEYS]
    bare = {"type": "string", "format": "uri", "description": "An address: a complete source."}
    items = drawn["properties"]["sources"]
    items["items"] = {"anyOf": [bare, items["items"]]}
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "Curator's feeds.yaml",
        **{key: value for key, value in drawn.items() if key != "title"},
    }


def _draft7(value: Any) -> Any:
    """``value`` with definitions where Draft 7 has them, and without titles that say nothing."""
    if isinstance(value, list):
        return [_draft7(item) for item in value]
    if isinstance(value, str):
        return value.replace("#/$defs/", "#/definitions/")
    if not isinstance(value, dict):
        return value
    kept = {key: item for key, item in value.items() if not (key == "title" and _is_text(item))}
    reduced = {
        ("definitions" if key == "$defs" else key): _draft7(item) for key, item in kept.items()
    }
    if "$ref" in reduced and len(reduced) > 1:
        # Draft 7 ignores what stands beside a $ref (§8.3).
        reduced["allOf"] = [{"$ref": reduced.pop("$ref")}]
    return _without_null(reduced)


def _is_text(value: Any) -> bool:
    """Whether a ``title`` is a schema's own, not a property of that name."""
    return isinstance(value, str)


def _without_null(schema_part: dict[str, Any]) -> dict[str, Any]:
    """An optional key is left out of the file, never null: offer only its real type."""
    choices = schema_part.get("anyOf")
    if not isinstance(choices, list) or {"type": "null"} not in choices:
        return schema_part
    [choice] = [choice for choice in choices if choice != {"type": "null"}]
    rest = {k: v for k, v in schema_part.items() if k not in ("anyOf", "default")}
    return {**choice, **rest}
