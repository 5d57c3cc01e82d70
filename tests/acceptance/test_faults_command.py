"""Every fault of a site through the command: many people at once, each with a fault of their own."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from ekakushin.automation.vault import VAULT_FILE, FileVault
from ekakushin.flows.guide import entry
from ekakushin.flows.models import SecretName
from ekakushin.flows.secret import Secret
from tests.support.commands import PASSPHRASE
from tests.support.durably import Department
from tests.support.proofs import PROOFS
from tests.support.troubled import CODES, Told, everybody

pytestmark = pytest.mark.together("troubled")


@pytest.mark.parametrize("code", CODES)
def test_a_fault_ends_in_its_code(troubled: Department, first: Told, code: str) -> None:
    proof, user_id = PROOFS[code], everybody(troubled.site)[code]
    person = first.people[user_id]

    assert (person["code"], person["state"], person["step"]) == (code, proof.state, proof.step)
    assert person["message"].startswith(entry(code).ja.sentence.partition("{")[0])
    assert first.refused(user_id) == Counter(proof.refused)
    assert max(first.done(user_id, act) for act in ("issue", "signup", "sign", "pin", "password")) <= 1


@pytest.mark.parametrize("code", CODES)
def test_its_evidence_is_a_picture_a_page_and_the_console(
    troubled: Department, first: Told, code: str
) -> None:
    files = [Path(path) for path in first.people[everybody(troubled.site)[code]]["evidence"]]
    of_failure = {file.suffix for file in files if file.stem.endswith("failure")}

    # Nothing is looked at where the mails are at fault, or where the story came to its end; a site that does not
    # answer shows nothing that could be pictured.
    pictured = {".png"} - ({".png"} if code == "NET-003" else set())
    assert of_failure == (set() if PROOFS[code].silent else {".html", ".txt", *pictured})


@pytest.mark.parametrize("code", [code for code in CODES if PROOFS[code].again is not None])
def test_running_it_again_does_nothing_that_a_careful_person_would_not(
    troubled: Department, second: Told, code: str
) -> None:
    proof, user_id = PROOFS[code], everybody(troubled.site)[code]
    person = second.people.get(user_id)

    assert second.refused(user_id) == Counter(proof.again)
    assert person is None or person["code"] == (proof.then or code)
    assert second.done(user_id, "issue") == 0 or code in ("ISS-001",)


def test_the_exit_code_says_that_somebody_is_not_done(first: Told, second: Told) -> None:
    assert (first.exit_code, second.exit_code) == (1, 1)


def test_no_account_is_nearer_to_its_lock_than_by_one(troubled: Department, second: Told) -> None:
    wrong = Counter(
        line.user_id
        for line in troubled.site.ledger()
        if line.detail.startswith("wrong password") and line.act == "login"
    )

    locked = {person.user_id for person in troubled.site.people() if person.locked}
    assert locked == {everybody(troubled.site)["ACC-002"]}  # locked from the start
    assert set(wrong.values()) <= {1}


def test_who_has_no_fault_is_done(troubled: Department, first: Told) -> None:
    last = troubled.site.people()[-1]

    assert first.people[last.user_id]["state"] == "done"


def test_what_the_vault_holds_opens_the_account(troubled: Department, first: Told) -> None:
    vault = FileVault(troubled.home / VAULT_FILE, Secret(PASSPHRASE))
    wrong = [
        person.user_id
        for person in troubled.site.people()
        if (kept := vault.get(person.user_id, SecretName.PASSWORD)) and kept.reveal() != person.password
    ]

    assert wrong == []
