"""Values of the model as JSON text and back, by their declared types.

``loads(type(value), dumps(value)) == value`` holds for every dataclass of :mod:`curator.model`.
Dataclasses become objects, tuples arrays, enums their values, instants RFC 3339 in UTC. Fields that
are empty by default are left out while they are; fields this version does not know are ignored, so
that what an older or newer version stored stays readable. The text is ASCII: control characters and
lone surrogates of hostile feeds pass every database unchanged.
"""

from __future__ import annotations

import dataclasses
import json
import types
from collections.abc import Callable, Hashable, Mapping
from datetime import UTC, date, datetime
from enum import Enum
from functools import cache
from typing import Any, TypeAlias, TypeVar, Union, cast, get_args, get_origin, get_type_hints

from curator.errors import StorageError

T = TypeVar("T")
JSON: TypeAlias = "str | int | float | bool | list[JSON] | dict[str, JSON] | None"
Decoder = Callable[[Any], Any]


def dumps(value: object) -> str:
    """``value`` as JSON text."""
    return json.dumps(encode(value), separators=(",", ":"))


def loads(kind: type[T], text: str) -> T:
    """The value of type ``kind`` that :func:`dumps` wrote; raises :class:`StorageError`."""
    try:
        return cast("T", _decoder(cast("Hashable", kind))(json.loads(text)))
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        name = getattr(kind, "__name__", str(kind))
        raise StorageError(f"a stored {name} cannot be read ({error}); restore a backup") from error


def encode(value: Any) -> JSON:
    """``value`` as objects, arrays and scalars that :mod:`json` can write."""
    match value:
        case Enum():
            return cast("JSON", value.value)
        case None | str() | int() | float():
            return value
        case datetime():
            return _instant_text(value)
        case date():
            return value.isoformat()
        case tuple() | list() | set() | frozenset():
            return [encode(item) for item in value]
        case Mapping():
            return {str(encode(key)): encode(item) for key, item in value.items()}
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {
            f.name: encode(v)
            for f in dataclasses.fields(value)
            if _kept(f, v := getattr(value, f.name))
        }
    raise TypeError(f"{type(value).__name__} has no JSON form")


def _kept(field: dataclasses.Field[Any], value: object) -> bool:
    """Whether a field is written: all but those that are empty and empty by default."""
    empty = value is None or (isinstance(value, (str, tuple)) and not value)
    return not (empty and value == field.default)


def _instant_text(value: datetime) -> str:
    if value.tzinfo is None:
        raise ValueError("an instant needs a time zone")
    return value.astimezone(UTC).isoformat().replace("+00:00", "Z")


def _instant(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)


_SCALARS: dict[Any, Decoder] = {
    str: str,
    int: int,
    float: float,
    bool: bool,
    datetime: _instant,
    date: date.fromisoformat,
}


@cache
def _decoder(kind: Any) -> Decoder:
    """The function that reads the JSON form of ``kind``, made once per type."""
    if kind in _SCALARS:
        return _SCALARS[kind]
    origin = get_origin(kind)
    if origin in (Union, types.UnionType):
        return _optional(kind)
    if origin is tuple:
        return _tuple(get_args(kind))
    if origin is not None and issubclass(origin, Mapping):
        return _mapping(*get_args(kind))
    if isinstance(kind, type) and issubclass(kind, Enum):
        return kind
    if dataclasses.is_dataclass(kind):
        return _dataclass(cast("type[Any]", kind))
    return lambda data: data


def _optional(kind: Any) -> Decoder:
    inner = [arg for arg in get_args(kind) if arg is not type(None)]
    if len(inner) != 1:
        return lambda data: data
    decode = _decoder(inner[0])
    return lambda data: None if data is None else decode(data)


def _tuple(args: tuple[Any, ...]) -> Decoder:
    if len(args) == 2 and args[1] is ...:  # noqa: PLR2004 - tuple[X, ...]
        decode = _decoder(args[0])
        return lambda data: tuple(decode(item) for item in data)
    decoders = [_decoder(arg) for arg in args]
    return lambda data: tuple(one(item) for one, item in zip(decoders, data, strict=True))


def _mapping(key: Any, item: Any) -> Decoder:
    decode_key, decode_item = _decoder(key), _decoder(item)
    return lambda data: {decode_key(k): decode_item(v) for k, v in data.items()}


def _dataclass(kind: type[Any]) -> Decoder:
    hints = get_type_hints(kind)
    fields = [(f.name, hints[f.name]) for f in dataclasses.fields(kind) if f.init]

    def decode(data: Mapping[str, Any]) -> Any:
        # Looked up when needed, not before: types may hold one another.
        known = {name: _decoder(hint)(data[name]) for name, hint in fields if name in data}
        return kind(**known)

    return decode
