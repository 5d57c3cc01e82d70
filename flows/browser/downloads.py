"""Receives a file that a page sends, unless the site shows a page in its place."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from pathlib import Path
from typing import Any

from playwright.async_api import Download, Page

from ekakushin.flows.errors import UnexpectedPage


async def receive_file(
    page: Page,
    act: Callable[[], Awaitable[None]],
    *,
    watch: Callable[[], Coroutine[Any, Any, object]],
    seconds: float,
) -> bytes:
    """The file that `act` makes the site send within `seconds`.

    `watch` looks at the page meanwhile, and what it raises about it is raised. An unknown page is left the time to
    send a file all the same. Raises Playwright's TimeoutError if there is neither.
    """
    async with page.expect_download(timeout=seconds * 1000) as coming:
        await act()
        file = asyncio.ensure_future(_file(coming.value))
        await _until_file_or_page(file, asyncio.ensure_future(watch()))
    path = await (await coming.value).path()
    return await asyncio.to_thread(Path(path).read_bytes)


async def _file(coming: Awaitable[Download]) -> object:
    return await coming


async def _until_file_or_page(file: asyncio.Future[object], page: asyncio.Future[object]) -> None:
    try:
        await asyncio.wait({file, page}, return_when=asyncio.FIRST_COMPLETED)
        if not file.done() and not isinstance(page.exception(), UnexpectedPage):
            page.result()
        await asyncio.wait({file})
        if file.exception():
            await page  # what it shows says more than that no file has come; its own limit is near
    finally:
        for each in (file, page):
            each.cancel()
        await asyncio.gather(file, page, return_exceptions=True)
