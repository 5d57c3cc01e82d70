"""Issuance pages that ask without end: the tool ends them with a code, and nothing is sent."""

from __future__ import annotations

import pytest

from ekakushin.flows.certenroll import limits
from tests.integration.conftest import Order

GREEDY = """
for (var n = 0; n < 12; n++) {
  try {
    var key = new ActiveXObject("X509Enrollment.CX509PrivateKey");
    key.ProviderName = "Microsoft Software Key Storage Provider";
    key.Length = 2048 + 64 * (n % 50);
    key.Create();
  } catch (e) {}
}
"""
ENDLESS = """
for (;;) {
  try { new ActiveXObject("X509Enrollment.CX509Enrollment").CreateRequest(1) } catch (e) {}
}
"""


def run(order: Order, script: str) -> tuple[str, str, list[str]]:
    """State and code of an issuance whose STEP2 runs this script before it fills its lists; what the site saw."""

    def insert(html: str, path: str) -> str:
        return html.replace("function initPage() {", "function initPage() {" + script)

    site, flows = order(html_filter=insert)
    (result,) = flows.onboard(steps=("issue",))
    return result.state, result.code, [line.act for line in site.ledger() if line.act == "issue"]


def test_a_page_that_makes_keys_without_end_is_stopped(order: Order, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(limits.NAMES, "keys", 2)
    state, code, issued = run(order, GREEDY + "return;")
    assert (state, code, issued) == ("failed", "ISS-019", [])


def test_a_page_that_calls_without_end_does_not_hold_the_tool(
    order: Order, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "CALLS", 50)
    _, code, issued = run(order, ENDLESS)
    assert (code, issued) == ("ISS-019", [])
