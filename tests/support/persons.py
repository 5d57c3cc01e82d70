"""A person at the open browser, played: what they do there when they are asked to take over."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import replace
from typing import Any, cast

from playwright.async_api import Error as PlaywrightError
from playwright.async_api import Page

from ekakushin.flows.browser.driving import Browsing
from ekakushin.flows.browser.tab import Tab
from ekakushin.flows.hands import Answer, HelpRequest
from ekakushin.flows.secret import Secret
from ekakushin.flows.workplace import Workplace

Act = Callable[[Page], Awaitable[None]]


class Player:
    """An Assistant who does `act` in the page of the tab that was opened last, and gives up if there is none.

    `pin` is what they read off the page for a .p12 file.
    """

    def __init__(self, act: Act | None = None, *, says: Answer | None = None) -> None:
        self.seconds = 40.0
        self.help_requests: list[HelpRequest] = []
        self.told: list[str] = []
        self.pin_read = ""
        self._act, self._says = act, says
        self._page: Page | None = None
        self._acting: list[asyncio.Task[None]] = []

    def asks(self, help_request: HelpRequest) -> None:
        self.help_requests.append(help_request)
        if self._act and self._page:
            self._acting.append(asyncio.get_running_loop().create_task(self._played(self._act, self._page)))

    async def _played(self, act: Act, page: Page) -> None:
        with suppress(PlaywrightError):  # the page was closed: the step has ended
            await act(page)

    def answer(self) -> Answer | None:
        return self._says if self._act else Answer.GIVE_UP

    def sees_nothing(self) -> None:
        self.told.append("sees nothing")

    def goes_on(self, screen: str) -> None:
        self.told.append(f"goes on: {screen}")

    def gives_up(self) -> None:
        self.told.append("gives up")

    def pin(self, name: str, left: int) -> Secret | None:
        return Secret(self.pin_read) if self.pin_read else None

    def beside(self, workplace: Workplace) -> Workplace:
        """The workplace with this person at its browser."""
        return replace(workplace, assistant=self, browsing=cast(Browsing, _Seen(workplace.browsing, self)))

    def sits_before(self, page: Page) -> None:
        """This is the page that they see."""
        self._page = page


class _Seen:
    """The browsing, whose pages the player sees."""

    def __init__(self, browsing: Any, player: Player) -> None:
        self._browsing, self._player = browsing, player

    @asynccontextmanager
    async def tab(self, **options: Any) -> AsyncIterator[Tab]:
        async with self._browsing.tab(**options) as tab:
            self._player.sits_before(tab._page)
            yield tab


def survey_before(html: str) -> str:
    """A page that nobody knows, with a button behind which `html` is shown."""
    shown = json.dumps(html).replace("</", "<\\/")
    script = f"function on() {{ document.open(); document.write({shown}); document.close(); }}"
    return (
        "<html><head><title>アンケート</title></head><body><h1>ご利用状況アンケート</h1>"
        f'<script>{script}</script><input type="button" value="次へ進む" onclick="on()"></body></html>'
    )


async def goes_on(page: Page) -> None:
    """Press 次へ進む."""
    await page.get_by_role("button", name="次へ進む").click()
