"""The doctor finds what keeps mail from arriving, and says what to do."""

from __future__ import annotations

import ssl
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
import trustme

from curator.errors import CuratorError
from curator.mail import dkim
from curator.mail.dkim import Algorithm, Signer
from curator.mail.doctor import examine, records, service
from curator.mail.doctor.examine import Instruments, Patient
from curator.mail.doctor.finding import Finding, Grade
from curator.mail.doctor.names import NOWHERE, NoAnswer
from curator.mail.doctor.service import Answer
from curator.mail.smtp import Relay, Security
from tests.mail import sink
from tests.mail.examples import NEWSLETTER, NOW, QUICK, RING

SIGNER = Signer("example.org", "curator", dkim.generate(Algorithm.ED25519))
NAME, TEXT = dkim.dns_record(SIGNER)


class Zone:
    """DNS as a mapping; a name that is missing has nothing."""

    def __init__(
        self,
        texts: Mapping[str, list[str]],
        mx: Mapping[str, list[str]] | None = None,
        a: Mapping[str, list[str]] | None = None,
    ) -> None:
        self._texts, self._mx, self._a = texts, mx or {}, a or {}

    def texts(self, name: str) -> list[str]:
        return list(self._texts.get(name, []))

    def exchanges(self, name: str) -> list[str]:
        return list(self._mx.get(name, []))

    def addresses(self, name: str) -> list[str]:
        return list(self._a.get(name, []))


GOOD_ZONE = Zone(
    {
        "digest.example.org": ["v=spf1 ip4:192.0.2.0/24 -all"],
        NAME: [TEXT],
        "_dmarc.example.org": ["v=DMARC1; p=none; rua=mailto:a@example.org"],
    },
    {"digest.example.org": ["mx.example.org"], "example.org": ["mx.example.org"]},
)


def post(url: str, body: bytes) -> Answer:
    assert url.startswith("https://digest.example.org/unsubscribe/")
    assert body == b"List-Unsubscribe=One-Click"
    return Answer(200)


PATIENT = Patient(NEWSLETTER, RING, [SIGNER], None, "bounces@digest.example.org")
INSTRUMENTS = Instruments(GOOD_ZONE, post, lambda: NOW, lambda: NOW)


def grades(findings: list[Finding]) -> dict[str, Grade]:
    return {finding.what: finding.grade for finding in findings}


def test_a_well_kept_domain_is_healthy() -> None:
    findings = examine.examine(PATIENT, INSTRUMENTS)
    assert examine.healthy(findings)
    assert grades(findings) == {
        "address": Grade.GOOD,
        "SPF": Grade.GOOD,
        "DKIM": Grade.GOOD,
        "DMARC": Grade.GOOD,
        "return path": Grade.GOOD,
        "bounces": Grade.GOOD,
        "answers": Grade.GOOD,
        "relay": Grade.WARNING,
        "one-click": Grade.GOOD,
        "clock": Grade.GOOD,
    }


def test_an_empty_zone_is_not_and_every_finding_says_what_to_do() -> None:
    patient = replace(PATIENT, newsletter=replace(NEWSLETTER, postal_address=""))
    findings = examine.examine(patient, replace(INSTRUMENTS, names=Zone({})))
    assert not examine.healthy(findings)
    wrong = [finding for finding in findings if finding.grade is Grade.BAD]
    assert {finding.what for finding in wrong} == {"SPF", "DKIM", "DMARC", "return path"}
    assert all(finding.cure for finding in wrong)


def test_dns_that_does_not_answer_is_told_and_the_rest_is_looked_at() -> None:
    class Broken(Zone):
        def texts(self, name: str) -> list[str]:
            raise NoAnswer("DNS does not answer")

    found = grades(examine.examine(PATIENT, replace(INSTRUMENTS, names=Broken({}))))
    assert found["SPF"] is found["DKIM"] is found["DMARC"] is Grade.SKIPPED
    assert found["one-click"] is Grade.GOOD


# --------------------------------------------------------------------------- records


@pytest.mark.parametrize(
    ("texts", "grade", "says"),
    [
        (["v=spf1 mx -all"], Grade.GOOD, "v=spf1 mx"),
        (["other", "v=spf1 a ~all"], Grade.GOOD, ""),
        ([], Grade.BAD, "no SPF"),
        (["v=spf1 -all", "v=spf1 a -all"], Grade.BAD, "2 SPF"),
        (["v=spf1 +all"], Grade.WARNING, "everybody"),
        (["v=spf1 " + "a " * 11 + "-all"], Grade.BAD, "lookups"),
        (["v=spf10 all"], Grade.BAD, "no SPF"),
    ],
)
def test_spf(texts: list[str], grade: Grade, says: str) -> None:
    finding = records.check_spf(Zone({"example.org": texts}), "example.org", [])[0]
    assert finding.grade is grade
    assert says in finding.says


def test_spf_of_the_relay_is_followed_through_includes() -> None:
    zone = Zone(
        {
            "example.org": ["v=spf1 include:_spf.provider.example -all"],
            "_spf.provider.example": ["v=spf1 a:out.provider.example ip6:2001:db8::/32 ~all"],
        },
        a={"out.provider.example": ["198.51.100.7"]},
    )
    for allowed in ("198.51.100.7", "2001:db8::1"):
        assert len(records.check_spf(zone, "example.org", [allowed])) == 1
    (_, finding) = records.check_spf(zone, "example.org", ["203.0.113.1"])
    assert finding.grade is Grade.WARNING
    assert "203.0.113.1" in finding.says


@pytest.mark.parametrize("term", ["include:example.org -all", "redirect=example.org"])
def test_an_spf_record_that_leads_to_itself_ends(term: str) -> None:
    zone = Zone({"example.org": [f"v=spf1 {term}"]})
    assert records.check_spf(zone, "example.org", ["192.0.2.1"])[0].grade is Grade.BAD


def test_dkim_must_publish_our_key_for_our_domain() -> None:
    other = dkim.dns_record(Signer("example.org", "curator", dkim.generate(Algorithm.ED25519)))[1]
    cases = [
        ({NAME: [TEXT.replace("p=", "p= ")]}, SIGNER, Grade.GOOD),
        ({NAME: [other]}, SIGNER, Grade.BAD),
        ({}, SIGNER, Grade.BAD),
        ({NAME: [TEXT, other]}, SIGNER, Grade.WARNING),
        ({NAME: [TEXT]}, replace(SIGNER, domain="elsewhere.example"), Grade.BAD),
    ]
    for texts, signer, grade in cases:
        (finding,) = records.check_dkim(Zone(texts), [signer], "example.org")
        assert finding.grade is grade, finding
    (unsigned,) = records.check_dkim(Zone({}), [], "example.org")
    assert unsigned.grade is Grade.WARNING


def test_dmarc_may_stand_at_the_organisation() -> None:
    zone = Zone({"_dmarc.example.org": ["v=DMARC1;p=reject"]})
    (finding,) = records.check_dmarc(zone, "news.example.org", "bounces.example.org")
    assert finding.grade is Grade.GOOD
    (_, unaligned) = records.check_dmarc(zone, "example.org", "provider.example")
    assert unaligned.grade is Grade.WARNING
    broken = Zone({"_dmarc.example.org": ["v=DMARC1; p=maybe"]})
    assert records.check_dmarc(broken, "example.org", "example.org")[0].grade is Grade.BAD


def test_a_strict_policy_takes_a_subdomain_for_another_domain() -> None:
    zone = Zone({"_dmarc.example.org": ["v=DMARC1; p=reject; adkim=s; aspf=s"]})
    near = records.check_dmarc(zone, "example.org", "bounces.example.org", ["mail.example.org"])
    assert [one.grade for one in near] == [Grade.GOOD, Grade.BAD, Grade.WARNING]
    (same,) = records.check_dmarc(zone, "example.org", "example.org", ["example.org"])
    assert same.grade is Grade.GOOD


def test_a_domain_that_takes_no_mail_takes_neither_bounces_nor_answers() -> None:
    """Its null MX counts, whatever address its web pages have (RFC 7505)."""
    closed = Zone({}, {"a.example": [NOWHERE]}, {"a.example": ["192.0.2.1"]})
    assert records.check_return_path(closed, "a.example").grade is Grade.BAD
    assert records.check_answers(closed, "me@a.example").grade is Grade.WARNING


def test_bounces_need_somewhere_to_go() -> None:
    assert (
        records.check_return_path(Zone({}, {"a.example": ["mx.a.example"]}), "a.example").grade
        is Grade.GOOD
    )
    assert (
        records.check_return_path(Zone({}, a={"a.example": ["192.0.2.1"]}), "a.example").grade
        is Grade.WARNING
    )
    assert records.check_return_path(Zone({}), "a.example").grade is Grade.BAD


# --------------------------------------------------------------------------- our own side


@pytest.mark.parametrize(
    ("answer", "grade"),
    [
        (Answer(200), Grade.GOOD),
        (Answer(302, "https://digest.example.org/login"), Grade.BAD),
        (Answer(404), Grade.BAD),
        (Answer(405), Grade.BAD),
        (None, Grade.BAD),
    ],
)
def test_one_click_is_tried_for_real(answer: Answer | None, grade: Grade) -> None:
    def answering(url: str, body: bytes) -> Answer:
        if answer is None:
            raise CuratorError("connection refused")
        return answer

    finding = service.check_one_click("https://digest.example.org", "t", answering)
    assert finding.grade is grade


def test_one_click_needs_https() -> None:
    assert service.check_one_click("http://digest.example.org", "t", post).grade is Grade.BAD


@pytest.mark.parametrize(
    ("seconds", "grade"), [(0, Grade.GOOD), (20, Grade.GOOD), (-90, Grade.BAD)]
)
def test_the_clock(seconds: int, grade: Grade) -> None:
    finding = service.check_clock(NOW, lambda: NOW + timedelta(seconds=seconds))
    assert finding.grade is grade


def test_no_time_server_is_no_fault() -> None:
    def absent() -> datetime:
        raise OSError("network unreachable")

    assert service.check_clock(NOW, absent).grade is Grade.SKIPPED


def test_tls_of_the_relay(tmp_path: object) -> None:
    authority = trustme.CA()
    authority.cert_pem.write_to_path(f"{tmp_path}/ca.pem")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1").configure_cert(context)

    def grade(script: sink.Script, *, trusted: bool = True) -> Grade:
        with sink.running(script) as server:
            ca_file = f"{tmp_path}/ca.pem" if trusted else None
            relay = Relay("127.0.0.1", server.port, ca_file=ca_file, timeouts=QUICK)
            return service.check_tls(relay).grade

    encrypted = sink.Script(starttls=context, features=("STARTTLS",))
    assert grade(encrypted) is Grade.GOOD
    assert grade(encrypted, trusted=False) is Grade.BAD
    assert grade(sink.Script()) is Grade.WARNING
    absent = Relay("127.0.0.1", 1, Security.REQUIRED, timeouts=QUICK)
    assert service.check_tls(absent).grade is Grade.BAD
