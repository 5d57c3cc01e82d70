"""The moment in which a page's request leaves the browser: what must be kept before that is kept then."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import suppress

from playwright.async_api import BrowserContext, Page, Request, Route
from playwright.async_api import Error as PlaywrightError

from flows.site import Site

# What a page loads for its looks; anything else may ask the site for something.
_LOOKS = frozenset({"stylesheet", "image", "media", "font", "script", "texttrack", "manifest"})


class Departure:
    """Holds back the next request that may ask the site for something until a note of it has been kept.

    A note that cannot be kept keeps the request from leaving. Pages are watched one by one or, with all their
    windows, by their context; of several routes the one that was added last sees a request first.
    """

    def __init__(self, site: Site) -> None:
        own = "|".join(re.escape(origin) + "(?:[/?#]|$)" for origin in site.origins)
        self._own = re.compile(f"^(?:{own})")
        self._note: Callable[[], None] | None = None
        self._when: Callable[[], bool] | None = None
        self._watching = False
        self.left = False
        self.error: Exception | None = None

    async def watch(self, where: BrowserContext | Page) -> None:
        """See every request from here to the site; a second time adds nothing."""
        if not self._watching:
            self._watching = True
            await where.route(self._own, self._pass)

    def await_note(self, note: Callable[[], None], when: Callable[[], bool] | None = None) -> None:
        """From now on: `left` is whether something has left, `error` why it could not.

        A request that leaves while `when` says no is none of those that are meant.
        """
        self._note, self._when, self.left, self.error = note, when, False, None

    async def _pass(self, route: Route) -> None:
        with suppress(PlaywrightError):  # the page has gone, and the request with it
            if _is_for_looks(route.request) or self.may_leave():
                await route.fallback()
            else:
                await route.abort("failed")

    def may_leave(self) -> bool:
        """Whether a request may leave now; the first one that asks has the note kept."""
        if self._when and not self._when():
            return self.error is None
        note, self._note = self._note, None
        if note:
            self._keep(note)
        return self.error is None

    def _keep(self, note: Callable[[], None]) -> None:
        try:
            note()
        except Exception as error:  # whatever it is, the step that gave the note raises it
            self.error = error
        else:
            self.left = True


def _is_for_looks(request: Request) -> bool:
    return request.method == "GET" and request.resource_type in _LOOKS
