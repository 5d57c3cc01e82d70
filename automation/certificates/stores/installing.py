"""Installs certificates, policy orders and a shortcut for one person's own browser, and undoes exactly that."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from ekakushin.automation.certificates.stores import shortcut as shortcuts
from ekakushin.automation.certificates.stores.installed import InstalledBook, OpenPage, Ordered, PolicyOrder
from ekakushin.automation.certificates.stores.pc import ThisPc
from ekakushin.automation.certificates.stores.store import BrowserPolicy, CertificateKind, Handle, Store
from ekakushin.automation.certificates.stores.wanted import Wanted
from ekakushin.automation.state.files import reason, usable

T = TypeVar("T")
Forbidden = list[tuple[BrowserPolicy, str]]


@dataclass(frozen=True, kw_only=True)
class UndoOutcome:
    """The result of `install` or `undo`: the shortcut, the policies that may not be written to (with why), and the
    others whose certificates are in the same store, of whom none is chosen automatically any more."""

    shortcut: Path | None = None
    forbidden: Sequence[tuple[BrowserPolicy, str]] = ()
    others: Sequence[str] = ()


def install(pc: ThisPc, book: InstalledBook, wanted: Wanted) -> UndoOutcome:
    """Set everything up; again, it changes nothing. Each thing is noted before it is set.

    Raises Misconfigured: CRT-010 for a store that refuses, ENV-004 for a desktop or home.
    """
    with book.open() as page:
        _identity(pc.store, page, wanted)
        for pem in wanted.authorities:
            _authority(pc.store, page, wanted.user_id, pem, "authority")
        for pem in wanted.roots:
            _authority(pc.store, page, wanted.user_id, pem, "root")
        _shortcut(pc, page, wanted)
        forbidden = _give_order(pc, page, PolicyOrder(user_id=wanted.user_id, texts=wanted.orders))
        shortcut = page.now.shortcuts.get(wanted.user_id)
        others = {order.user_id for each in page.now.policies for order in each.orders} - {wanted.user_id}
        file = Path(shortcut.file) if shortcut else None
        return UndoOutcome(shortcut=file, forbidden=forbidden, others=sorted(others))


def _identity(store: Store, page: OpenPage, wanted: Wanted) -> None:
    handle = store.handle(wanted.identity.certificate_pem, "identity")
    if _note(store, page, wanted.user_id, handle):
        store.install(wanted.identity, wanted.friendly_name)


def _authority(store: Store, page: OpenPage, user_id: str, pem: bytes, kind: CertificateKind) -> None:
    if _note(store, page, user_id, store.handle(pem, kind)):
        store.trust(pem, root=kind == "root")


def _note(store: Store, page: OpenPage, user_id: str, handle: Handle) -> bool:
    """Whether we have to see to it that it is there; not if somebody else has put it there."""
    certificates = page.now.certificates
    mine = certificates.get(user_id, ())
    known = [each for handles in certificates.values() for each in handles if _same(each, handle)]
    if not known and store.find(handle):
        return False
    if not any(_same(each, handle) for each in mine):
        noted = known[0] if known else handle
        page.note(certificates={**certificates, user_id: (*mine, noted)}, made=store.missing())
    return True


def _same(one: Handle, other: Handle) -> bool:
    names = ("store", "place", "kind", "fingerprint")
    return all(getattr(one, name) == getattr(other, name) for name in names)


def _shortcut(pc: ThisPc, page: OpenPage, wanted: Wanted) -> None:
    """The shortcut, under the name it has unless another one is wanted."""
    shortcuts_now = page.now.shortcuts
    known = shortcuts_now.get(wanted.user_id)
    if known and known.leads_to(wanted.address) and wanted.favourite in ("", known.name):
        return
    name = wanted.favourite or (known.name if known else wanted.friendly_name)
    if known:
        known.remove()
    planned = shortcuts.plan(pc.desktop, name, wanted.address)
    if planned.is_there and planned not in shortcuts_now.values():
        return  # the person has made it themselves
    page.note(shortcuts={**shortcuts_now, wanted.user_id: planned}, made=shortcuts.missing(pc.desktop))
    with usable(Path(planned.file)):
        shortcuts.create(planned, wanted.address)


def _give_order(pc: ThisPc, page: OpenPage, order: PolicyOrder) -> Forbidden:
    forbidden: Forbidden = []
    for policy in pc.policies:
        try:
            _in_force(policy, page, order)
        except OSError as error:
            forbidden.append((policy, reason(error)))
    return forbidden


def _in_force(policy: BrowserPolicy, page: OpenPage, order: PolicyOrder) -> None:
    """This person's orders in force; nothing is noted of orders that somebody else has set."""
    known = page.now.policy(policy.place)
    if policy.find(order.texts) and (known is None or known.in_force == order.texts):
        return
    before = known or Ordered(place=policy.place, before=policy.before())
    noted, missing = page.now, policy.missing()
    page.note(policies=page.now.with_policy(before.with_order(order)), made=missing)
    try:
        policy.select_automatically(order.texts, instead_of=before.in_force)
    except OSError:
        page.note(policies=noted.policies)
        page.forget_made([*noted.made, *(str(each) for each in missing if each.exists())])
        raise


def undo(pc: ThisPc, book: InstalledBook, user_id: str) -> UndoOutcome:
    """Take back what was set for this person here, and nothing else. What is no longer there is no trouble.

    What may not be taken back is told, and stays noted. Raises Misconfigured as `install` does.
    """
    with book.open() as page:
        forbidden = _withdraw_orders(pc, page, user_id)
        shortcut = page.now.shortcuts.get(user_id)
        if shortcut:
            with usable(Path(shortcut.file)):
                shortcut.remove()
            page.note(shortcuts=_without(page.now.shortcuts, user_id))
        _remove_certificates(pc, page, user_id)
        _tidy(pc, page)
        return UndoOutcome(forbidden=forbidden)


def _withdraw_orders(pc: ThisPc, page: OpenPage, user_id: str) -> Forbidden:
    forbidden: Forbidden = []
    for known in page.now.policies:
        left, policy = known.without(user_id), pc.policy_at(known.place)
        if left == known:
            continue
        try:
            if left.orders:
                policy.select_automatically(left.in_force, instead_of=known.in_force)
            else:
                policy.undo(known.in_force, known.before)
        except OSError as error:
            forbidden.append((policy, reason(error)))
        else:
            page.note(policies=page.now.with_policy(left))
    return forbidden


def _remove_certificates(pc: ThisPc, page: OpenPage, user_id: str) -> None:
    """Without this person's certificates; what others need as well stays."""
    others = _without(page.now.certificates, user_id)
    needed = [each for handles in others.values() for each in handles]
    for handle in page.now.certificates.get(user_id, ()):
        if not any(_same(handle, each) for each in needed):
            pc.store_at(handle.place).remove(handle)
    page.note(certificates=others)


def _tidy(pc: ThisPc, page: OpenPage) -> None:
    """Without the files and folders that were made and that nothing is in any more."""
    made = page.now.made
    for place in dict.fromkeys(str(Path(each).parent) for each in made if each.endswith("cert9.db")):
        pc.store_at(place).tidy()
    for path in sorted(map(Path, made), key=lambda each: len(each.parts), reverse=True):
        with suppress(OSError):
            path.rmdir()
    page.forget_made(each for each in made if page.now.anything and Path(each).exists())


def _without(people: Mapping[str, T], user_id: str) -> dict[str, T]:
    return {name: each for name, each in people.items() if name != user_id}
