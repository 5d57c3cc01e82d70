"""What lies in the engine's database: known nouns and errors, no secret, no foreign words."""

from __future__ import annotations

import inspect
from typing import Any, get_args

import pytest
from dbos import error as engine_errors

import ekakushin.flows.errors
from ekakushin.automation.engine.orders import Ending, Order, Stepped, Trouble
from ekakushin.automation.engine.packing import Packing
from ekakushin.automation.engine.values import error_of, last_of, trouble_of
from ekakushin.automation.results import Stretch
from ekakushin.flows.errors import (
    Explained,
    FlowError,
    Misconfigured,
    NeedsPerson,
    Refused,
    Unavailable,
    UnderWay,
)
from ekakushin.flows.models import STEPS, ClientCertificate, Fact, Login, SigningCertificate
from ekakushin.flows.secret import Secret
from tests.support.fakes import NOW, USER, certificate, invitation

WORD = "TopSecret1"
ORDER = Order(user_id=USER, steps=STEPS, attempt=2, part=3, mails=4, waiting_since=NOW)
STRETCH = Stretch(step="login", began=NOW, seconds=1.25, code="NET-005")
TROUBLE = Trouble(code="ACC-001", kind="Refused", values={"count": "3"}, site_words="正しくありません")
ENDING = Ending(
    order=ORDER,
    state="waiting",
    stretches=(STRETCH, STRETCH),
    trouble=TROUBLE,
    evidence=("10006/01.png",),
    failures=2,
    until=NOW,
    worker="ab-pc-1",
)
FACTS: tuple[Any, ...] = (
    certificate(proven=True),
    SigningCertificate(user_id=USER),
    SigningCertificate(user_id=USER, serial="1", subject="Kenpo Taro", not_after="2024/05/08 15:47"),
    Login(user_id=USER),
    Login(user_id=USER, failures=3),
    Fact(user_id=USER, step="signup"),
    Fact(user_id=USER, step="pin", already=True),
)
CLASSES = [
    kind
    for kind in vars(ekakushin.flows.errors).values()
    if inspect.isclass(kind) and issubclass(kind, Explained)
]


def again(value: Any) -> Any:
    """What comes out of the database."""
    return Packing.deserialize(Packing().serialize(value))


def error(kind: type[Explained]) -> Explained:
    """One error of this class with all it can hold."""
    if issubclass(kind, UnderWay):
        return kind("SGN-004", wait=12.5, count=3)
    if issubclass(kind, FlowError):
        return kind("ACC-008", site_words="だめです", count=3)
    return kind("ENV-005", file="settings.toml", reason="x")


@pytest.mark.parametrize("noun", [ORDER, ENDING, *(Stepped(fact=fact, stretch=STRETCH) for fact in FACTS)])
def test_every_noun_comes_out_as_it_went_in(noun: Any) -> None:
    found = again(noun)

    assert (type(found), found) == (type(noun), noun)


@pytest.mark.parametrize("fact", FACTS)
def test_a_fact_stays_the_fact_that_it_was(fact: Any) -> None:
    assert type(again(Stepped(fact=fact, stretch=STRETCH)).fact) is type(fact)


def test_every_kind_of_fact_is_tried_here() -> None:
    kinds = get_args(Stepped.model_fields["fact"].annotation)

    assert (
        {type(fact) for fact in FACTS} == set(kinds) == {ClientCertificate, SigningCertificate, Login, Fact}
    )


@pytest.mark.parametrize(
    "plain", [None, "", "健保", 1, 1.5, True, [1, None], {"a": {"b": []}}, {"args": [], "kwargs": {}}]
)
def test_what_the_engine_itself_keeps_comes_out_too(plain: Any) -> None:
    assert again(plain) == plain


def test_what_a_workflow_is_given_comes_out_in_its_place() -> None:
    assert again({"args": (ORDER,), "kwargs": {}}) == {"args": [ORDER], "kwargs": {}}


@pytest.mark.parametrize("kind", CLASSES)
def test_every_error_comes_out_as_itself(kind: type[Explained]) -> None:
    before = error(kind)

    found = again(before)

    assert type(found) is kind
    assert (found.code, str(found), found.remedy) == (before.code, str(before), before.remedy)
    assert getattr(found, "site_words", "") == getattr(before, "site_words", "")


def test_an_error_s_evidence_travels_along() -> None:
    before = Refused("ACC-001")
    before.evidence = ("10006/01-login-failure.png",)

    assert again(before).evidence == before.evidence


def test_how_long_to_wait_stays_a_number_of_seconds() -> None:
    assert again(UnderWay("SGN-004", wait=0.1)).wait == 0.1


@pytest.mark.parametrize(
    "foreign",
    [ValueError(WORD), KeyError(WORD), OSError(5, WORD, WORD), ExceptionGroup(WORD, [OSError(WORD)])],
)
def test_of_a_foreign_error_only_the_type_is_kept(foreign: Exception) -> None:
    foreign.add_note(WORD)

    packed = Packing().serialize(foreign)

    assert WORD not in packed
    assert type(foreign).__name__ in str(Packing.deserialize(packed))
    assert Packing.deserialize(packed).code == "TOOL-002"


def test_of_a_step_tried_several_times_the_last_error_is_kept() -> None:
    tried: list[Exception] = [ValueError(WORD), Refused("ACC-001"), Unavailable("NET-003", seconds=60)]

    found = again(engine_errors.DBOSMaxStepRetriesExceeded("login", 3, tried))

    assert (type(found), found.code) == (Unavailable, "NET-003")


def test_a_step_tried_several_times_without_an_error_is_a_bug() -> None:
    nothing = engine_errors.DBOSMaxStepRetriesExceeded("login", 3, [])

    assert last_of(nothing) is nothing
    assert trouble_of(nothing).code == "TOOL-002"


@pytest.mark.parametrize(
    "value",
    [
        Secret(WORD),
        {"pin": Secret(WORD)},
        [Secret(WORD)],
        {Secret(WORD): 1},
        invitation(login_password=WORD),
        TROUBLE,
        {WORD},
        WORD.encode(),
    ],
)
def test_whatever_is_not_for_the_database_is_refused_without_a_word_of_it(value: Any) -> None:
    with pytest.raises(TypeError) as raised:
        Packing().serialize(value)

    assert WORD not in f"{raised.value!r} {raised.value}"


def test_a_secret_among_the_values_of_an_error_is_kept_as_its_mask() -> None:
    packed = Packing().serialize(Misconfigured("ENV-003", detail=Secret(WORD)))

    assert WORD not in packed


def test_an_error_whose_class_is_gone_is_still_explained() -> None:
    found = error_of(Trouble(code="ACC-001", kind="Vanished"))

    assert (type(found), found.code) == (Explained, "ACC-001")


def test_the_site_s_words_stay_out_of_what_has_none() -> None:
    assert trouble_of(Misconfigured("MAIL-004", user_id=USER)).site_words == ""


def test_values_that_are_no_text_are_kept_as_text() -> None:
    assert trouble_of(Unavailable("NET-003", seconds=60)).values == {"seconds": "60"}


def test_what_lies_there_says_how_it_was_packed() -> None:
    assert Packing().name() == "ekakushin_json"


def test_a_value_called_like_an_error_is_only_a_value() -> None:
    assert again(Misconfigured("ENV-003", detail="x", error="words")).values["error"] == "words"


def test_an_error_of_a_class_that_a_step_keeps_to_itself_still_says_who_must_act() -> None:
    class Inner(NeedsPerson):
        """Known to one step alone."""

    again = error_of(trouble_of(Inner("ISS-002", site_words="窓口")))

    assert type(again) is NeedsPerson
    assert again.site_words == "窓口"
