"""Draws the screens that were seen, and marks in a picture where a change is."""

from __future__ import annotations

import struct
from collections.abc import Iterable, Sequence
from contextlib import suppress

from playwright.async_api import Error as PlaywrightError
from playwright.async_api import Page

from ekakushin.automation.checking.outcome import Finding
from ekakushin.automation.checking.watching import UnknownPage
from ekakushin.automation.state.screen_pictures import ScreenPicture
from ekakushin.flows.capture.drawing import STILL, draw
from ekakushin.flows.capture.folder import KeptScreen
from ekakushin.flows.changes import ScreenSight, key_of_screen
from ekakushin.flows.models import Noun

_SECONDS = 10.0
# The smallest thing that says so: a button by its value, a field by the words in front of it, otherwise the text.
_FIND = """(words) => {
  const plain = (text) => (text || "").normalize("NFKC").replace(/[\\s\\u3000]/g, "");
  const wanted = plain(words);
  const boxOf = (node) => { const r = node.getBoundingClientRect(); return [r.left, r.top, r.width, r.height]; };
  const seen = (node) => node.getClientRects().length > 0;
  if (!wanted) return null;
  for (const node of document.querySelectorAll("input[type=submit],input[type=button],input[type=image],button,a"))
    if (seen(node) && plain(node.value || node.alt || node.textContent) === wanted) return boxOf(node);
  let found = null;
  for (const node of document.body.querySelectorAll("*")) {
    if (node.matches("script,style,title") || !seen(node)) continue;
    const text = plain(node.innerText);
    if (text.includes(wanted) && (!found || node.innerText.length <= found.innerText.length)) found = node;
  }
  if (!found) return null;
  const row = found.closest("tr");
  const field = row && row.querySelector("input:not([type=hidden]),select,textarea");
  return boxOf(field && row.innerText.length < 80 ? row : found);
}"""


class Box(Noun):
    """A place in a picture, in pixels from its upper left corner."""

    left: float
    top: float
    width: float
    height: float


def key_of_page(kept: KeptScreen, sights: Iterable[ScreenSight], told: Iterable[Finding]) -> str:
    """Under which key a page that was kept is compared; "" where it is not known which.

    A page that nobody knows is `told` under the screen that was expected, or that it was most like.
    """
    screen = kept.screen
    path = screen.frames[0].path if screen.frames else ""
    if screen.screen != UnknownPage.__name__:
        return key_of_screen(screen.screen, state=screen.state, path=path)
    strange = (each for each in sights if not each.recognised and each.description.path == screen.state)
    wanted = {name for each in strange for name in each.expected}
    return next((each.key for each in told if each.screen in wanted and each.key), "")


async def draw_pages(page: Page, screens: Sequence[KeptScreen]) -> list[ScreenPicture]:
    """The pictures of these screens, with their markup, in the same order."""
    drawn = await draw(page, screens)
    return [ScreenPicture(each.picture, _main_of(each)) for each in drawn]


def _main_of(kept: KeptScreen) -> str:
    return kept.markup[next(each.file for each in kept.screen.documents if each.main)]


async def find_boxes(page: Page, markup: str, words: Iterable[str]) -> list[Box]:
    """Where these words stand in the picture of that markup; those that are not found have no box."""
    found = []
    with suppress(PlaywrightError):
        await page.set_content(STILL + markup, timeout=_SECONDS * 1000)
        for each in dict.fromkeys(words):
            place = await page.evaluate(_FIND, each)
            if place:
                found.append(Box(left=place[0], top=place[1], width=place[2], height=place[3]))
    return found


def size_of(picture: bytes) -> tuple[int, int]:
    """Width and height of a PNG in pixels; (0, 0) for anything else."""
    if picture[:8] != b"\x89PNG\r\n\x1a\n" or len(picture) < 24:
        return 0, 0
    width, height = struct.unpack(">II", picture[16:24])
    return width, height
