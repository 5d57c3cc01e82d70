"""Keeps a browser to the site's own origins, redirects and web sockets included."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import Any

from playwright.async_api import Browser, BrowserContext, CDPSession, WebSocketRoute
from playwright.async_api import Error as PlaywrightError

from ekakushin.flows.browser.places import origin_or_nothing
from ekakushin.flows.site import Site

# Addresses without a host of their own; nothing is sent anywhere for them.
_NOWHERE = ("data:", "blob:", "about:", "chrome-error:")


async def keep_within(browser: Browser, site: Site) -> None:
    """Let no request of any page of this browser leave for elsewhere, whichever hop of it that is.

    Playwright's routes see a request's first address alone: a site that answers a form with 307 would have the
    browser send what was typed to wherever it says, and in a context with client certificates to a server whose
    certificate nobody has checked (tried). Chromium's Fetch domain, asked on the browser itself, sees every hop,
    those of new windows too.
    """
    session = await browser.new_browser_cdp_session()
    session.on("Fetch.requestPaused", lambda event: _soon(_judge(session, site, event)))
    await session.send("Fetch.enable", {"patterns": [{"urlPattern": "*"}]})


async def close_foreign_sockets(context: BrowserContext, site: Site) -> None:
    """Web sockets are no requests of the Fetch domain: those to elsewhere are closed before they open."""

    def connect_or_close(socket: WebSocketRoute) -> None:
        if origin_or_nothing(socket.url.replace("wss:", "https:", 1)) in site.origins:
            socket.connect_to_server()
        else:
            _soon(_close(socket))

    await context.route_web_socket("**", connect_or_close)


async def _judge(session: CDPSession, site: Site, event: dict[str, Any]) -> None:
    request = {"requestId": event["requestId"]}
    with suppress(PlaywrightError):  # the page has gone, and the request with it
        if is_of(site, event["request"]["url"]):
            await session.send("Fetch.continueRequest", request)
        else:
            await session.send("Fetch.failRequest", {**request, "errorReason": "AccessDenied"})


async def _close(socket: WebSocketRoute) -> None:
    with suppress(PlaywrightError):
        await socket.close()


def is_of(site: Site, address: str) -> bool:
    """Whether an address is one of the site's, or leads nowhere."""
    return address.startswith(_NOWHERE) or origin_or_nothing(address) in site.origins


_tasks: set[asyncio.Task[None]] = set()


def _soon(work: Any) -> None:
    """Do it without being waited for, and do not let it be forgotten meanwhile."""
    task = asyncio.ensure_future(work)
    _tasks.add(task)
    task.add_done_callback(_tasks.discard)
