"""Whether the work was done: by the mock's ledger, and by nothing that a way says of itself."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from ekakushin.fixtures.mock_site import LedgerLine

ACTS = ("issue", "verify", "signup", "login", "sign", "pin", "password")


def missing(ledger: Iterable[LedgerLine], user_ids: Collection[str]) -> list[str]:
    """What is not proven, as `USER act`, in the order of the people and the acts; nothing where all is done."""
    done = {(line.user_id, line.act) for line in ledger if line.outcome == "ok"}
    return [f"{user_id} {act}" for user_id in user_ids for act in ACTS if (user_id, act) not in done]


def logins(ledger: Iterable[LedgerLine]) -> int:
    """How often somebody logged in."""
    return sum(1 for line in ledger if line.act == "login" and line.outcome == "ok")
