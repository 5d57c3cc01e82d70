"""Every fault of a site through the command: many people at once, each with a fault of their own."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from automation.vault import VAULT_FILE, FileVault
from fixtures.mock_site import Authority, LedgerLine, MockSite
from flows.browser.finding import BrowserProgram
from flows.guide import entry
from flows.models import SecretName
from flows.secret import Secret
from tests.acceptance.conftest import PASSPHRASE
from tests.acceptance.durably import Department
from tests.proofs import COMMAND, PROOFS

CODES = [code for code, proof in PROOFS.items() if proof.test == COMMAND]


@dataclass(frozen=True)
class Told:
    """What one run came to: its exit code, everybody's result by user ID, and the site's ledger of it."""

    exit_code: int
    people: dict[str, dict[str, Any]]
    ledger: Sequence[LedgerLine]

    def refused(self, user_id: str) -> Counter[str]:
        """The acts of one person that the site refused, logouts aside."""
        return Counter(
            line.act for line in self.ledger if line.user_id == user_id and line.outcome == "refused"
        )

    def done(self, user_id: str, act: str) -> int:
        """How often the site accepted this act of one person."""
        return sum((line.user_id, line.act, line.outcome) == (user_id, act, "ok") for line in self.ledger)


def impatient(site: MockSite) -> None:
    """A site that is not waited for: what goes wrong here goes wrong for good."""
    toml = site.site_file.read_text("utf-8")
    for name, seconds in {"page": 20.0, "issuance": 30.0, "signing_limit": 4.0, "closed_limit": 0.0}.items():
        toml = re.sub(rf"^{name} = [0-9.]+$", f"{name} = {seconds}", toml, flags=re.M)
    site.site_file.write_text(toml, "utf-8")


@pytest.fixture(scope="module")
def troubled(
    tmp_path_factory: pytest.TempPathFactory, mock_authority: Authority, browser_program: BrowserProgram
) -> Iterator[Department]:
    """One person a code, to whom that happens, and one to whom nothing does."""
    folder = tmp_path_factory.mktemp("faults")
    people = len(CODES) + 1
    with MockSite(folder / "mock", people=people, signing_delay=0.2, authority=mock_authority) as site:
        impatient(site)
        for code, user_id in everybody(site).items():
            site.fault(f"{PROOFS[code].fault}@{user_id}")
        yield Department(site=site, home=folder / "home", browser=browser_program.path)


def everybody(site: MockSite) -> dict[str, str]:
    """Whom each code befalls."""
    return dict(zip(CODES, (person.user_id for person in site.people()), strict=False))


def run(troubled: Department, *arguments: object) -> Told:
    """Onboard and see what it came to."""
    before = len(troubled.site.ledger())
    code, out = troubled.run("onboard", *arguments, "--stop-after", 1000, "--json")
    people = {person["user_id"]: person for person in json.loads(out)["people"]}
    return Told(code, people, troubled.site.ledger()[before:])


@pytest.fixture(scope="module")
def first(troubled: Department) -> Told:
    """The run in which everything goes wrong."""
    return run(troubled, "--mails", troubled.site.mails)


@pytest.fixture(scope="module")
def second(troubled: Department, first: Told) -> Told:
    """Another run, by somebody who has done nothing about it."""
    return run(troubled, "--only", "failed")


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


def test_what_is_kept_and_printed_holds_no_secret(troubled: Department, second: Told) -> None:
    written = [*(troubled.home / "evidence").rglob("*.*"), *(troubled.home / "reports").rglob("*.*")]
    texts = [
        file.read_text("utf-8", "replace") for file in written if file.suffix in (".html", ".txt", ".json")
    ]
    secrets = [
        secret
        for person in troubled.site.people()
        for secret in (person.password, person.pin, person.authentication_password, person.mail_password)
        if secret
    ]
    personal = [
        value
        for person in troubled.site.people()
        for address in (person.issuance_url, person.signup_url, person.login_url)
        for value in re.findall(r"(?:p2|p3|cd|k)=(\w+)", address)
    ]

    said = "\n".join([*texts, *troubled.log])
    assert [value for value in (*secrets, *personal) if value in said] == []
