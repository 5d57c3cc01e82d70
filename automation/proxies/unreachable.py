"""Why a site is not reached: the step that fails, in words, and the guide's code for it."""

from __future__ import annotations

from ekakushin.automation.proxies.proxy import Proxy
from ekakushin.flows.errors import FlowError, Misconfigured, Unavailable
from ekakushin.flows.text import say

# What is not the site's own trouble, which somebody may wait out.
_CODES = {
    "proxy_login": "NET-011",
    "proxy_login_refused": "NET-011",
    "proxy_schemes": "NET-012",
    "proxy_refuses": "NET-013",
    "proxy_name": "NET-014",
    "proxy_port": "NET-014",
    "proxy_silent": "NET-014",
    "proxy_strange": "NET-014",
    "proxy_script": "NET-014",
}
_DEAD = ("proxy_name", "proxy_port", "proxy_strange", "proxy_silent")


class Unreachable(Exception):
    """Connecting failed at `step`: name or port of the site, or proxy_… of the proxy before it; `told` says it.

    `proxy` is the one before the site, where one is known; `page` what it showed instead of the site, "" for nothing.
    """

    def __init__(self, step: str, *, page: str = "", proxy: Proxy | None = None, **values: object) -> None:
        super().__init__(step)
        self.step = step
        self.page = page
        self.proxy = proxy
        self.code = _CODES.get(step, "NET-001")
        self.told = say(f"proxy.way_{step}", proxy=proxy, **values)

    @property
    def is_the_proxys(self) -> bool:
        """Whether the proxy is at fault, or what was set for it."""
        return self.code != "NET-001"

    @property
    def leads_to_the_next(self) -> bool:
        """Whether another proxy may be tried: this one has said nothing about the site."""
        return self.step in _DEAD

    def as_misconfigured(self) -> Misconfigured:
        """The error that ends a command before anybody is begun with."""
        return Misconfigured(self.code, detail=self.told)

    def as_flow_error(self) -> FlowError:
        """The error of a step that came upon it."""
        # Unavailable, though somebody must act: what a step concludes from a lost connection is the same.
        return Unavailable(self.code, detail=self.told)
