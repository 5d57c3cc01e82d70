"""What `status` does: says who stands where, once or again and again."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection, Sequence
from datetime import datetime
from typing import get_args

from ekakushin.automation.engine.standing import standing_in
from ekakushin.automation.exit_code import ExitCode
from ekakushin.automation.office import Office
from ekakushin.automation.people import Person
from ekakushin.automation.results import Result, State, as_json, pending
from ekakushin.automation.terminal.console import open_console
from ekakushin.automation.terminal.watching import MANY, status_table, watch
from ekakushin.flows.text import say


def standing_of(
    office: Office, user_ids: Collection[str] | None = None, *, briefly: bool = False
) -> list[Result]:
    """Where these people stand, or everybody who is known; `briefly`: of many who are done no more than that.

    Raises Misconfigured (ENV-010).
    """
    people = [each for each in office.people.everybody() if user_ids is None or each.user_id in user_ids]
    briefly = briefly and len(people) > MANY
    return standing_in(office.database, office.home, [pending_of(each) for each in people], briefly=briefly)


def count_states(results: Sequence[Result]) -> str:
    """How many people there are, and how many of them in which state; states with nobody in them are left out."""
    states = Counter(each.state for each in results)
    told = [
        say("status.count", state=say(f"state.{state}"), count=states[state])
        for state in get_args(State)
        if states[state]
    ]
    return f"{say('status.people', count=len(results))}: {say('overview.comma').join(told)}"


def pending_of(person: Person) -> Result:
    """The result with which somebody begins."""
    return pending(person.user_id, person.name, person.company)


def show_status(office: Office, *, everybody: bool, watching: bool, as_json_only: bool) -> ExitCode:
    """Say where everybody stands, once or again and again until nobody is under way.

    Of a long list the done are only counted, unless `everybody`.
    """
    if as_json_only:
        print(json.dumps(as_json(standing_of(office)), ensure_ascii=False))
    elif watching:
        watch(lambda: standing_of(office), open_console())
    else:
        results = standing_of(office, briefly=not everybody)
        open_console(emoji=False).print(
            status_table(results, at=datetime.now().astimezone(), only_open=False if everybody else None)
        )
    return ExitCode.DONE
