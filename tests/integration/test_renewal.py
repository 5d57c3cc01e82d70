"""Whether the service offers a renewal of the login certificate is looked up; nothing is pressed."""

from __future__ import annotations

import pytest

from ekakushin.automation.commands.certificates import renew
from ekakushin.automation.exit_code import ExitCode
from ekakushin.testing import in_a_thread
from tests.integration.conftest import Order


def offering(html: str, path: str) -> str:
    """A service whose page ログイン用証明書管理 has one button more."""
    button = '<input type="button" value="証明書更新" onclick="doAction(1, \'renew\')">'
    return html.replace("<br>", f"<br>{button}", 1) if "LoginCert.do" in html else html


def test_a_renewal_that_is_offered_is_told_and_not_pressed(
    order: Order, capsys: pytest.CaptureFixture[str]
) -> None:
    site, flows = order(html_filter=offering)
    ((result),) = flows.onboard(steps=("issue", "verify", "signup", "login"))
    before = len(site.ledger())

    code = in_a_thread(lambda: renew(flows.office, result.user_id))

    told = capsys.readouterr().err
    assert code is ExitCode.NOT_ALL
    assert "CRT-009" in told
    assert "証明書更新" in told
    assert {line.act for line in site.ledger()[before:]} <= {"login", "logout"}
