"""Proxies and antivirus programs that open HTTPS on the way, by the names in the certificates that they make."""

from __future__ import annotations

import re
from collections.abc import Iterable

from cryptography import x509

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
