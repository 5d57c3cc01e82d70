"""VBScript as a language: the tables of expressions and programs, run in real Chromium."""

from __future__ import annotations

import re

import pytest

from tests.support.vbscript_expressions import ERRORS, EXPRESSIONS, FUNCTIONS, REFUSED
from tests.support.vbscript_programs import PROGRAMS, UNREADABLE
from tests.support.vbscript_runs import open_page, run_all


@pytest.fixture(scope="module")
async def page(browser_program):
    async with open_page(browser_program) as page:
        yield page


async def test_expressions_give_what_the_reference_says(page):
    endings = await run_all(page, [f"Say Show({each})\n" for each in EXPRESSIONS], together=True)
    given = {each: ending.text for each, ending in zip(EXPRESSIONS, endings, strict=True)}
    assert given == EXPRESSIONS


async def test_expressions_that_fail_give_the_number_of_their_error(page):
    endings = await run_all(
        page, [f"On Error Resume Next\nx = {each}\nSay Err.Number\n" for each in ERRORS], together=True
    )
    given = {each: ending.text for each, ending in zip(ERRORS, endings, strict=True)}
    assert given == {each: str(number) for each, number in ERRORS.items()}


async def test_programs_say_what_they_should(page):
    endings = await run_all(page, [program for program, _ in PROGRAMS.values()])
    given = {name: (ending.text, ending.line) for name, ending in zip(PROGRAMS, endings, strict=True)}
    assert given == {name: (lines, None) for name, (_, lines) in PROGRAMS.items()}


async def test_what_cannot_be_read_is_told_with_its_line(page):
    endings = await run_all(page, list(UNREADABLE))
    given = {program: ending.line for program, ending in zip(UNREADABLE, endings, strict=True)}
    assert given == UNREADABLE
    assert all(ending.text == "" for ending in endings)  # nothing of them has run


def test_every_function_of_the_language_is_in_the_tables_or_refused_with_a_reason():
    texts = [*EXPRESSIONS, *(program for program, _ in PROGRAMS.values())]
    used = {word.lower() for text in texts for word in re.findall(r"\w+", text)}
    assert {name for name in FUNCTIONS.split() if name.lower() not in used} == set(REFUSED)


@pytest.mark.parametrize("name", REFUSED)
async def test_what_is_refused_ends_the_program(page, name):
    (ending,) = await run_all(page, [f"Say 1\nx = {name}(1)\nSay 2\n"])
    assert (ending.text, ending.line) == ("1", 2)
