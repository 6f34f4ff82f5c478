"""The newsletter at the command line: keys, readers, sending, what comes back, and copies."""

from __future__ import annotations

import csv
import io
import re
import shutil
import signal
import smtplib
import stat
import time
from collections.abc import Callable, Iterator, Mapping
from email import message_from_bytes, policy
from pathlib import Path

import dkim as dkimpy
import pytest
import yaml

from tests.acceptance.command import Home
from tests.mail import sink
from tests.mail.bounces import letters
from tests.mail.sink import Sink

pytestmark = pytest.mark.acceptance

NEWSLETTER = {
    "title": "Top Down",
    "author": {"name": "Mira Okafor"},
    "from": "mira@mail.example.org",
    "postal_address": "Mill Lane 4, Berlin",
    "base_url": "https://top.example.org",
    "schedule": "sunday 08:00 UTC",
}
LIST = """\
Email,Subscribed_to_emails,Created_at
ada@reader.example,true,2024-02-01T00:00:00Z
broken line
bob@reader.example,true,2024-03-01T00:00:00Z
"""


@pytest.fixture
def server() -> Iterator[Sink]:
    with sink.running() as running:
        yield running


@pytest.fixture
def home(tmp_path: Path, server: Sink) -> Home:
    """A newsletter with one thing on its reading list and no sources."""
    folder = tmp_path / "home"
    folder.mkdir()
    configuration = {
        "newsletter": NEWSLETTER,
        "topics": [{"slug": "vision", "name": "Vision", "description": "Pictures."}],
        "sources": [],
    }
    (folder / "feeds.yaml").write_text(yaml.safe_dump(configuration))
    home = Home(
        folder,
        {
            "CURATOR_SMTP_URL": f"smtp://127.0.0.1:{server.port}",
            "CURATOR_BOUNCE_ADDRESS": "bounces@mail.example.org",
            "CURATOR_SECRET_KEY": "a secret of the tests, long enough to be one",
        },
    )
    assert home.run("add", "https://blog.invalid/a-long-read", "--note", "Worth it.").code == 0
    return home


def imported(home: Home) -> None:
    (home.folder / "ghost.csv").write_text(LIST)
    assert home.run("subscribers", "import", "ghost.csv", "--apply").code == 3


def with_(home: Home, environment: Mapping[str, str]) -> Home:
    """The same folder with more settings."""
    return Home(home.folder, {**home.environment, **environment})


def sent(home: Home) -> None:
    done = home.run("digest", "--no-refresh", "--json")
    assert done.code == 0, done.err
    assert done.json["state"] == "sent"


def test_a_list_is_tried_before_it_is_taken_over(home: Home) -> None:
    (home.folder / "ghost.csv").write_text(LIST)
    dry = home.run("subscribers", "import", "ghost.csv")
    assert dry.code == 3
    assert "a ghost list, nothing is stored yet" in dry.out
    assert "ghost.csv:3:1:" in dry.err
    assert home.run("subscribers", "list", "--json").json == []
    done = home.run("subscribers", "import", "ghost.csv", "--apply", "--json").json
    assert (done["added"], done["dry_run"]) == (2, False)
    out = home.run("subscribers", "export", "--format", "listmonk").out
    rows = list(csv.DictReader(io.StringIO(out)))
    assert [(row["email"], row["status"]) for row in rows] == [
        ("ada@reader.example", "enabled"),
        ("bob@reader.example", "enabled"),
    ]


def test_a_key_is_made_published_and_signs(home: Home, server: Sink) -> None:
    made = home.run("dkim", "keygen", "--json").json
    assert stat.S_IMODE(Path(made["file"]).stat().st_mode) == 0o600
    assert home.run("dkim", "keygen").code == 1, "a key in use is never overwritten"
    signing = with_(home, {made["variable"]: made["file"]})
    assert signing.run("dkim", "record", "--json").json == [made["record"]]
    imported(home)
    sent(signing)
    record = made["record"]["text"].encode()

    def published(name: bytes, timeout: int = 5) -> bytes | None:
        return record if name.decode().rstrip(".") == made["record"]["name"] else None

    assert len(server.mails) == 2
    assert all(dkimpy.verify(mail.data, dnsfunc=published) for mail in server.mails)


def test_two_keys_sign_twice(home: Home, server: Sink) -> None:
    keys = [
        home.run("dkim", "keygen", "--algorithm", name, "--json").json
        for name in ("rsa", "ed25519")
    ]
    imported(home)
    sent(with_(home, {key["variable"]: key["file"] for key in keys}))
    mail = message_from_bytes(server.mails[0].data, policy=policy.default)
    signatures = [str(one) for one in mail.get_all("DKIM-Signature", [])]
    assert [re.search(r"a=(\w+)", one)[1] for one in signatures] == ["rsa", "ed25519"]  # type: ignore[index]


def test_the_doctor_says_what_to_do(home: Home) -> None:
    done = home.run("doctor", "--json", timeout=120)
    assert done.code == 1, "example.org has no record of ours"
    findings = {one["what"]: one for one in done.json["findings"]}
    assert findings["relay"]["grade"] == "good"
    assert {"SPF", "DKIM", "DMARC", "return path", "TLS", "one-click", "clock"} <= set(findings)
    assert all(one["cure"] for one in done.json["findings"] if one["grade"] == "bad")


def test_what_comes_back_reaches_the_readers_history(home: Home, server: Sink) -> None:
    imported(home)
    sent(home)
    mail = next(one for one in server.mails if one.recipient == "ada@reader.example")
    bounce = letters.dsn(mail.sender).decode()
    done = home.run("bounces", "ingest", "-", "--json", stdin=bounce)
    assert done.json["outcomes"] == {"suppress": 1}
    assert home.run("bounces", "ingest", "-", "--json", stdin=bounce).json["outcomes"] == {
        "nothing": 1
    }
    assert "ada@reader.example" in home.run("bounces", "list").out
    history = home.run("subscribers", "why", "ada@reader.example").out
    assert "gets nothing: suppressed (hard-bounce)" in history
    for fact in ("imported by ghost", "was taken by the server", "came back as bad-address"):
        assert fact in history
    assert home.run("subscribers", "unsuppress", "ada@reader.example").code == 0
    assert "gets mail" in home.run("subscribers", "why", "ada@reader.example").out


def test_a_mail_server_hands_over_by_lmtp(home: Home, server: Sink) -> None:
    imported(home)
    sent(home)
    mail = next(one for one in server.mails if one.recipient == "bob@reader.example")
    with home.start("bounces", "serve-lmtp", "--port", "0") as door:
        assert door.stderr is not None
        place = door.stderr.readline().rpartition(" ")[2].strip()
        with smtplib.LMTP(*place.split(":")) as client:  # type: ignore[arg-type]
            client.sendmail("", [mail.sender], letters.dsn("bounces@top.example.org"))
        door.send_signal(signal.SIGTERM)
        assert door.wait(30) == 0
    history = home.run("subscribers", "why", "bob@reader.example").out
    assert "gets nothing: suppressed (hard-bounce)" in history


def test_who_is_erased_is_gone(home: Home) -> None:
    imported(home)
    assert home.run("subscribers", "erase", "--yes", "ada@reader.example").code == 0
    assert "ada@" not in home.run("subscribers", "export").out
    again = home.run("subscribers", "import", "ghost.csv", "--apply", "--json")
    assert again.json["added"] == 0


def test_a_copy_of_the_data_sends_nothing_until_it_is_told_to(
    home: Home, server: Sink, tmp_path: Path
) -> None:
    imported(home)
    sent(home)
    assert len(server.mails) == 2
    folder = tmp_path / "copy"
    shutil.copytree(home.folder, folder)
    copy = Home(folder, home.environment)
    copy.run("add", "https://blog.invalid/another-read")
    refused = copy.run("digest", "--no-refresh", "--week", "2026-W01")
    assert refused.code == 1
    assert "curator send resume" in refused.err
    assert len(server.mails) == 2
    assert copy.run("send", "resume").code == 0
    assert copy.run("digest", "--no-refresh", "--week", "2026-W01").code == 0
    assert len(server.mails) == 4


def test_the_author_pauses_an_issue_on_its_way_and_goes_on(home: Home, server: Sink) -> None:
    readers = [f"reader{number}@reader.example" for number in range(40)]
    assert home.run("subscribers", "add", *readers).code == 0
    slow = with_(home, {"CURATOR_SMTP_PER_MINUTE": "60"})
    with slow.start("digest", "--no-refresh") as process:
        wait_for(lambda: server.count > 0)
        assert home.run("send", "pause", "1").code == 0
        process.communicate(timeout=60)
    (status,) = home.run("send", "status", "--json").json
    assert (status["state"], status["total"]) == ("paused", 40)
    assert status["sent"] == server.count < 40
    assert status["waiting"] == 40 - server.count
    assert "paused" in home.run("send", "status", "1").out
    assert home.run("send", "resume", "1").code == 0
    assert sorted(server.recipients) == sorted(readers), "everybody, and nobody twice"


def wait_for(done: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 60
    while not done():
        assert time.monotonic() < deadline
        time.sleep(0.01)


def test_force_sends_and_says_what_it_overrode(home: Home, server: Sink) -> None:
    imported(home)
    theme = home.folder / "theme" / "email" / "digest"
    theme.mkdir(parents=True)
    (theme / "subject.txt").write_text("LOOK AT THIS OFFER NOW")
    shouting = with_(home, {"CURATOR_TEMPLATES": str(home.folder / "theme")})
    refused = shouting.run("digest", "--no-refresh")
    assert refused.code == 1
    assert "subject-caps" in refused.err
    assert server.mails == []
    done = shouting.run("digest", "--no-refresh", "--force")
    assert done.code == 0
    assert "subject-caps: all capitals read as spam (overridden)" in done.err
    assert len(server.mails) == 2
