"""Whether what a window shows is a page of the site at all, and not somebody else's or the browser's own."""

from __future__ import annotations

from ekakushin.flows.browser.reading import Reading
from ekakushin.flows.browser.translation import proxy_error
from ekakushin.flows.browser.way import Way, name_trouble
from ekakushin.flows.browser.windows import Windows
from ekakushin.flows.errors import Unavailable
from ekakushin.flows.site import Site


def must_be_on_site(windows: Windows, way: Way | None, site: Site) -> None:
    """Raises Unavailable (NET-001) for the browser's own error page, ForeignAddress for somebody else's page."""
    address = windows.top.url
    if address.startswith("chrome-error:"):
        windows.must_not_be_led_away()
        raise name_trouble(way, Unavailable("NET-001", detail="chrome-error"), site)
    if address and not address.startswith("about:"):
        site.must_own(address)


def must_be_a_page(reading: Reading, way: Way | None, site: Site) -> None:
    """Raises what the browser's proxy says where it has answered in place of the site."""
    error = proxy_error("\n".join(reading.lines)) if reading.status == 503 else None
    if error:
        raise name_trouble(way, error, site)
