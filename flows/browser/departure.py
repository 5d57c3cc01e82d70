"""Holds back a page's requests until a note of them is kept, and lets none that sends something leave twice."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

from playwright.async_api import BrowserContext, Page, Request, Route
from playwright.async_api import Error as PlaywrightError

from ekakushin.flows.site import Site

# What a page loads for its looks; anything else may ask the site for something.
_LOOKS = frozenset({"stylesheet", "image", "media", "font", "script", "texttrack", "manifest"})

_Kind = tuple[str, str]  # method and address


class Departure:
    """Holds back the next request that may ask the site for something until a note of it has been kept.

    A note that cannot be kept keeps the request from leaving. Inside `once`, a request that sends something leaves
    once, whatever the page does. Pages are watched one by one or, with all their windows, by their context; of
    several routes the one that was added last sees a request first.

    `left` is whether something has left since the note was given, `error` why it could not; `sent` how many
    requests have left inside `once`, and `held` how many were held back there because they had left before.
    """

    def __init__(self, site: Site) -> None:
        own = "|".join(re.escape(origin) + "(?:[/?#]|$)" for origin in site.origins)
        self._own = re.compile(f"^(?:{own})")
        self._note: Callable[[], None] | None = None
        self._when: Callable[[], bool] | None = None
        self._watching = False
        self._once = False
        self._shut = False
        self._documents = 0
        self._known: dict[_Kind, tuple[int, bytes]] = {}
        self.free: Callable[[], bool] = lambda: False
        self.left = False
        self.error: Exception | None = None
        self.sent = 0
        self.held = 0

    async def watch(self, where: BrowserContext | Page) -> None:
        """See every request from here to the site; a second time adds nothing."""
        if not self._watching:
            self._watching = True
            await where.route(self._own, self._pass)

    def await_note(self, note: Callable[[], None], when: Callable[[], bool] | None = None) -> None:
        """From now on `left` and `error` tell of what is noted.

        A request that leaves while `when` says no is none of those that are meant.
        """
        self._note, self._when, self.left, self.error = note, when, False, None

    @contextmanager
    def once(self) -> Iterator[None]:
        """For the length of one press: what sends something leaves once, unless a person has the page (`free`).

        The second of its kind is held back: the same method and address from the document that sent the first,
        or from a later one with the very same content.
        """
        self._known, self.sent, self.held, self._once = {}, 0, 0, True
        try:
            yield
        finally:
            self._once = False

    @property
    def counting(self) -> bool:
        """Whether it is known what leaves: inside `once`, of a page that is watched."""
        return self._once and self._watching

    def note_document(self) -> None:
        """A frame shows another document: what it sends is its own, unless it is the very same again."""
        self._documents += 1

    def shut(self) -> bool:
        """Let nothing leave from now on. Whether something may have left, which is certain only behind a shut door."""
        self._shut = True
        return self.left or self.sent > 0 or not self._watching

    async def _pass(self, route: Route) -> None:
        with suppress(PlaywrightError):  # the page has gone, and the request with it
            if _is_for_looks(route.request):
                await route.fallback()
            elif self._shut:
                await route.abort("failed")
            elif self._is_second(route.request):
                self.held += 1
                await route.abort("aborted")  # as if it had not been asked for: the page stays
            elif self.may_leave():
                self._remember(route.request)
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

    def _is_second(self, request: Request) -> bool:
        if not self._once or self.free() or not _sends(request):
            return False
        documents, body = self._known.get(_kind(request), (-1, b""))
        if documents == self._documents:
            return True
        return documents >= 0 and request.method != "GET" and body == _body(request)

    def _remember(self, request: Request) -> None:
        # Behind the request of the press, addresses that are only opened are those of the answer's own frames.
        if self._once and _sends(request) and (request.method != "GET" or not self.sent):
            self.sent += 1
            self._known[_kind(request)] = (self._documents, _body(request))


def _is_for_looks(request: Request) -> bool:
    return request.method == "GET" and request.resource_type in _LOOKS


def _sends(request: Request) -> bool:
    """Whether it may change something: a form, or a link that was followed; no question of a script's own."""
    return request.method != "GET" or request.is_navigation_request()


def _kind(request: Request) -> _Kind:
    return request.method, request.url.partition("#")[0]


def _body(request: Request) -> bytes:
    return request.post_data_buffer or b""
