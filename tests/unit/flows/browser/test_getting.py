"""Where there is no browser one is got, and what is done is said."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from ekakushin.flows.browser import getting
from ekakushin.flows.browser.finding import BrowserProgram
from ekakushin.flows.errors import BrowserMissing

SHELL = BrowserProgram(channel="headless-shell", path=Path("/opt/chromium-headless-shell"), light=True)


class World:
    """A PC on which commands are only written down; `brings` is the one that brings a browser."""

    def __init__(self, brings: str) -> None:
        self.commands: list[str] = []
        self._brings = brings

    def run(self, command: list[str]) -> str:
        self.commands.append(" ".join(command))
        return "" if self._brings in self.commands[-1] else "no route to host"

    def find(self, **_: object) -> BrowserProgram | None:
        return SHELL if any(self._brings in command for command in self.commands) else None


@pytest.fixture
def world(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], World]:
    def made(brings: str) -> World:
        world = World(brings)
        monkeypatch.setattr(getting, "find_browser", world.find)
        monkeypatch.setattr(getting, "_run", world.run)
        monkeypatch.setattr(getting, "starts", lambda program: True)
        monkeypatch.setattr(getting.shutil, "which", lambda name: f"/usr/bin/{name}")
        return world

    return made


def test_playwrights_own_download_comes_first(world: Callable[[str], World]) -> None:
    pc = world("playwright install")
    told: list[str] = []
    assert getting.browser_or_get_one(tell=told.append) == SHELL
    assert [command for command in pc.commands if "apt-get" in command] == []
    assert any(str(SHELL.path) in line for line in told)


def test_where_it_cannot_be_reached_the_distributions_package_is_taken(world: Callable[[str], World]) -> None:
    pc = world("chromium-headless-shell")
    told: list[str] = []
    assert getting.browser_or_get_one(tell=told.append) == SHELL
    assert "playwright install" in pc.commands[0]
    assert any("chromium-headless-shell" in line for line in told)


def test_a_headed_browser_is_never_the_one_without_a_window(world: Callable[[str], World]) -> None:
    pc = world("install --no-install-recommends chromium ")
    getting.browser_or_get_one(headed=True, tell=lambda line: None)
    assert not [command for command in pc.commands if "headless-shell" in command]


def test_what_was_tried_is_in_the_error(world: Callable[[str], World]) -> None:
    world("nothing at all")
    with pytest.raises(BrowserMissing, match="no route to host"):
        getting.browser_or_get_one(tell=lambda line: None)


def test_a_browser_that_is_named_is_not_looked_for_elsewhere(tmp_path: Path) -> None:
    with pytest.raises(BrowserMissing, match="edge-of-tomorrow"):
        getting.browser_or_get_one(wanted=str(tmp_path / "edge-of-tomorrow"), tell=lambda line: None)


NODE = """Downloading Chromium Headless Shell 156.0 from https://cdn.example/a.zip
Error: getaddrinfo ENOTFOUND cdn.example
    at GetAddrInfoReqWrap.onlookupall [as oncomplete] (node:dns:122:26) {
  errno: -3008,
  code: 'ENOTFOUND',
  syscall: 'getaddrinfo',
  hostname: 'cdn.example'
}
Failed to install browsers
Error: Failed to download Chromium Headless Shell, caused by
Error: Download failure, code=1
    at ChildProcess.<anonymous> (C:\\x\\oopDownloadBrowserMain.js:1:2)
    at ChildProcess.emit (node:events:518:28)
"""
PROXY = """Error: Download failed: server returned code 407. URL: https://cdn.example/a.zip
    at Request._callback (/x/y.js:3:4)
"""
PYTHON = """Traceback (most recent call last):
  File "/usr/lib/python3/runpy.py", line 198, in _run
    exec(code)
ModuleNotFoundError: No module named playwright
"""
APT = """Reading package lists...
W: some warning
E: Unable to locate package chromium-headless-shell
E: and another
"""


@pytest.mark.parametrize(
    ("output", "why"),
    [
        (NODE, "Error: getaddrinfo ENOTFOUND cdn.example"),
        (PROXY, "Error: Download failed: server returned code 407. URL: https://cdn.example/a.zip"),
        (PYTHON, "ModuleNotFoundError: No module named playwright"),
        (APT, "E: Unable to locate package chromium-headless-shell"),
        ("just words\n  and a last line\n", "and a last line"),
        ("it broke\n    at f (a.js:1:2)\n}\n", "it broke"),
        ("\n", ""),
    ],
)
def test_the_first_line_that_says_why_is_told(output: str, why: str) -> None:
    assert getting._why(output) == why


def test_a_command_that_fails_is_told_by_its_reason_not_by_its_stack() -> None:
    script = "import sys; sys.stderr.write('Error: no way\\n    at f (a.js:1:2)\\n'); sys.exit(1)"
    assert getting._run([sys.executable, "-c", script]) == "Error: no way"
