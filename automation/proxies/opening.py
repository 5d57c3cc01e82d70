"""The way to the sites as a command opens it: chosen, tried, a proxy's login asked for, a relay for the browser."""

from __future__ import annotations

import asyncio
import getpass
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from ekakushin.automation.proxies.choosing import Chooser, Ways
from ekakushin.automation.proxies.connecting import Connector
from ekakushin.automation.proxies.logins import Logins
from ekakushin.automation.proxies.proxy import Proxy, ProxyLogin
from ekakushin.automation.proxies.relay import PATIENT_SECONDS, Relay
from ekakushin.automation.proxies.script import Answers, Engine, Question, ScriptError
from ekakushin.automation.proxies.trying import try_with_login
from ekakushin.automation.proxies.unreachable import Unreachable
from ekakushin.automation.proxies.waiting import begin
from ekakushin.automation.terminal.tell import tell
from ekakushin.flows.errors import BrowserMissing
from ekakushin.flows.keeping import Vault
from ekakushin.flows.secret import Secret
from ekakushin.flows.text import say

if TYPE_CHECKING:
    from ekakushin.flows.browser.finding import BrowserProgram
    from ekakushin.flows.browser.reaching import RunningBrowser

_ENGINE_SECONDS = 60.0  # for a browser to start, run a script and end


@dataclass(frozen=True, kw_only=True)
class OpenWay:
    """The ways to the sites, and what connects by them."""

    ways: Ways
    connector: Connector

    @contextmanager
    def relay(self) -> Iterator[Relay | None]:
        """What the browser connects to; None where it may find its way alone."""
        if self.ways.are_open:
            yield None
            return
        patient = replace(self.connector, seconds=PATIENT_SECONDS)
        with Relay.open(self.ways.routes.values(), patient) as relay:
            yield relay


def choose_ways(
    wanted: Secret | None,
    origins: Sequence[str],
    program: Callable[[], BrowserProgram | RunningBrowser | None],
) -> Ways:
    """The ways to these sites; `program` gives the browser, which is started where a script must be run.

    Raises Misconfigured (ENV-005) for a setting that is no proxy.
    """
    chooser = Chooser(wanted=wanted.reveal().strip() if wanted else "", engine=engine_of(program))
    return chooser.ways_to(origins)


def engine_of(program: Callable[[], BrowserProgram | RunningBrowser | None]) -> Engine:
    """Runs scripts in a browser of its own."""

    def run(question: Question) -> Answers:
        from ekakushin.flows.browser.proxy_script import run_proxy_script

        try:
            browser = program()
            if browser is None:
                raise ScriptError(say("proxy.no_engine"))
            asked = question.model_dump(mode="json")
            # In a thread: a loop may be running in this one.
            answer = begin(lambda: asyncio.run(run_proxy_script(browser, asked))).result(_ENGINE_SECONDS)
        except (BrowserMissing, TimeoutError) as error:
            raise ScriptError(str(error)[:80] or type(error).__name__) from None
        if answer.get("error") and not answer.get("unknown"):
            raise ScriptError(answer["error"])
        return Answers(proxies=tuple(answer["proxies"]), unknown=tuple(answer["unknown"]))

    return run


def open_way(ways: Ways, vault: Callable[[], Vault | None], keep_page: Callable[[str], str]) -> OpenWay:
    """Try the ways; a login that a proxy wants and nobody knows is asked for on a terminal, once.

    `keep_page` keeps what a proxy shows instead of a site and answers where. Raises Misconfigured (NET-011 to 014)
    for what the proxy is to blame for, VaultClosed.
    """
    logins = Logins(vault, ways.logins)
    connector = Connector(logins)
    try:
        try_with_login(ways.routes.values(), connector, partial(ask_login, logins))
    except Unreachable as error:
        if error.page:
            tell(say("proxy.page_kept", path=keep_page(error.page)))
        raise error.as_misconfigured() from None
    return OpenWay(ways=ways, connector=connector)


def ask_login(logins: Logins, proxy: Proxy, was_refused: bool) -> bool:
    """Have somebody type a login for this proxy; False where nobody sits at a terminal, or nothing was typed."""
    if not sys.stdin.isatty():
        return False
    question = "proxy.asks_again" if was_refused else "proxy.asks"
    print(say(question, proxy=proxy), file=sys.stderr)
    print(say("proxy.user"), end="", file=sys.stderr, flush=True)
    user = sys.stdin.readline().strip()
    if not user:
        return False
    logins.give(proxy, ProxyLogin(user=user, password=Secret(getpass.getpass(say("proxy.password")))))
    return True
