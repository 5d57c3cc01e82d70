"""How far somebody came, for people, scripts and exit codes."""

from __future__ import annotations

import json

import pytest

from ekakushin.automation.exit_code import ExitCode
from ekakushin.automation.report.wording import who_word
from ekakushin.automation.results import (
    UNFINISHED,
    Result,
    State,
    as_json,
    exit_code,
    fail,
    finish,
    for_invitation,
    pending,
    waiting,
    who_acts,
    with_evidence,
)
from ekakushin.flows.errors import (
    Explained,
    Misconfigured,
    NeedsPerson,
    OutcomeUnknown,
    Refused,
    Unavailable,
    UnderWay,
    VaultClosed,
)
from ekakushin.flows.guide import entries
from ekakushin.flows.text import Language, say, use_language
from tests.support.fakes import NOW, invitation

WORD = "TopSecret1"


def result(state: State) -> Result:
    return Result(user_id="10006", state=state)


def test_an_invitation_begins_as_pending_with_name_and_company_and_no_secret() -> None:
    begun = for_invitation(invitation())

    assert (begun.user_id, begun.name, begun.company) == ("10006", "健保 太郎", "TJK株式会社")
    assert (begun.state, begun.step, begun.code) == ("pending", "", "")
    assert "login9012" not in begun.model_dump_json()


@pytest.mark.parametrize(
    ("error", "state", "code"),
    [
        (Refused("ACC-001", site_words="正しくありません"), "failed", "ACC-001"),
        (Unavailable("NET-003", seconds=60), "failed", "NET-003"),
        (Unavailable("SGN-001", minutes=60), "waiting", "SGN-001"),
        (UnderWay("TOOL-003", wait=10, user_id="10006"), "failed", "TOOL-003"),
        (OutcomeUnknown("ISS-004"), "failed", "ISS-004"),
        (NeedsPerson("CRT-002", user_id="10006"), "failed", "CRT-002"),
        (Misconfigured("MAIL-001", user_id="10006", missing="氏名"), "failed", "MAIL-001"),
        (VaultClosed("ENV-003", detail="x"), "failed", "ENV-003"),
        (ZeroDivisionError(WORD), "failed", "TOOL-002"),
    ],
)
def test_an_error_ends_in_a_state_a_code_a_sentence_and_a_remedy(
    error: Exception, state: str, code: str
) -> None:
    ended = fail(pending("10006"), error)

    assert (ended.state, ended.code) == (state, code)
    assert ended.message
    assert ended.remedy


def test_the_site_s_words_travel_along() -> None:
    assert fail(pending("10006"), Refused("ACC-001", site_words="だめです")).site_words == "だめです"


def test_a_bug_is_told_by_its_kind_and_not_by_its_words() -> None:
    ended = fail(pending("10006"), ValueError(WORD))

    assert "ValueError" in ended.message
    assert WORD not in ended.model_dump_json()


def test_a_failure_keeps_what_was_reached() -> None:
    before = Result(user_id="10006", name="健保", step="pin", seconds={"issue": 1.0, "verify": 0.5})

    ended = fail(before, Refused("SGN-003"))

    assert (ended.name, ended.step, ended.seconds) == ("健保", "pin", before.seconds)


def test_being_done_is_said_in_the_language_in_use() -> None:
    use_language("en")

    assert (finish(pending("10006")).state, finish(pending("10006")).message) == ("done", "Done.")


@pytest.mark.parametrize(
    ("states", "stopped", "code"),
    [
        (["done", "done"], False, ExitCode.DONE),
        (["done", "failed"], False, ExitCode.NOT_ALL),
        (["done", "waiting"], False, ExitCode.NOT_ALL),
        (["pending"], False, ExitCode.NOT_ALL),
        ([], False, ExitCode.NOT_ALL),
        (["done"], True, ExitCode.STOPPED),
        (["pending"], True, ExitCode.STOPPED),
    ],
)
def test_a_script_learns_it_from_the_exit_code(states: list[State], stopped: bool, code: ExitCode) -> None:
    assert exit_code([result(state) for state in states], stopped=stopped) is code


def test_the_exit_codes_are_those_of_the_contract() -> None:
    assert {each.name: each.value for each in ExitCode} == {
        "DONE": 0,
        "NOT_ALL": 1,
        "WRONG_USAGE": 2,
        "STOPPED": 3,
    }


def test_json_has_the_shape_that_scripts_rely_on() -> None:
    ended = fail(Result(user_id="10006", step="login", seconds={"issue": 1.25}), Refused("ACC-001"))

    printed = json.loads(json.dumps(as_json([ended, pending("10007", "名前")])))

    assert set(printed) == {"people"}
    first, second = printed["people"]
    assert {"user_id", "state", "step", "code", "message"} <= set(first)
    assert (first["user_id"], first["state"], first["step"]) == ("10006", "failed", "login")
    assert first["seconds"] == {"issue": 1.25}
    assert (second["state"], second["step"], second["code"], second["message"]) == ("pending", "", "", "")


def test_nobody_is_an_empty_list() -> None:
    assert as_json([]) == {"people": []}


@pytest.mark.parametrize(
    ("paths", "picture"),
    [
        ((), ""),
        (("a/01-issue-last.png", "a/02-login-last.png"), "a/02-login-last.png"),
        (("a/01-pin-failure.png", "a/02-pin-failure.html"), "a/01-pin-failure.png"),
        (("a/01-issue-bug.txt",), ""),
    ],
)
def test_the_last_picture_is_the_last_that_is_one(paths: tuple[str, ...], picture: str) -> None:
    assert with_evidence(pending("10006"), paths).last_picture == picture


@pytest.mark.parametrize("in_language", ["ja", "en"])
def test_who_must_act_is_said_alike_by_guide_and_report(in_language: Language) -> None:
    use_language(in_language)

    for each in entries():
        result = pending("10006").model_copy(update={"who": who_acts(Explained(each.code))})
        assert who_word(result.who) == say(f"guide.who_{each.who}"), each.code


def test_what_has_no_code_is_for_us() -> None:
    assert fail(pending("10006"), ZeroDivisionError(WORD)).who == "us"


def test_waiting_has_the_moment_at_which_it_goes_on() -> None:
    waits = waiting(pending("10006"), UnderWay("SGN-004", wait=60), NOW)

    assert (waits.state, waits.code, waits.until, waits.who) == ("waiting", "SGN-004", NOW, "nobody")


def test_who_is_done_after_trouble_has_none_of_it_left() -> None:
    before = waiting(pending("10006"), Unavailable("NET-005", site_words="メンテナンス中"), NOW)

    done = finish(before)

    assert (done.state, done.code, done.remedy, done.site_words, done.who, done.until) == (
        "done", "", "", "", "", None,
    )  # fmt: skip


def test_whoever_is_neither_done_nor_failed_has_something_before_them() -> None:
    assert {"waiting", "running", "pending"} == UNFINISHED
