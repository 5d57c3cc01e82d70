"""Where there is no browser one is got, and what is done is said."""

from __future__ import annotations

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
