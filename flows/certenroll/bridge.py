"""The CertEnroll bridge of one person: puts Windows' COM objects into the pages and answers their calls."""

from __future__ import annotations

import asyncio
import hmac
import json
import re
import secrets
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import Any

from playwright.async_api import BrowserContext, Request, Route
from playwright.async_api import Error as PlaywrightError

from ekakushin.flows.certenroll import limits
from ekakushin.flows.certenroll.calls import Calls, CertificateRequest, ScriptFailure
from ekakushin.flows.certenroll.page import script
from ekakushin.flows.certenroll.vbscript import SECONDS
from ekakushin.flows.certenroll.windows import (
    E_FAIL,
    SCRIPT_NO_SUCH_MEMBER,
    EnrollmentFailure,
    as_signed,
    describe_error,
)
from ekakushin.flows.faces import Face
from ekakushin.flows.keeping import CertificateStore
from ekakushin.flows.models import ClientCertificate, Noun
from ekakushin.flows.secret import Secret

_HEADER = "x-enrollment-key"
_MOST_DATA = 8 * limits.CHARACTERS  # as \\uXXXX a character is six, and a call may hold more than one text
_TOO_LARGE: dict[str, Any] = {"call": "exceed", "method": "", "arguments": {"limit": "characters"}}
_ENDLESS = {"limit": "calls"}
_CLOSING = 10.0  # seconds


class PageException(Noun):
    """An exception that a page got: the method that threw, the HRESULT (signed), the whole sentence."""

    method: str
    number: int
    message: str


class Bridge:
    """Makes pages of `origin` that were written for Internet Explorer's certificate enrolment work.

    One for each person and browser context; the keys it makes are `user_id`'s. Everything a page makes or
    hands in is in `store` before the page hears of it. Other origins see nothing of it. With a
    `face` of Internet Explorer the pages also find what that one alone has (the user agent is the context's matter).
    """

    def __init__(
        self,
        *,
        user_id: str,
        store: CertificateStore,
        origin: str,
        face: Face = Face.OWN,
        unsent: Sequence[Secret] = (),
    ) -> None:
        self._calls = Calls(user_id=user_id, store=store, unsent=unsent)
        self._origin = origin
        # The address alone opens nothing: a page can read it in its own performance timeline.
        self._address = f"{origin}/{secrets.token_urlsafe(24)}"
        self._key = secrets.token_urlsafe(24)
        self._mark = secrets.token_urlsafe(24)
        self._face = face
        self._failures: list[PageException] = []
        self._error: Exception | None = None
        self._turn = asyncio.Lock()
        self._hears: Callable[[], None] | None = None
        self._change = asyncio.Event()

    @property
    def requests(self) -> tuple[CertificateRequest, ...]:
        """The requests that were made, oldest first."""
        return tuple(self._calls.requests)

    @property
    def installed(self) -> ClientCertificate | None:
        """The certificate that a page installed last; it is in the store."""
        return self._calls.installed

    @property
    def authorities(self) -> tuple[bytes, ...]:
        """Certificates (PEM) of authorities that a page asked to trust; noted here, trusted by nobody."""
        return tuple(self._calls.authorities)

    @property
    def failures(self) -> tuple[PageException, ...]:
        """What was thrown to pages, oldest first; a page that tries several ways leaves harmless ones."""
        return tuple(self._failures)

    @property
    def script_failures(self) -> tuple[ScriptFailure, ...]:
        """Where VBScript of a page could not be run to its end, oldest first."""
        return tuple(self._calls.script_failures)

    @property
    def error(self) -> Exception | None:
        """The last fault that was not Windows' way of saying no: of the store, the disk, or ours."""
        return self._error

    @property
    def busy(self) -> bool:
        """Whether a page waits for an answer."""
        return self._turn.locked()

    @contextmanager
    def listen(self, call: Callable[[], None]) -> Iterator[None]:
        """Inside, `call` is called whenever a page has asked for something."""
        self._hears = call
        try:
            yield
        finally:
            self._hears = None

    def press(self) -> None:
        """発行 is pressed now: from here on there is one key, whatever the page asks for."""
        self._calls.press()

    async def wait_for_change(self) -> None:
        """Return after the next request, installation or failure. For how long to wait is the caller's."""
        await self._change.wait()

    async def install(self, context: BrowserContext) -> None:
        """Put it into every page and frame that `context` opens from now on.

        Routes that are added later and cover the origin must `fallback()`. Service workers of the origin
        must be blocked (`service_workers="block"`), as they would get the calls instead.
        """
        await context.route(re.compile(f"^{re.escape(self._address)}$"), self._answer)
        await context.add_init_script(script=script(self._settings()))

    def _settings(self) -> dict[str, Any]:
        return {
            "origin": self._origin,
            "address": self._address,
            "header": _HEADER,
            "key": self._key,
            "mark": self._mark,
            "limits": {"calls": limits.CALLS, "characters": limits.CHARACTERS},
            "explorer": self._explorer(),
            "scriptSeconds": SECONDS,
            "noSuchMember": describe_error(SCRIPT_NO_SUCH_MEMBER),
            "silence": {"number": as_signed(E_FAIL), "message": describe_error(E_FAIL)},
        }

    def _explorer(self) -> dict[str, Any] | None:
        if self._face is Face.OWN:
            return None
        return {
            "documentMode": self._face.document_mode,
            "compatible": self._face is Face.COMPATIBLE,
            "appName": "Microsoft Internet Explorer" if self._face is Face.COMPATIBLE else "Netscape",
            "appVersion": self._face.user_agent.removeprefix("Mozilla/"),
        }

    async def _answer(self, route: Route) -> None:
        if not self._ours(route.request):
            await _if_open(route.abort("blockedbyclient"))
            return
        data = route.request.post_data or "{}"
        message = _TOO_LARGE if len(data) > _MOST_DATA else json.loads(data)
        if self._hears:
            self._hears()
        async with self._turn:
            reply = await self._reply(message["call"], message["method"], message["arguments"])
        if message["call"] == "exceed" and message["arguments"] == _ENDLESS:
            # An endless script holds its page, and whoever reads it: it is not answered, but closed.
            await _if_open(asyncio.wait_for(route.request.frame.page.close(), _CLOSING))
            return
        await _if_open(route.fulfill(json=reply, headers={"Cache-Control": "no-store"}))

    def _ours(self, request: Request) -> bool:
        headers = request.headers
        known = hmac.compare_digest(headers.get(_HEADER, "").encode(), self._key.encode())
        from_page = request.resource_type == "xhr" and headers.get("origin") == self._origin
        return known and from_page and request.method == "POST"

    async def _reply(self, call: str, method: str, arguments: dict[str, Any]) -> dict[str, Any]:
        before = self._progress()
        try:
            answer = await asyncio.to_thread(self._calls.answer, call, arguments)
        except EnrollmentFailure as failure:
            return self._throw(failure.number, method)
        except Exception as error:  # whatever it is: a page that waits for an answer must get one
            self._error = error
            return self._throw(E_FAIL, method)
        if before != self._progress():
            self._announce()
        return {"answer": answer}

    def _progress(self) -> tuple[int, int, ClientCertificate | None]:
        return len(self._calls.requests), len(self._calls.authorities), self._calls.installed

    def _throw(self, number: int, method: str) -> dict[str, Any]:
        thrown = PageException(
            method=method, number=as_signed(number), message=describe_error(number, method)
        )
        self._failures.append(thrown)
        self._announce()
        return {"failure": {"number": thrown.number, "message": thrown.message}}

    def _announce(self) -> None:
        self._change.set()
        self._change = asyncio.Event()


async def _if_open(act: Awaitable[None]) -> None:
    """The page may have gone while its key was being made; what was made is kept all the same."""
    with suppress(PlaywrightError, TimeoutError):
        await act
