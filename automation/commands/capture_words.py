"""All words of the people of one office that must not stand in a capture: what they are called, and their secrets."""

from __future__ import annotations

import re
from collections.abc import Iterable

from ekakushin.automation.office import Office
from ekakushin.automation.people import Person
from ekakushin.flows.capture.words import PersonalWord, words_of_person, words_of_secret
from ekakushin.flows.models import NOBODY, SecretName

_SHORTEST_CELL = 4  # characters; shorter cells of a roster are marks and numbers
_MAIL = re.compile(r"\S+@\S+")


def words_of(office: Office, user_ids: Iterable[str]) -> list[PersonalWord]:
    """The words of these people. Raises VaultClosed."""
    return [word for user_id in user_ids for word in _words_of(office, office.people.person(user_id))]


def words_of_all(office: Office) -> list[PersonalWord]:
    """The words of everybody whom the vault or the register knows, and of nobody in particular. Raises VaultClosed."""
    known = [each.user_id for each in office.people.everybody()]
    return words_of(office, dict.fromkeys([NOBODY, *known, *office.vault.people()]))


def _words_of(office: Office, person: Person) -> list[PersonalWord]:
    user_id = person.user_id
    secrets = ((name, office.vault.get(user_id, name)) for name in SecretName)
    kept = [
        word._replace(placeholder=str(name))
        for name, value in secrets
        if value
        for word in words_of_secret(name, value.reveal())
    ]
    if not user_id:
        return kept
    more = {
        "person.roster": [cell for cell in person.cells.values() if _is_personal(cell)],
        "person.pc": [person.pc, person.windows_user],
        **_certificate_words(office, user_id),
    }
    return [*words_of_person(person, more), *kept]


def _certificate_words(office: Office, user_id: str) -> dict[str, list[str]]:
    certificates = office.certificates.certificates(user_id)
    names = [part for each in certificates for part in re.findall(r"\bCN=([^,+]{4,})", each.subject)]
    serials = [each.serial for each in certificates if len(each.serial) >= _SHORTEST_CELL]
    return {"certificate.serial": serials, "certificate.name": names}


def _is_personal(cell: str) -> bool:
    """Whether a roster's cell may name somebody: an address, or a word with letters; no date, no mark."""
    telling = re.search(r"[^\W\d_]{2}", cell) and len(cell) >= _SHORTEST_CELL
    return bool(_MAIL.search(cell) or telling)
