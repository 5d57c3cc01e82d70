"""Whether there is a browser that starts, which version it is, and whether it is the light one."""

from __future__ import annotations

import asyncio
import os
import sys

from ekakushin.automation.doctor.check import Check, bad, failed, good
from ekakushin.automation.doctor.premises import Premises
from ekakushin.flows.browser.driving import Browsing
from ekakushin.flows.browser.finding import BrowserProgram, find_browser
from ekakushin.flows.errors import BrowserMissing
from ekakushin.flows.site import Site
from ekakushin.flows.text import say

START_SECONDS = 20.0
"""The first start after the PC's own takes longer than any other look."""


def look_at_browser(premises: Premises) -> list[Check]:
    """Two lines: the browser, started without a window and closed again, and what runs without a window."""
    settings = premises.settings
    try:
        program = find_browser(wanted=settings.browser, headed=settings.headed)
        if program is None:
            return [bad("browser", "ENV-001", say("doctor.no_browser"))]
        version = asyncio.run(_version(program, premises.site))
    except BrowserMissing as error:
        return [failed("browser", error)]
    found = good("browser", f"{program.channel} {version} ({program.path})")
    return [found, _headless(program, headed=settings.headed)]


async def _version(program: BrowserProgram, site: Site) -> str:
    async with asyncio.timeout(START_SECONDS), Browsing.started(program, site=site) as browsing:
        return browsing.version


def _headless(program: BrowserProgram, *, headed: bool) -> Check:
    if headed and sys.platform == "linux" and not {"DISPLAY", "WAYLAND_DISPLAY"} & os.environ.keys():
        return bad("headless", "ENV-001", say("browser.no_display"))
    if headed:
        return good("headless", say("doctor.headed"))
    if program.light:
        return good("headless", say("doctor.light"))
    return good("headless", say("doctor.heavy"))
