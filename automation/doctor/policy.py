"""Whether the browsers' AutoSelectCertificateForUrls picks this certificate for the service without asking (S)."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urlsplit

from cryptography import x509
from cryptography.x509.oid import NameOID

from ekakushin.automation.certificates.stores.places import FOLDERS, KEYS, POLICY
from ekakushin.automation.doctor.check import Check, bad, good, unknown
from ekakushin.flows.models import ClientCertificate
from ekakushin.flows.text import say

_PARTS = {
    "CN": NameOID.COMMON_NAME,
    "L": NameOID.LOCALITY_NAME,
    "O": NameOID.ORGANIZATION_NAME,
    "OU": NameOID.ORGANIZATIONAL_UNIT_NAME,
}
_PATTERN = re.compile(
    r"(?:(\*|https?)://)?(\[\*\.\])?(\*|\[[0-9a-f:]+\]|[^:/\[\]]*)(?::(\*|\d+))?(?:/.*)?", re.IGNORECASE
)


def look_at_policy(certificate: ClientCertificate, origin: str) -> Check:
    """One line; without a policy the browser asks, which is no fault."""
    rules, user_id = list(_rules()), certificate.user_id
    if not _can_look():
        return unknown("policy", "", say("doctor.policy_elsewhere"))
    own = [rule for rule in rules if covers(str(rule.get("pattern", "")), origin)]
    if not own:
        return unknown("policy", "", say("doctor.policy_none"))
    if not any(_picks(rule.get("filter") or {}, certificate) for rule in own):
        return bad("policy", "ENV-013", say("doctor.policy_other", user_id=user_id), user_id=user_id)
    return good("policy", say("doctor.policy_good"))


def covers(pattern: str, origin: str) -> bool:
    """Whether a pattern as Chromium writes them means this origin: https://host, [*.]domain, host:port, *."""
    found, parts = _PATTERN.fullmatch(pattern), urlsplit(origin)
    if not found or not pattern:
        return False
    scheme, below, host, port = (each or "" for each in found.groups())
    here = parts.hostname or ""
    same = host in ("*", here, f"[{here}]") or (bool(below) and here.endswith(f".{host.lower()}"))
    default = str(parts.port or 443)
    return same and scheme in ("", "*", parts.scheme) and port in ("", "*", default)


def _picks(wanted: Mapping[str, Any], certificate: ClientCertificate) -> bool:
    sides = {"ISSUER": certificate.issuer, "SUBJECT": certificate.subject}
    return all(_fits(wanted.get(side) or {}, name) for side, name in sides.items())


def _fits(wanted: Mapping[str, Any], name: str) -> bool:
    if not wanted:
        return True
    parts = x509.Name.from_rfc4514_string(name)
    return all(
        text in [attribute.value for attribute in parts.get_attributes_for_oid(_PARTS[part])]
        for part, text in wanted.items()
        if part in _PARTS
    )


def _can_look() -> bool:
    return sys.platform in ("win32", "linux")


def _rules() -> Iterator[dict[str, Any]]:
    for text in _registry() if sys.platform == "win32" else _files():
        try:
            rule = json.loads(text)
        except ValueError:
            continue  # a browser leaves out what it cannot read, too
        if isinstance(rule, dict):
            yield rule


def _files() -> Iterator[str]:
    for folder in FOLDERS.values():
        for file in sorted(folder.glob("*.json")):
            try:
                policies = json.loads(file.read_text("utf-8"))
            except (OSError, ValueError):
                continue
            yield from (each for each in policies.get(POLICY, ()) if isinstance(each, str))


def _registry() -> Iterator[str]:
    if sys.platform != "win32":
        return
    import winreg  # Windows alone has it

    for root in (winreg.HKEY_CURRENT_USER, winreg.HKEY_LOCAL_MACHINE):
        for key in KEYS.values():
            try:
                with winreg.OpenKey(root, key) as opened:
                    yield from (
                        str(winreg.EnumValue(opened, n)[1]) for n in range(winreg.QueryInfoKey(opened)[1])
                    )
            except OSError:
                continue
