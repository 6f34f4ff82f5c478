"""Whatever the model can hold comes back as it was."""

from __future__ import annotations

import dataclasses
import inspect
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from curator import model
from curator.errors import StorageError
from curator.model import Content, Entry, Precision, Resource, When
from curator.storage import codec

VALUES = [
    kind
    for _, kind in inspect.getmembers(model, inspect.isclass)
    if dataclasses.is_dataclass(kind)
    and kind not in (model.Page, model.BadDocument)  # they hold bytes and are never stored as text
]


@pytest.fixture(scope="module", autouse=True)
def _hostile_values() -> Iterator[None]:
    """Draw NUL, controls and lone surrogates too, and instants in UTC; afterwards as before."""
    st.register_type_strategy(str, st.text(st.characters(), max_size=20))
    st.register_type_strategy(datetime, st.datetimes(timezones=st.just(UTC)))
    st.register_type_strategy(float, st.floats(allow_nan=False))
    yield
    st.register_type_strategy(str, st.text())
    st.register_type_strategy(datetime, st.datetimes())
    st.register_type_strategy(float, st.floats())


@pytest.mark.parametrize("kind", VALUES, ids=lambda kind: kind.__name__)
@settings(max_examples=15, deadline=None)
@given(data=st.data())
def test_every_value_of_the_model_survives(kind: type[object], data: st.DataObject) -> None:
    value = data.draw(st.from_type(kind))
    text = codec.dumps(value)
    assert text.isascii()
    assert codec.loads(kind, text) == value


def test_what_is_empty_by_default_is_left_out() -> None:
    assert codec.dumps(Entry("1", None, "")) == '{"id":"1","url":null,"title":""}'
    assert codec.loads(Entry, '{"id":"1","url":null,"title":""}') == Entry("1", None, "")


def test_fields_of_another_version_are_ignored() -> None:
    assert codec.loads(Entry, '{"id":"1","url":null,"title":"","mood":"good"}').id == "1"


def test_an_instant_is_utc_whatever_zone_it_came_in() -> None:
    text = codec.dumps(When(datetime.fromisoformat("2026-02-22T10:00:00+01:00"), Precision.DAY))
    assert text == '{"instant":"2026-02-22T09:00:00Z","precision":"day"}'


def test_a_naive_instant_is_refused() -> None:
    with pytest.raises(ValueError, match="needs a time zone"):
        codec.dumps(When(datetime(2026, 2, 22)))  # noqa: DTZ001


@pytest.mark.parametrize("text", ["", "{", "[]", "null", '{"key":1}', '{"posts":[[]]}'])
def test_a_damaged_value_is_a_storage_error(text: str) -> None:
    kind: type[object] = Content if "posts" in text else Resource
    with pytest.raises(StorageError, match=f"a stored {kind.__name__} cannot be read"):
        codec.loads(kind, text)


def test_what_has_no_form_is_refused() -> None:
    with pytest.raises(TypeError, match="bytes has no JSON form"):
        codec.dumps(b"raw")
