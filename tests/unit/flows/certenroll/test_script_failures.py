"""What a page's VBScript that ended early is told as."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from ekakushin.flows.certenroll.calls import Calls, ScriptFailure
from tests.support.fakes_certenroll import MemoryStore

FACTS = {
    "reason": "error",
    "number": 429,
    "line": 12,
    "text": 'Set x = CreateObject("…")',
    "words": "作成できません。",
}


def test_a_failure_names_its_line_and_what_vbscript_says() -> None:
    assert ScriptFailure(**FACTS).place == '12: Set x = CreateObject("…") … 作成できません。 (429)'


def test_without_words_the_reason_is_named() -> None:
    endless = ScriptFailure(**{**FACTS, "reason": "endless", "words": "", "number": 5})
    forbidden = ScriptFailure(reason="forbidden", number=0, line=0, text="", words="")
    assert (endless.place, forbidden.place) == ('12: Set x = CreateObject("…") … endless (5)', "forbidden")


def test_a_page_cannot_have_a_long_text_noted() -> None:
    calls = Calls(user_id="taro", store=MemoryStore())
    calls.answer("script_failure", FACTS)
    with pytest.raises(ValidationError):
        calls.answer("script_failure", {**FACTS, "text": "x" * 81})
    assert [each.line for each in calls.script_failures] == [12]
