"""A Secret leaves by reveal() and by no other way."""

from __future__ import annotations

import copy
import json
import logging
import pickle
import traceback
from collections.abc import Callable

import pytest
from pydantic import BaseModel, TypeAdapter, ValidationError

from ekakushin.flows.secret import MASK, Secret

WORD = "TopSecret1"


class Entry(BaseModel):
    secret: Secret


def _in_a_traceback(secret: Secret) -> str:
    return "".join(traceback.format_exception(ValueError(secret, [secret])))


WAYS: dict[str, Callable[[Secret], object]] = {
    "str": str,
    "repr": repr,
    "f-string": lambda secret: f"{secret}",
    "f-string with !r": lambda secret: f"{secret!r}",
    "f-string with a width": lambda secret: f"{secret:>30}",
    "format": "{}".format,
    "percent s": lambda secret: "%s" % secret,  # noqa: UP031  (a way that may be taken)
    "percent r": lambda secret: "%r" % (secret,),  # noqa: UP031
    "a list's repr": lambda secret: repr([secret]),
    "a model's repr": lambda secret: repr(Entry(secret=secret)),
    "a model's str": lambda secret: str(Entry(secret=secret)),
    "a model's dict": lambda secret: str(Entry(secret=secret).model_dump()),
    "a model's JSON": lambda secret: Entry(secret=secret).model_dump_json(),
    "a model's dict for JSON": lambda secret: json.dumps(Entry(secret=secret).model_dump(mode="json")),
    "pydantic alone": lambda secret: TypeAdapter(list[Secret]).dump_json([secret]).decode(),
    "a traceback": _in_a_traceback,
    "json with default=str": lambda secret: json.dumps({"secret": secret}, default=str),
}


@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS.keys())
def test_no_way_of_writing_it_down_shows_it(way: Callable[[Secret], object]) -> None:
    written = str(way(Secret(WORD)))

    assert WORD not in written
    assert MASK in written


def test_a_width_is_obeyed_so_that_tables_stay_straight() -> None:
    assert f"{Secret(WORD):>10}" == "    " + MASK


def test_a_log_line_does_not_show_it(caplog: pytest.LogCaptureFixture) -> None:
    logging.getLogger("test").warning("%s %r", Secret(WORD), [Secret(WORD)])

    assert WORD not in caplog.text
    assert caplog.text.count(MASK) == 2


@pytest.mark.parametrize(
    "way",
    [pickle.dumps, copy.copy, copy.deepcopy, lambda secret: pickle.dumps(Entry(secret=secret))],
    ids=["pickle", "copy", "deepcopy", "pickled model"],
)
def test_it_is_never_pickled(way: Callable[[Secret], object]) -> None:
    with pytest.raises(TypeError) as raised:
        way(Secret(WORD))

    assert WORD not in str(raised.value)


def test_plain_json_refuses_it() -> None:
    with pytest.raises(TypeError) as raised:
        json.dumps({"secret": Secret(WORD)})

    assert WORD not in str(raised.value)


def test_it_has_no_attributes_to_list() -> None:
    with pytest.raises(TypeError):
        vars(Secret(WORD))


def test_reveal_gives_the_value() -> None:
    assert Secret(WORD).reveal() == WORD


def test_two_secrets_of_one_value_are_equal_and_share_a_hash() -> None:
    one, other = Secret(WORD), Secret(WORD)

    assert one == other
    assert len({one, other, Secret("別の値")}) == 2


@pytest.mark.parametrize("other", [Secret("TopSecret2"), Secret(""), WORD, None, MASK])
def test_it_equals_nothing_else_not_even_its_own_text(other: object) -> None:
    assert Secret(WORD) != other


def test_values_outside_ascii_are_compared_too() -> None:
    assert Secret("暗証コード") == Secret("暗証コード")
    assert Secret("暗証コード") != Secret("暗証コート")


@pytest.mark.parametrize(("value", "truth"), [("", False), ("0", True), (" ", True)])
def test_only_the_empty_one_is_false(value: str, truth: bool) -> None:
    assert bool(Secret(value)) is truth


def test_pydantic_takes_text_from_python_and_json_and_a_secret_as_it_is() -> None:
    given = Secret(WORD)

    assert Entry(secret=given).secret is given
    assert Entry.model_validate({"secret": WORD}).secret == given
    assert Entry.model_validate_json(json.dumps({"secret": WORD})).secret == given


@pytest.mark.parametrize("value", [12345678, None, 1.5, ["list"]])
def test_pydantic_takes_nothing_else(value: object) -> None:
    with pytest.raises(ValidationError):
        Entry.model_validate({"secret": value})
