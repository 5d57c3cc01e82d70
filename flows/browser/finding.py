"""Finds a browser on this PC that can be used."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Literal

from ekakushin.flows.errors import BrowserMissing
from ekakushin.flows.models import Noun

Channel = Literal["edge", "chrome", "chromium", "headless-shell"]


class BrowserProgram(Noun):
    """A browser to start. `light` is the headless-only Chromium, which cannot show a window."""

    channel: Channel
    path: Path
    light: bool = False

    @property
    def place(self) -> str:
        """Where it is, for people."""
        return str(self.path)


_ON_PATH: tuple[tuple[Channel, tuple[str, ...]], ...] = (
    ("headless-shell", ("chromium-headless-shell", "chrome-headless-shell")),
    ("edge", ("microsoft-edge", "microsoft-edge-stable", "msedge")),
    ("chrome", ("google-chrome", "google-chrome-stable", "chrome")),
    ("chromium", ("chromium", "chromium-browser")),
)
_ON_WINDOWS: tuple[tuple[Channel, str], ...] = (
    ("edge", r"Microsoft\Edge\Application\msedge.exe"),
    ("chrome", r"Google\Chrome\Application\chrome.exe"),
    ("chromium", r"Chromium\Application\chrome.exe"),
)
# A program of 32 bits is told of its own folder of programs, and by ProgramW6432 of the other.
_ROOTS = ("PROGRAMFILES", "PROGRAMW6432", "PROGRAMFILES(X86)", "LOCALAPPDATA")
_REGISTERED: tuple[tuple[Channel, str], ...] = (("edge", "msedge.exe"), ("chrome", "chrome.exe"))
_APP_PATHS = r"Software\Microsoft\Windows\CurrentVersion\App Paths"
_ON_MACOS: tuple[tuple[Channel, str], ...] = (
    ("edge", "Microsoft Edge.app/Contents/MacOS/Microsoft Edge"),
    ("chrome", "Google Chrome.app/Contents/MacOS/Google Chrome"),
    ("chromium", "Chromium.app/Contents/MacOS/Chromium"),
)
# Where Playwright keeps its own downloads: folder of the browser → program inside.
_DOWNLOADED: tuple[tuple[Channel, str], ...] = (
    ("headless-shell", "chromium_headless_shell-*/*/*headless[-_]shell*"),
    ("chromium", "chromium-*/chrome-linux*/chrome"),
    ("chromium", "chromium-*/chrome-win*/chrome.exe"),
    ("chromium", "chromium-*/chrome-mac*/*.app/Contents/MacOS/*"),
)


def find_browser(*, wanted: str = "", headed: bool = False) -> BrowserProgram | None:
    """The browser to use: the light one first when headless, then Edge, Chrome, Chromium; None if there is none.

    On Windows Edge is first, which every PC has and its office allows.

    `wanted` is a channel (`edge`, `chrome`, `chromium`, `headless-shell`) or the path of a program and
    overrules the order. Raises BrowserMissing (ENV-001) if what is wanted is not there.
    """
    if wanted and (os.sep in wanted or "/" in wanted or Path(wanted).is_file()):
        return _program_at(Path(wanted).expanduser())
    found = [program for program in _find_installed() if not (headed and program.light)]
    if wanted:
        found = [program for program in found if program.channel == wanted.lower()]
        if not found:
            raise BrowserMissing("ENV-001", detail=wanted)
    return found[0] if found else None


def _program_at(path: Path) -> BrowserProgram:
    if not path.is_file():
        raise BrowserMissing("ENV-001", detail=str(path))
    light = "headless" in path.name
    return BrowserProgram(channel="headless-shell" if light else "chromium", path=path, light=light)


def _find_installed() -> list[BrowserProgram]:
    order: list[Channel] = ["edge", "chrome", "chromium"]
    order.insert(3 if sys.platform == "win32" else 0, "headless-shell")
    programs = [
        BrowserProgram(channel=channel, path=path, light=channel == "headless-shell")
        for channel, path in _candidates()
    ]
    return sorted(programs, key=lambda program: order.index(program.channel))


def _candidates() -> Iterator[tuple[Channel, Path]]:
    for channel, names in _ON_PATH:
        yield from ((channel, Path(found)) for name in names if (found := shutil.which(name)))
    if sys.platform == "win32":
        roots = [os.environ.get(name) for name in _ROOTS]
        places = [(channel, Path(root) / rest) for channel, rest in _ON_WINDOWS for root in roots if root]
        places += [(channel, path) for channel, name in _REGISTERED for path in _app_paths(name)]
    else:
        roots = ["/Applications", str(Path.home() / "Applications")] if sys.platform == "darwin" else []
        places = [(channel, Path(root) / rest) for channel, rest in _ON_MACOS for root in roots]
    yield from ((channel, path) for channel, path in places if path.is_file())
    for channel, pattern in _DOWNLOADED:
        paths = sorted(downloads_folder().glob(pattern), reverse=True)
        yield from ((channel, path) for path in paths if path.is_file() and os.access(path, os.X_OK))


def downloads_folder() -> Path:
    """Where Playwright puts the browsers that it downloads (PLAYWRIGHT_BROWSERS_PATH or its default)."""
    named = os.environ.get("PLAYWRIGHT_BROWSERS_PATH")
    if named and named != "0":
        return Path(named)
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA", Path.home() / "AppData/Local")) / "ms-playwright"
    if sys.platform == "darwin":
        return Path.home() / "Library/Caches/ms-playwright"
    return Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache")) / "ms-playwright"


if sys.platform == "win32":
    import winreg

    def _app_paths(program: str) -> list[Path]:
        """Where Windows would start a program of this name, wherever somebody has installed it."""
        found = []
        for root in (winreg.HKEY_CURRENT_USER, winreg.HKEY_LOCAL_MACHINE):
            for view in (winreg.KEY_WOW64_64KEY, winreg.KEY_WOW64_32KEY):
                with (
                    suppress(OSError),
                    winreg.OpenKey(root, rf"{_APP_PATHS}\{program}", 0, winreg.KEY_READ | view) as key,
                ):
                    value, _ = winreg.QueryValueEx(key, "")
                    found.append(Path(os.path.expandvars(str(value).strip('"'))))
        return list(dict.fromkeys(found))

else:

    def _app_paths(program: str) -> list[Path]:
        """Where Windows would start a program of this name, which there is on Windows alone."""
        return []
