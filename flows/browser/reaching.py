"""A browser that runs on this PC already and is reached by its debugging port, where none can be started."""

from __future__ import annotations

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
    """Connect to it. How long that may take is the caller's. Raises Playwright's own error."""
    browser: Browser = await chromium.connect_over_cdp(running.address, artifacts_dir=traces, timeout=0)
    return browser
