"""Recognises by an address's path which of the three sites it is for, where no caption says so."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit


def field_of(address: str) -> str | None:
    """The field an address belongs to by its path (G), or None for every other address."""
    path = _parts(address)[0]
    if path.endswith("/scira/entrance.jsp"):
        return "issuance_url"
    if path.endswith("/signup.do"):
        return "signup_url"
    if "/ebunsho/ur" in path:
        return "login_url"
    return None


def is_whole(address: str) -> bool:
    """False for what is masked (the guide's own sample) or was cut off before its last parameter (G)."""
    path, query = _parts(address)
    if "**" in address or not path:
        return False
    if path.endswith("/entrance.jsp") or {"p1", "p2"} & query.keys():
        return all(query.get(name) for name in ("p1", "p2", "p3"))
    return not path.endswith("/signup.do") or bool(query.get("cd"))


def _parts(address: str) -> tuple[str, dict[str, list[str]]]:
    try:
        parts = urlsplit(address)
    except ValueError:
        return "", {}
    return parts.path.lower() or "/", parse_qs(parts.query)
