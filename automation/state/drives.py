"""Whether a folder lies where a database file is not safe: on the network, or where something synchronises it."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Literal

Hazard = Literal["", "network", "synchronised"]

_NETWORKS = frozenset(
    {
        "nfs",
        "nfs3",
        "nfs4",
        "cifs",
        "smb2",
        "smb3",
        "smbfs",
        "afpfs",
        "webdav",
        "davfs",
        "ncpfs",
        "afs",
        "fuse.sshfs",
    }
)
_REMOTE = 4  # DRIVE_REMOTE of GetDriveTypeW
# OneDrive tells where it is in these variables; others are known by the usual names of their folders.
_TOLD = ("OneDrive", "OneDriveCommercial", "OneDriveConsumer")
_SYNCHRONISED = frozenset(
    {
        "onedrive",
        "dropbox",
        "google drive",
        "googledrive",
        "my drive",
        "マイドライブ",
        "box sync",
        "iclouddrive",
    }
)
_OF_A_COMPANY = ("onedrive - ", "dropbox (", "googledrive-", "onedrive-")


def hazard_of(folder: Path, environment: Mapping[str, str] | None = None) -> Hazard:
    """What a database file in this folder would suffer from; "" where nothing is known to be wrong."""
    path = Path(os.path.realpath(folder.expanduser()))
    if _is_on_network(path):
        return "network"
    return "synchronised" if is_synchronised(path, os.environ if environment is None else environment) else ""


def is_synchronised(path: Path, environment: Mapping[str, str]) -> bool:
    """Whether OneDrive or another of its kind keeps the folder the same on several PCs."""
    told = [Path(environment[name]) for name in _TOLD if environment.get(name)]
    if any(path == each or each in path.parents for each in told):
        return True
    names = [part.casefold() for part in path.parts]
    return any(name in _SYNCHRONISED or name.startswith(_OF_A_COMPANY) for name in names)


def is_share(path: str) -> bool:
    r"""Whether a Windows path names another computer: \\server\share, also as \\?\UNC\server\share."""
    plain = path.replace("/", "\\")
    if plain.startswith(("\\\\?\\", "\\\\.\\")):
        return plain[4:8].upper() == "UNC\\"
    return plain.startswith("\\\\")


def kind_of_mount(path: Path, mounts: Iterable[tuple[str, str]]) -> str:
    """The kind of file system a path is on; `mounts` are pairs of a mount point and its kind."""
    above = {each.as_posix() for each in (path, *path.parents)}
    found = [(len(point), kind) for point, kind in mounts if point in above]
    return max(found, default=(0, ""))[1]


def _is_on_network(path: Path) -> bool:
    if sys.platform == "win32":
        import ctypes

        return is_share(str(path)) or ctypes.windll.kernel32.GetDriveTypeW(path.anchor) == _REMOTE
    import psutil

    mounts = [(each.mountpoint, each.fstype) for each in psutil.disk_partitions(all=True)]
    return kind_of_mount(path, mounts) in _NETWORKS
