"""Keeps the markup of the pages that a check sees, those that nobody knows among them, until they are drawn."""

from __future__ import annotations

from dataclasses import dataclass

from ekakushin.flows.browser.reading import Reading
from ekakushin.flows.capture.watching import ScreenWatch
from ekakushin.flows.screens.screen import Screen


class UnknownPage(Screen):
    """A page that is none of the screens; told apart from others by where it lies."""

    @classmethod
    def is_shown(cls, reading: Reading) -> bool:
        """Never: nothing waits for it."""
        return False

    @property
    def state(self) -> str:
        """The path of its document."""
        return self.reading.frames[0].path if self.reading.frames else ""


@dataclass
class PageWatch(ScreenWatch):
    """Watches for known screens as any watch does, and is handed the pages besides that are none of them."""

    async def strange(self, screen: Screen) -> None:
        """Keep a page that nobody knows."""
        await self(UnknownPage(screen.tab, screen.reading))
