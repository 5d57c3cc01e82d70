"""Servers that are not the mock: pages to order, over real TLS, by authorities that may be nobody's."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from aiohttp import web

from ekakushin.fixtures.mock_site import Authority

Pages = Mapping[str, str | Callable[[], web.StreamResponse]]


@dataclass
class Stranger:
    """A server that is up; `asked` are the requests it got: method, path and body."""

    origin: str = ""
    pages: dict[str, str | Callable[[], web.StreamResponse]] = field(default_factory=dict)
    asked: list[tuple[str, str, str]] = field(default_factory=list)

    async def answer(self, request: web.Request) -> web.StreamResponse:
        self.asked.append((request.method, request.path, await request.text()))
        page = self.pages.get(request.path, "")
        return page() if callable(page) else web.Response(text=page, content_type="text/html")


@asynccontextmanager
async def stranger(authority: Authority) -> AsyncIterator[Stranger]:
    """A server on loopback whose certificate comes from this authority."""
    server = Stranger()
    application = web.Application()
    application.router.add_route("*", "/{path:.*}", server.answer)
    runner = web.AppRunner(application)
    await runner.setup()
    await web.TCPSite(
        runner, "127.0.0.1", 0, ssl_context=authority.server_context(ask_for_certificate=False)
    ).start()
    server.origin = f"https://127.0.0.1:{runner.addresses[0][1]}"
    yield server
    await runner.cleanup()


def led_to(address: str, status: int) -> Callable[[], web.StreamResponse]:
    """An answer that leads elsewhere."""
    return lambda: web.Response(status=status, headers={"Location": address})
