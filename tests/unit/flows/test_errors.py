"""The error tree: whose turn it is, and what they are told."""

from __future__ import annotations

import pytest

import ekakushin.automation.results
import ekakushin.flows.steps.issue
from ekakushin.flows import errors
from ekakushin.flows.browser.reading import Reading
from ekakushin.flows.errors import Explained, FlowError, Misconfigured, UnderWay
from ekakushin.flows.screens import (
    done,
    earlier_login,
    home,
    issue,
    login,
    login_certificate,
    password,
    personal,
    pin,
    signing,
    signup,
    verify,
)
from ekakushin.flows.screens.screen import Screen
from ekakushin.flows.screens.verdict import refusal
from ekakushin.flows.text import use_language

WHO_MUST_ACT = {
    "Unavailable": "nobody: wait and come again",
    "UnderWay": "nobody: the service is still at it, and says so",
    "Refused": "the person whose data it is",
    "UnexpectedPage": "a developer: the page is unknown",
    "NeedsPerson": "somebody at the keyboard",
    "OutcomeUnknown": "look before repeating",
}
SET_UP = {"Misconfigured", "BrowserMissing", "VaultClosed", "ForeignAddress"}
SCREEN_MODULES = (
    done,
    earlier_login,
    home,
    issue,
    login,
    login_certificate,
    password,
    personal,
    pin,
    signing,
    signup,
    verify,
)


def public_classes(under: type[Exception]) -> set[str]:
    return {
        name
        for name, kind in vars(errors).items()
        if isinstance(kind, type) and issubclass(kind, under) and kind is not under
    }


def all_kinds(kind: type[Screen]) -> list[type[Screen]]:
    return [found for each in kind.__subclasses__() for found in (each, *all_kinds(each))]


def test_the_tree_has_one_branch_for_everybody_who_may_have_to_act() -> None:
    assert public_classes(FlowError) == set(WHO_MUST_ACT)
    assert public_classes(Misconfigured) | {"Misconfigured"} == SET_UP


@pytest.mark.parametrize("name", sorted({*WHO_MUST_ACT, *SET_UP}))
def test_the_drawing_at_the_head_of_the_module_shows_every_class(name: str) -> None:
    line = next(line for line in (errors.__doc__ or "").splitlines() if name in line)

    assert WHO_MUST_ACT.get(name, "") in line


def test_being_set_up_wrongly_is_nobody_s_refusal() -> None:
    assert not issubclass(Misconfigured, FlowError)
    assert public_classes(Explained) == {*WHO_MUST_ACT, *SET_UP, "FlowError"}


def test_a_kind_of_a_step_s_own_stands_in_the_tree_as_well() -> None:
    assert issubclass(ekakushin.flows.steps.issue._ListsEmpty, errors.NeedsPerson)


def test_an_error_speaks_the_language_in_use_when_it_is_read_not_when_it_was_raised() -> None:
    error = errors.Unavailable("NET-003", seconds=60)
    japanese = (str(error), error.remedy)

    use_language("en")

    assert japanese == (
        "60 秒待ちましたが、サイトから返事がありません。",
        "時間をおいて再実行してください。",
    )
    assert (str(error), error.remedy) == (
        "The site has not answered within 60 seconds.",
        "Run it again later.",
    )


def test_the_remedy_gets_the_values_too() -> None:
    assert "ekakushin issue 10006" in errors.NeedsPerson("CRT-002", user_id="10006").remedy


def test_a_flow_error_begins_without_person_step_and_evidence() -> None:
    error = errors.Refused("ACC-001", site_words="パスワードが正しくありません。")

    assert (error.code, error.site_words) == ("ACC-001", "パスワードが正しくありません。")
    assert (error.person, error.step, error.evidence) == ("", "", ())


def test_the_sites_words_are_no_part_of_our_own_sentence() -> None:
    assert "ここだけの話" not in str(errors.Refused("ACC-001", site_words="ここだけの話"))


def test_every_screen_can_say_what_its_refusal_means() -> None:
    kinds = [kind for kind in all_kinds(Screen) if kind.__module__.startswith("ekakushin.flows.")]
    silent = {kind for kind in kinds if not sentence_of(refusal(Reading(), ["エラー"], kind.refused))}

    assert {kind.__module__ for kind in kinds} == {module.__name__ for module in SCREEN_MODULES}
    assert not silent


@pytest.mark.parametrize("kind", [home.HomeScreen, personal.PersonalScreen])
def test_a_no_on_the_way_through_the_service_is_a_sentence_too(kind: type[Screen]) -> None:
    error = refusal(Reading(), ["エラーが発生しました。"], kind.refused)

    assert (
        ekakushin.automation.results.fail(ekakushin.automation.results.pending("10006"), error).state
        == "failed"
    )


def sentence_of(error: Explained) -> str:
    try:
        return str(error) + error.remedy
    except KeyError:
        return ""


def test_an_error_that_was_kept_before_its_sentence_had_a_value_is_told_all_the_same() -> None:
    assert "別のプロセス" in str(UnderWay("TOOL-003", wait=10, user_id="10006"))
