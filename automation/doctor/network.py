"""The checks of one site: is there a way, who signed its certificate (an antivirus?), which TLS, whose time."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta

from cryptography import x509

from ekakushin.automation.doctor.check import Check, bad, good, unknown
from ekakushin.automation.doctor.handshake import TLS, Handshake
from ekakushin.automation.doctor.sight import PUBLIC, Sight
from ekakushin.automation.proxies.proxy import Route
from ekakushin.flows.text import say

FARTHEST = timedelta(minutes=2)
"""How far this PC's clock may be off."""


def judge(sight: Sight) -> Iterator[Check]:
    """The lines of one site; where there is no way to it, that alone."""
    yield _way(sight)
    if not sight.unreachable:
        yield _signer(sight)
        yield from (_tls(sight, version) for version in TLS)


def _way(sight: Sight) -> Check:
    name, lost = f"way:{sight.where}", sight.unreachable
    if lost:
        source = f" [{sight.route.source}]" if lost.is_the_proxys and sight.route.source else ""
        return bad(name, lost.code, f"{lost.told}{source}", detail=lost.told)
    return good(name, f"{sight.route}{_by_whom(sight.route)}")


def _by_whom(route: Route) -> str:
    """Which proxy serves the site, and who says so."""
    if route.unread:
        return say("doctor.script_unread", source=route.source, reason=route.unread)
    if route.proxy:
        return say("doctor.through", proxy=route.proxy, source=route.source)
    return say("doctor.directly_by", source=route.source) if route.source else ""


def _signer(sight: Sight) -> Check:
    name, chain, public = f"signer:{sight.where}", sight.chain, sight.hands.get(PUBLIC, Handshake())
    if not chain:
        return unknown(name, "", say("doctor.nothing_shown", reason=_how_it_broke(sight)))
    signers = " ← ".join(dict.fromkeys(short(certificate.issuer) for certificate in chain))
    if not (public.distrust or sight.distrust):
        return (
            good(name, signers)
            if public.chain
            else unknown(name, "", say("doctor.trusted_here", signers=signers))
        )
    product = product_in(chain)
    found = say("doctor.product", product=product) if product else ""
    why = sight.distrust or say("doctor.only_here")
    return bad(name, "NET-002", say("doctor.foreign", signers=signers, why=why) + found, detail=why)


def _tls(sight: Sight, version: str) -> Check:
    name, hand = f"tls{version}:{sight.where}", sight.hands[version]
    if hand.chain:
        return good(name, say("doctor.wants_certificate") if hand.asked else say("doctor.spoken"))
    others = [other for other, each in sight.by_version.items() if each.chain]
    if others:
        return unknown(name, "", say("doctor.other_tls", other=", ".join(others), reason=hand.broke))
    return bad(name, "NET-001", say("doctor.no_tls", reason=hand.broke), detail=hand.broke)


def _how_it_broke(sight: Sight) -> str:
    return next((hand.broke for hand in sight.hands.values() if hand.broke), "?")


def clock(sights: Iterable[Sight]) -> Check:
    """One line about this PC's clock: by the sites' Date, and by the dates of the certificates they show."""
    seen = list(sights)
    aheads = [hand.ahead for sight in seen for hand in sight.hands.values() if hand.ahead is not None]
    ahead = min(aheads, key=abs, default=None)
    if ahead is not None and abs(ahead) > FARTHEST:
        return bad("clock", "ENV-011", _clock_text(ahead))
    outside = next(filter(None, map(_outside, seen)), "")
    if outside:
        agreeing = say("doctor.clock_agrees") if ahead is not None else ""
        return bad("clock", "ENV-011", outside + agreeing)
    if ahead is None:
        return unknown("clock", "", say("doctor.no_date"))
    return good("clock", say("doctor.clock_good", seconds=round(abs(ahead).total_seconds())))


def _outside(sight: Sight) -> str:
    now = datetime.now(UTC)
    for each in sight.chain:
        if not each.not_valid_before_utc <= now <= each.not_valid_after_utc:
            dates = {"since": each.not_valid_before_utc.date(), "until": each.not_valid_after_utc.date()}
            return say("doctor.dates", name=short(each.subject), today=now.date(), **dates)
    return ""


def _clock_text(ahead: timedelta) -> str:
    minutes = f"{abs(ahead).total_seconds() / 60:,.0f}"
    return say("doctor.clock_slow" if ahead > timedelta() else "doctor.clock_fast", minutes=minutes)


# The program's name, and what its certificates hold where that is something else.
_NAMES: tuple[tuple[str, str], ...] = (
    ("Zscaler", ""),
    ("Netskope", "netskope|goskope"),
    ("Blue Coat", r"blue ?coat|proxysg|symantec web security|symantec ssl visibility"),
    ("Kaspersky", ""),
    ("ESET", r"\beset\b"),
    ("Avast", ""),
    ("AVG", r"\bavg\b"),
    ("Avira", ""),
    ("McAfee", "mcafee|trellix|skyhigh"),
    ("Norton", ""),
    ("Trend Micro", "trend ?micro|interscan"),
    ("Bitdefender", ""),
    ("Dr.Web", r"dr\.?web"),
    ("Fortinet", "fortinet|fortigate"),
    ("Palo Alto Networks", "palo ?alto|globalprotect"),
    ("Sophos", ""),
    ("Cisco Umbrella", "umbrella|opendns|cisco"),
    ("Check Point", "check ?point"),
    ("SonicWall", ""),
    ("WatchGuard", "watchguard|fireware"),
    ("Barracuda", ""),
    ("Forcepoint", "forcepoint|websense"),
    ("Juniper", ""),
    ("Cato Networks", r"\bcato\b"),
    ("Menlo Security", ""),
    ("iboss", r"\biboss\b"),
    ("Cloudflare Gateway", "cloudflare"),
    ("i-FILTER", r"i-?filter|digital ?arts"),
    ("InterSafe", r"inter ?safe|alps system integration|\balsi\b"),
    ("Squid", r"\bsquid\b"),
    ("pfSense", ""),
    ("Untangle", ""),
    ("Privoxy", ""),
    ("mitmproxy", ""),
    ("Fiddler", ""),
    ("Charles", "charles proxy|charlesproxy"),
    ("Burp Suite", "portswigger"),
    ("OWASP ZAP", r"zed attack proxy|owasp|\bzap\b"),
    ("Proxyman", ""),
    ("AdGuard", ""),
    ("Superfish", ""),
)


def product_in(chain: Iterable[x509.Certificate]) -> str:
    """The first program that a chain's issuers name, "" where none is known."""
    words = " / ".join(all_words(certificate.issuer) for certificate in chain)
    for name, pattern in _NAMES:
        if re.search(pattern or re.escape(name), words, re.IGNORECASE):
            return name
    return ""


def all_words(name: x509.Name) -> str:
    """Everything that a certificate's name says."""
    return " ".join(str(attribute.value) for attribute in name)


def short(name: x509.Name) -> str:
    """Its common name, or else what it ends with."""
    common = name.get_attributes_for_oid(x509.NameOID.COMMON_NAME)
    found = common or list(name)[-1:]
    return str(found[0].value) if found else "?"
