"""The login of the company's proxy: typed on a terminal, tried once, kept in the vault; or removed from it."""

from __future__ import annotations

import sys

from ekakushin.automation.exit_code import ExitCode
from ekakushin.automation.office import Office
from ekakushin.automation.proxies.connecting import Connector
from ekakushin.automation.proxies.logins import Logins
from ekakushin.automation.proxies.opening import ask_login
from ekakushin.automation.proxies.proxy import Proxy
from ekakushin.automation.proxies.trying import try_ways
from ekakushin.automation.proxies.unreachable import Unreachable
from ekakushin.automation.terminal.tell import tell
from ekakushin.flows.text import say


def keep_proxy_login(office: Office) -> ExitCode:
    """Ask for the login of the proxy that wants one, whatever is known of it; it is kept once the proxy has taken it.

    Raises Misconfigured (NET-011 where it is refused, to NET-014), VaultClosed.
    """
    proxies = {str(proxy) for route in office.ways.routes.values() for proxy in route.proxies if proxy}
    if not proxies:
        tell(say("proxy.no_proxy"))
        return ExitCode.DONE
    proxy = _proxy_that_asks(office)
    if proxy is None:
        tell(say("proxy.no_login_wanted", proxies=", ".join(sorted(proxies))))
        return ExitCode.DONE
    if not sys.stdin.isatty():
        tell(say("proxy.needs_terminal"))
        return ExitCode.WRONG_USAGE
    logins = Logins(lambda: office.vault)
    if not ask_login(logins, proxy, False):
        return ExitCode.NOT_ALL
    _try(office, Connector(logins))
    tell(say("proxy.kept", proxy=proxy))
    return ExitCode.DONE


def _proxy_that_asks(office: Office) -> Proxy | None:
    """The proxy that asks for a login, asked without any."""
    try:
        try_ways(office.ways.routes.values(), Connector())
    except Unreachable as error:
        if error.code == "NET-011":
            return error.proxy
        raise error.as_misconfigured() from None
    return None


def _try(office: Office, connector: Connector) -> None:
    try:
        try_ways(office.ways.routes.values(), connector)
    except Unreachable as error:
        raise error.as_misconfigured() from None


def forget_proxy_login(office: Office) -> ExitCode:
    """Remove the logins of proxies, and which of them were refused. Raises VaultClosed."""
    gone = Logins(lambda: office.vault).forget()
    print(say("proxy.forgotten", proxies=", ".join(gone)) if gone else say("proxy.none_kept"))
    return ExitCode.DONE
