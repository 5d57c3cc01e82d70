"""A browser that runs on this PC already and is reached by its debugging port, where none can be started."""

from __future__ import annotations

import asyncio
import json
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from ekakushin.flows.errors import BrowserMissing
from ekakushin.flows.models import Noun
from ekakushin.flows.text import say

if TYPE_CHECKING:
    from playwright.async_api import Browser

_NAMED = "cdp:"
_HERE = ("127.0.0.1", "::1")  # a name such as localhost may be somebody else's
_SECONDS = 10.0  # for the browser to say where its web socket is
_MOST = 100_000  # bytes of that


class RunningBrowser(Noun):
    """A Chromium that somebody else has started, with --remote-debugging-port, for this tool alone.

    While it is used, all its pages are kept to the site, those of others too; at the end it goes on running.
    """

    address: str

    @property
    def place(self) -> str:
        """Where it is, for people."""
        return self.address


def running_browser(wanted: str) -> RunningBrowser | None:
    """The browser that `cdp:http://127.0.0.1:PORT` names; None if that names a program or nothing.

    Raises BrowserMissing (ENV-001) for an address that is not on this PC: what passes there is not encrypted.
    """
    if not wanted.lower().startswith(_NAMED):
        return None
    address = wanted[len(_NAMED) :]
    if not _is_here(address):
        raise BrowserMissing("ENV-001", detail=say("browser.not_here", address=address))
    return RunningBrowser(address=address)


def _is_here(address: str) -> bool:
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        return False
    bare = not (parts.username or parts.password or parts.query or parts.fragment or parts.path.strip("/"))
    return parts.scheme == "http" and parts.hostname in _HERE and port is not None and bare


async def reach(chromium: Any, running: RunningBrowser, traces: Path | None) -> Browser:
    """Connect to it. How long that may take is the caller's.

    Raises BrowserMissing (ENV-001) if no browser answers there, or Playwright's own error.
    """
    door = await asyncio.to_thread(_door, running)
    browser: Browser = await chromium.connect_over_cdp(door, artifacts_dir=traces, timeout=0)
    return browser


def _door(running: RunningBrowser) -> str:
    """The address of the browser's web socket.

    Playwright would ask for it by way of HTTP_PROXY, and go wherever the answer says: asked here, it is on this PC.
    """
    parts = urlsplit(running.address)
    connection = HTTPConnection(parts.hostname or "", parts.port, timeout=_SECONDS)
    try:
        connection.request("GET", "/json/version")
        told = json.loads(connection.getresponse().read(_MOST))
        return f"ws://{parts.netloc}{urlsplit(told['webSocketDebuggerUrl']).path}"
    except (OSError, HTTPException, ValueError, KeyError, TypeError) as error:
        raise BrowserMissing("ENV-001", detail=f"{running.address}: {error}") from error
    finally:
        connection.close()
