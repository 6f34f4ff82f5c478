"""Lists from other programs, as those programs write them."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curator.audience.importers.apply import Fate, apply
from curator.audience.importers.read import Listing, read
from curator.audience.importers.shapes import PROOF_CHARACTERS
from curator.audience.importers.standing import Standing
from curator.errors import CuratorError
from curator.model import SubscriberState, SuppressionReason
from curator.storage import consent, subscribers, suppressions
from curator.storage.engine.database import Connection
from tests.audience.examples import NOW, RING, add

LISTMONK = """uuid,email,name,attributes,status,created_at,updated_at
3f1,ada@reader.example,Ada L.,"{""city"": ""London""}",enabled,2025-03-01T10:00:00Z,2025-03-02
3f2,left@reader.example,,{},disabled,2025-03-01T10:00:00Z,2025-03-02
3f3,spam@reader.example,,{},blocklisted,2025-03-01T10:00:00Z,2025-03-02
"""
GHOST = """id,email,name,note,subscribed_to_emails,complimentary_plan,created_at,deleted_at,labels,tiers
1,ada@reader.example,Ada,,true,false,2024-05-06T07:08:09.000Z,,,
2,left@reader.example,Bob,,false,false,2024-05-06T07:08:09.000Z,,,
"""
SUBSTACK = """email,active_subscription,expiry,plan,email_disabled,created_at,first_payment_at
ada@reader.example,false,,,false,2023-01-02T03:04:05.678Z,
left@reader.example,false,,,true,2023-01-02T03:04:05.678Z,
"""
MAILCHIMP = """Email Address,First Name,Last Name,MEMBER_RATING,OPTIN_TIME,OPTIN_IP,CONFIRM_TIME,CONFIRM_IP,TAGS
ada@reader.example,Ada,Lovelace,2,2022-01-02 03:04:05,192.0.2.1,2022-01-02 03:05:00,192.0.2.1,"""
MAILCHIMP_CLEANED = """Email Address,First Name,OPTIN_TIME,CLEAN_TIME,CLEAN_CAMPAIGN_TITLE
gone@reader.example,Gone,2022-01-02 03:04:05,2023-01-01 00:00:00,January
"""
BUTTONDOWN = """email,notes,metadata,tags,type,source,creation_date
ada@reader.example,,{},x,regular,api,2025-01-02T03:04:05.000000Z
pending@reader.example,,{},,unactivated,form,2025-01-02T03:04:05Z
left@reader.example,,{},,unsubscribed,form,2025-01-02T03:04:05Z
gone@reader.example,,{},,undeliverable,form,2025-01-02T03:04:05Z
"""
HASHNODE = "email,subscribedAt\nada@reader.example,2025-01-02T03:04:05Z\n"
PLAIN = "E-Mail;Name\nada@reader.example;Ada\n"
BARE = "ada@reader.example\nbob@reader.example\n"


def lines_of(listing: Listing) -> list[tuple[int, str]]:
    return [(person.line, person.address) for person in listing.persons]


def test_lines_without_words_and_excels_own_come_before_the_table() -> None:
    text = '\ufeffsep=;\r\n;;\r\nEmail;Name\r\nada@reader.example;"Ada, the first"\r\n'
    listing = read(text.encode())
    assert lines_of(listing) == [(4, "ada@reader.example")]
    assert listing.persons[0].name == "Ada, the first"
    bare = read(b"\n\nada@reader.example\n\nbob@reader.example\n")
    assert lines_of(bare) == [(3, "ada@reader.example"), (5, "bob@reader.example")]


def test_a_field_may_have_lines_of_its_own_and_the_next_row_keeps_its_number() -> None:
    listing = read(b'email,name\nada@reader.example,"Ada\nLovelace"\nbob@reader.example,Bob\n')
    assert lines_of(listing) == [(2, "ada@reader.example"), (4, "bob@reader.example")]
    assert listing.persons[0].name == "Ada Lovelace"
    assert not listing.problems


def test_a_quote_that_never_closes_swallows_nobody_and_is_told() -> None:
    listing = read(b'email,name\nada@reader.example,"Ada\nbob@reader.example,Bob\n')
    assert lines_of(listing) == [(2, "ada@reader.example"), (3, "bob@reader.example")]
    (problem,) = listing.problems
    assert str(problem).startswith("list.csv:2:1: a quote opens here and does not close")


def test_of_internet_addresses_only_the_network_is_kept() -> None:
    (person,) = read(MAILCHIMP.encode()).persons
    assert "optinip: 192.0.2.0/24" in person.proof
    assert "192.0.2.1" not in person.proof


def test_who_pays_no_more_there_still_reads() -> None:
    rows = "".join(
        f"{word}@reader.example,{word},2025-01-02\n" for word in ("churning", "past_due")
    )
    listing = read(f"email,type,creation_date\n{rows}".encode())
    assert set(standings(listing).values()) == {Standing.ACTIVE}


def standings(listing: Listing) -> dict[str, Standing]:
    return {person.address.partition("@")[0]: person.standing for person in listing.persons}


@pytest.mark.parametrize(
    ("text", "shape", "expected"),
    [
        (LISTMONK, "listmonk", {"ada": "active", "left": "left", "spam": "blocked"}),
        (GHOST, "ghost", {"ada": "active", "left": "left"}),
        (SUBSTACK, "substack", {"ada": "active", "left": "left"}),
        (MAILCHIMP, "mailchimp", {"ada": "active"}),
        (MAILCHIMP_CLEANED, "mailchimp", {"gone": "bounced"}),
        (
            BUTTONDOWN,
            "buttondown",
            {"ada": "active", "pending": "pending", "left": "left", "gone": "bounced"},
        ),
        (HASHNODE, "hashnode", {"ada": "active"}),
        (PLAIN, "plain", {"ada": "active"}),
        (BARE, "plain", {"ada": "active", "bob": "active"}),
    ],
    ids=lambda value: value if isinstance(value, str) and len(value) < 20 else "",
)
def test_each_program_is_known_by_its_columns(
    text: str, shape: str, expected: dict[str, str]
) -> None:
    listing = read(text.encode())
    assert listing.shape.name == shape
    assert {name: one.value for name, one in standings(listing).items()} == expected
    assert listing.problems == ()


@pytest.mark.parametrize(
    ("column", "value", "standing"),
    [
        ("unsubscribed", "true", Standing.LEFT),
        ("unsubscribed", "false", Standing.ACTIVE),
        ("Unsubscribed at", "2025-01-02", Standing.LEFT),
        ("Unsubscribed at", "", Standing.ACTIVE),
        ("Unsubscribed at", "NULL", Standing.ACTIVE),
        ("Opted out", "Yes", Standing.LEFT),
        ("Email disabled", "true", Standing.LEFT),
        ("deleted_at", "2025-01-02", Standing.LEFT),
        ("active", "false", Standing.LEFT),
        ("active", "1", Standing.ACTIVE),
        ("Is subscribed", "no", Standing.LEFT),
        ("bounced_at", "2025-01-02", Standing.BOUNCED),
        ("marked as spam", "1", Standing.COMPLAINED),
        ("blocked", "x", Standing.BLOCKED),
        ("confirmed", "no", Standing.PENDING),
        ("confirmed", "yes", Standing.ACTIVE),
    ],
)
def test_who_left_has_left_whatever_the_column_is_called(
    column: str, value: str, standing: Standing
) -> None:
    listing = read(f"email,{column}\nada@reader.example,{value}\n".encode())
    assert [one.standing for one in listing.persons] == [standing]


def test_of_several_columns_the_strictest_counts() -> None:
    listing = read(b"email,status,unsubscribed_at\nada@reader.example,active,2025-01-02\n")
    assert [one.standing for one in listing.persons] == [Standing.LEFT]


def test_names_dates_and_proof_are_kept() -> None:
    (person,) = read(MAILCHIMP.encode()).persons
    assert person.name == "Ada Lovelace"
    assert person.since is not None
    assert person.since.isoformat() == "2022-01-02T03:05:00+00:00"
    assert "optinip: 192.0.2.0/24" in person.proof


def test_of_proof_little_is_kept_and_nothing_that_acts_on_a_terminal() -> None:
    text = f"email,source\nada@reader.example,\x1b[2Jform{'x' * 100_000}\n"
    (person,) = read(text.encode()).persons
    assert person.proof.startswith("source: ")
    assert person.proof.isprintable()
    assert len(person.proof) <= PROOF_CHARACTERS


def test_mistakes_are_told_by_line_and_the_rest_is_read() -> None:
    text = "email,name\nada@reader.example,Ada\nnot an address,Bob\n\n@x,C\nbob@reader.example,B\n"
    listing = read(text.encode(), file="list.csv")
    assert len(listing.persons) == 2
    assert [str(p).split(": ")[0] for p in listing.problems] == ["list.csv:3:1", "list.csv:5:1"]


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        ("email,name\nada@reader.example,Zoë\n", e)
        for e in ("utf-8", "utf-8-sig", "utf-16", "cp1252")
    ],
)
def test_encodings_of_spreadsheets(data: str, encoding: str) -> None:
    listing = read(data.encode(encoding))
    assert [person.name for person in listing.persons] == ["Zoë"]
    assert bool(listing.doubt) == (encoding == "cp1252")


def test_where_the_letters_are_guessed_a_name_is_shown_to_tell_by() -> None:
    russian = "email,name\nbob@reader.example,Bob\nada@reader.example,Ада\n".encode("cp1251")
    assert "read as Windows-1252; is 'Àäà' right? If not, save it as UTF-8" in read(russian).doubt
    unnamed = read(b"email,city\nada@reader.example,Malm\xf6\n")
    assert unnamed.doubt.endswith("; if names look wrong, save it as UTF-8")


@pytest.mark.parametrize(
    ("first", "second", "taken"),
    [
        ("regular", "unsubscribed", Standing.LEFT),
        ("unsubscribed", "regular", Standing.LEFT),
        ("unactivated", "regular", Standing.ACTIVE),
        ("regular", "unactivated", Standing.ACTIVE),
        ("undeliverable", "regular", Standing.BOUNCED),
        ("regular", "regular", Standing.ACTIVE),
    ],
)
def test_an_address_twice_is_one_person_and_who_left_has_left(
    first: str, second: str, taken: Standing
) -> None:
    text = f"email,type,creation_date\nAda@reader.example,{first},\nada@reader.example,{second},\n"
    listing = read(text.encode(), file="list.csv")
    assert [person.standing for person in listing.persons] == [taken]
    told = [str(problem) for problem in listing.problems]
    assert told == [] if first == second else "list.csv:3" in told[0]


def test_a_date_that_is_none_is_told_and_the_reader_taken() -> None:
    text = "email,subscribedAt\nada@reader.example,soon\nbob@reader.example,2025-01-02\n"
    listing = read(text.encode(), file="list.csv")
    assert [person.since is None for person in listing.persons] == [True, False]
    (told,) = listing.problems
    assert str(told).startswith("list.csv:2")
    assert "'soon' is no date" in str(told)


def test_a_file_without_addresses_is_refused() -> None:
    with pytest.raises(CuratorError, match="no column is called"):
        read(b"first,second\n1,2\n")
    with pytest.raises(CuratorError, match="not a known format"):
        read(b"email\na@b.example\n", shape="other")


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "a.csv is empty; give a CSV with a column of addresses"),
        (b"\xef\xbb\xbf\r\n\r\n", "a.csv is empty"),
        (b"PK\x03\x04\x14\0", "a.csv is a spreadsheet or an archive; save it as CSV"),
    ],
)
def test_what_holds_no_table_is_called_what_it_is(data: bytes, words: str) -> None:
    with pytest.raises(CuratorError, match=words):
        read(data, file="a.csv")


@given(st.binary(max_size=400))
def test_no_file_breaks_reading(data: bytes) -> None:
    try:
        listing = read(data)
    except CuratorError:
        return
    assert all("@" in person.address for person in listing.persons)


# --------------------------------------------------------------------------- taking over


def take(connection: Connection, text: str, *, dry_run: bool = False) -> Counter[Fate]:
    listing = read(text.encode())
    return apply(connection, RING, listing.persons, listing.shape.name, NOW, dry_run=dry_run)


def test_status_and_consent_come_along(connection: Connection) -> None:
    fates = take(connection, LISTMONK)
    assert fates == {Fate.ADDED: 1, Fate.LEFT: 1, Fate.SUPPRESSED: 1}
    ada = subscribers.find(connection, "ada@reader.example")
    left = subscribers.find(connection, "left@reader.example")
    assert ada is not None
    assert left is not None
    assert ada.state is SubscriberState.CONFIRMED
    assert ada.confirmed_at is not None
    assert ada.confirmed_at.year == 2025
    assert left.state is SubscriberState.UNSUBSCRIBED
    (event,) = consent.of(connection, RING.address_hash("ada@reader.example"))
    assert (event.kind, event.method) == ("imported", "listmonk")
    assert "2025-03-01" in event.detail
    blocked = suppressions.get(connection, RING.address_hash("spam@reader.example"))
    assert blocked is not None
    assert blocked.reason is SuppressionReason.MANUAL


def test_a_dry_run_says_the_same_and_stores_nothing(connection: Connection) -> None:
    trial = take(connection, BUTTONDOWN, dry_run=True)
    assert subscribers.count(connection) == {}
    assert suppressions.list_(connection) == []
    real = take(connection, BUTTONDOWN)
    assert trial == real
    assert trial[Fate.UNCONFIRMED] == 1


def test_what_is_known_here_wins(connection: Connection) -> None:
    one = add(connection, "ada@reader.example")
    subscribers.unsubscribe(connection, one.id, NOW, method="page")
    assert take(connection, HASHNODE) == {Fate.LEFT_HERE: 1}
    again = subscribers.find(connection, "ada@reader.example")
    assert again is not None
    assert again.state is SubscriberState.UNSUBSCRIBED


def test_nobody_confirmed_in_the_future(connection: Connection) -> None:
    take(connection, "email,date\nada@reader.example,2099-01-01\n")
    ada = subscribers.find(connection, "ada@reader.example")
    assert ada is not None
    assert ada.confirmed_at == NOW


def test_who_complained_elsewhere_gets_no_more_mail_here(connection: Connection) -> None:
    add(connection, "ada@reader.example")
    fates = take(connection, "email,status\nada@reader.example,complained\n")
    assert fates == {Fate.SUPPRESSED: 1}


def test_a_second_import_adds_nobody(connection: Connection) -> None:
    take(connection, GHOST)
    assert take(connection, GHOST) == {Fate.KNOWN: 1, Fate.LEFT_HERE: 1}
