"""What DNS says, asked of a real server on loopback."""

from __future__ import annotations

import pytest

from curator.mail import dkim
from curator.mail.dkim import Signer
from curator.mail.doctor import examine
from curator.mail.doctor.examine import Instruments, Patient
from curator.mail.doctor.finding import Grade
from curator.mail.doctor.names import NOWHERE, Dns, NoAnswer
from curator.mail.doctor.service import Answer
from tests.mail.doctor.zone import Records, served
from tests.mail.examples import NEWSLETTER, NOW, RING

SIGNER = Signer("example.org", "curator", dkim.generate())
NAME, TEXT = dkim.dns_record(SIGNER)
LONG = " ".join(f'"{TEXT[i : i + 255]}"' for i in range(0, len(TEXT), 255))
ZONE: Records = {
    ("example.org", "MX"): ["20 second.example.org.", "10 First.example.org."],
    ("example.org", "A"): ["192.0.2.7"],
    ("example.org", "AAAA"): ["2001:db8::7"],
    ("nomail.example.org", "MX"): ["0 ."],
    ("digest.example.org", "TXT"): ['"v=spf1 ip4:192.0.2.0/24 -all"', '"other"'],
    ("digest.example.org", "MX"): ["10 mx.example.org."],
    ("_dmarc.example.org", "TXT"): ['"v=DMARC1; p=quarantine"'],
    (NAME, "TXT"): [LONG],
}


def test_records_are_read_as_published() -> None:
    with served(ZONE) as port:
        names = Dns(["127.0.0.1"], port)
        assert names.exchanges("example.org") == ["first.example.org", "second.example.org"]
        assert names.addresses("example.org") == ["192.0.2.7", "2001:db8::7"]
        assert sorted(names.texts("digest.example.org")) == [
            "other",
            "v=spf1 ip4:192.0.2.0/24 -all",
        ]
        assert names.texts(NAME) == [TEXT], "a long record comes in several strings"


def test_what_is_not_there_is_empty() -> None:
    with served(ZONE) as port:
        names = Dns(["127.0.0.1"], port)
        assert names.texts("absent.example.org") == []
        assert names.texts("example.org") == []
        assert names.exchanges("nomail.example.org") == [NOWHERE], "a lone dot says: no mail"


def test_silence_is_told_apart_from_absence() -> None:
    with served(ZONE, silent=True) as port, pytest.raises(NoAnswer, match="does not answer"):
        Dns(["127.0.0.1"], port, seconds=0.2).texts("example.org")


def test_a_machine_without_name_servers_gets_no_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    import dns.resolver

    def unconfigured(*_: object) -> None:
        raise dns.resolver.NoResolverConfiguration

    monkeypatch.setattr(dns.resolver.Resolver, "read_resolv_conf", unconfigured)
    with pytest.raises(NoAnswer):
        Dns().texts("example.org")


def test_the_doctor_finds_a_well_kept_zone_healthy_and_names_what_is_missing() -> None:
    patient = Patient(NEWSLETTER, RING, [SIGNER], None, "bounces@digest.example.org")

    def findings(zone: Records) -> dict[str, tuple[Grade, str]]:
        with served(zone) as port:
            tools = Instruments(
                Dns(["127.0.0.1"], port), lambda *_: Answer(200), lambda: NOW, lambda: NOW
            )
            return {one.what: (one.grade, one.cure) for one in examine.examine(patient, tools)}

    well = findings(ZONE)
    for what in ("SPF", "DKIM", "DMARC", "return path", "answers"):
        assert well[what][0] is Grade.GOOD, what
    other_key = {**ZONE, (NAME, "TXT"): ['"v=DKIM1; k=rsa; p=AAAA"']}
    assert findings(other_key)["DKIM"] == (Grade.BAD, f'publish there: "{TEXT}"')
