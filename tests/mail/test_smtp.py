"""The SMTP client against a scripted server: groups, refusals, TLS, log-in, broken replies."""

from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import pytest
import trustme

from curator.errors import DeliveryError, SmtpClosed, SmtpUnreachable
from curator.mail import smtp
from curator.mail.replies import Stage
from curator.mail.smtp import Relay, Security, Timeouts
from curator.mail.transport import ChannelLost, Envelope
from curator.settings import Secret, SmtpServer
from tests.mail import sink
from tests.mail.examples import QUICK, relay

ENVELOPE = Envelope("b@example.org", "one@reader.example")
MAIL = b"From: a@example.org\r\n\r\nHello\r\n"


def send_one(port: int, mail: bytes = MAIL, envelope: Envelope = ENVELOPE) -> None:
    channel = relay(port).connect()
    channel.offer(envelope)
    assert channel.answer().code == 354
    channel.finish([mail])
    assert channel.receipt().positive
    channel.close()


@contextmanager
def talking(*lines: bytes) -> Iterator[int]:
    """A server that says these lines, one per command it gets, whatever the command is."""
    listener = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        connection, _ = listener.accept()
        with connection:
            for line in lines:
                connection.sendall(line)
                if not connection.recv(65536):
                    return

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    yield listener.getsockname()[1]
    listener.close()
    thread.join(5)


# --------------------------------------------------------------------------- mail


@pytest.mark.parametrize("features", [("PIPELINING",), ()], ids=["pipelined", "stepwise"])
def test_mails_follow_one_another_on_one_connection(features: tuple[str, ...]) -> None:
    with sink.running(sink.Script(features=features)) as server:
        channel = relay(server.port).connect()
        envelopes = [Envelope("b@example.org", f"r{i}@reader.example") for i in range(5)]
        channel.offer(envelopes[0])
        for following in [*envelopes[1:], None]:
            assert channel.answer().code == 354
            channel.finish([MAIL], following)
            assert channel.receipt().positive
        channel.close()
    assert server.recipients == [f"r{i}@reader.example" for i in range(5)]
    assert all(mail.data == MAIL for mail in server.mails)


@pytest.mark.parametrize("features", [("PIPELINING",), ()], ids=["pipelined", "stepwise"])
def test_a_refused_reader_does_not_disturb_the_next(features: tuple[str, ...]) -> None:
    def rcpt(recipient: str, attempt: int) -> bytes:
        return b"550 5.1.1 unknown\r\n" if recipient.startswith("bad") else b"250 ok\r\n"

    with sink.running(sink.Script(rcpt=rcpt, features=features)) as server:
        channel = relay(server.port).connect()
        channel.offer(Envelope("b@example.org", "bad@reader.example"))
        refusal = channel.answer()
        channel.offer(ENVELOPE)
        assert channel.answer().code == 354
        channel.finish([MAIL])
        channel.receipt()
        channel.close()
    assert (refusal.code, refusal.enhanced, refusal.stage) == (550, "5.1.1", Stage.RCPT)
    assert server.recipients == ["one@reader.example"]


def test_lines_that_start_with_dots_arrive_as_they_were() -> None:
    mail = b".first\r\n\r\n.\r\n..\r\n.dot\r\nplain\r\n"
    with sink.running() as server:
        send_one(server.port, mail)
    assert server.mails[0].data == mail
    assert server.mails[0].raw.startswith(b"..first\r\n\r\n..\r\n...\r\n..dot\r\n")


def test_a_data_reply_of_354_after_a_refused_recipient_gets_an_empty_mail() -> None:
    with talking(
        b"220 hi\r\n",
        b"250-hi\r\n250 PIPELINING\r\n",
        b"250 ok\r\n550 5.1.1 unknown\r\n354 go\r\n",
        b"554 no recipients\r\n",
    ) as port:
        channel = relay(port).connect()
        channel.offer(ENVELOPE)
        assert channel.answer().enhanced == "5.1.1"
        channel.close()


def test_the_server_learns_the_size_and_that_bounces_need_no_body() -> None:
    with sink.running() as server:
        send_one(server.port, envelope=replace(ENVELOPE, size=1234))
    assert "MAIL FROM:<b@example.org> SIZE=1234 RET=HDRS" in server.commands


@pytest.mark.parametrize(
    "address",
    [
        "a@b.example\r\nRCPT TO:<c@d.example>",
        "a@b.example>",
        "<a@b.example",
        "a b@c.example",
        "a@b.example\0",
        "ä@b.example",
        "nobody",
        "",
    ],
)
def test_no_second_command_fits_in_an_address(address: str) -> None:
    with pytest.raises(DeliveryError):
        Envelope("b@example.org", address)
    with pytest.raises(DeliveryError):
        Envelope(address, "b@example.org")


# --------------------------------------------------------------------------- opening


def test_nobody_there_is_unreachable_and_says_what_to_do() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    with pytest.raises(SmtpUnreachable, match=rf"127.0.0.1:{port}.*curator send resume"):
        relay(port).connect()


@pytest.mark.parametrize(
    "lines",
    [
        (b"554 go away\r\n",),
        (b"421 busy\r\n",),
        (b"hello\r\n",),
        (b"",),
        (b"220 hi\r\n", b"502 no\r\n", b"502 no\r\n"),
        (b"220 hi\r\n", b"250-" + b"x" * 5000),
        (b"220 hi\r\n", b"250-again\r\n" * 300),
    ],
    ids=["554", "421", "not-smtp", "silence", "no-ehlo", "endless-line", "endless-lines"],
)
def test_a_server_that_does_not_speak_smtp_is_unreachable(lines: tuple[bytes, ...]) -> None:
    with talking(*lines) as port, pytest.raises(SmtpUnreachable):
        relay(port, timeouts=replace(QUICK, greeting=0.5, command=0.5)).connect()


def test_a_server_from_before_ehlo_gets_helo() -> None:
    with talking(b"220 hi\r\n", b"502 what?\r\n", b"250 hello\r\n") as port:
        relay(port).connect().close()


def test_a_reply_that_never_comes_is_a_lost_connection() -> None:
    with talking(b"220 hi\r\n", b"250 hi\r\n", b"250 ok\r\n", b"") as port:
        channel = relay(port, timeouts=replace(QUICK, command=0.3)).connect()
        channel.offer(ENVELOPE)
        with pytest.raises(ChannelLost) as lost:
            channel.answer()
        channel.close()
    assert not lost.value.ambiguous


def test_after_the_last_dot_a_lost_connection_is_ambiguous() -> None:
    with sink.running(sink.Script(body=lambda recipient, seen: sink.DROP)) as server:
        channel = relay(server.port).connect()
        channel.offer(ENVELOPE)
        channel.answer()
        channel.finish([MAIL])
        with pytest.raises(ChannelLost) as lost:
            channel.receipt()
        channel.close()
    assert lost.value.ambiguous


# --------------------------------------------------------------------------- TLS and log-in


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture
def ca_file(authority: trustme.CA, tmp_path: object) -> str:
    path = f"{tmp_path}/ca.pem"
    authority.cert_pem.write_to_path(path)
    return path


@contextmanager
def tls_server(authority: trustme.CA, host: str = "127.0.0.1") -> Iterator[sink.Sink]:
    """A server that is TLS from the first octet."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(host).configure_cert(context)
    with sink.running(sink.Script(tls=context)) as server:
        yield server


def test_smtps_speaks_tls_from_the_start(authority: trustme.CA, ca_file: str) -> None:
    with tls_server(authority) as server:
        Relay(
            "127.0.0.1", server.port, Security.TLS, ca_file=ca_file, timeouts=QUICK
        ).connect().close()
    assert server.commands[0].startswith("EHLO")


def test_a_certificate_of_somebody_else_is_refused(authority: trustme.CA, ca_file: str) -> None:
    refusal = pytest.raises(SmtpUnreachable, match=r"certificate of .* cannot be trusted \(IP addr")
    with tls_server(authority, "other.example") as server, refusal:
        Relay("127.0.0.1", server.port, Security.TLS, ca_file=ca_file, timeouts=QUICK).connect()


def adas(server: sink.Sink, ca_file: str | None = None) -> Relay:
    """Ada's way to a server, which must be protected."""
    return Relay(
        "127.0.0.1",
        server.port,
        Security.REQUIRED,
        user="ada",
        password="s3cret",
        ca_file=ca_file,
        timeouts=QUICK,
    )


def test_starttls_protects_what_follows(authority: trustme.CA, ca_file: str) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1").configure_cert(context)
    script = sink.Script(
        starttls=context, features=("STARTTLS", "AUTH PLAIN"), users={"ada": "s3cret"}
    )
    with sink.running(script) as server:
        adas(server, ca_file).connect().close()
    words = [command.split(" ")[0] for command in server.commands]
    assert words[:4] == ["EHLO", "STARTTLS", "EHLO", "AUTH"]


def test_required_tls_that_is_not_offered_sends_no_password() -> None:
    script = sink.Script(features=("AUTH PLAIN",), users={"ada": "s3cret"})
    with sink.running(script) as server, pytest.raises(SmtpUnreachable, match="STARTTLS"):
        adas(server).connect()
    assert not any(command.startswith("AUTH") for command in server.commands)


def test_starttls_that_fails_says_so_and_sends_no_password(ca_file: str) -> None:
    """The server says go and has no certificate."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    script = sink.Script(
        starttls=context, features=("STARTTLS", "AUTH PLAIN"), users={"ada": "s3cret"}
    )
    refusal = pytest.raises(SmtpUnreachable, match=r"STARTTLS with .* fails .* every mail stays")
    with sink.running(script) as server, refusal:
        adas(server, ca_file).connect()
    assert not any(command.startswith("AUTH") for command in server.commands)


@pytest.mark.parametrize("methods", ["PLAIN LOGIN", "LOGIN", "PLAIN"])
def test_log_in(methods: str) -> None:
    script = sink.Script(features=(f"AUTH {methods}",), users={"ada": "s3cret"})
    with sink.running(script) as server:
        one = Relay("127.0.0.1", server.port, Security.NONE, "ada", "s3cret", timeouts=QUICK)
        one.connect().close()
        with pytest.raises(SmtpClosed, match="user or password") as refused:
            replace(one, password="wrong-pass").connect()
    assert "wrong-pass" not in str(refused.value)
    assert "s3cret" not in repr(one)


# --------------------------------------------------------------------------- settings


@pytest.mark.parametrize(
    ("server", "security"),
    [
        (SmtpServer("mail.example", 465, tls=True, starttls="never"), Security.TLS),
        (SmtpServer("mail.example", 25, tls=False, starttls="auto"), Security.OPPORTUNISTIC),
        (SmtpServer("mail.example", 25, tls=False, starttls="auto", user="a"), Security.REQUIRED),
        (SmtpServer("127.0.0.1", 25, tls=False, starttls="auto", user="a"), Security.OPPORTUNISTIC),
        (SmtpServer("mail.example", 25, tls=False, starttls="always"), Security.REQUIRED),
        (SmtpServer("mail.example", 25, tls=False, starttls="never", user="a"), Security.NONE),
    ],
)
def test_a_password_never_leaves_the_machine_in_the_clear_unless_told(
    server: SmtpServer, security: Security
) -> None:
    assert smtp.relay(server).security is security


def test_the_relay_of_a_setting() -> None:
    server = SmtpServer(
        "mail.example", 587, tls=False, starttls="auto", user="a", password=Secret("p")
    )
    found = smtp.relay(server)
    assert (found.host, found.port, found.user, found.password) == ("mail.example", 587, "a", "p")
    assert found.label == "smtp://mail.example:587"
    assert found.timeouts == Timeouts()
