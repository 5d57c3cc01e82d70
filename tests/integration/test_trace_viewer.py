"""A trace that was kept opens in Playwright's own viewer, which lists what was done."""

from __future__ import annotations

import threading
from collections.abc import AsyncIterator, Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import playwright
import pytest
from playwright.async_api import Page, async_playwright

from ekakushin.fixtures.mock_site import MockSite
from ekakushin.flows.browser.finding import BrowserProgram
from ekakushin.testing import Ekakushin

VIEWER = Path(playwright.__file__).parent / "driver" / "package" / "lib" / "vite" / "traceViewer"


class Handler(SimpleHTTPRequestHandler):
    """Serves a folder, and another below /kept/."""

    kept: Path

    def translate_path(self, path: str) -> str:
        name = path.partition("?")[0].removeprefix("/kept/")
        return str(self.kept / name) if path.startswith("/kept/") else super().translate_path(path)

    def log_message(self, format: str, *args: object) -> None:
        """Nothing is printed."""


@pytest.fixture
def kept(ekakushin: Ekakushin, mock_site: MockSite) -> Path:
    """The trace of one person's first step."""
    ekakushin.office.settings.trace = True
    (result,) = ekakushin.onboard(("issue",))
    assert result.state == "done", result
    return next((ekakushin.office.home / "evidence").glob("*/*/*-issue-trace.zip"))


@pytest.fixture
def viewer(kept: Path) -> Iterator[str]:
    """The viewer's own files, served on loopback together with what was kept."""
    handler = type("Both", (Handler,), {"kept": kept.parent})
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(handler, directory=str(VIEWER))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()


@pytest.fixture
async def page(browser_program: BrowserProgram) -> AsyncIterator[Page]:
    async with async_playwright() as driver:
        browser = await driver.chromium.launch(executable_path=str(browser_program.path))
        yield await browser.new_page()
        await browser.close()


@pytest.mark.skipif(not VIEWER.is_dir(), reason="this Playwright brings no viewer")
async def test_the_viewer_lists_the_acts_and_shows_the_page(
    page: Page, viewer: str, kept: Path, mock_site: MockSite
) -> None:
    await page.goto(f"{viewer}/index.html?trace={viewer}/kept/{kept.name}")
    acts = page.get_by_test_id("actions-tree")
    await acts.get_by_text("Fill").first.click(timeout=20_000)
    shown = page.frame_locator("iframe.snapshot-visible").get_by_text("認証情報/パスワード")
    await shown.first.wait_for(timeout=20_000)
    assert await acts.get_by_text("Click").count() >= 3
    assert mock_site.people()[0].authentication_password not in await page.content()
