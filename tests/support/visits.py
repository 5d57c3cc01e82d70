"""A tab of a real browser on a site of one server that shows pages to order."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from ekakushin.fixtures.mock_site import Authority
from ekakushin.flows.browser.driving import Browsing
from ekakushin.flows.browser.finding import BrowserProgram
from ekakushin.flows.browser.reading import Reading, caption
from ekakushin.flows.browser.tab import Tab
from ekakushin.flows.secret import Secret
from ekakushin.flows.site import Limits, Site
from tests.support.strangers import Stranger, stranger


@dataclass
class Visit:
    """A site of one server, somebody else's server, and a tab on the site."""

    server: Stranger
    elsewhere: Stranger
    tab: Tab

    async def open(self) -> Reading:
        return await self.tab.open(Secret(f"{self.server.origin}/"))

    async def press(self, words: str) -> None:
        reading = await self.tab.present()
        control = reading.button(caption(words))
        assert control, reading.lines
        await self.tab.press(control)

    async def wait_for(self, words: str) -> Reading:
        return await self.tab.until(lambda now: now if now.says(words) else None, seconds=5.0)

    def posts(self) -> int:
        return sum(method == "POST" for method, *_ in self.server.asked)


@dataclass
class Premises:
    """A started browser, the server whose pages are to order, and somebody else's."""

    server: Stranger
    elsewhere: Stranger
    browsing: Browsing

    @asynccontextmanager
    async def visit(self) -> AsyncIterator[Visit]:
        """A tab that has opened nothing yet, on a site that shows nothing yet."""
        for each in (self.server, self.elsewhere):
            each.pages.clear()
            each.asked.clear()
        async with self.browsing.tab() as tab:
            yield Visit(self.server, self.elsewhere, tab)


@asynccontextmanager
async def premises(folder: Path, authority: Authority, program: BrowserProgram) -> AsyncIterator[Premises]:
    """Both servers are up, and the browser runs."""
    ca = folder / "ca.pem"
    ca.write_bytes(authority.root_pem)
    async with stranger(authority) as server, stranger(authority) as elsewhere:
        limits = Limits(page=8.0, issuance=8.0)
        site = Site(issuance=server.origin, service=server.origin, ca=ca, limits=limits)
        async with Browsing.start(program, site=site) as browsing:
            yield Premises(server, elsewhere, browsing)
