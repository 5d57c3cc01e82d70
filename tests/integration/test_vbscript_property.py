"""Generated VBScript programs say in the page what a small interpreter, written apart, says they do."""

from __future__ import annotations

from hypothesis import HealthCheck, Phase, given, settings

from tests.support.vbscript_generator import programs, write
from tests.support.vbscript_model import Unmodelled, run
from tests.support.vbscript_runs import Ending, open_page, run_all


def generate_programs() -> dict[str, tuple[str, int | None]]:
    """Programs with what the model says of them; those that leave the model are not among them."""
    known = {}

    @settings(
        max_examples=80,
        phases=(Phase.generate,),
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(programs)
    def note(program):
        try:
            known[write(program)] = run(program)
        except Unmodelled:
            return

    note()
    return known


def said(ending: Ending) -> tuple[str, int | None]:
    return ending.text, ending.number


async def test_generated_programs_say_what_the_model_says(browser_program):
    known = generate_programs()  # all of them run in one page: to open one for each would take a minute
    async with open_page(browser_program) as page:
        endings = await run_all(page, list(known))
    wrong = {
        each: (said(ending), known[each])
        for each, ending in zip(known, endings, strict=True)
        if said(ending) != known[each]
    }
    assert wrong == {}
    assert len(known) > 40
