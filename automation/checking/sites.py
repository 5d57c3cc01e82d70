"""Looks at what a site shows before any page: its certificate and how long that lasts, its names, its TLS."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import datetime, timedelta

from cryptography import x509

from ekakushin.automation.checking.outcome import Finding
from ekakushin.automation.doctor.handshake import TLS, trusting_this_pc
from ekakushin.automation.doctor.network import short
from ekakushin.automation.doctor.premises import Premises
from ekakushin.automation.doctor.sight import Sight, look_at_site
from ekakushin.automation.state.sites import SiteFacts
from ekakushin.flows.text import say

SOON = timedelta(days=30)
"""So long before its end a certificate is told."""


def look_at_sites(premises: Premises) -> list[SiteFacts]:
    """What every origin of the site shows. Takes 15 seconds at most for each; what goes wrong is in the answer."""
    site, known = premises.site, {premises.site.issuance: "issuance", premises.site.service: "service"}
    found = []
    for origin, route in premises.ways.routes.items():
        contexts = {version: trusting_this_pc(site, version) for version in TLS}
        sight = look_at_site(
            known.get(origin, origin.partition("://")[2]), route, contexts, premises.connector
        )
        found.append(_facts(sight))
    return found


def _facts(sight: Sight) -> SiteFacts:
    where, host = sight.where, sight.route.host
    if sight.unreachable:
        return SiteFacts(where=where, host=host, trouble=sight.unreachable.told)
    if not sight.chain:
        broke = next((hand.broke for hand in sight.hands.values() if hand.broke), "?")
        return SiteFacts(where=where, host=host, trouble=broke)
    own = sight.chain[0]
    return SiteFacts(
        where=where,
        host=host,
        names=_names(own),
        issuer=short(own.issuer),
        not_after=own.not_valid_after_utc,
        tls=tuple(version for version, hand in sight.hands.items() if hand.chain),
        asks=any(hand.asked for hand in sight.hands.values()),
        trouble=sight.distrust,
    )


def _names(certificate: x509.Certificate) -> tuple[str, ...]:
    with suppress(x509.ExtensionNotFound, ValueError):
        names = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
        return tuple(
            sorted(
                [
                    *names.get_values_for_type(x509.DNSName),
                    *map(str, names.get_values_for_type(x509.IPAddress)),
                ]
            )
        )
    return (short(certificate.subject),)


def compare_sites(accepted: Mapping[str, SiteFacts], now: list[SiteFacts], at: datetime) -> Iterator[Finding]:
    """What is different at the handshake, or will soon be over."""
    for facts in now:
        yield from _troubles(facts, at)
        before = accepted.get(facts.where)
        if before and facts.names:
            yield from _differences(before, facts, at)


def _troubles(facts: SiteFacts, at: datetime) -> Iterator[Finding]:
    if facts.trouble and facts.names:
        yield _finding(facts, "certificate", at, say("check.distrust", why=facts.trouble), breaking=True)
    if facts.not_after is None:
        return
    until = f"{facts.not_after:%Y-%m-%d}"
    if facts.not_after <= at:
        yield _finding(facts, "certificate", at, say("check.expired", until=until), breaking=True)
    elif facts.not_after <= at + SOON:
        yield _finding(facts, "certificate", at, say("check.expiring", until=until))


def _differences(before: SiteFacts, now: SiteFacts, at: datetime) -> Iterator[Finding]:
    compared = (
        ("certificate", "issuer", before.issuer, now.issuer),
        ("site-name", "names", ", ".join(before.names), ", ".join(now.names)),
        ("tls", "tls", " ".join(before.tls), " ".join(now.tls)),
        ("tls", "asks", _asks(before), _asks(now)),
    )
    for rule, what, was, is_now in compared:
        if was != is_now:
            sentence = say(f"check.{what}_changed", before=was or "-", now=is_now or "-")
            breaking = what == "asks" and now.where == "service"
            yield _finding(now, rule, at, sentence, breaking=breaking, before=was, now=is_now)


def _asks(facts: SiteFacts) -> str:
    return say("check.asks" if facts.asks else "check.asks_not")


def _finding(
    facts: SiteFacts, rule: str, at: datetime, sentence: str, *, breaking: bool = False, **values: str
) -> Finding:
    return Finding(
        place=f"{facts.where} ({facts.host})",
        screen=facts.where,
        rule=rule,
        thing=facts.host,
        breaking=breaking,
        sentence=sentence,
        at=at,
        **values,
    )
