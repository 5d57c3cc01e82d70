"""Matches the roster's rows with the people of the mails: by user ID, or by name and company where a row has none."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from typing import Protocol, TypeVar

from pydantic import Field

from ekakushin.automation.roster.letters import fold, id_key, name_key, same_company
from ekakushin.automation.roster.repeats import place
from ekakushin.automation.roster.rows import RosterRow
from ekakushin.flows.models import Noun
from ekakushin.flows.text import say

T = TypeVar("T")


class KnownPerson(Protocol):
    """Somebody whom mails have invited."""

    @property
    def user_id(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def company(self) -> str: ...


class Invited(Noun):
    """One person as the mails name them."""

    user_id: str
    name: str = ""
    company: str = ""


class Doubtful(Noun):
    """Rows that could each be any of these people; none of them is joined."""

    rows: tuple[RosterRow, ...]
    people: tuple[Invited, ...]


class Joined(Noun):
    """The result of matching a roster with mails.

    `pairs` are the rows by the user ID of the mails; `renamed` of them bear another name in the mails,
    `restored` had lost the leading zeros of their ID to Excel. Whoever is `doubtful` is in no other list.
    """

    pairs: dict[str, RosterRow] = Field(default_factory=dict)
    without_mail: tuple[RosterRow, ...] = ()
    without_row: tuple[Invited, ...] = ()
    doubtful: tuple[Doubtful, ...] = ()
    renamed: tuple[Invited, ...] = ()
    restored: tuple[Invited, ...] = ()


def join(rows: Sequence[RosterRow], known: Sequence[KnownPerson]) -> Joined:
    """Find the mails' person of each row. A row whose ID no mail names is joined with nobody, whatever its name."""
    joining = _Joining(rows, [Invited(user_id=p.user_id, name=p.name, company=p.company) for p in known])
    by_id = joining.join(lambda row: row.user_id, lambda person: person.user_id)
    by_id |= joining.join(lambda row: id_key(row.user_id), lambda person: id_key(person.user_id))
    by_zeros = joining.join(
        lambda row: _number(row.user_id), lambda person: _number(person.user_id), _lacks_zeros
    )
    joining.join(_name_without_id(name_key), lambda person: name_key(person.name), _same_company)
    joining.join(_name_without_id(fold), lambda person: fold(person.name), _same_company)
    joining.join(
        _name_without_id(fold), lambda person: fold(person.name), _company_may_fit, rivals_taken=True
    )
    return joining.outcome(
        renamed=[
            person for person in joining.people if person.user_id in by_id and _is_renamed(by_id, person)
        ],
        restored=[person for person in joining.people if person.user_id in by_zeros],
    )


class _Joining:
    """The matching under way: rows and people not joined yet, and what came of the others."""

    def __init__(self, rows: Sequence[RosterRow], people: Sequence[Invited]) -> None:
        self.rows, self.people = rows, people
        self._pairs: dict[str, RosterRow] = {}
        self._doubtful: list[Doubtful] = []
        self._settled: set[int] = set()

    def join(
        self,
        row_key: Callable[[RosterRow], str],
        person_key: Callable[[Invited], str],
        fits: Callable[[RosterRow, Invited], bool] = lambda row, person: True,
        *,
        rivals_taken: bool = False,
    ) -> dict[str, RosterRow]:
        """Join rows and people of the same key that fit each other and nobody else; "" is no key.

        With `rivals_taken` people who are joined already still make a row doubtful.
        """
        before = set(self._pairs)
        rows, people = (
            _group(self._free_rows(), row_key),
            _group(self._candidates(rivals_taken), person_key),
        )
        for key in rows.keys() & people.keys() - {""}:
            self._settle(rows[key], people[key], fits)
        return {user_id: row for user_id, row in self._pairs.items() if user_id not in before}

    def _settle(
        self, rows: list[RosterRow], people: list[Invited], fits: Callable[[RosterRow, Invited], bool]
    ) -> None:
        wanted = [(row, [person for person in people if fits(row, person)]) for row in rows]
        wanted = [
            (row, theirs) for row, theirs in wanted if any(p.user_id not in self._pairs for p in theirs)
        ]
        claims = Counter(person.user_id for _, theirs in wanted for person in theirs)
        unsure = [each for each in wanted if len(each[1]) > 1 or claims[each[1][0].user_id] > 1]
        for row, theirs in wanted:
            self._settled.add(id(row))
            if (row, theirs) not in unsure:
                self._pairs[theirs[0].user_id] = row
        if unsure:
            candidates = {person.user_id: person for _, theirs in unsure for person in theirs}
            self._doubtful.append(
                Doubtful(rows=tuple(row for row, _ in unsure), people=tuple(candidates.values()))
            )

    def _free_rows(self) -> list[RosterRow]:
        return [row for row in self.rows if id(row) not in self._settled]

    def _candidates(self, taken_too: bool) -> list[Invited]:
        doubted = {person.user_id for each in self._doubtful for person in each.people}
        gone = doubted if taken_too else doubted | self._pairs.keys()
        return [person for person in self.people if person.user_id not in gone]

    def outcome(self, *, renamed: Sequence[Invited], restored: Sequence[Invited]) -> Joined:
        """What came of it all."""
        return Joined(
            pairs=self._pairs,
            without_mail=tuple(self._free_rows()),
            without_row=tuple(self._candidates(taken_too=False)),
            doubtful=tuple(self._doubtful),
            renamed=tuple(renamed),
            restored=tuple(restored),
        )


def _group(things: Iterable[T], key: Callable[[T], str]) -> dict[str, list[T]]:
    groups: dict[str, list[T]] = defaultdict(list)
    for thing in things:
        groups[key(thing)].append(thing)
    return groups


def _number(user_id: str) -> str:
    """A user ID of digits alone without its leading zeros."""
    key = id_key(user_id)
    return key.lstrip("0") if key.isdecimal() else ""


def _lacks_zeros(row: RosterRow, person: Invited) -> bool:
    return len(row.user_id) < len(person.user_id) and not _differ(row.name, person.name)


def _differ(name: str, other: str) -> bool:
    """Whether two names cannot be one person's; a family name alone differs from no full name that begins so."""
    one, two = sorted((fold(name), fold(other)), key=len)
    return bool(one) and not two.startswith(one)


def _name_without_id(key: Callable[[str], str]) -> Callable[[RosterRow], str]:
    return lambda row: "" if row.user_id else key(row.name)


def _same_company(row: RosterRow, person: Invited) -> bool:
    return bool(row.company and person.company) and same_company(row.company, person.company)


def _company_may_fit(row: RosterRow, person: Invited) -> bool:
    return not row.company or not person.company or same_company(row.company, person.company)


def _is_renamed(pairs: dict[str, RosterRow], person: Invited) -> bool:
    return _differ(pairs[person.user_id].name, person.name)


def sentences(joined: Joined) -> tuple[str, ...]:
    """What did not join, and what joined but looks wrong, a sentence each."""
    return (
        *(_doubt(each) for each in joined.doubtful),
        *(_about(joined, person, "roster.renamed") for person in joined.renamed),
        *(_about(joined, person, "roster.restored") for person in joined.restored),
        *(_without_mail(row) for row in joined.without_mail),
        *(
            say("roster.without_row", who=f"{each.user_id} {each.name}".strip())
            for each in joined.without_row
        ),
    )


def _doubt(doubtful: Doubtful) -> str:
    rows = say("roster.and").join(f"{place(row)} {row.user_id or row.name}" for row in doubtful.rows)
    people = say("roster.and").join(f"{each.user_id} {each.name}" for each in doubtful.people)
    return say("roster.doubtful", rows=rows, people=people)


def _about(joined: Joined, person: Invited, key: str) -> str:
    row = joined.pairs[person.user_id]
    values = {"place": place(row), "user_id": person.user_id, "name": person.name}
    return say(key, **values, row_id=row.user_id, row_name=row.name)


def _without_mail(row: RosterRow) -> str:
    who = f"{row.user_id} {row.name}".strip()
    return say("roster.without_mail", place=place(row), who=who)
