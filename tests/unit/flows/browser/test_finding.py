"""Which browser is taken, on a PC whose files are made up."""

from __future__ import annotations

import importlib
import re
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from ekakushin.flows.browser import finding
from ekakushin.flows.browser.finding import downloads_folder, find_browser
from ekakushin.flows.errors import BrowserMissing
from tests.support.systems import WINDOWS, posix_only

ROOTS = ("PROGRAMFILES", "PROGRAMW6432", "PROGRAMFILES(X86)", "LOCALAPPDATA")
Install = Callable[[str], Path]


@pytest.fixture(autouse=True)
def _bare_pc(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A Linux PC with an empty PATH and no downloads."""
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr(shutil, "which", lambda name: _file_of(tmp_path / "bin" / name))
    monkeypatch.setenv("PLAYWRIGHT_BROWSERS_PATH", str(tmp_path / "downloads"))
    monkeypatch.setattr(Path, "home", lambda: tmp_path / "user")


def _file_of(path: Path) -> str | None:
    return str(path) if path.is_file() else None


@pytest.fixture
def install(tmp_path: Path) -> Install:
    """Puts a program somewhere below the test's folder."""

    def put(place: str) -> Path:
        file = tmp_path / place
        file.parent.mkdir(parents=True, exist_ok=True)
        file.touch(mode=0o755)
        return file

    return put


def found(**wishes: object) -> str:
    """The name of the program that is found."""
    program = find_browser(**wishes)  # type: ignore[arg-type]
    return program.path.name if program else ""


def test_a_pc_may_have_no_browser() -> None:
    assert find_browser() is None


@pytest.mark.parametrize(
    ("name", "channel"),
    [
        ("chromium-headless-shell", "headless-shell"),
        ("chrome-headless-shell", "headless-shell"),
        ("microsoft-edge", "edge"),
        ("microsoft-edge-stable", "edge"),
        ("msedge", "edge"),
        ("google-chrome", "chrome"),
        ("google-chrome-stable", "chrome"),
        ("chromium", "chromium"),
        ("chromium-browser", "chromium"),
    ],
)
def test_a_browser_is_known_by_its_name_on_the_path(install: Install, name: str, channel: str) -> None:
    path = install(f"bin/{name}")

    program = find_browser()

    assert program is not None
    assert (program.channel, program.path) == (channel, path)
    assert program.light is (channel == "headless-shell")


ORDER = ("chromium-headless-shell", "msedge", "google-chrome", "chromium")


@pytest.mark.parametrize("first", range(len(ORDER)))
def test_the_light_one_comes_first_then_edge_chrome_chromium(install: Install, first: int) -> None:
    for name in reversed(ORDER[first:]):
        install(f"bin/{name}")

    assert found() == ORDER[first]


def test_a_window_needs_more_than_the_light_one(install: Install) -> None:
    install("bin/chromium-headless-shell")
    assert find_browser(headed=True) is None

    install("bin/chromium")
    assert found(headed=True) == "chromium"


@pytest.mark.parametrize(("wanted", "name"), [("chrome", "google-chrome"), ("CHROMIUM", "chromium")])
def test_a_wish_overrules_the_order(install: Install, wanted: str, name: str) -> None:
    for each in ORDER:
        install(f"bin/{each}")

    assert found(wanted=wanted) == name


@pytest.mark.parametrize("wanted", ["edge", "firefox", "headless-shell"])
def test_a_wish_that_cannot_be_met_is_named_and_nothing_else_taken(install: Install, wanted: str) -> None:
    install("bin/chromium")

    with pytest.raises(BrowserMissing) as raised:
        find_browser(wanted=wanted)

    assert raised.value.code == "ENV-001"
    assert wanted in str(raised.value)


def test_a_wish_for_the_light_one_cannot_show_a_window(install: Install) -> None:
    install("bin/chromium-headless-shell")

    with pytest.raises(BrowserMissing):
        find_browser(wanted="headless-shell", headed=True)


@pytest.mark.parametrize(("name", "light"), [("my-browser", False), ("my-headless-shell", True)])
def test_a_program_can_be_named_by_its_path(install: Install, name: str, light: bool) -> None:
    path = install(f"opt/{name}")
    install("bin/chromium")

    program = find_browser(wanted=str(path))

    assert program is not None
    assert (program.path, program.light) == (path, light)


def test_a_path_may_begin_at_the_user_s_home(install: Install, monkeypatch: pytest.MonkeyPatch) -> None:
    path = install("user/browser")
    for name in ("HOME", "USERPROFILE"):
        monkeypatch.setenv(name, str(path.parent))

    program = find_browser(wanted="~/browser")

    assert program is not None
    assert program.path == path


def test_a_path_where_nothing_is_names_itself(tmp_path: Path) -> None:
    wanted = tmp_path / "gone/chrome"
    with pytest.raises(BrowserMissing, match=re.escape(str(wanted))):
        find_browser(wanted=str(wanted))


@pytest.mark.parametrize(
    ("place", "channel"),
    [
        ("chromium_headless_shell-1200/chrome-linux/headless_shell", "headless-shell"),
        (
            "chromium_headless_shell-1200/chrome-headless-shell-linux64/chrome-headless-shell",
            "headless-shell",
        ),
        ("chromium-1200/chrome-linux/chrome", "chromium"),
        ("chromium-1200/chrome-linux64/chrome", "chromium"),
        ("chromium-1200/chrome-win64/chrome.exe", "chromium"),
        ("chromium-1200/chrome-mac-arm64/Chromium.app/Contents/MacOS/Chromium", "chromium"),
    ],
)
def test_what_playwright_has_downloaded_is_found(install: Install, place: str, channel: str) -> None:
    path = install(f"downloads/{place}")

    program = find_browser()

    assert program is not None
    assert (program.channel, program.path) == (channel, path)


def test_the_newer_download_is_taken(install: Install) -> None:
    for revision in (1198, 1201, 1200):
        install(f"downloads/chromium-{revision}/chrome-linux/chrome")

    program = find_browser()

    assert program is not None
    assert "chromium-1201" in program.path.parts


@posix_only("a file is a program there by its mode, on Windows by its name")
def test_a_download_that_is_no_program_is_left_alone(install: Install) -> None:
    install("downloads/chromium-1200/chrome-linux/chrome").chmod(0o644)

    assert find_browser() is None


def test_an_installed_light_one_comes_before_a_downloaded_one(install: Install) -> None:
    install("downloads/chromium_headless_shell-1200/chrome-linux/headless_shell")
    install("bin/chromium-headless-shell")

    assert found() == "chromium-headless-shell"


@pytest.fixture
def on_windows(monkeypatch: pytest.MonkeyPatch) -> None:
    """A Windows PC without any browser."""
    monkeypatch.setattr(sys, "platform", "win32")
    for name in ROOTS:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(finding, "_app_paths", lambda _: [])


@pytest.mark.usefixtures("on_windows")
@pytest.mark.parametrize("root", ROOTS)
def test_windows_keeps_edge_in_one_of_its_folders(
    install: Install, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, root: str
) -> None:
    monkeypatch.setenv(root, str(tmp_path / "root"))
    monkeypatch.setattr(
        "ekakushin.flows.browser.finding._ON_WINDOWS", (("edge", "Microsoft/Edge/Application/msedge.exe"),)
    )

    path = install("root/Microsoft/Edge/Application/msedge.exe")

    program = find_browser()
    assert program is not None
    assert (program.channel, program.path) == ("edge", path)


@pytest.mark.usefixtures("on_windows")
def test_windows_knows_where_a_browser_was_installed_to(
    install: Install, monkeypatch: pytest.MonkeyPatch
) -> None:
    paths = {"msedge.exe": [install("D/Edge/msedge.exe")], "chrome.exe": [install("D/gone").with_name("no")]}
    monkeypatch.setattr(finding, "_app_paths", paths.__getitem__)

    program = find_browser()
    assert program is not None
    assert (program.channel, program.path.name) == ("edge", "msedge.exe")


@pytest.mark.usefixtures("on_windows")
def test_edge_is_first_on_windows_and_the_light_one_last(install: Install) -> None:
    for name in ("chromium-headless-shell", "chromium", "msedge"):
        install(f"bin/{name}")

    assert found() == "msedge"


@pytest.mark.skipif(not WINDOWS, reason="Windows alone has a registry")
def test_the_registry_says_where_a_browser_is(install: Install, monkeypatch: pytest.MonkeyPatch) -> None:
    winreg: Any = importlib.import_module("winreg")
    monkeypatch.setattr(sys, "platform", "win32")
    path, key = install("D/業務/ours.exe"), rf"{finding._APP_PATHS}\ekakushin-ours.exe"
    with winreg.CreateKey(winreg.HKEY_CURRENT_USER, key) as opened:
        winreg.SetValueEx(opened, "", 0, winreg.REG_SZ, f'"{path}"')
    try:
        assert path in finding._app_paths("ekakushin-ours.exe")
    finally:
        winreg.DeleteKey(winreg.HKEY_CURRENT_USER, key)


def test_a_mac_keeps_browsers_among_the_user_s_applications(
    install: Install, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "platform", "darwin")
    install("user/Applications/Google Chrome.app/Contents/MacOS/Google Chrome")

    assert found(wanted="chrome") == "Google Chrome"


def test_the_applications_of_a_mac_are_not_looked_for_elsewhere(install: Install) -> None:
    install("user/Applications/Google Chrome.app/Contents/MacOS/Google Chrome")

    assert find_browser() is None


@pytest.mark.parametrize(
    ("platform", "environment", "below"),
    [
        ("linux", {}, "user/.cache/ms-playwright"),
        ("linux", {"XDG_CACHE_HOME": "cache"}, "cache/ms-playwright"),
        ("darwin", {}, "user/Library/Caches/ms-playwright"),
        ("win32", {}, "user/AppData/Local/ms-playwright"),
        ("win32", {"LOCALAPPDATA": "local"}, "local/ms-playwright"),
        ("linux", {"PLAYWRIGHT_BROWSERS_PATH": "elsewhere"}, "elsewhere"),
    ],
)
def test_downloads_lie_where_playwright_puts_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, platform: str, environment: dict[str, str], below: str
) -> None:
    monkeypatch.setattr(sys, "platform", platform)
    for name in ("PLAYWRIGHT_BROWSERS_PATH", "XDG_CACHE_HOME", "LOCALAPPDATA"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, str(tmp_path / value))

    assert downloads_folder() == tmp_path / below


def test_playwright_s_own_zero_means_its_default(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PLAYWRIGHT_BROWSERS_PATH", "0")
    monkeypatch.delenv("XDG_CACHE_HOME", raising=False)

    assert downloads_folder() == tmp_path / "user/.cache/ms-playwright"
