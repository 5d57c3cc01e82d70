"""Every change of a screen is told by one line that names screen and thing, and nothing that is none is told."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from playwright.async_api import Page, Route, async_playwright

from ekakushin.automation.checking.baseline import captured_sight
from ekakushin.fixtures.mock_site import Authority, MockSite
from ekakushin.flows.browser.finding import BrowserProgram
from ekakushin.flows.browser.reading import Reading
from ekakushin.flows.browser.sent import SentDocument
from ekakushin.flows.capture.assembling import strike_all
from ekakushin.flows.capture.watching import SeenScreen
from ekakushin.flows.capture.words import PersonalWord
from ekakushin.flows.changes import ScreenSight, compare, sight_of
from ekakushin.flows.screens.description import describe, read_page
from ekakushin.flows.screens.done import DoneScreen
from ekakushin.flows.screens.recognition import SCREENS, recognise
from ekakushin.testing import Ekakushin
from tests.support.changed_pages import CHANGED_PAGES

ORIGIN = "https://service.test"
BY_NAME = {kind.__name__: kind for kind in SCREENS}


class Gallery:
    """Every page that the story of two people shows, and a browser to look at it."""

    def __init__(
        self, page: Page, pages: list[tuple[str, str]], personal: list[tuple[str, str, str]]
    ) -> None:
        self._page = page
        self._pages = pages
        self._personal = tuple(word for words in personal for word in words)
        self._html = ""
        self._reading = Reading()
        self.first: dict[str, tuple[str, str]] = {}
        self.others: list[tuple[str, str]] = []
        self.captured: dict[str, ScreenSight] = {}
        """The first pages as a capture has them: with everything personal struck out of them."""

    async def hang(self) -> None:
        """Look at all of them once."""
        seen = []
        for path, html in self._pages:
            sight = await self.look(path, html)
            if sight.recognised and sight.key not in self.first:
                self.first[sight.key] = (path, html)
                seen.append(self._seen(sight, path, html))
            elif sight.recognised:
                self.others.append((path, html))
        words = [PersonalWord(each, "person") for each in self._personal]
        struck = strike_all(seen, words, origins={"service": ORIGIN})
        self.captured = {each.key: each for each in (captured_sight(kept.screen) for kept in struck.screens)}

    def _seen(self, sight: ScreenSight, path: str, html: str) -> SeenScreen:
        description = describe(self._reading, screen=sight.screen)
        page = SentDocument(origin=ORIGIN, path=path, charset="utf-8", framed=False, markup=html)
        state = sight.variant if sight.screen == "SigningMenuScreen" else ""
        return SeenScreen(description=description, state=state, step="", roles={}, documents=(page,))

    async def look(self, path: str, html: str, wanted: str = "") -> ScreenSight:
        self._html = html
        await self._page.goto(f"{ORIGIN}{path}")
        reading = self._reading = await read_page(self._page, [ORIGIN])
        kind = DoneScreen if DoneScreen.is_shown(reading) else recognise(reading)
        expected = () if kind or not wanted else (BY_NAME[wanted.partition("/")[0]],)
        return sight_of(reading, kind, expected, personal=self._personal)

    async def serve(self, route: Route) -> None:
        await route.fulfill(body=self._html, content_type="text/html;charset=utf-8")


@pytest.fixture(scope="module")
def story(
    tmp_path_factory: pytest.TempPathFactory, mock_authority: Authority, browser_program: BrowserProgram
) -> tuple[list[tuple[str, str]], list[tuple[str, str, str]]]:
    """Path and markup of every page that two people see, and the words of the invitations that are theirs."""
    folder: Path = tmp_path_factory.mktemp("story")
    found: list[tuple[str, str]] = []

    def noted(html: str, path: str) -> str:
        found.append((path, html))
        return html

    with MockSite(folder, people=2, signing_delay=0.2, authority=mock_authority, html_filter=noted) as site:
        results = Ekakushin.against(site, folder / "home", browser_program).onboard()
        words = [(person.user_id, person.name, person.company) for person in site.people()]
    assert {each.state for each in results} == {"done"}
    return found, words


@pytest.fixture(scope="module")
async def gallery(
    browser_program: BrowserProgram, story: tuple[list[tuple[str, str]], list[tuple[str, str, str]]]
) -> AsyncIterator[Gallery]:
    async with async_playwright() as driver:
        browser = await driver.chromium.launch(executable_path=str(browser_program.path))
        page = await browser.new_page()
        gallery = Gallery(page, *story)
        await page.route("**/*", gallery.serve)
        await gallery.hang()
        yield gallery
        await browser.close()


@pytest.mark.parametrize("name", CHANGED_PAGES)
async def test_a_change_is_one_line_with_screen_and_thing(gallery: Gallery, name: str) -> None:
    page = CHANGED_PAGES[name]
    path, html = gallery.first[page.screen]
    changed = page.change(html)
    assert changed != html
    before = await gallery.look(path, html)
    now = await gallery.look(path, changed, page.screen)
    found = compare(before, now)
    told = [(each.screen, each.rule, each.breaking, each.sentence) for each in found]
    assert [each[:3] for each in told] == [(page.screen.partition("/")[0], page.rule, page.breaking)], (
        now.key,
        now.missing,
        told,
    )
    assert page.named in found[0].sentence
    assert compare(now, now) == (), "quiet once it is accepted"
    against = compare(gallery.captured[page.screen], now)
    assert [(each.rule, each.breaking) for each in against] == [(page.rule, page.breaking)], against


async def test_pages_of_other_people_and_other_moments_are_the_same(gallery: Gallery) -> None:
    told: list[object] = []
    for path, html in gallery.others:
        now = await gallery.look(path, html)
        first = await gallery.look(*gallery.first[now.key])
        told += [(now.key, each.rule, each.before, each.now) for each in compare(first, now)]
        captured = gallery.captured[now.key]
        told += [("capture", now.key, each.rule, each.before, each.now) for each in compare(captured, now)]
    assert len(gallery.others) > 20
    assert told == []


async def test_what_is_kept_of_a_page_holds_nothing_of_the_person(
    gallery: Gallery, story: tuple[list[tuple[str, str]], list[tuple[str, str, str]]]
) -> None:
    words = [each for words in story[1] for each in words]
    for path, html in gallery.first.values():
        kept = (await gallery.look(path, html)).model_dump_json()
        assert [each for each in words if each in kept] == []
