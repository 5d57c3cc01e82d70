"""Playwright's own program, which an antivirus or a policy may block: told as that, with the reason."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest

from ekakushin.flows.browser.driving import Browsing
from ekakushin.flows.browser.finding import BrowserProgram
from ekakushin.flows.errors import BrowserMissing
from ekakushin.flows.site import Site

NO_BROWSER = BrowserProgram(channel="edge", path=Path("never started"))


async def refusal() -> tuple[str, str]:
    """Code and sentence with which a start ends."""
    try:
        async with Browsing.start(NO_BROWSER, site=Site()):
            return "", ""
    except BrowserMissing as error:
        return error.code, str(error)


async def test_one_that_cannot_be_started_is_no_browser_with_the_system_s_reason(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PLAYWRIGHT_NODEJS_PATH", str(tmp_path / "node.exe"))
    code, sentence = await refusal()

    assert code == "ENV-001"
    assert re.search(r"node\.exe: \[(Errno|WinError) 2\]", sentence)


async def test_one_that_ends_at_once_is_no_browser_with_its_exit_code(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PLAYWRIGHT_NODEJS_PATH", sys.executable)  # which is no Node and says so
    code, sentence = await refusal()

    assert code == "ENV-001"
    assert re.search(r"(終了コード [12]、|exit code [12])", sentence)
