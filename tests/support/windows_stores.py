"""Windows' folders of certificates and its containers of keys, in memory, which refuse when they are told to."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field

from ekakushin.automation.certificates.forms import Key
from ekakushin.automation.certificates.stores.containers import KeyPlace
from ekakushin.automation.certificates.stores.folders import FolderName
from ekakushin.automation.certificates.stores.wincrypt import NO_CONTAINER, Refusal


@dataclass
class MemoryWindows:
    """What this Windows holds; after `acts_left` acts it is as if the power had gone."""

    keys: dict[tuple[str, str], Key] = field(default_factory=dict)
    mine: dict[tuple[FolderName, str], KeyPlace | None] = field(default_factory=dict)
    machines: set[tuple[FolderName, str]] = field(default_factory=set)
    refused: dict[str, int] = field(default_factory=dict)
    acts_left: int | None = None

    def act(self, name: str) -> None:
        """Note that something changes now. Raises Refusal where `refused` has a number for it."""
        if self.acts_left is not None:
            if self.acts_left == 0:
                raise KeyboardInterrupt
            self.acts_left -= 1
        if name in self.refused:
            raise Refusal(name, self.refused[name])


class MemoryPlace(KeyPlace):
    """A place in `MemoryStorage`."""

    windows: MemoryWindows

    def exists(self) -> bool:
        return (self.provider, self.container) in self.windows.keys

    def delete(self) -> None:
        self.windows.act("delete key")
        self.windows.keys.pop((self.provider, self.container), None)


class MemoryStorage:
    """Takes keys of some kinds; a `forgetful` one takes them and has lost them, as Wine's CNG."""

    def __init__(self, windows: MemoryWindows, provider: str, *kinds: type, forgetful: bool = False) -> None:
        self.windows, self.provider, self.kinds, self.forgetful = windows, provider, kinds, forgetful

    def place(self, container: str) -> MemoryPlace:
        place = MemoryPlace(container, self.provider, 0, 0)
        object.__setattr__(place, "windows", self.windows)
        return place

    def takes(self, key: Key) -> bool:
        return isinstance(key, self.kinds)

    def put(self, container: str, key: Key) -> None:
        self.windows.act(f"put key {self.provider}")
        if self.forgetful:
            raise Refusal("NCryptOpenKey", NO_CONTAINER)
        self.windows.keys[self.provider, container] = key


class MemoryFolders:
    """The folders of `MemoryWindows`."""

    def __init__(self, windows: MemoryWindows) -> None:
        self.windows = windows

    def has(self, folder: FolderName, thumbprint: str) -> bool:
        return (folder, thumbprint) in self.windows.mine or (folder, thumbprint) in self.windows.machines

    def is_the_machines(self, folder: FolderName, thumbprint: str) -> bool:
        return (folder, thumbprint) in self.windows.machines

    def use_key(self, thumbprint: str) -> None:
        place = self.windows.mine.get(("My", thumbprint))
        if place is None or not place.exists():
            raise Refusal("CryptAcquireCertificatePrivateKey", NO_CONTAINER)

    def key_places(self) -> dict[str, KeyPlace]:
        return {thumbprint: place for (_, thumbprint), place in self.windows.mine.items() if place}

    def add(
        self, folder: FolderName, der: bytes, *, key: KeyPlace | None = None, friendly_name: str = ""
    ) -> None:
        self.windows.act(f"add {folder}")
        if "lost" not in self.windows.refused:
            self.windows.mine[folder, hashlib.sha1(der).hexdigest()] = key

    def delete(self, folder: FolderName, thumbprint: str) -> None:
        self.windows.act(f"delete {folder}")
        if (folder, thumbprint) not in self.windows.mine and (folder, thumbprint) in self.windows.machines:
            raise Refusal("CertDeleteCertificateFromStore", 0x80070005)
        self.windows.mine.pop((folder, thumbprint), None)
