"""An internet shortcut of the login page on the person's desktop."""

from __future__ import annotations

import hashlib
import itertools
import re
import sys
from pathlib import Path

import platformdirs

from ekakushin.automation.certificates.stores.store import missing_above
from ekakushin.automation.state.files import create_durably
from ekakushin.flows.models import Noun
from ekakushin.flows.secret import Secret

_FORBIDDEN = re.compile(r'[\\/:*?"<>|\x00-\x1f]')
_URL = re.compile(rb"^URL=(.+?)\r?$", re.MULTILINE)


class Shortcut(Noun):
    """A shortcut that was made: its file, and the SHA-256 of the address in it (which is personal)."""

    file: str
    address: str

    @property
    def name(self) -> str:
        """The name that the person sees."""
        return Path(self.file).stem

    def leads_to(self, address: Secret) -> bool:
        """Whether it is there and leads to this address."""
        return self.is_there and self.address == _digest(address)

    @property
    def is_there(self) -> bool:
        """Whether the file is still this shortcut."""
        try:
            found = _URL.search(Path(self.file).read_bytes())
        except OSError:
            return False
        return found is not None and hashlib.sha256(found[1]).hexdigest() == self.address

    def remove(self) -> None:
        """Remove it unless somebody has made it another one. Raises OSError."""
        if self.is_there:
            Path(self.file).unlink()


def desktop() -> Path:
    """The desktop's folder, which may not be there yet."""
    return Path(platformdirs.user_desktop_path())


def plan(folder: Path, name: str, address: Secret) -> Shortcut:
    """The shortcut that would be made: under another name where one of that name is something else."""
    ending = ".url" if sys.platform == "win32" else ".desktop"
    base = _FORBIDDEN.sub("_", name).strip(" .")[:80] or "ekakushin"
    names = itertools.chain([base], (f"{base} ({number})" for number in itertools.count(2)))
    files = (folder / f"{each}{ending}" for each in names)
    candidates = (Shortcut(file=str(file), address=_digest(address)) for file in files)
    return next(each for each in candidates if each.is_there or not Path(each.file).exists())


def _digest(address: Secret) -> str:
    return hashlib.sha256(address.reveal().encode()).hexdigest()


def missing(folder: Path) -> list[Path]:
    """The folders that `create` would make, outermost first."""
    return missing_above(folder)


def create(shortcut: Shortcut, address: Secret) -> None:
    """Write it, readable for its owner alone. Raises OSError."""
    file = Path(shortcut.file)
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    create_durably(file, _content(file, address.reveal()).encode())


def _content(file: Path, address: str) -> str:
    if file.suffix == ".url":
        return f"[InternetShortcut]\r\nURL={address}\r\n"
    return f"[Desktop Entry]\nVersion=1.0\nType=Link\nName={file.stem}\nURL={address}\nIcon=text-html\n"
