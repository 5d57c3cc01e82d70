"""How what a check has found becomes lines, exit codes, JSON, JUnit XML and a page."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as Xml

import pytest

from ekakushin.automation.checking.drawing import Box, size_of
from ekakushin.automation.checking.outcome import (
    RULES_TO_IGNORE,
    CheckOutcome,
    Finding,
    Unseen,
    finding_of,
    without_ignored,
)
from ekakushin.automation.checking.page import ChangedScreen, MarkedPicture, marked, write_check_html
from ekakushin.automation.checking.printing import lines_of, notes_of, write_check_junit
from ekakushin.automation.checking.sites import compare_sites
from ekakushin.automation.state.sites import SiteFacts, accept_facts, accepted_facts
from ekakushin.flows.changes import ScreenChange

AT = datetime(2026, 11, 29, 6, tzinfo=UTC)
PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + (800).to_bytes(4) + (600).to_bytes(4) + b"rest"
FACTS = SiteFacts(
    where="service",
    host="ds.example.jp",
    names=("ds.example.jp",),
    issuer="CA 8",
    not_after=AT + timedelta(days=400),
    tls=("1.2", "1.3"),
    asks=True,
)


def change(*, breaking: bool, screen: str = "LoginScreen", key: str = "", **more: Any) -> Finding:
    values = {"rule": "button", "kind": "button", "thing": "ログイン", "before": "ログイン", "now": "次へ"}
    told = ScreenChange.model_validate({**values, "screen": screen, "breaking": breaking, **more})
    return finding_of(told, key or screen, at=AT)


def outcome(*findings: Finding, looked: tuple[str, ...] = ("LoginScreen",), **more: Any) -> CheckOutcome:
    return CheckOutcome(site="mock", at=AT, findings=findings, looked=looked, **more)


@pytest.mark.parametrize(
    ("found", "fail_on", "code"),
    [
        ((), "any", 0),
        ((True,), "any", 1),
        ((False,), "any", 1),
        ((False,), "breaking", 0),
        ((True,), "breaking", 1),
        ((True,), "noticed", 0),
        ((True, False), "noticed", 1),
    ],
)
def test_the_exit_code_follows_the_changes_that_were_asked_for(
    found: tuple[bool, ...], fail_on: Any, code: int
) -> None:
    assert outcome(*(change(breaking=each) for each in found)).exit_code(fail_on) == code


def test_what_could_not_be_looked_at_is_never_the_same() -> None:
    assert outcome(looked=()).exit_code("any") == 3
    assert outcome(troubles=(("NET-005", "停止中"),)).exit_code("any") == 3
    assert outcome(change(breaking=True), troubles=(("NET-005", "停止中"),)).exit_code("any") == 1
    assert outcome(change(breaking=True), accepted=True).exit_code("any") == 0


def test_the_same_change_of_several_screens_is_one_line() -> None:
    found = outcome(change(breaking=False), change(breaking=False, screen="SignupScreen"))
    (line,) = lines_of(found)
    assert line == "気づき ログイン、サインアップ: ボタン「ログイン」が「次へ」に変わりました。"


def test_a_state_of_a_menu_and_who_saw_it_stand_in_the_line() -> None:
    seen = change(breaking=True, screen="SigningMenuScreen", key="SigningMenuScreen/ready")
    (line,) = lines_of(outcome(seen.model_copy(update={"seen": "run"})))
    assert "[ready]" in line
    assert "2026-11-29" in line


def test_ignored_kinds_are_counted_and_can_be_meant_on_one_screen_alone() -> None:
    found = [change(breaking=True), change(breaking=True, screen="SignupScreen")]
    assert without_ignored(found, ["button"]) == ((), 2)
    left, count = without_ignored(found, ["button@LoginScreen"])
    assert ([each.screen for each in left], count) == (["SignupScreen"], 1)
    assert {"text", "certificate", "drift"} <= set(RULES_TO_IGNORE)


def test_json_tells_the_severity_in_a_word_and_the_exit_code() -> None:
    told = outcome(change(breaking=True), sites=(FACTS,)).as_json("any")
    assert (told["exit_code"], told["changes"][0]["severity"]) == (1, "breaking")
    assert {"screen", "place", "rule", "kind", "thing", "before", "now", "sentence", "seen", "at"} < set(
        told["changes"][0]
    )
    assert told["sites"][0]["not_after"].startswith("2028")


def test_junit_has_a_case_for_each_screen_and_what_was_not_looked_at_is_skipped(tmp_path: Path) -> None:
    found = outcome(
        change(breaking=True),
        looked=("LoginScreen", "HomeScreen"),
        unseen=(Unseen(screen="PinScreen", reason="まだ"),),
        troubles=(("NET-005", "停止中"),),
        sites=(FACTS,),
    )
    write_check_junit(found, tmp_path / "check.xml", "any")
    suite = Xml.parse(tmp_path / "check.xml").getroot()[0]
    kinds = {case.get("name"): [child.tag for child in case] for case in suite}
    assert kinds == {
        "LoginScreen": ["failure"],
        "HomeScreen": [],
        "service": [],
        "PinScreen": ["skipped"],
        "NET-005": ["error"],
    }
    assert (suite.get("tests"), suite.get("failures"), suite.get("skipped"), suite.get("errors")) == (
        *("5", "1"),
        *("1", "1"),
    )


def test_the_page_shows_both_pictures_with_the_change_marked_and_loads_nothing(tmp_path: Path) -> None:
    found = outcome(change(breaking=True), sites=(FACTS,))
    box = Box(left=10, top=20, width=30, height=40)
    screens = [ChangedScreen("ログイン", found.findings, marked(PNG, [box]), MarkedPicture())]
    write_check_html(found, screens, tmp_path / "check.html")
    page = (tmp_path / "check.html").read_text("utf-8")
    assert page.count("<image ") == page.count('class="mark"') == 1
    assert 'x="6.0" y="16.0" width="38.0" height="48.0"' in page
    assert "default-src &#39;none&#39;" in page
    assert page.count("ボタン「ログイン」が「次へ」に変わりました") == 1


def test_only_a_png_has_a_size() -> None:
    assert (size_of(PNG), size_of(b"GIF89a"), size_of(b"")) == ((800, 600), (0, 0), (0, 0))


def test_a_site_that_is_as_it_was_is_quiet_whatever_day_its_certificate_was_renewed() -> None:
    renewed = FACTS.model_copy(update={"not_after": AT + timedelta(days=900)})
    assert list(compare_sites({"service": FACTS}, [renewed], AT)) == []


@pytest.mark.parametrize(
    ("changed", "rule", "breaking"),
    [
        ({"not_after": AT + timedelta(days=20)}, "certificate", False),
        ({"not_after": AT - timedelta(days=1)}, "certificate", True),
        ({"trouble": "知らない認証局"}, "certificate", True),
        ({"issuer": "CA 9"}, "certificate", False),
        ({"names": ("other.example.jp",)}, "site-name", False),
        ({"tls": ("1.3",)}, "tls", False),
        ({"asks": False}, "tls", True),
    ],
)
def test_what_is_different_at_the_handshake_is_told(
    changed: dict[str, Any], rule: str, breaking: bool
) -> None:
    (found,) = compare_sites({"service": FACTS}, [FACTS.model_copy(update=changed)], AT)
    assert (found.rule, found.breaking, found.screen) == (rule, breaking, "service")


def test_a_site_that_does_not_answer_is_said_and_is_no_change() -> None:
    dark = SiteFacts(where="service", host="ds.example.jp", trouble="ConnectionRefusedError")
    assert list(compare_sites({"service": FACTS}, [dark], AT)) == []
    assert any("ConnectionRefusedError" in line for line in notes_of(outcome(sites=(dark,))))


def test_facts_are_accepted_once_and_replaced_only_when_somebody_wants_it(tmp_path: Path) -> None:
    other = FACTS.model_copy(update={"issuer": "CA 9"})
    accept_facts(tmp_path, "mock", [FACTS], replacing=False)
    accept_facts(tmp_path, "mock", [other], replacing=False)
    assert accepted_facts(tmp_path, "mock")["service"].issuer == "CA 8"
    accept_facts(tmp_path, "mock", [other], replacing=True)
    assert accepted_facts(tmp_path, "mock")["service"].issuer == "CA 9"
    assert accepted_facts(tmp_path, "real") == {}
