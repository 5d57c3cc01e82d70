"""Each skin on each page of the story: the same screen is recognised, and the same fields are found in its form."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Mapping
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.async_api import Page, Route, async_playwright

from ekakushin.fixtures.mock_site import SKINS, Authority, MockSite
from ekakushin.fixtures.mock_site.skins import Skins
from ekakushin.flows.browser.finding import BrowserProgram
from ekakushin.flows.browser.in_page import NODE
from ekakushin.flows.browser.reading import Form, Reading
from ekakushin.flows.browser.tab import Tab
from ekakushin.flows.errors import Unavailable
from ekakushin.flows.screens import issue, login, password, pin, signup
from ekakushin.flows.screens.home import HomeScreen
from ekakushin.flows.screens.personal import PersonalScreen
from ekakushin.flows.screens.screen import Screen
from ekakushin.flows.screens.signing import SigningMenuScreen
from ekakushin.flows.screens.verify import ConfirmationScreen
from ekakushin.flows.secret import Secret
from ekakushin.flows.site import Site
from ekakushin.testing import Ekakushin
from tests.integration.test_skins import LANGUAGES

ISSUANCE, SERVICE = "https://issuance.test", "https://service.test"
SITE = Site(issuance=ISSUANCE, service=SERVICE)
SECONDS = 10.0

FORMS: Mapping[type[Screen], Callable[[Reading], Form | None]] = {
    issue.AuthenticationScreen: issue.AuthenticationScreen._form,
    signup.SignupScreen: lambda page: page.form(signup._SIGN_UP, signup._USER_ID, signup._PASSWORD),
    login.LoginScreen: lambda page: page.form(login._LOG_IN, login._USER_ID, login._PASSWORD),
    pin.PinScreen: lambda page: page.form(pin._REGISTER, pin._NEW, pin._AGAIN),
    password.PasswordScreen: lambda page: page.form(
        password._CHANGE, password._CURRENT, password._NEW, password._AGAIN
    ),
}
SCREENS: tuple[type[Screen], ...] = (
    *FORMS,
    *(issue.RequestScreen, issue.ReceiptScreen, ConfirmationScreen, signup.SignedUpScreen),
    *(HomeScreen, PersonalScreen, SigningMenuScreen),
)


def shown(reading: Reading) -> set[type[Screen]]:
    return {screen for screen in SCREENS if screen.is_shown(reading)}


Seen = tuple[set[type[Screen]], list[list[str]]]


class Wardrobe:
    """A browser's page, on which any page of the mock is looked at in any skin."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self._tab = Tab(page, site=SITE)
        self._path, self._html, self._skins = "", "", Skins()

    async def seen(self, path: str, html: str, skins: Skins, wanted: set[type[Screen]]) -> Seen:
        """The screens that a page is once it is all that is `wanted`, and the names of its forms' fields."""
        self._path, self._html, self._skins = path, html, skins
        origin = ISSUANCE if path.startswith("/scira/") else SERVICE
        await self._tab.open(Secret(f"{origin}{path}"))
        try:
            reading = await self._tab.until(
                lambda now: now if wanted <= shown(now) else None, seconds=SECONDS
            )
        except Unavailable:
            reading = self._tab.latest or Reading()
        screens = shown(reading)
        forms = [FORMS[screen](reading) for screen in FORMS if screen in screens]
        return screens, [await _names(self._tab, form, skins) for form in forms if form]

    async def serve(self, route: Route) -> None:
        if urlsplit(route.request.url).path != self._path:
            await route.fulfill(status=404)
            return
        inside = route.request.frame != self._page.main_frame
        outer = self._skins.outer(self._path, destination="frame" if inside else "document")
        html = outer or self._skins.page(self._html, self._path)
        await route.fulfill(body=html, content_type="text/html;charset=utf-8")


async def _names(tab: Tab, form: Form, skins: Skins) -> list[str]:
    """The fields' names as the mock knows them, in the order in which they would be filled."""
    found: list[str] = []
    for each in form.fields:
        frame = tab._reader.frame_of(each)
        assert frame
        node = await frame.evaluate_handle(NODE, [each.reading, each.index])
        name = await node.evaluate("(node) => node.name")
        found += skins.original_form({name: ""})
    return found


@pytest.fixture(scope="module")
def pages(
    tmp_path_factory: pytest.TempPathFactory, mock_authority: Authority, browser_program: BrowserProgram
) -> list[tuple[str, str]]:
    """Path and markup of every page that one story shows."""
    folder: Path = tmp_path_factory.mktemp("story")
    found: list[tuple[str, str]] = []

    def noted(html: str, path: str) -> str:
        found.append((path, html))
        return html

    with MockSite(folder, people=1, signing_delay=0.2, authority=mock_authority, html_filter=noted) as site:
        (result,) = Ekakushin.against(site, folder / "home", browser_program).onboard()
    assert result.state == "done"
    return found


@pytest.fixture(scope="module")
async def wardrobe(browser_program: BrowserProgram) -> AsyncIterator[Wardrobe]:
    async with async_playwright() as driver:
        browser = await driver.chromium.launch(executable_path=str(browser_program.path))
        page = await browser.new_page()
        wardrobe = Wardrobe(page)
        await page.route("**/*", wardrobe.serve)
        yield wardrobe
        await browser.close()


@pytest.fixture(scope="module")
async def plain(wardrobe: Wardrobe, pages: list[tuple[str, str]]) -> list[tuple[str, str, Seen]]:
    """One page of each kind, and what it is without a skin: several of a story differ by their tokens alone."""
    kinds: dict[object, tuple[str, str, Seen]] = {}
    for path, html in pages:
        seen = await wardrobe.seen(path, html, Skins(), set())
        kinds.setdefault((path, frozenset(seen[0])), (path, html, seen))
    return [kind for kind in kinds.values() if kind[2][0]]


async def test_the_pages_of_a_story_are_all_screens_that_are_looked_for(
    plain: list[tuple[str, str, Seen]],
) -> None:
    assert set().union(*(screens for _, _, (screens, _) in plain)) == set(SCREENS)


@pytest.mark.parametrize("name", sorted(set(SKINS) - set(LANGUAGES)))
async def test_in_any_skin_a_page_is_the_same_screen_with_the_same_fields(
    wardrobe: Wardrobe, plain: list[tuple[str, str, Seen]], name: str
) -> None:
    other = {}
    for path, html, (screens, fields) in plain:
        seen, found = await wardrobe.seen(path, html, Skins.by_name([name]), screens)
        if not screens <= seen or found != fields:
            other[path] = (screens - seen, found, fields)
    assert other == {}
