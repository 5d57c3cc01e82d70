"""What a tab leaves to a person who works in it, such as message boxes, and the .p12 files that the site sends."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from pathlib import Path

from playwright.async_api import Dialog, Download
from playwright.async_api import Error as PlaywrightError

from ekakushin.flows.browser.in_page import RELEASE
from ekakushin.flows.browser.windows import Windows
from ekakushin.flows.errors import Unavailable

_RELEASE = 5.0  # seconds
_ARCHIVES = (".p12", ".pfx")


class Helping:
    """The windows in which a person may work: who answers its message boxes, and the .p12 files that have come."""

    def __init__(self, windows: Windows | None = None) -> None:
        self._windows = windows
        self._boxes: list[Dialog] = []
        self._files: list[bytes] = []
        self._came = asyncio.Event()
        self.under_way = False

    @asynccontextmanager
    async def work(self) -> AsyncIterator[None]:
        """Inside, message boxes are the person's to answer; those still open at the end are turned down."""
        self.under_way = True
        await self._let_click()
        try:
            yield
        finally:
            self.under_way = False
            for box in self._boxes:
                with suppress(PlaywrightError):  # the person has answered it, or the page is gone
                    await box.dismiss()
            self._boxes.clear()

    async def _let_click(self) -> None:
        """What was pressed before may be clicked by the person as often as they like."""
        for frame in self._windows.top.frames if self._windows else ():
            with suppress(PlaywrightError, TimeoutError):  # whatever comes there next is not counted yet
                async with asyncio.timeout(_RELEASE):
                    await frame.evaluate(RELEASE)

    def leave(self, box: Dialog) -> None:
        """Leave a message box to the person."""
        self._boxes.append(box)

    def keep_files(self, keep: Callable[[bytes], None]) -> None:
        """From now on call `keep` with every .p12 file that the site sends, whoever asked for it."""

        async def keep_file(download: Download) -> None:
            with suppress(PlaywrightError):  # cut off: what has not arrived cannot be kept
                if download.suggested_filename.lower().endswith(_ARCHIVES):
                    data = await asyncio.to_thread(Path(await download.path()).read_bytes)
                    keep(data)
                    self._files.append(data)
                    self._came.set()

        if self._windows:
            self._windows.attend(lambda page: page.on("download", keep_file))

    @property
    def has_file(self) -> bool:
        """Whether a .p12 file has come."""
        return bool(self._files)

    async def file(self, *, seconds: float) -> bytes:
        """The .p12 file that came last. Raises Unavailable (NET-003) if none comes in time."""
        try:
            async with asyncio.timeout(seconds):
                await self._came.wait()
        except TimeoutError:
            raise Unavailable("NET-003", seconds=round(seconds)) from None
        return self._files[-1]
