"""Runs a proxy script (PAC) in the JavaScript engine that is at hand: an empty page from which nothing leaves."""

from __future__ import annotations

import asyncio
from importlib.resources import files
from typing import Any

from playwright.async_api import Error as PlaywrightError

from ekakushin.flows.browser.driving import Browsing
from ekakushin.flows.browser.finding import BrowserProgram
from ekakushin.flows.browser.reaching import RunningBrowser
from ekakushin.flows.site import Site

_SECONDS = 5.0  # for the script, which may loop
_ASK = files(__package__).joinpath("proxy_script.js").read_text("utf-8")


async def run_proxy_script(
    program: BrowserProgram | RunningBrowser, question: dict[str, Any]
) -> dict[str, Any]:
    """Answer `question` (script, addresses, names, mine) with `proxies`, the `unknown` names, and an `error` or "".

    Raises BrowserMissing (ENV-001) where the browser does not start.
    """
    async with Browsing.start(program, site=Site()) as browsing, browsing.blank_page() as page:
        try:
            async with asyncio.timeout(browsing.load.stretch(_SECONDS)):
                return dict(await page.evaluate(_ASK, question))
        except TimeoutError:
            browsing.give_up()
            return {"error": TimeoutError.__name__}
        except PlaywrightError as error:
            return {"error": error.message.splitlines()[0][:120]}
