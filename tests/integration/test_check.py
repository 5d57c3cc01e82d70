"""`check` against a mock that changes its pages: told with screen and thing, quiet once accepted; nothing is done."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as Xml

import pytest

from ekakushin.automation.commands.check import CheckRequest, check
from ekakushin.automation.commands.onboard import run_directly
from ekakushin.automation.commands.selection import keep, select
from ekakushin.automation.commands.summary import changed_screens
from ekakushin.automation.office import Office
from ekakushin.fixtures.driver import in_a_thread
from ekakushin.fixtures.mock_site import Authority, MockSite
from ekakushin.flows.browser.finding import BrowserProgram
from ekakushin.flows.models import STEPS
from ekakushin.testing import Ekakushin
from tests.support.changed_pages import put

DONE, VERIFIED, SIGNED, INVITED = "10006", "10007", "10008", "10009"
ONBOARDED = {DONE: "password", VERIFIED: "verify", SIGNED: "signing"}
EVERYBODY = CheckRequest(users=(VERIFIED, SIGNED, INVITED), as_json_only=True)

# What is changed on the page with these words; none of it keeps the flows from going on to the pages behind.
CHANGES: dict[str, tuple[Callable[[str], str], str, str]] = {
    'class="hd">【STEP1】': (put("(半角英数字):", "(半角英数字 8文字):"), "AuthenticationScreen", "caption"),
    'class="hd">【STEP2】': (put("</form>", "<p>停止します。</p></form>"), "RequestScreen", "text"),
    "doAction(0, 'signup')": (
        put('value="サインアップ"', 'value="サインアップする"'),
        "SignupScreen",
        "button",
    ),
    "■ ログイン<": (put('type="password"', 'required type="password"'), "LoginScreen", "required"),
    "■ サービスTOP": (put("メニューを選択", "メニューをお選び"), "HomeScreen", "text"),
    "登録が完了していません": (put("登録が完了していません。", "登録が完了していません！"), "", ""),
    "■ 署名用暗証コードの初期設定": (put('value="登録"', 'value="決定"'), "PinScreen", "button"),
    "■ パスワード変更": (put("■ パスワード変更", "■ パスワードの更新"), "PasswordScreen", "heading"),
}
EXPECTED = {(screen, rule) for _, screen, rule in CHANGES.values() if screen}


class Day:
    """A mock that may change its pages, and an office with people who have come more or less far."""

    def __init__(self, folder: Path, authority: Authority, program: BrowserProgram) -> None:
        self.changed = False
        self.folder = folder
        options: dict[str, Any] = {"people": 4, "signing_delay": 0, "authority": authority}
        self.site = MockSite(folder / "mock", html_filter=self._filter, **options)
        self._program = program

    def start(self) -> None:
        self.site.start()
        self.office = Ekakushin.against(self.site, self.folder / "home", self._program).office
        selection = select(self.office, [self.site.mails])
        keep(self.office, selection)
        for invitation in selection.invitations:
            until = ONBOARDED.get(invitation.user_id)
            if until:
                steps = STEPS[: [*STEPS].index(until) + 1]  # type: ignore[arg-type]
                office, one = self.office, [invitation]
                in_a_thread(lambda office=office, one=one, steps=steps: run_directly(office, one, steps))  # type: ignore[misc]
        changed_screens(self.office)

    def _filter(self, html: str, path: str) -> str:
        for words, (change, _, _) in CHANGES.items():
            if self.changed and words in html:
                html = change(html)
        return html

    def check(self, request: CheckRequest) -> int:
        office = Office(self.office.settings)
        return int(in_a_thread(lambda: check(office, request)))


@pytest.fixture(scope="module")
def day(
    tmp_path_factory: pytest.TempPathFactory, mock_authority: Authority, browser_program: BrowserProgram
) -> Iterator[Day]:
    day = Day(tmp_path_factory.mktemp("day"), mock_authority, browser_program)
    day.start()
    yield day
    day.site.stop()


def told(capsys: pytest.CaptureFixture[str]) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(capsys.readouterr().out)
    return found


def test_without_a_user_only_the_entrances_are_opened(day: Day, capsys: pytest.CaptureFixture[str]) -> None:
    before = day.site.ledger()
    assert day.check(CheckRequest(as_json_only=True)) == 0
    found = told(capsys)
    assert day.site.ledger() == before
    assert {"AuthenticationScreen", "SignupScreen", "LoginScreen"} <= set(found["looked"])
    assert "PinScreen" in {each["screen"] for each in found["not_looked"]}
    assert {each["where"] for each in found["sites"]} == {"issuance", "service"}


def test_every_changed_screen_is_told_once_and_is_quiet_when_it_is_accepted(
    day: Day, capsys: pytest.CaptureFixture[str]
) -> None:
    before = len(day.site.ledger())
    assert day.check(EVERYBODY) == 0
    same = told(capsys)
    assert (same["changes"], same["not_looked"]) == ([], [])
    assert {line.act for line in day.site.ledger()[before:]} == {"login", "logout", "authenticate"}
    day.changed = True
    files = {"html": day.folder / "check.html", "junit": day.folder / "check.xml"}
    assert day.check(replace(EVERYBODY, **files)) == 1
    found = told(capsys)
    assert sorted((each["screen"], each["rule"]) for each in found["changes"]) == sorted(EXPECTED)
    breaking = {each["screen"] for each in found["changes"] if each["severity"] == "breaking"}
    assert breaking == {"PinScreen"}
    assert (day.folder / "check.html").read_text("utf-8").count("<image ") == 2 * len(EXPECTED)
    assert len(list(Xml.parse(day.folder / "check.xml").iter("failure"))) == len(EXPECTED)
    assert day.check(replace(EVERYBODY, accept=True)) == 0
    again = told(capsys)
    assert [each["sentence"] for each in again["changes"]] == [each["sentence"] for each in found["changes"]]
    assert day.check(EVERYBODY) == 0
    assert told(capsys)["changes"] == []


def test_nothing_that_is_kept_holds_a_name_or_a_secret(day: Day) -> None:
    words = [word for person in day.site.people() for word in (person.name, person.mail_password)]
    kept = [*(day.office.home / "screens").rglob("*.html"), day.office.home / "screens.json"]
    assert len(kept) > 8
    assert [(file.name, word) for file in kept for word in words if word in file.read_text("utf-8")] == []
