"""One person: history, erasure, suppression; and whole lists in and out."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import pytest

from curator.app import App
from curator.audience.importers.apply import Fate
from curator.errors import CuratorError, NotFound
from curator.flows.audience import people, readers, transfer
from curator.model import Cadence, Choices, MailFormat, SubscriberState, SuppressionReason
from curator.storage import log, subscribers
from curator.tokens import Keyring
from tests.flows import rooms
from tests.web import house
from tests.web.house import NOW

ADA = "ada@reader.example"
LIST = """\
email,name,status,created_at
new@reader.example,New,active,2024-02-01
not an address,Bad,active,
gone@reader.example,Gone,unsubscribed,
broken@reader.example,Broken,bounced,
"""


def test_the_history_answers_why_mail_comes_or_does_not(app: App) -> None:
    rooms.reader(app, ADA)
    assert people.history(app, "ADA@reader.example", NOW).answer.startswith("gets mail")
    people.suppress(app, [ADA], NOW, note="asked by phone")
    found = people.history(app, ADA, NOW)
    assert found.answer == "gets nothing: suppressed (manual)"
    assert "asked by phone" in found.facts[-1].what


def test_a_stranger_has_no_history(app: App) -> None:
    with pytest.raises(NotFound):
        people.history(app, "who@reader.example", NOW)


def test_who_is_erased_leaves_only_a_hash_and_does_not_come_back(app: App) -> None:
    rooms.reader(app, ADA)
    assert people.forget(app, [ADA], NOW).done == (ADA,)
    assert ADA not in str(readers.list_(app))
    files = [file for file in app.settings.data.rglob("*") if file.is_file()]
    assert not [file for file in files if ADA.encode() in file.read_bytes()]
    (silenced,) = people.suppressed(app)
    assert (silenced.reason, silenced.address) == (SuppressionReason.ERASED, "")
    assert "suppressed" in readers.vouch(app, [ADA], NOW).problems[0].what


def test_a_reader_is_found_by_address_after_the_key_was_replaced(app: App) -> None:
    rooms.reader(app, ADA)
    app.__dict__["keyring"] = Keyring.of("another secret of some length")
    assert people.history(app, ADA, NOW).answer.startswith("gets mail")
    assert people.forget(app, [ADA], NOW).done == (ADA,)
    assert "suppressed" in readers.vouch(app, [ADA], NOW).problems[0].what


def test_a_suppressed_address_is_shown_as_long_as_a_reader_has_it(app: App) -> None:
    rooms.reader(app, ADA)
    people.suppress(app, [ADA], NOW)
    assert [one.address for one in people.suppressed(app)] == [ADA]


def test_what_is_lifted_is_gone_and_what_is_not_there_is_told(app: App) -> None:
    people.suppress(app, [ADA], NOW)
    done = people.unsuppress(app, [ADA, "who@reader.example", "no address"], NOW)
    assert done.done == (ADA,)
    assert [one.address for one in done.problems] == ["who@reader.example", "no address"]
    assert people.suppressed(app) == []


def test_readers_write_while_the_author_types_addresses(app: App) -> None:
    def typed() -> Iterator[str]:
        yield "ada@reader.example"
        rooms.reader(app, "bo@reader.example")
        yield "bo@reader.example"
        yield "nobody"

    outcome = readers.vouch(app, typed(), NOW)
    assert outcome.added == ("ada@reader.example",)
    assert [one.address for one in outcome.problems] == ["bo@reader.example", "nobody"]
    assert readers.remove(app, iter(["bo@reader.example"]), NOW).removed == ("bo@reader.example",)


def test_an_import_tells_first_and_stores_only_when_told_to(app: App, tmp_path: Path) -> None:
    file = tmp_path / "list.csv"
    file.write_text(LIST)
    dry = transfer.import_list(app, file.read_bytes(), NOW)
    assert (dry.shape, dry.dry_run, readers.list_(app)) == ("plain", True, [])
    assert [(problem.line, problem.file) for problem in dry.problems] == [(3, "list.csv")]
    done = transfer.import_list(app, file.read_bytes(), NOW, apply_it=True)
    assert done.fates == dry.fates == {Fate.ADDED: 1, Fate.LEFT: 1, Fate.SUPPRESSED: 1}
    states = {one.address: one.state for one in readers.list_(app)}
    assert states == {
        "gone@reader.example": SubscriberState.UNSUBSCRIBED,
        "new@reader.example": SubscriberState.CONFIRMED,
    }
    with app.database.read() as connection:
        assert "1 reader added" in log.list_(connection)[0].message


@pytest.mark.parametrize("form", transfer.FORMATS)
def test_what_goes_out_comes_back_in_with_status(app: App, tmp_path: Path, form: str) -> None:
    rooms.reader(app, ADA)
    rooms.reader(app, "left@reader.example")
    readers.remove(app, ["left@reader.example"], NOW)
    stream = io.StringIO()
    assert transfer.export_list(app, stream, form=form) == 2
    file = tmp_path / "list.csv"
    file.write_text(stream.getvalue())
    report = transfer.import_list(app, file.read_bytes(), NOW, form=form)
    assert report.fates == {Fate.KNOWN: 1, Fate.LEFT_HERE: 1}


def test_readers_move_house_with_their_choices(app: App, tmp_path: Path) -> None:
    choices = Choices(("nlp",), Cadence.MONTHLY, MailFormat.TEXT, "Asia/Tokyo", 7)
    ada = rooms.reader(app, ADA)
    with app.database.begin() as connection:
        subscribers.change(
            connection, ada.id, NOW, topics=choices.topics, cadence=choices.cadence,
            format=choices.format, time_zone=choices.time_zone, send_hour=choices.send_hour,
        )  # fmt: skip
    stream = io.StringIO()
    transfer.export_list(app, stream)
    other = App(house.settings(tmp_path / "other"))
    transfer.import_list(
        other, stream.getvalue().replace("nlp", "words").encode(), NOW, apply_it=True
    )
    (there,) = readers.list_(other)
    other.close()
    assert (there.topics, there.cadence, there.format) == (
        ("nlp",),
        Cadence.MONTHLY,
        MailFormat.TEXT,
    )
    assert (there.time_zone, there.send_hour) == ("Asia/Tokyo", 7)


def test_a_file_that_is_no_list_is_told(app: App, tmp_path: Path) -> None:
    file = tmp_path / "list.csv"
    file.write_text("a,b\n1,2\n")
    with pytest.raises(CuratorError, match=r"list\.csv:1"):
        transfer.import_list(app, file.read_bytes(), NOW)
