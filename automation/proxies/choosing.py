"""The one place that knows which proxy serves a site: the setting, the environment, Windows' own settings, a script."""

from __future__ import annotations

import os
import sys
import urllib.request
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from ekakushin.automation.proxies.answers import read_list, read_script_answer
from ekakushin.automation.proxies.exceptions import is_excepted
from ekakushin.automation.proxies.proxy import DIRECT, Proxy, ProxyLogin, Route, is_loopback, read_address
from ekakushin.automation.proxies.script import Engine, ScriptError, ask_script
from ekakushin.automation.proxies.waiting import SECONDS, begin
from ekakushin.automation.proxies.windows import (
    InternetSettings,
    WinHttp,
    WinHttpError,
    read_internet_settings,
)
from ekakushin.flows.errors import Misconfigured
from ekakushin.flows.text import say

DIRECTLY = "direct"
_SCRIPT = "pac:"
_VARIABLES = ("HTTPS_PROXY", "ALL_PROXY")
_SETTING = "EKAKUSHIN_PROXY"


@dataclass(frozen=True, kw_only=True)
class Ways:
    """The way to each origin, and the logins that stood in the addresses of proxies."""

    routes: Mapping[str, Route]
    logins: Mapping[Proxy, ProxyLogin] = field(default_factory=dict)

    @property
    def are_direct(self) -> bool:
        """Whether no proxy has a part in any of them."""
        return all(route.is_direct for route in self.routes.values())

    @property
    def are_open(self) -> bool:
        """Whether nobody says anything of proxies. Who says directly means it, whatever a browser finds elsewhere."""
        return not any(route.source for route in self.routes.values())


@dataclass(frozen=True, kw_only=True)
class Chooser:
    """Knows which proxy serves an address. `wanted` is the setting; `engine` runs a script where WinHTTP does not.

    This PC itself is always reached directly.
    """

    wanted: str = ""
    engine: Engine
    environment: Mapping[str, str] = field(default_factory=lambda: dict(os.environ))
    windows: Callable[[], InternetSettings | None] = read_internet_settings
    winhttp: WinHttp | None = field(default_factory=lambda: WinHttp() if sys.platform == "win32" else None)

    def ways_to(self, origins: Sequence[str]) -> Ways:
        """The ways to these sites. Raises Misconfigured (ENV-005) for a setting that is no proxy."""
        direct = {origin: Route.directly_to(origin) for origin in origins}
        far = {origin: route for origin, route in direct.items() if not is_loopback(route.host)}
        if not far:
            return Ways(routes=direct)
        found = self._by_setting(far) or self._by_environment(far) or self._by_windows(far)
        return replace(found, routes={**direct, **found.routes}) if found else Ways(routes=direct)

    def _by_setting(self, far: Mapping[str, Route]) -> Ways | None:
        if not self.wanted:
            return None
        if self.wanted.lower() == DIRECTLY:
            source = say("proxy.source_setting")
            return Ways(routes={origin: replace(route, source=source) for origin, route in far.items()})
        if self.wanted.lower().startswith(_SCRIPT):
            return self._by_script(far, self.wanted[len(_SCRIPT) :], say("proxy.source_setting"))
        try:
            return _by_address(far, self.wanted, "", say("proxy.source_setting"))
        except ValueError as error:
            raise Misconfigured("ENV-005", file=_SETTING, reason=f"proxy: {error}") from None

    def _by_environment(self, far: Mapping[str, Route]) -> Ways | None:
        variables = {name.upper(): value for name, value in sorted(self.environment.items()) if value}
        for name in _VARIABLES:
            if address := variables.get(name):
                source = say("proxy.source_environment", name=name)
                try:
                    return _by_address(far, address, variables.get("NO_PROXY", ""), source)
                except ValueError as error:
                    raise Misconfigured("ENV-005", file=name, reason=str(error)) from None
        return _by_mac(far) if sys.platform == "darwin" else None

    def _by_windows(self, far: Mapping[str, Route]) -> Ways | None:
        settings = self.windows()
        if settings is None:
            return None
        if settings.detects and (found := self._by_detection(far)):
            return found
        if settings.script:
            return self._by_script(far, settings.script, say("proxy.source_windows"))
        if settings.servers:
            return _by_list(far, settings.servers, settings.exceptions, say("proxy.source_windows"))
        return None

    def _by_detection(self, far: Mapping[str, Route]) -> Ways | None:
        """None where this network has no script, or does not say so in time: then the next setting counts."""
        return self._by_winhttp(far, "", say("proxy.source_detected"))

    def _by_script(self, far: Mapping[str, Route], script: str, source: str) -> Ways:
        source = say("proxy.source_script", source=source, address=_without_query(script))
        if script.lower().startswith("http") and (found := self._by_winhttp(far, script, source)):
            return found
        try:
            answers = ask_script(script, [f"{origin}/" for origin in far], self.engine)
        except ScriptError as error:
            return Ways(
                routes={
                    origin: replace(route, source=source, unread=error.reason)
                    for origin, route in far.items()
                }
            )
        return Ways(
            routes={
                origin: replace(route, proxies=read_script_answer(answer), source=source)
                for (origin, route), answer in zip(far.items(), answers, strict=True)
            }
        )

    def _by_winhttp(self, far: Mapping[str, Route], script: str, source: str) -> Ways | None:
        winhttp = self.winhttp
        if winhttp is None:
            return None
        try:
            asked = [
                begin(lambda origin=origin: winhttp.servers_for(f"{origin}/", script=script))  # type: ignore[misc]  # a lambda's default
                for origin in far
            ]
            found = [each.result(SECONDS) for each in asked]
        except (WinHttpError, OSError):
            return None
        return Ways(
            routes={
                origin: replace(route, proxies=read_list(servers), source=source)
                for (origin, route), servers in zip(far.items(), found, strict=True)
            }
        )


def _by_address(far: Mapping[str, Route], address: str, exceptions: str, source: str) -> Ways:
    """Everything by one proxy but the exceptions. Raises ValueError for what is no address."""
    proxy, login = read_address(address.strip())
    routes = {
        origin: replace(
            route,
            proxies=DIRECT if is_excepted(route.host, route.port, exceptions) else (proxy,),
            source=source,
        )
        for origin, route in far.items()
    }
    return Ways(routes=routes, logins={proxy: login} if login else {})


def _by_list(far: Mapping[str, Route], servers: str, exceptions: str, source: str) -> Ways:
    proxies = read_list(servers)
    return Ways(
        routes={
            origin: replace(
                route,
                proxies=DIRECT if is_excepted(route.host, route.port, exceptions) else proxies,
                source=source,
            )
            for origin, route in far.items()
        }
    )


def _by_mac(far: Mapping[str, Route]) -> Ways | None:
    address = urllib.request.getproxies().get("https")
    if not address:
        return None
    excepted = ",".join(route.host for route in far.values() if urllib.request.proxy_bypass(route.host))
    return _by_address(far, address, excepted, say("proxy.source_system"))


def _without_query(address: str) -> str:
    return address.partition("?")[0].rpartition("@")[2] if "@" in address else address.partition("?")[0]
