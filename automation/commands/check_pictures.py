"""The pictures of a check: without what is anybody's, kept beside the baseline, and laid side by side."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from contextlib import suppress

from playwright.async_api import Page

from ekakushin.automation.checking.baseline import Baseline
from ekakushin.automation.checking.drawing import draw_pages, find_boxes, key_of_page
from ekakushin.automation.checking.outcome import CheckOutcome, Finding
from ekakushin.automation.checking.page import ChangedScreen, MarkedPicture, marked
from ekakushin.automation.checking.watching import PageWatch
from ekakushin.automation.commands.capture_words import words_of, words_of_all
from ekakushin.automation.office import Office
from ekakushin.automation.state.screen_pictures import ScreenPicture, ScreenPictures
from ekakushin.automation.terminal.tell import tell
from ekakushin.flows.capture.assembling import strike_all
from ekakushin.flows.capture.folder import KeptScreen
from ekakushin.flows.changes import ScreenSight
from ekakushin.flows.errors import Misconfigured

Kept = Mapping[str, KeptScreen]


def strike_pages(office: Office, watches: Iterable[tuple[str, PageWatch]]) -> list[KeptScreen]:
    """The pages that people saw, by user ID, without what is anybody's. Raises VaultClosed."""
    others, origins = words_of_all(office), office.site.origin_names
    return [
        page
        for user_id, watch in watches
        for page in strike_all(
            watch.screens, words_of(office, [user_id]), origins=origins, others=others
        ).screens
    ]


def by_key(
    kept: Iterable[KeptScreen], sights: Sequence[ScreenSight], told: Sequence[Finding]
) -> dict[str, KeptScreen]:
    """The pages by the keys under which their screens are compared."""
    named = {key_of_page(each, sights, told): each for each in kept}
    named.pop("", None)
    return named


def keep_pictures(office: Office, outcome: CheckOutcome, kept: Kept) -> None:
    """Keep pictures of what has changed, and of what there was none of yet. What cannot be kept is seen again."""
    shelf = ScreenPictures(office.home, office.site.name)
    changed = {each.key for each in outcome.findings if each.seen == "now"}
    wanted = {key: each for key, each in kept.items() if key in changed or not shelf.find(key, "accepted")}
    if not wanted:
        return

    async def drawing(page: Page) -> None:
        pictures = await draw_pages(page, list(wanted.values()))
        for key, picture in zip(wanted, pictures, strict=True):
            with suppress(Misconfigured):
                shelf.keep(key, "changed" if key in changed else "accepted", picture)

    asyncio.run(_on_a_page(office, drawing))


def lay_side_by_side(
    office: Office, outcome: CheckOutcome, kept: Kept, baseline: Baseline | None
) -> list[ChangedScreen]:
    """Each screen that has changed, with its pictures of before and now."""
    shelf = ScreenPictures(office.home, office.site.name)
    groups: dict[str, list[Finding]] = {}
    for each in outcome.findings:
        if each.key:
            groups.setdefault(each.key, []).append(each)
    found: list[ChangedScreen] = []

    async def laying(page: Page) -> None:
        for key, findings in groups.items():
            before = baseline.pictures.get(key) if baseline else shelf.find(key, "accepted")
            now = shelf.find(key, "changed") if baseline is None else None
            if baseline and key in kept:
                (now,) = await draw_pages(page, [kept[key]])
            found.append(
                ChangedScreen(
                    findings[0].place,
                    tuple(findings),
                    await _mark(page, before, [_words_before(each) for each in findings]),
                    await _mark(page, now, [_words_now(each) for each in findings]),
                )
            )

    asyncio.run(_on_a_page(office, laying))
    return found


async def _on_a_page(office: Office, work: Callable[[Page], Awaitable[None]]) -> None:
    async with office.open(tell) as workplace, workplace.browsing.blank_page() as page:
        await work(page)


def _words_before(finding: Finding) -> str:
    return finding.before if finding.rule in _WORDED else finding.thing


def _words_now(finding: Finding) -> str:
    return finding.now if finding.rule in _WORDED else finding.thing


_WORDED = ("heading", "text", "field", "button", "caption", "unknown")


async def _mark(page: Page, drawn: ScreenPicture | None, words: Iterable[str]) -> MarkedPicture:
    if drawn is None:
        return MarkedPicture()
    pieces = [piece for each in words if each for piece in each.split(" / ")]
    return marked(drawn.picture, await find_boxes(page, drawn.markup, pieces))
