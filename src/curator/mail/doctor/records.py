"""What the domain's owner has published: SPF, DKIM, DMARC, and where bounces go."""

from __future__ import annotations

from collections.abc import Sequence

from curator import mailaddress
from curator.mail import dkim
from curator.mail.dkim import Signer
from curator.mail.doctor import spf
from curator.mail.doctor.finding import Finding, bad, good, warning
from curator.mail.doctor.names import NOWHERE, Names
from curator.urls import registrable_domain

_WEAK = ("all", "+all", "?all")


def check_spf(names: Names, domain: str, relay_addresses: Sequence[str]) -> list[Finding]:
    """Whether the domain of the return path has a sound record, and whether it allows the relay."""
    records = spf.record_of(names, domain)
    if not records:
        cure = f'publish a TXT record at {domain}: "v=spf1 include:YOUR-PROVIDER -all"'
        return [bad("SPF", f"{domain} has no SPF record", cure)]
    if len(records) > 1:
        return [bad("SPF", f"{domain} has {len(records)} SPF records", "merge them into one")]
    count = spf.lookups(names, domain)
    if count > spf.MOST_LOOKUPS:
        cure = "remove includes that are no longer needed"
        return [
            bad("SPF", f"the record of {domain} takes {count} DNS lookups, 10 are allowed", cure)
        ]
    if records[0].split()[-1].lower() in _WEAK:
        return [warning("SPF", f"the record of {domain} allows everybody", "end it with -all")]
    return [good("SPF", f"{domain}: {records[0]}"), *_allowed(names, domain, relay_addresses)]


def _allowed(names: Names, domain: str, addresses: Sequence[str]) -> list[Finding]:
    """Whether the relay's own addresses may send; a provider's outgoing ones may be others."""
    for address in addresses:
        result, _ = spf.check(names, domain, address)
        if result in (spf.Result.FAIL, spf.Result.SOFTFAIL):
            return [
                warning(
                    "SPF",
                    f"{domain} does not name the relay's address {address} ({result.value})",
                    "add what your provider tells you to include, unless it sends from elsewhere",
                )
            ]
    return []


def check_dkim(names: Names, signers: Sequence[Signer], domain: str) -> list[Finding]:
    """Whether the published keys are ours, and whether they speak for the From address."""
    if not signers:
        cure = "run `curator dkim keygen`, or let the provider sign for your domain"
        return [warning("DKIM", "mail is not signed here", cure)]
    return [_one_key(names, signer, domain) for signer in signers]


def _one_key(names: Names, signer: Signer, domain: str) -> Finding:
    name, text = dkim.dns_record(signer)
    if registrable_domain(signer.domain) != registrable_domain(domain):
        says = f"the signature speaks for {signer.domain}, the From address is at {domain}"
        return bad("DKIM", says, f"sign with a key of {domain}")
    published = [_tags(record).get("p", "") for record in names.texts(name)]
    if not published:
        return bad("DKIM", f"{name} has no record", f'publish a TXT record there: "{text}"')
    if _tags(text)["p"] not in published:
        return bad("DKIM", f"{name} publishes another key", f'publish there: "{text}"')
    if len(published) > 1:
        return warning("DKIM", f"{name} has {len(published)} records", "leave only one")
    return good("DKIM", f"{name} publishes our key ({signer.algorithm.value})")


def check_dmarc(
    names: Names, domain: str, return_path_domain: str, signing: Sequence[str] = ()
) -> list[Finding]:
    """Whether there is a policy, and whether SPF and the domains that sign can pass for it.

    RFC 7489 §3.1: the same organisation is enough, unless the policy is strict.
    """
    places = dict.fromkeys((domain, registrable_domain(domain)))
    found = {place: _dmarc_of(names, place) for place in places}
    place = next((one for one in places if found[one]), None)
    if place is None:
        cure = f'publish a TXT record at _dmarc.{domain}: "v=DMARC1; p=none"'
        return [
            bad(
                "DMARC", f"{domain} has no DMARC policy; Gmail, Yahoo and Outlook ask for one", cure
            )
        ]
    records = found[place]
    policy = _tags(records[0]).get("p", "").lower()
    if len(records) > 1 or policy not in ("none", "quarantine", "reject"):
        return [bad("DMARC", f"the policy of {place} cannot be read", 'write "v=DMARC1; p=none"')]
    findings = [good("DMARC", f"{place}: p={policy}")]
    findings += _strict(_tags(records[0]), domain, return_path_domain, signing)
    if registrable_domain(return_path_domain) != registrable_domain(domain):
        says = f"bounces go to {return_path_domain}, so SPF does not speak for {domain}"
        cure = f"set CURATOR_BOUNCE_ADDRESS to an address at {domain}, or rely on DKIM alone"
        findings.append(warning("DMARC", says, cure))
    return findings


def _strict(
    tags: dict[str, str], domain: str, return_path_domain: str, signing: Sequence[str]
) -> list[Finding]:
    """What a strict policy refuses: for it a subdomain is another domain."""
    found = []
    if tags.get("adkim", "").lower() == "s" and signing and domain not in signing:
        says = (
            f"the policy is strict (adkim=s), and the signature is of {signing[0]}, not of {domain}"
        )
        found.append(bad("DMARC", says, f"sign with a key of {domain}, or take adkim=s out"))
    near = registrable_domain(return_path_domain) == registrable_domain(domain)
    if tags.get("aspf", "").lower() == "s" and near and return_path_domain != domain:
        says = f"the policy is strict (aspf=s), so SPF of {return_path_domain} does not count"
        found.append(warning("DMARC", says, "take aspf=s out, or rely on DKIM alone"))
    return found


def _dmarc_of(names: Names, domain: str) -> list[str]:
    texts = names.texts(f"_dmarc.{domain}")
    return [text for text in texts if text.replace(" ", "").lower().startswith("v=dmarc1")]


def check_return_path(names: Names, domain: str) -> Finding:
    """Whether bounces can arrive."""
    exchanges = names.exchanges(domain)
    if exchanges == [NOWHERE]:
        return bad(
            "return path",
            f"{domain} says that it takes no mail (a null MX, RFC 7505), so no bounce arrives",
            "set CURATOR_BOUNCE_ADDRESS to an address that takes mail",
        )
    if exchanges:
        return good("return path", f"mail to {domain} goes to {exchanges[0]}")
    if names.addresses(domain):
        return warning("return path", f"{domain} has no MX record", "publish one")
    return bad(
        "return path",
        f"mail to {domain} goes nowhere: it has neither MX nor address",
        "set CURATOR_BOUNCE_ADDRESS to an address that takes mail",
    )


def check_answers(names: Names, address: str) -> Finding:
    """Whether readers can answer."""
    domain = mailaddress.domain_of(address)
    exchanges = names.exchanges(domain)
    if exchanges != [NOWHERE] and (exchanges or names.addresses(domain)):
        return good("answers", f"{domain} takes mail")
    cure = "set reply_to in feeds.yaml to an address that takes mail"
    return warning("answers", f"{domain} takes no mail, so readers cannot answer", cure)


def _tags(record: str) -> dict[str, str]:
    """``a=b; c=d`` as a mapping, blanks inside values removed (RFC 6376 §3.2)."""
    pairs = (part.partition("=") for part in record.split(";"))
    return {
        name.strip().lower(): "".join(value.split()) for name, _, value in pairs if name.strip()
    }
