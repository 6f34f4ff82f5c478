"""The ``CURATOR_*`` variables."""

from __future__ import annotations

import contextlib
import stat
from datetime import UTC, datetime
from ipaddress import ip_network
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curator import settings, tokens
from curator.errors import ConfigError
from curator.settings import Secret, Settings, signing_keys
from curator.tokens import Keyring, Purpose

HOME = {"HOME": "/home/ada"}
NOW = datetime(2026, 2, 22, 8, 0, tzinfo=UTC)


def read(**variables: str) -> Settings:
    return Settings.from_environment(HOME | {f"CURATOR_{k}": v for k, v in variables.items()})


def wrong(**variables: str) -> str:
    with pytest.raises(ConfigError) as caught:
        read(**variables)
    return caught.value.message


def test_defaults() -> None:
    given = read()
    assert given.feeds == Path("feeds.yaml")
    assert given.data == Path("/home/ada/.local/share/curator")
    assert given.database_url.reveal() == "sqlite:////home/ada/.local/share/curator/curator.db"
    assert given.outbox == given.data / "outbox"
    assert given.smtp is None
    assert given.allow_networks == ()


def test_the_data_folder_follows_xdg_and_everything_follows_the_data_folder() -> None:
    xdg = Settings.from_environment({**HOME, "XDG_DATA_HOME": "/data"})
    assert xdg.outbox == Path("/data/curator/outbox")
    relative = Settings.from_environment({**HOME, "XDG_DATA_HOME": "data"})
    assert relative.data == Path("/home/ada/.local/share/curator")
    own = read(DATA="/srv/curator")
    assert own.database_url.reveal() == "sqlite:////srv/curator/curator.db"


def test_empty_is_unset() -> None:
    assert read(SMTP_URL="", PORT="", FEEDS="") == read()


@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("smtp://mail.example", ("mail.example", 587, False, "auto", None)),
        ("smtp://u%40x:p%2Fw@mail.example:25?starttls=always",
         ("mail.example", 25, False, "always", "u@x")),
        ("smtp://[::1]:2525?starttls=never", ("::1", 2525, False, "never", None)),
        ("smtps://u:p@mail.example", ("mail.example", 465, True, "never", "u")),
    ],
)  # fmt: skip
def test_smtp(url: str, told: tuple[object, ...]) -> None:
    server = read(SMTP_URL=url).smtp
    assert server is not None
    assert (server.host, server.port, server.tls, server.starttls, server.user) == told


def test_a_password_is_decoded_and_never_shown() -> None:
    given = read(SMTP_URL="smtp://user:p%2Fw@mail.example", DATABASE_URL="postgres://u:geheim@h/d")
    assert given.smtp
    assert given.smtp.password
    assert given.smtp.password.reveal() == "p/w"
    assert given.database_url.reveal() == "postgresql://u:geheim@h/d"
    for shown in (repr(given), str(given), str(given.smtp), f"{given.database_url}"):
        assert "p/w" not in shown
        assert "geheim" not in shown


def test_secrets_come_from_files_too(tmp_path: Path) -> None:
    file = tmp_path / "smtp"
    file.write_text("smtps://u:p@mail.example\n")
    server = read(SMTP_URL_FILE=str(file)).smtp
    assert server
    assert server.tls
    assert "both" in wrong(SMTP_URL_FILE=str(file), SMTP_URL="smtp://x")
    assert "No such file" in wrong(SMTP_URL_FILE=str(tmp_path / "none"))
    file.write_text(" \n")
    assert "empty" in wrong(SMTP_URL_FILE=str(file))
    file.write_bytes(b"\xff\xfe")
    assert "not text" in wrong(SMTP_URL_FILE=str(file))


def test_secrets_come_as_credentials_of_systemd_too(tmp_path: Path) -> None:
    kept = tmp_path / "curator_smtp_url"
    kept.write_text("smtps://u:p@mail.example\n")
    (tmp_path / "curator_port").write_text("9000")

    def given(**more: str) -> Settings:
        return Settings.from_environment({"CREDENTIALS_DIRECTORY": str(tmp_path), **more})

    assert given().smtp == read(SMTP_URL="smtps://u:p@mail.example").smtp
    assert given().port == 8000
    other = given(CURATOR_SMTP_URL="smtp://elsewhere.example").smtp
    assert other
    assert other.host == "elsewhere.example"
    kept.write_text("")
    with pytest.raises(ConfigError, match=r"credential .* is empty"):
        given()


def test_only_secrets_have_files(tmp_path: Path) -> None:
    assert read(PORT_FILE=str(tmp_path / "port")).port == 8000


def test_networks() -> None:
    given = read(ALLOW_NETWORKS="127.0.0.0/8, ::1 10.1.2.3/8")
    assert given.allow_networks == tuple(map(ip_network, ("127.0.0.0/8", "::1/128", "10.0.0.0/8")))


def test_a_home_folder_of_nobody_is_refused() -> None:
    assert "nobody" in wrong(OUTBOX="~no-such-user-here/outbox")
    assert "nobody" in wrong(SMTP_URL_FILE="~no-such-user-here/smtp")


def test_without_a_home_folder_one_mistake_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def nobody() -> Path:
        raise RuntimeError

    monkeypatch.setattr(Path, "home", nobody)
    with pytest.raises(ConfigError) as caught:
        Settings.from_environment({})
    assert [problem.path for problem in caught.value.problems] == ["CURATOR_DATA"]
    assert Settings.from_environment({"CURATOR_DATA": "/srv"}).outbox == Path("/srv/outbox")


def test_all_bad_values_are_told_at_once_without_the_secrets() -> None:
    told = wrong(
        SMTP_URL="http://u:geheim@x",
        DATABASE_URL="mysql://u:geheim@x",
        SECRET_KEY="geheim",
        DKIM_KEY="geheim",
        DESK_PASSWORD_HASH="geheim",
        PORT="99999",
        ALLOW_NETWORKS="home",
        TRUSTED_PROXIES="1.2.3.4/99",
        LOG_LEVEL="loud",
        BOUNCE_ADDRESS="nobody",
        BOUNCE_MAILBOX_URL="geheim",
        FETCH_THREADS="٣",
    )
    assert [line.split(":")[0].removeprefix("CURATOR_") for line in told.splitlines()] == [
        "DATABASE_URL", "SMTP_URL", "SECRET_KEY", "DKIM_KEY", "BOUNCE_ADDRESS",
        "BOUNCE_MAILBOX_URL", "ALLOW_NETWORKS", "FETCH_THREADS", "PORT", "DESK_PASSWORD_HASH",
        "TRUSTED_PROXIES", "LOG_LEVEL",
    ]  # fmt: skip
    assert "geheim" not in told


@given(
    st.dictionaries(
        st.sampled_from([row.variable for _, row in settings.table()]), st.text(max_size=60)
    )
)
def test_any_environment_is_read_or_refused(variables: dict[str, str]) -> None:
    with contextlib.suppress(ConfigError):
        assert Settings.from_environment(HOME | variables).port in range(1, 65536)


def test_a_slip_of_the_hand_is_noticed() -> None:
    given = {"CURATOR_SMPT_URL": "x", "CURATOR_SMTP_URL": "x", "CURATOR_DKIM_KEY_FIEL": "x",
             "CURATOR_ELSE": "x", "SMTP_URL": "x"}  # fmt: skip
    assert dict(settings.slips(given)) == {
        "CURATOR_SMPT_URL": "CURATOR_SMTP_URL",
        "CURATOR_DKIM_KEY_FIEL": "CURATOR_DKIM_KEY_FILE",
    }


def test_every_variable_is_described() -> None:
    rows = [row for _, row in settings.table()]
    assert len({row.variable for row in rows}) == len(rows)
    assert all(row.variable.startswith("CURATOR_") and row.doc and row.default_doc for row in rows)


def test_a_given_key_signs() -> None:
    one = read(SECRET_KEY="a key that is long enough")
    assert signing_keys(one) == [b"a key that is long enough"]


def test_a_new_key_stands_below_the_earlier_ones(tmp_path: Path) -> None:
    """The last one signs, and what the others signed still holds."""
    both = "the first key, long enough\n\n  the second key, long enough \n"
    keys = [b"the first key, long enough", b"the second key, long enough"]
    assert signing_keys(read(SECRET_KEY=both)) == keys
    with pytest.raises(ConfigError, match="at least 16 characters"):
        read(SECRET_KEY="the first key, long enough\nshort")
    (tmp_path / "secret.key").write_text(f"{'a' * 64}\n{'b' * 64}\n")
    assert signing_keys(read(DATA=str(tmp_path))) == [b"a" * 64, b"b" * 64]
    before, after = Keyring.of(b"a" * 64), Keyring.of(b"a" * 64, b"b" * 64)
    token = tokens.make(before, Purpose.UNSUBSCRIBE, 7)
    assert tokens.read(after, Purpose.UNSUBSCRIBE, token, NOW).number == 7
    assert after.address_hash("ada@reader.example") == before.address_hash("ada@reader.example")


def test_a_key_is_made_once_and_only_its_owner_can_read_it(tmp_path: Path) -> None:
    given = read(DATA=str(tmp_path / "data"))
    (key,) = signing_keys(given)
    assert len(key) == 64
    assert signing_keys(given) == [key]
    [file] = given.data.iterdir()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_a_damaged_key_is_not_replaced(tmp_path: Path) -> None:
    (tmp_path / "secret.key").write_text("cut")
    with pytest.raises(ConfigError, match="damaged"):
        signing_keys(read(DATA=str(tmp_path)))
    assert (tmp_path / "secret.key").read_text() == "cut"


def test_a_key_that_cannot_be_kept_says_so(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(ConfigError, match=r"secret\.key"):
        signing_keys(read(DATA=str(tmp_path / "file")))


def test_a_secret_shows_nothing() -> None:
    secret = Secret("geheim")
    assert "geheim" not in f"{secret!r} {secret}"
    assert secret == Secret("geheim")
