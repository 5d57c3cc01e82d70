"""The documentation is built without a warning, and read and searched from a folder, without a server."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, sync_playwright

from ekakushin.flows.browser.finding import BrowserProgram

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The documentation as HTML; every warning is an error, a link to nowhere too."""
    pytest.importorskip("sphinx", reason="is in the extra docs")
    folder = tmp_path_factory.mktemp("documentation")
    command = [sys.executable, "-m", "sphinx", "-q", "-W", "--keep-going", "-d", f"{folder}/trees"]
    command += ["docs", f"{folder}/html"]
    done = subprocess.run(command, check=False, cwd=ROOT, capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")
    return folder / "html"


@pytest.fixture
def page(browser_program: BrowserProgram) -> Iterator[Page]:
    """A page of a browser of its own."""
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=str(browser_program.path))
        yield browser.new_page()
        browser.close()


def test_it_is_searched_in_japanese_and_by_codes_without_a_server(built: Path, page: Page) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))

    def found(words: str) -> list[str]:
        page.goto(f"{(built / 'search.html').as_uri()}?q={words}")
        page.get_by_role("heading", name="検索結果").wait_for()
        return page.locator("#search-results ul.search > li > a").all_inner_texts()

    assert "証明書 > 証明書の期限と更新" in found("証明書の期限")
    assert "ekakushinのエラーコード集 > ISS-004" in found("ISS-004")
    assert "秘密と監査" in found("パスフレーズを忘れた")
    assert "名簿" in found("--visible")
    assert found("存在しない言葉") == []
    assert [url for url in asked if not url.startswith(("file:", "data:"))] == []
