"""A browser that runs already is reached on this PC alone."""

from __future__ import annotations

import pytest

from ekakushin.flows.browser import getting
from ekakushin.flows.browser.reaching import RunningBrowser, running_browser
from ekakushin.flows.errors import BrowserMissing


@pytest.mark.parametrize("address", ["http://127.0.0.1:9222", "http://[::1]:9222", "http://127.0.0.1:9222/"])
def test_an_address_on_this_pc_is_a_running_browser(address: str) -> None:
    assert running_browser(f"cdp:{address}") == RunningBrowser(address=address)


@pytest.mark.parametrize("wanted", ["", "edge", "/usr/bin/chromium", r"C:\browser\cdp.exe"])
def test_anything_else_is_a_program_or_nothing(wanted: str) -> None:
    assert running_browser(wanted) is None


@pytest.mark.parametrize(
    "address",
    [
        "http://10.0.0.5:9222",
        "http://localhost:9222",
        "http://127.0.0.1.example.com:9222",
        "http://127.0.0.1@example.com:9222",
        "http://user:word@127.0.0.1:9222",
        "http://127.0.0.1",
        "http://127.0.0.1:port",
        "http://127.0.0.1:9222/devtools/browser/1",
        "ws://127.0.0.1:9222",
        "9222",
        "",
    ],
)
def test_an_address_elsewhere_is_refused_with_what_to_write_instead(address: str) -> None:
    with pytest.raises(BrowserMissing) as refusal:
        running_browser(f"cdp:{address}")
    assert refusal.value.code == "ENV-001"
    assert "cdp:http://127.0.0.1:" in str(refusal.value)


def test_where_one_runs_none_is_looked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(getting, "find_browser", pytest.fail)
    used = getting.browser_to_use(wanted="cdp:http://127.0.0.1:9222", tell=pytest.fail)
    assert used.place == "http://127.0.0.1:9222"
