"""Each fault by which either site says no: what is shown, what the ledger has, and that mending helps."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from ekakushin.fixtures.mock_site import FAULTS
from ekakushin.fixtures.mock_site.wording import wordings
from tests.support.scenes import SCENES, Stage, logged_in, login, nothing, signed_up, signup, verify
from tests.support.visitor import Answer, Visitor

Act = Callable[[Stage], Answer]


def says(page: Answer, words: str) -> bool:
    return words.replace(" ", "") in page.text.replace(" ", "")


@pytest.mark.parametrize("code", SCENES)
def test_it_is_refused_in_words_and_right_again_when_mended(stage: Stage, code: str) -> None:
    prepare, act, line, right = SCENES[code]
    prepare(stage)
    stage.fault(code)

    page, last = act(stage), stage.last()
    stage.mend(code)

    assert (page.status, last, says(page, wordings(code)[0])) == (200, line, True)
    assert right in act(stage).text


@pytest.mark.parametrize(
    ("code", "act", "line"),
    [
        ("CRT-004", signup, "signup refused: other certificate"),
        ("CRT-005", signup, "issue ok: "),
        ("CRT-006", signup, "issue ok: "),
        ("CRT-003", verify, "verify refused: not checked"),
        ("NET-007", signup, "signup refused: token used"),
        ("NET-008", signup, "issue ok: "),
    ],
)
def test_other_pages_say_so_too(stage: Stage, code: str, act: Act, line: str) -> None:
    nothing(stage)
    stage.fault(code)

    page = act(stage)

    assert (stage.last(), says(page, wordings(code)[0])) == (line, True)


@pytest.mark.parametrize("number", range(3))
@pytest.mark.parametrize("code", ["ACC-002", "NET-008", "CRT-003"])
def test_each_person_meets_other_words(stage: Stage, code: str, number: int) -> None:
    stage.number = number
    signed_up(stage)
    stage.site.fault(code)

    assert says(login(stage), wordings(code)[number])


@pytest.mark.parametrize("code", ["CRT-005", "CRT-006"])
def test_a_form_that_was_open_before_is_refused_too(stage: Stage, code: str) -> None:
    person, visitor = stage.person, stage.visitor()
    form = visitor.visit(person.signup_url)
    stage.fault(code)

    page = visitor.send(form, "signup", person.user_id, person.mail_password)

    assert (stage.last().startswith("signup refused"), says(page, wordings(code)[0])) == (True, True)


def test_only_wrong_passwords_count(stage: Stage) -> None:
    signed_up(stage)
    for code in ("CRT-004", "ACC-002", "ACC-009", "NET-007", *["ACC-001"] * 6):
        stage.fault(code)
        login(stage)
        stage.mend(code)

    details = [line.detail for line in stage.site.ledger()][-3:]

    assert details == ["wrong password", "wrong password", "wrong password, locked"]


def test_a_locked_account_is_one_for_as_long_as_it_lasts(stage: Stage) -> None:
    stage.fault("ACC-002")
    during = stage.person.locked
    stage.mend("ACC-002")

    assert (during, stage.person.locked) == (True, False)


def test_a_session_that_ended_lets_nobody_go_on(stage: Stage) -> None:
    logged_in(stage)
    stage.fault("NET-006")
    entered = login(stage)

    page = stage.visitor().visit(f"{stage.site.service}/ebunsho/UserInfo.do")
    stage.mend("NET-006")
    again = stage.visitor().visit(f"{stage.site.service}/ebunsho/UserInfo.do")

    assert "サービスTOP" in entered.text
    assert [says(each, "セッションが終了しました。") for each in (page, again)] == [True, True]
    assert "本人情報" in visited_after_login(stage).text


def visited_after_login(stage: Stage) -> Answer:
    login(stage)
    return stage.visitor().visit(f"{stage.site.service}/ebunsho/UserInfo.do")


def test_busy_pages_are_for_one_person_alone(stage: Stage) -> None:
    stage.fault("NET-008")
    one, other, _ = stage.site.people()

    texts = [Visitor(stage.site, stage.tmp_path).visit(each.issuance_url).text for each in (one, other)]

    assert ["【STEP1】" in text for text in texts] == [False, True]


def test_every_fault_has_a_test() -> None:
    files = [
        Path(__file__).parents[1] / "support" / "scenes.py",
        *Path(__file__).parent.glob("test_mock_*.py"),
    ]
    written = "".join(file.read_text("utf-8") for file in files)

    assert [code for code in FAULTS if f'"{code}' not in written] == []
