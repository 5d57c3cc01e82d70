"""Records a Playwright trace of one browser context, and keeps nothing of it but a copy without secrets."""

from __future__ import annotations

import asyncio
import logging
import secrets
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from pathlib import Path

from playwright.async_api import BrowserContext
from playwright.async_api import Error as PlaywrightError

from ekakushin.flows.browser.trace_archive import without_secrets
from ekakushin.flows.journal import Journal
from ekakushin.flows.secret import Secret

_SECONDS = 60.0
Keep = Callable[[bytes], object]


@asynccontextmanager
async def trace(context: BrowserContext, folder: Path, keep: Keep) -> AsyncIterator[None]:
    """Trace what happens in here and hand it to `keep`, without secrets, as a file for the trace viewer.

    Playwright's own file lies in `folder` meanwhile. A trace is welcome, never a reason to fail: where the
    browser has died there is none.
    """
    raw = folder / f"{secrets.token_hex(8)}.zip"
    with suppress(PlaywrightError, TimeoutError):
        async with asyncio.timeout(_SECONDS):
            await context.tracing.start(screenshots=False, snapshots=True, sources=False)
    try:
        yield
    finally:
        try:
            async with asyncio.timeout(_SECONDS):
                await _stop(context, raw)
            keep(await asyncio.to_thread(without_secrets, raw))
        except (PlaywrightError, OSError, ValueError) as error:
            Journal().note("no trace", level=logging.WARNING, reason=type(error).__name__)
        finally:
            raw.unlink(missing_ok=True)


async def _stop(context: BrowserContext, raw: Path) -> None:
    for cookie in await context.cookies():
        Secret(cookie["value"])  # from now on the redactor knows it
    await context.tracing.stop(path=raw)
