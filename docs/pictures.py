"""Makes the pictures of the documentation anew from the mock: `python docs/pictures.py [FOLDER]`.

Everything on them is invented: the mock's people, a folder of their own, a real browser, the real command.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from html import escape
from itertools import groupby
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright
from rich.cells import cell_len, chop_cells

from ekakushin.fixtures.driver import Ekakushin
from ekakushin.fixtures.mock_site import MockSite
from ekakushin.flows.browser.getting import browser_or_get_one
from ekakushin.flows.secret import Secret

_COLUMNS = 80
_VIEW = {"width": 900, "height": 620}
_PASSPHRASE = Secret("for these pictures alone")
_CELL, _LINE, _MARGIN = 9, 23, 16  # pixels
_FONTS = "'BIZ UDGothic','MS Gothic','Noto Sans Mono CJK JP','IPAGothic',Consolas,monospace"
_HEAD = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" font-family="{fonts}" font-size="16">
<rect width="{width}" height="{height}" rx="8" fill="#1e2227"/>
"""


class Studio:
    """A mock with three people, the command against it, and where the pictures go."""

    def __init__(self, site: MockSite, scratch: Path, folder: Path) -> None:
        self.site, self.scratch, self.folder = site, scratch, folder
        self.home = scratch / "データ"

    def run(self, *arguments: str) -> list[str]:
        """What the command says on a terminal of 80 columns, places shortened to what a reader would type."""
        given = {"EKAKUSHIN_HOME": str(self.home), "EKAKUSHIN_SITE": str(self.site.site_file)}
        secret = {"EKAKUSHIN_VAULT": "file", "EKAKUSHIN_VAULT_PASSPHRASE": _PASSPHRASE.reveal()}
        environment = {**os.environ, **given, **secret, "COLUMNS": "80", "PYTHONUTF8": "1"}
        command = [sys.executable, "-m", "ekakushin", *arguments]
        done = subprocess.run(
            command,
            env=environment,
            cwd=self.scratch,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            check=False,
        )
        said = done.stdout.decode("utf-8").replace(str(self.home), "データ").replace("\\", "/")
        return said.splitlines()

    def draw(self, name: str, typed: str, said: Iterable[str]) -> None:
        """A terminal with a command and what it says."""
        lines = [row for line in said for row in chop_cells(line, _COLUMNS) or [""]]
        drawn = terminal([f"> {typed}", *lines])
        (self.folder / f"{name}.svg").write_text(drawn, "utf-8", newline="\n")

    def shoot(self, name: str, page: Page, height: int = _VIEW["height"]) -> None:
        """A page of a browser, so many pixels of it."""
        shown = {"x": 0, "y": 0, "width": _VIEW["width"], "height": height}
        page.screenshot(path=self.folder / f"{name}.png", animations="disabled", clip=shown)  # type: ignore[arg-type]


def terminal(lines: list[str]) -> str:
    """Lines as they stand on a terminal, as SVG: rich's own export squeezes lines with wide characters."""
    size = {"width": _COLUMNS * _CELL + 2 * _MARGIN, "height": len(lines) * _LINE + 2 * _MARGIN}
    rows = (
        line for number, text in enumerate(lines) for line in _row(text, (number + 1) * _LINE + _MARGIN - 6)
    )
    return _HEAD.format(**size, fonts=_FONTS) + "\n".join(rows) + "\n</svg>\n"


def _row(text: str, height: int) -> Iterator[str]:
    colour = "#9cdc8c" if text.startswith("> ") else "#f2c55c" if text.startswith("[") else "#e6e6e6"
    at = 0
    for wide, letters in groupby(text, key=lambda letter: cell_len(letter) > 1):
        run = "".join(letters)
        cells = cell_len(run)
        if run.strip():
            place = f'x="{_MARGIN + at * _CELL}" y="{height}" textLength="{cells * _CELL}"'
            way = "spacing" if wide else "spacingAndGlyphs"
            kept = escape(run).replace(" ", "\u00a0")
            yield f'<text {place} lengthAdjust="{way}" fill="{colour}">{kept}</text>'
        at += cells


def main(folder: Path) -> None:
    """Make every picture."""
    folder.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch, _mock(Path(scratch)) as site:
        studio = Studio(site, Path(scratch), folder)
        _terminal(studio)
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=str(browser_or_get_one(tell=print).path))
            _report(studio, browser)
            _sites(studio, browser)
            browser.close()


@contextmanager
def _mock(scratch: Path) -> Iterator[MockSite]:
    with MockSite(scratch / "サイト", people=3, signing_delay=1) as site:
        (scratch / "メール").symlink_to(site.mails)
        os.environ["NODE_EXTRA_CA_CERTS"] = str(site.ca_file)
        yield site


def _terminal(studio: Studio) -> None:
    studio.site.fault("ISS-009@10008")
    onboard = ("onboard", "--mails", "メール")
    studio.draw("dry-run", f"ekakushin {' '.join(onboard)} --dry-run", studio.run(*onboard, "--dry-run"))
    said = studio.run(*onboard)
    start = next((at for at, line in enumerate(said) if line.startswith("利用者")), 0)
    studio.draw("onboard", f"ekakushin {' '.join(onboard)}", ["…", *said[max(start - 1, 0) :]])
    studio.draw("error-code", "ekakushin guide show ISS-009", studio.run("guide", "show", "ISS-009"))


def _report(studio: Studio, browser: Browser) -> None:
    (file,) = (studio.home / "reports").glob("*.html")
    page = browser.new_page(viewport=_VIEW, locale="ja-JP")  # type: ignore[arg-type]
    page.goto(file.as_uri())
    studio.shoot("report", page)
    page.close()


def _sites(studio: Studio, browser: Browser) -> None:
    person = studio.site.people()[0]
    flows = Ekakushin.against(studio.site, studio.home, browser_or_get_one(tell=print))
    flows.office.settings.vault_passphrase = _PASSPHRASE
    shown: dict[str, Any] = {"viewport": _VIEW, "locale": "ja-JP"}
    shown["client_certificates"] = flows.client_certificates(
        person.user_id
    )  # the mock's root is trusted then
    page = browser.new_context(**shown).new_page()
    page.goto(person.issuance_url)
    studio.shoot("issuance", page, 380)
    page.goto(person.login_url)
    page.locator("input[name='items[0].value']").fill(person.user_id)
    page.locator("input[name='items[1].value']").fill(person.password)
    studio.shoot("login", page, 310)
    page.get_by_role("button", name="ログイン").click()
    page.get_by_role("link", name="本人情報").click()
    page.get_by_role("button", name="署名用証明書管理").click()
    page.get_by_text("有効期限終了日時").wait_for()
    studio.shoot("signing", page)


if __name__ == "__main__":
    main(Path(sys.argv[1]) if sys.argv[1:] else Path(__file__).parent / "pictures")
