"""One running browser with a separate context for each person; all of its processes end with it."""

from __future__ import annotations

import asyncio
import os
import re
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import (
    AbstractAsyncContextManager,
    AbstractContextManager,
    asynccontextmanager,
    contextmanager,
    nullcontext,
    suppress,
)
from pathlib import Path
from typing import Any

from playwright.async_api import Browser, BrowserContext, Page, Playwright, Route, async_playwright
from playwright.async_api import Error as PlaywrightError

from ekakushin.flows.browser.answering import AnswerLimit
from ekakushin.flows.browser.departure import Departure
from ekakushin.flows.browser.finding import BrowserProgram
from ekakushin.flows.browser.in_page import ENGINE, ENGINE_SCRIPT, in_page_script
from ekakushin.flows.browser.nobody import throwaway_identity
from ekakushin.flows.browser.processes import ProcessTree, apart
from ekakushin.flows.browser.reaching import RunningBrowser, reach
from ekakushin.flows.browser.redirects import close_foreign_sockets, keep_within
from ekakushin.flows.browser.tab import Tab
from ekakushin.flows.browser.tracing import Keep, trace
from ekakushin.flows.browser.way import WAY_USER, Way
from ekakushin.flows.debugging import environment
from ekakushin.flows.errors import BrowserMissing, FlowError
from ekakushin.flows.faces import Face
from ekakushin.flows.load import Load
from ekakushin.flows.models import Identity
from ekakushin.flows.site import Site
from ekakushin.flows.text import say

_QUIET = (
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-quic",
)
_PROXY_VARIABLES = ("http_proxy", "https_proxy", "all_proxy", "no_proxy")
_NOWHERE = "http://127.0.0.1:9"  # discard: nobody answers there
_HUNG = 2.0  # seconds for the same, of a browser that has not answered before
_ENDING = 15.0  # seconds for a context, a browser or its driver to close
Prepare = Callable[[BrowserContext], Awaitable[None]]


class Browsing:
    """A started browser that visits one site and nothing else."""

    def __init__(
        self,
        browser: Browser,
        site: Site,
        answering: AnswerLimit,
        traces: Path | None = None,
        way: Way | None = None,
    ) -> None:
        self._browser = browser
        self._site = site
        self._traces = traces
        self._way = way
        self._nobody = throwaway_identity()
        self._answering = answering

    @classmethod
    @asynccontextmanager
    async def start(
        cls,
        program: BrowserProgram | RunningBrowser,
        *,
        site: Site,
        headed: bool = False,
        traces: Path | None = None,
        way: Way | None = None,
    ) -> AsyncIterator[Browsing]:
        """Start the browser and close it at the end. Raises BrowserMissing (ENV-001) if it does not start.

        One that runs already is reached instead, and left running without our contexts.
        `traces` is a folder for traces as Playwright writes them, full of secrets; without one nothing is traced.
        `way` is what all connections go by, where the sites are behind a proxy.
        """
        async with Load().measure() as load, _start_driver(site, load) as (driver, answering, trees):
            async with _unless_it_hangs(answering, program):
                browser = await _open_browser(driver.chromium, program, headed, traces)
            browsing = cls(browser, site, answering, traces, way)
            try:
                for tree in trees:
                    tree.look()
                async with answering.within_limit():
                    await keep_within(browser, site)
                with _cut_off(answering):
                    yield browsing
            finally:
                with suppress(PlaywrightError, TimeoutError):  # what does not end is killed with its driver
                    async with asyncio.timeout(browsing._ending):
                        await browser.close()

    @property
    def alive(self) -> bool:
        """Whether the browser still answers."""
        return self._browser.is_connected() and not self._answering.silent

    @property
    def load(self) -> Load:
        """How busy this PC is while the browser runs."""
        return self._answering.load

    @property
    def _ending(self) -> float:
        """Seconds for something of it to close; one that does not answer any more is killed soon."""
        return _HUNG if self._answering.silent else self.load.stretch(_ENDING)

    @property
    def version(self) -> str:
        """What the browser says of itself, as 156.0.7000.1."""
        return self._browser.version

    def give_up(self) -> None:
        """Something in it does not come to an end: its processes are killed, not waited for."""
        self._answering.silent = True

    @asynccontextmanager
    async def blank_page(self) -> AsyncIterator[Page]:
        """An empty page in a context of its own, from which nothing leaves."""
        options = {"offline": True, "service_workers": "block", "proxy": {"server": _NOWHERE}}
        async with self._context(options) as context:
            async with self._answering.within_limit():
                await context.route("**/*", _refuse)
                page = await context.new_page()
            yield page

    @asynccontextmanager
    async def tab(
        self,
        *,
        identity: Identity | None = None,
        offered_to: tuple[str, ...] = (),
        face: Face = Face.OWN,
        prepare: Prepare | None = None,
        keep_trace: Keep | None = None,
    ) -> AsyncIterator[Tab]:
        """A tab in a context of its own: one person, at most one identity.

        The identity is offered to the origins `offered_to`, by default the service alone. The site is asked as by
        the browser `face`.
        `prepare` gets the context before a page is opened in it (for the CertEnroll bridge). `keep_trace` gets
        the trace at the end, without secrets, where traces are wanted.
        """
        options: dict[str, Any] = {"locale": "ja-JP", "accept_downloads": True, "service_workers": "block"}
        options |= self._proxy()
        if face.user_agent:
            options["user_agent"] = face.user_agent
        if identity or self._site.ca:
            options["client_certificates"] = self._certificates(identity, offered_to)
        answering = AnswerLimit(self._site.limits.browser, self.load)
        async with self._context(options) as context, self._trace(context, keep_trace):
            async with self._answering.within_limit():
                await context.route(_elsewhere(self._site), _refuse)
                await close_foreign_sockets(context, self._site)
                await context.add_init_script(script=in_page_script())
                departure = Departure(self._site)
                if prepare:
                    # First, so that what `prepare` answers itself never leaves.
                    await departure.watch(context)
                    await prepare(context)
                page = await context.new_page()
            tab = Tab(page, site=self._site, departure=departure, answering=answering)
            tab.way = self._way
            try:
                with _cut_off(answering):
                    yield tab
            finally:
                departure.shut()
                self._answering.silent |= answering.silent

    def _trace(self, context: BrowserContext, keep: Keep | None) -> AbstractAsyncContextManager[None]:
        return trace(context, self._traces, keep) if self._traces and keep else nullcontext()

    @asynccontextmanager
    async def _context(self, options: dict[str, Any]) -> AsyncIterator[BrowserContext]:
        async with self._answering.within_limit():
            context = await self._browser.new_context(**options)
        try:
            yield context
        finally:
            await self._close(context)

    async def _close(self, context: BrowserContext) -> None:
        """Close it; a browser that cannot even do that is used by nobody else."""
        try:
            async with asyncio.timeout(self._ending):
                await context.close()
        except TimeoutError:
            self._answering.silent = True
        except PlaywrightError:
            pass  # it has died, and has closed it already

    def _proxy(self) -> dict[str, Any]:
        if self._way is None:
            return {}
        login = {"username": WAY_USER, "password": self._way.token.reveal()}
        return {"proxy": {"server": self._way.address, **login}}

    def _certificates(self, identity: Identity | None, offered_to: tuple[str, ...]) -> list[dict[str, Any]]:
        # In such a context only origins with an entry have their server's certificate checked, so every
        # origin gets one; where the person has no identity, it offers a key that nobody knows.
        entries = []
        for origin in self._site.origins:
            theirs = identity if origin in (offered_to or (self._site.service,)) else None
            here = theirs or self._nobody
            entries.append(
                {"origin": origin, "cert": here.certificate_pem, "key": here.key_pem.reveal().encode()}
            )
        return entries


def has_display() -> bool:
    """Whether a window can be shown here."""
    return sys.platform != "linux" or any(map(os.environ.get, ("DISPLAY", "WAYLAND_DISPLAY")))


@asynccontextmanager
async def _start_driver(
    site: Site, load: Load
) -> AsyncIterator[tuple[Playwright, AnswerLimit, list[ProcessTree]]]:
    """A started driver. At the end, whatever of its processes does not end by itself is killed."""
    answering = AnswerLimit(site.limits.browser, load)
    with _driver_environment(site), _out_of_reach_of_ctrl_c() as trees:
        async with _unless_it_hangs(answering):
            driver = await _begin_driver(trees)
            await driver.selectors.register(ENGINE, script=ENGINE_SCRIPT, content_script=True)
    try:
        yield driver, answering, trees
    finally:
        for tree in trees:
            tree.look()
        with suppress(PlaywrightError, TimeoutError):
            async with asyncio.timeout(_HUNG if answering.silent else _ENDING):
                await driver.stop()
        for tree in trees:
            tree.end()


class _NotStarted(BaseException):
    """The system did not start the driver. Playwright keeps an Exception for itself, and asyncio prints that one."""


async def _begin_driver(trees: list[ProcessTree]) -> Playwright:
    """Playwright's own program. Raises BrowserMissing (ENV-001) for one that is blocked or ends at once, with why."""
    try:
        return await async_playwright().start()
    except _NotStarted as refused:
        raise BrowserMissing("ENV-001", detail=say("browser.driver_blocked", reason=refused)) from refused
    except PlaywrightError:
        raise
    except Exception as error:  # Playwright's, without a class of its own
        codes = [await tree.exit_code() for tree in trees]
        told = say("browser.driver_ended", code=" ".join(codes) or "?", reason=error)
        raise BrowserMissing("ENV-001", detail=told) from error


@asynccontextmanager
async def _unless_it_hangs(
    answering: AnswerLimit, program: BrowserProgram | RunningBrowser | None = None
) -> AsyncIterator[None]:
    """BrowserMissing (ENV-001) for a start that does not come to an end."""
    try:
        async with answering.within_limit():
            yield
    except FlowError as error:
        raise BrowserMissing(
            "ENV-001", detail=f"{program.place if program else 'Playwright'}: {error}"
        ) from error


@contextmanager
def _cut_off(answering: AnswerLimit) -> Iterator[None]:
    """Whoever is cut off in here is in a hurry: what is left to be closed is not waited for."""
    try:
        yield
    except asyncio.CancelledError:
        answering.silent = True
        raise


async def _open_browser(
    chromium: Any, program: BrowserProgram | RunningBrowser, headed: bool, traces: Path | None
) -> Browser:
    try:
        if isinstance(program, RunningBrowser):
            return await reach(chromium, program, traces)
        return await _launch(chromium, program, headed, traces)
    except PlaywrightError as error:
        first = str(error).splitlines()[0] if str(error) else ""
        raise BrowserMissing("ENV-001", detail=f"{program.place}: {first}") from error


async def _launch(chromium: Any, program: BrowserProgram, headed: bool, traces: Path | None) -> Browser:
    if headed and not has_display():
        raise BrowserMissing("ENV-001", detail=say("browser.no_display"))
    arguments = [*_QUIET] if headed else [*_QUIET, "--blink-settings=imagesEnabled=false"]
    browser: Browser = await chromium.launch(
        executable_path=str(program.path),
        headless=not headed,
        args=arguments,
        traces_dir=traces,
        timeout=0,  # how long it may take on a busy PC is the caller's
    )
    return browser


def _driver_environment(site: Site) -> AbstractContextManager[None]:
    """What the driver's process inherits: the CAs to trust; nothing that prints secrets, and no proxy.

    Who serves an address is decided once, for all connections; the driver would go by a proxy even to this PC itself.
    """
    trusted = {"NODE_EXTRA_CA_CERTS": str(site.ca)} if site.ca else {}
    return environment(*_PROXY_VARIABLES, NODE_USE_SYSTEM_CA="1", **trusted)


@contextmanager
def _out_of_reach_of_ctrl_c() -> Iterator[list[ProcessTree]]:
    """Processes that are started in here do not get the terminal's Ctrl-C: the clicks they do shall end first."""
    loop = asyncio.get_running_loop()
    before = loop.subprocess_exec
    trees: list[ProcessTree] = []

    async def start_apart(*arguments: Any, **options: Any) -> Any:
        try:
            transport, protocol = await before(*arguments, **{**options, **apart()})
        except OSError as error:
            raise _NotStarted(f"{arguments[1]}: {error}") from error
        trees.append(ProcessTree(transport))
        return transport, protocol

    loop.subprocess_exec = start_apart  # type: ignore[method-assign]
    try:
        yield trees
    except BaseException:
        for tree in trees:
            tree.end()
        raise
    finally:
        loop.subprocess_exec = before  # type: ignore[method-assign]


def _elsewhere(site: Site) -> re.Pattern[str]:
    """Every address outside the site, as Playwright matches routes."""
    own = "|".join(re.escape(origin) + "(?:[/?#]|$)" for origin in site.origins)
    return re.compile(f"^(?!{own}|data:|blob:|about:)")


async def _refuse(route: Route) -> None:
    await route.abort("accessdenied")
