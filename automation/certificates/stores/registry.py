"""Windows: a browser's policy as numbered values in the registry of the current user."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Protocol

from ekakushin.flows.text import say


class Registry(Protocol):
    """The registry of one user, as far as texts in keys go. Raises OSError."""

    def values(self, key: str) -> Mapping[str, str] | None:
        """The texts in a key by name, None where there is no such key."""

    def set(self, key: str, name: str, value: str) -> None:
        """Set a text; keys that are missing are made."""

    def delete(self, key: str, name: str) -> None:
        """Delete a text; nothing happens where there is none."""

    def delete_key(self, key: str) -> bool:
        """Delete a key that holds neither values nor keys; whether it is gone."""


class RegistryPolicy:
    """One policy's registry key, with the values `1`, `2`, …: ours take the next free numbers, those of others stay.

    Where the key is there for the whole PC, browsers look at that one alone.
    """

    def __init__(self, key: str, registry: Registry | None = None, machine: Registry | None = None) -> None:
        self._key = key
        self._registry = registry or current_user()
        self._machine = machine or (None if registry else local_machine())
        self.place = f"HKEY_CURRENT_USER\\{key}"

    def find(self, orders: Sequence[str]) -> bool:
        """Whether browsers find all these orders."""
        return set(orders) <= set((self._for_the_pc() or self._values()).values())

    def before(self) -> str | None:
        """The keys that were there already (this one and those above it), as JSON."""
        return json.dumps([key for key in self._and_above() if self._registry.values(key) is not None])

    def missing(self) -> list[Path]:
        """No folders; keys are in `before`."""
        return []

    def select_automatically(self, orders: Sequence[str], *, instead_of: Sequence[str] = ()) -> None:
        """Set a value for each order that has none yet. Raises OSError where that would be in vain."""
        if self._for_the_pc() and not self.find(orders):
            raise PermissionError(None, say("stores.policy_of_the_pc"))
        self._delete([each for each in instead_of if each not in orders])
        for order in orders:
            values = self._values()
            if order not in values.values():
                number = next(each for each in range(1, len(values) + 2) if str(each) not in values)
                self._registry.set(self._key, str(number), order)

    def undo(self, orders: Sequence[str], before: str | None) -> None:
        """Delete these orders, and the keys that were made for them if nothing else is in them."""
        self._delete(orders)
        kept = json.loads(before or "[]")
        for key in self._and_above():
            if key in kept or self._registry.values(key) is None or not self._registry.delete_key(key):
                return

    def by_hand(self, orders: Sequence[str]) -> Sequence[tuple[str, bytes]]:
        """For an administrator: a file for the registry editor, for the whole PC (UTF-16, as Windows wants it), and
        what to enter in Group Policy or Intune."""
        lines = [f'"{number}"="{_escape(order)}"' for number, order in enumerate(orders, start=101)]
        head = f"Windows Registry Editor Version 5.00\r\n\r\n[HKEY_LOCAL_MACHINE\\{self._key}]"
        _, maker, product, policy = self._key.rsplit("\\", 3)
        place = {"Edge": "Microsoft Edge", "Chrome": "Google / Google Chrome"}.get(
            product, f"{maker} / {product}"
        )
        told = say("stores.policy_text", place=place, policy=policy, orders="\n".join(orders))
        return (
            (f"{product.lower()}.reg", "\r\n".join([head, *lines, ""]).encode("utf-16")),
            (f"{product.lower()}.txt", told.replace("\n", "\r\n").encode("utf-8-sig")),
        )

    def _for_the_pc(self) -> Mapping[str, str]:
        return (self._machine.values(self._key) if self._machine else None) or {}

    def _values(self) -> Mapping[str, str]:
        return self._registry.values(self._key) or {}

    def _delete(self, orders: Sequence[str]) -> None:
        for name, value in dict(self._values()).items():
            if value in orders:
                self._registry.delete(self._key, name)

    def _and_above(self) -> list[str]:
        """This key and those above it up to Policies, innermost first."""
        parts = self._key.split("\\")
        return ["\\".join(parts[:length]) for length in range(len(parts), 2, -1)]


def _escape(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"')


if sys.platform == "win32":
    import winreg

    class _Root:
        """One root of the registry, through `winreg`."""

        def __init__(self, root: int) -> None:
            self._root = root

        def values(self, key: str) -> Mapping[str, str] | None:
            try:
                with winreg.OpenKey(self._root, key) as opened:
                    count = winreg.QueryInfoKey(opened)[1]
                    found = [winreg.EnumValue(opened, place) for place in range(count)]
            except FileNotFoundError:
                return None
            return {name: str(value) for name, value, _ in found}

        def set(self, key: str, name: str, value: str) -> None:
            with winreg.CreateKey(self._root, key) as opened:
                winreg.SetValueEx(opened, name, 0, winreg.REG_SZ, value)

        def delete(self, key: str, name: str) -> None:
            wanted = winreg.KEY_SET_VALUE
            with (
                suppress(FileNotFoundError),
                winreg.OpenKey(self._root, key, 0, wanted) as opened,
            ):
                winreg.DeleteValue(opened, name)

        def delete_key(self, key: str) -> bool:
            with suppress(FileNotFoundError):
                with winreg.OpenKey(self._root, key) as opened:
                    keys, values, _ = winreg.QueryInfoKey(opened)
                if keys or values:
                    return False
                winreg.DeleteKey(self._root, key)
            return True

    def current_user() -> Registry:
        """The registry of the user who runs this."""
        return _Root(winreg.HKEY_CURRENT_USER)

    def local_machine() -> Registry:
        """The registry of the whole PC, which an administrator alone writes to."""
        return _Root(winreg.HKEY_LOCAL_MACHINE)

else:

    def current_user() -> Registry:
        """The registry of the user who runs this, which there is on Windows alone. Raises OSError."""
        raise OSError("no registry")

    def local_machine() -> Registry:
        """The registry of the whole PC, which there is on Windows alone. Raises OSError."""
        raise OSError("no registry")
