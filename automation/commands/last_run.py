"""Whom the last run has called failed, as its report says: those of whom no mails were ever read too."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterable

from ekakushin.automation.office import Office
from ekakushin.automation.people import Person
from ekakushin.automation.results import Result
from ekakushin.automation.state.names import StateFolder


def failed_last(office: Office) -> tuple[Result, ...]:
    """The failed of the newest report that lies in the home; nobody where there is none, or none that can be read."""
    files = sorted((office.home / StateFolder.REPORTS).glob("*.json"), key=lambda file: file.name)
    try:
        people = json.loads(files[-1].read_text("utf-8"))["people"] if files else []
        results = tuple(Result.model_validate(each) for each in people)
    except (OSError, ValueError, KeyError, TypeError):
        return ()
    return tuple(each for each in results if each.state == "failed")


def known_among(failed: Iterable[Result], people: Iterable[Person]) -> dict[str, str]:
    """Those of the failed whose mails have been read since: their name in the report → their user ID.

    A row of a roster without a user ID stands in a report by its name alone.
    """
    by_name: dict[str, list[str]] = {}
    user_ids = set()
    for person in people:
        user_ids.add(person.user_id)
        by_name.setdefault(_plain(person.name), []).append(person.user_id)
    known = {each.user_id: each.user_id for each in failed if each.user_id in user_ids}
    for each in failed:
        namesakes = by_name.get(_plain(each.user_id), [])
        if each.user_id not in known and len(namesakes) == 1:
            known[each.user_id] = namesakes[0]
    return known


def _plain(name: str) -> str:
    return "".join(unicodedata.normalize("NFKC", name).split())
