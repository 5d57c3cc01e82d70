"""The record of what was set up on each PC, written before it is set up: `installed.json` in the home."""

from __future__ import annotations

import getpass
import platform
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from pydantic import Field, TypeAdapter

from ekakushin.automation.certificates.stores.shortcut import Shortcut
from ekakushin.automation.certificates.stores.store import Handle
from ekakushin.automation.state.files import (
    delete_patiently,
    lock,
    make_folder,
    read_patiently,
    usable,
    write_durably,
)
from ekakushin.automation.state.names import StateFile
from ekakushin.flows.errors import Misconfigured
from ekakushin.flows.models import Noun


class PolicyOrder(Noun):
    """One person's entries (JSON texts) in one browser policy."""

    user_id: str
    texts: tuple[str, ...]


class Ordered(Noun):
    """One browser policy: what it held before us, and everybody's orders, of which the last person's are in force.

    A browser that finds two certificates for a site takes one of them; so only one person's can be automatic.
    """

    place: str
    before: str | None = None
    orders: tuple[PolicyOrder, ...] = ()

    @property
    def in_force(self) -> tuple[str, ...]:
        """The orders that are set."""
        return self.orders[-1].texts if self.orders else ()

    def with_order(self, order: PolicyOrder) -> Ordered:
        """The same with one person's orders in force, and the others' behind them."""
        return self.model_copy(update={"orders": (*self.without(order.user_id).orders, order)})

    def without(self, user_id: str) -> Ordered:
        """The same without this person's orders."""
        left = tuple(each for each in self.orders if each.user_id != user_id)
        return self.model_copy(update={"orders": left})


class Installed(Noun):
    """All that was set for one user of one PC: certificates and shortcuts by user ID, policies, and what was made."""

    certificates: dict[str, tuple[Handle, ...]] = Field(default_factory=dict)
    shortcuts: dict[str, Shortcut] = Field(default_factory=dict)
    policies: tuple[Ordered, ...] = ()
    made: tuple[str, ...] = ()

    @property
    def anything(self) -> bool:
        """Whether anything is set for anybody."""
        return bool(self.certificates or self.shortcuts or self.policies)

    def policy(self, place: str) -> Ordered | None:
        """What was ordered at a place."""
        return next((each for each in self.policies if each.place == place), None)

    def with_policy(self, policy: Ordered) -> tuple[Ordered, ...]:
        """All policies with this one in its place; one without orders is left out."""
        others = (each for each in self.policies if each.place != policy.place)
        return (*others, policy) if policy.orders else tuple(others)

    def places_of(self, fingerprint: str) -> list[str]:
        """Where the certificate with this SHA-256 was installed."""
        handles = (each for handles in self.certificates.values() for each in handles)
        return list(
            dict.fromkeys(
                each.place for each in handles if each.kind == "identity" and each.fingerprint == fingerprint
            )
        )


class OpenPage:
    """The record of one PC and user, open for changes: `now` is what it holds, on disk too."""

    def __init__(self, page: Installed, write: Callable[[Installed], None]) -> None:
        self.now = page
        self._write = write

    def note(self, *, made: Iterable[Path | str] = (), **update: object) -> None:
        """Put these fields in the place of what they were; `made` is added to what was made."""
        everything = tuple(dict.fromkeys([*self.now.made, *map(str, made)]))
        changed = self.now.model_copy(update={"made": everything, **update})
        if changed != self.now:
            self._write(changed)
        self.now = changed

    def forget_made(self, left: Iterable[str]) -> None:
        """Only these are left of what was made."""
        changed = self.now.model_copy(update={"made": tuple(left)})
        if changed != self.now:
            self._write(changed)
        self.now = changed


_PCS = TypeAdapter(dict[str, Installed])


class InstalledBook:
    """The file `installed.json`, with a page for each PC and user, since several may share a home."""

    def __init__(self, home: Path, pc: str = "") -> None:
        self._file = home / StateFile.INSTALLED
        self._pc = pc or f"{platform.node()}/{_user()}".lower()

    @contextmanager
    def open(self) -> Iterator[OpenPage]:
        """This PC's page, to be changed; nobody else changes it meanwhile. Raises Misconfigured (ENV-004, ENV-005)."""
        with usable(self._file):
            make_folder(self._file.parent)
            with lock(self._file):
                yield OpenPage(self.page(), self._write)

    def page(self) -> Installed:
        """What was set on this PC for whoever runs this. Raises Misconfigured (ENV-005)."""
        return self._pages().get(self._pc, Installed())

    def places_of(self, fingerprint: str) -> list[str]:
        """Where a certificate was installed, on any PC that shares this home: `PC/user place`."""
        return [
            f"{pc} {place}" for pc, page in self._pages().items() for place in page.places_of(fingerprint)
        ]

    def _pages(self) -> dict[str, Installed]:
        try:
            return _PCS.validate_json(read_patiently(self._file))
        except FileNotFoundError:
            return {}
        except (OSError, ValueError) as error:
            raise Misconfigured("ENV-005", file=self._file, reason=type(error).__name__) from None

    def _write(self, page: Installed) -> None:
        pages = {**self._pages(), self._pc: page}
        left = {pc: each for pc, each in pages.items() if each != Installed()}
        if left:
            write_durably(self._file, _PCS.dump_json(left, indent=1))
        else:
            delete_patiently(self._file)


def _user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # a user without a name
        return "?"
