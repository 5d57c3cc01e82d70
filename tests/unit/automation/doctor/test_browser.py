"""The browser, as far as no browser is needed to say something of it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from types import SimpleNamespace

import pytest

from ekakushin.automation.doctor import examination as browser
from ekakushin.automation.doctor import premises
from ekakushin.automation.doctor.examination import look_at_browser
from ekakushin.flows.browser.finding import BrowserProgram
from ekakushin.flows.errors import BrowserMissing
from tests.unit.automation.doctor.conftest import Enter

LIGHT = BrowserProgram(channel="headless-shell", path=Path("/there/headless-shell"), light=True)
EDGE = BrowserProgram(channel="edge", path=Path("/there/msedge"))


class FakeBrowsing:
    """A browser that says its version, or does not start."""

    trouble: Exception | None = None
    hangs = False

    @classmethod
    @asynccontextmanager
    async def start(cls, program: BrowserProgram, **_: object) -> AsyncIterator[SimpleNamespace]:
        if cls.trouble:
            raise cls.trouble
        if cls.hangs:
            await asyncio.sleep(60)
        yield SimpleNamespace(version="156.0.1.2")


@pytest.fixture
def fake(monkeypatch: pytest.MonkeyPatch) -> type[FakeBrowsing]:
    kind = type("Fake", (FakeBrowsing,), {})
    monkeypatch.setattr(browser, "Browsing", kind)
    return kind


def found(monkeypatch: pytest.MonkeyPatch, program: BrowserProgram | None) -> None:
    monkeypatch.setattr(premises, "find_browser", lambda **_: program)


def test_no_browser_is_bad(enter: Enter, monkeypatch: pytest.MonkeyPatch) -> None:
    found(monkeypatch, None)

    (check,) = look_at_browser(enter())

    assert (check.name, check.state, check.code) == ("browser", "bad", "ENV-001")


def test_one_that_was_named_and_is_not_there_is_bad_and_named(enter: Enter) -> None:
    (check,) = look_at_browser(enter(browser="/nonexistent"))

    assert (check.state, check.code) == ("bad", "ENV-001")
    assert str(Path("/nonexistent")) in check.detail


@pytest.mark.parametrize("program", [LIGHT, EDGE])
def test_a_browser_tells_its_version_and_how_it_goes_without_a_window(
    program: BrowserProgram, enter: Enter, fake: type[FakeBrowsing], monkeypatch: pytest.MonkeyPatch
) -> None:
    found(monkeypatch, program)

    there, headless = look_at_browser(enter())

    assert (there.state, headless.state) == ("good", "good")
    assert f"{program.channel} 156.0.1.2" in there.detail


def test_one_that_does_not_start_is_bad(
    enter: Enter, fake: type[FakeBrowsing], monkeypatch: pytest.MonkeyPatch
) -> None:
    found(monkeypatch, EDGE)
    fake.trouble = BrowserMissing("ENV-001", detail="libnss3.so")

    (check,) = look_at_browser(enter())

    assert (check.state, check.code) == ("bad", "ENV-001")
    assert "libnss3.so" in check.detail


def test_one_that_hangs_is_not_waited_for(
    enter: Enter, fake: type[FakeBrowsing], monkeypatch: pytest.MonkeyPatch
) -> None:
    found(monkeypatch, EDGE)
    monkeypatch.setattr(browser, "START_SECONDS", 0.05)
    fake.hangs = True

    with pytest.raises(TimeoutError):
        look_at_browser(enter())


def test_a_window_needs_a_screen(
    enter: Enter, fake: type[FakeBrowsing], monkeypatch: pytest.MonkeyPatch
) -> None:
    found(monkeypatch, EDGE)
    monkeypatch.setattr("sys.platform", "linux")
    for name in ("DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)

    _, headless = look_at_browser(enter(headed=True))
    monkeypatch.setenv("DISPLAY", ":0")
    _, shown = look_at_browser(enter(headed=True))

    assert (headless.code, shown.state) == ("ENV-001", "good")
