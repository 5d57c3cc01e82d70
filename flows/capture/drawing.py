"""Pictures of captured pages, drawn of the markup that was struck out: what is not in it cannot be in them."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress

from playwright.async_api import Error as PlaywrightError
from playwright.async_api import Page

from ekakushin.flows.capture.folder import KeptScreen

# Nothing runs in it and nothing is fetched: two people's pages give the same picture.
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; frame-src 'self'"
STILL = f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">'
"""What a page begins with so that it stays as it is."""

_SECONDS = 10.0


async def draw(page: Page, screens: Sequence[KeptScreen]) -> list[KeptScreen]:
    """The screens with their pictures, the whole page as PNG; without one where it cannot be drawn."""
    drawn = []
    for kept in screens:
        main = next(each.file for each in kept.screen.documents if each.main)
        picture = b""
        with suppress(PlaywrightError):
            await page.set_content(STILL + kept.markup[main], timeout=_SECONDS * 1000)
            picture = await page.screenshot(full_page=True, animations="disabled", timeout=_SECONDS * 1000)
        drawn.append(kept.model_copy(update={"picture": picture}))
    return drawn
