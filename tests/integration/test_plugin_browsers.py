"""Which browser the pytest plugin takes, and what it says where that one is missing."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from playwright.async_api import async_playwright

from ekakushin.fixtures.plugin.artifacts import covering_script
from ekakushin.fixtures.plugin.browsers import trusting
from ekakushin.flows.browser.finding import BrowserProgram
from tests.support.qa_runs import run_pytest

_TESTS = """
import os, pathlib, pytest
from ekakushin.flows.browser.finding import BrowserProgram

@pytest.fixture(scope="session")
def browser_program():
    return BrowserProgram(channel="chromium", path=pathlib.Path(os.environ["THE_BROWSER"]))

def test_a_page(page):
    page.set_content("<p>here</p>")
"""
_OF_THE_FLOWS = "def test_of_the_flows(browser_program):\n    pass\n"


def test_what_playwright_has_not_downloaded_is_env_001_and_how_to_get_it(
    tmp_path: Path, browser_program: BrowserProgram
) -> None:
    (tmp_path / "test_here.py").write_text(_TESTS)
    both = ("--browser=firefox", "--browser=chromium", "--video=on")
    there = {"PLAYWRIGHT_BROWSERS_PATH": str(tmp_path / "empty"), "THE_BROWSER": str(browser_program.path)}

    run = run_pytest(tmp_path, tmp_path / "run", "-n", "0", *both, **there)

    for browser, wanted in (("firefox", "firefox"), ("chromium", "ffmpeg")):
        assert f"playwright install {wanted}" in run.message(f"test_a_page[{browser}]")
        assert run.properties(f"test_a_page[{browser}]")["ekakushin_code"] == "ENV-001"
        assert "During handling" not in run.message(f"test_a_page[{browser}]")


@pytest.mark.skipif(Path("/opt/google/chrome/chrome").exists(), reason="Chrome is here")
def test_a_channel_that_is_not_here_is_env_001(tmp_path: Path) -> None:
    (tmp_path / "test_here.py").write_text(_OF_THE_FLOWS + "def test_a_page(page):\n    pass\n")

    run = run_pytest(tmp_path, tmp_path / "run", "-n", "0", "--browser-channel=chrome")

    for test in ("test_a_page", "test_of_the_flows"):
        assert "[ENV-001]" in run.message(test)
        assert "chrome" in run.properties(test)["ekakushin_message"]


def test_a_window_where_there_is_no_display_is_env_001(tmp_path: Path) -> None:
    (tmp_path / "test_here.py").write_text(_OF_THE_FLOWS)

    run = run_pytest(tmp_path, tmp_path / "run", "-n", "0", "--headed", DISPLAY="", WAYLAND_DISPLAY="")

    assert "[ENV-001]" in run.message("test_of_the_flows")
    assert "--headed" in run.message("test_of_the_flows")


def test_what_is_trusted_already_stays_trusted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    companys = tmp_path / "company.pem"
    companys.write_bytes(b"the company's")
    monkeypatch.setenv("NODE_EXTRA_CA_CERTS", str(companys))

    with trusting([b"the mock's"], tmp_path / "ca.pem"):
        trusted = Path(os.environ["NODE_EXTRA_CA_CERTS"]).read_bytes()

    assert trusted == b"the company's\nthe mock's"
    assert os.environ["NODE_EXTRA_CA_CERTS"] == str(companys)


async def test_a_video_shows_neither_what_is_typed_nor_a_secret_on_the_page(
    browser_program: BrowserProgram,
) -> None:
    async with async_playwright() as driver:
        browser = await driver.chromium.launch(executable_path=browser_program.path)
        page = await browser.new_page()
        await page.add_init_script(covering_script(["s3cret-9", "now"]))
        await page.goto("data:text/html,<input value=typed> <p>your PIN is <b>s3cr</b>et-9 now</p>")
        await page.evaluate("document.body.append('and again: s3cret-9')")
        typed = await page.evaluate("getComputedStyle(document.querySelector('input')).color")
        covered = await page.evaluate("[...CSS.highlights.get('ekakushin-covered')].map(String)")
        await browser.close()

    assert typed == "rgba(0, 0, 0, 0)"
    assert covered == ["s3cret-9", "s3cret-9"]
