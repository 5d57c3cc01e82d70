"""Killed at every named place, then run again: all is done, nothing twice, and nobody nearer to a lock."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from ekakushin.automation.certificates import EncryptedCertificates
from ekakushin.fixtures.mock_site import Authority, MockSite, Person
from ekakushin.flows.browser.finding import BrowserProgram
from ekakushin.flows.crash import CRASH_POINTS, VARIABLE
from ekakushin.flows.models import SecretName
from tests.support.one_person import vault_in

ONCE = ("issue", "signup", "sign", "pin", "password")

# 発行 is noted, and nobody can know that nothing was sent: the site is asked, and a human decides.
UNDECIDED = {"issue.noted"}
# A change of the password is noted, and nothing was sent: the new one is tried first, once.
ONE_LOGIN_REFUSED = {"password.noted"}
# The .p12 file has no second way to its owner but 発行.
UNDECIDED_ARCHIVE = {"issue.noted", "issue.sent", "issue.answered"}

Served = Callable[..., MockSite]


@dataclass(frozen=True)
class Attempted:
    """One person of a mock, with a home of their own."""

    site: MockSite
    person: Person
    home: Path
    browser: str
    until: str = "password"

    def run(self, crash_at: str = "") -> subprocess.CompletedProcess[str]:
        mails = sorted(self.site.mails.glob(f"{self.person.user_id}-*.eml"))
        return subprocess.run(
            [sys.executable, "-m", "tests.support.one_person", self.home, self.site.site_file, *mails],
            env={**os.environ, VARIABLE: crash_at, "EKAKUSHIN_BROWSER": self.browser, "UNTIL": self.until},
            cwd=Path(__file__).parents[2],
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )

    @property
    def certificates(self) -> EncryptedCertificates:
        return EncryptedCertificates(self.home, vault_in(self.home))

    def acts(self, outcome: str) -> Counter[str]:
        own = [line for line in self.site.ledger() if line.user_id == self.person.user_id]
        return Counter(line.act for line in own if line.outcome == outcome)

    def secrets_match(self) -> bool:
        vault, user_id = vault_in(self.home), self.person.user_id
        now = self.site.person(user_id)
        kept = [vault.get(user_id, name) for name in (SecretName.PASSWORD, SecretName.PIN)]
        return [each.reveal() if each else "" for each in kept] == [now.password, now.pin]


Invited = Callable[..., Attempted]


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory, mock_authority: Authority) -> Iterator[Served]:
    """A mock with these options, the same one for all who ask for the same."""
    sites: dict[str, MockSite] = {}
    with ExitStack() as open_sites:

        def site(**options: Any) -> MockSite:
            name = repr(sorted(options.items()))
            if name not in sites:
                folder = tmp_path_factory.mktemp("mock")
                wanted = {"people": 0, "signing_delay": 0.2, "authority": mock_authority, **options}
                sites[name] = open_sites.enter_context(MockSite(folder, **wanted))
            return sites[name]

        yield site


@pytest.fixture
def invited(served: Served, tmp_path: Path, browser_program: BrowserProgram) -> Invited:
    """Somebody new on the mock with these options."""

    def case(**options: Any) -> Attempted:
        site = served(**options)
        (person,) = site.invite()
        return Attempted(site, person, tmp_path / "home", str(browser_program.path))

    return case


def killed(case: Attempted, place: str) -> None:
    done = case.run(crash_at=place)
    assert (done.returncode, done.stdout, done.stderr) == (-signal.SIGKILL, "", "")


def decided(case: Attempted) -> None:
    """See that nothing is pressed while a human must decide, and decide."""
    issued = case.acts("ok")["issue"]
    for _ in range(2):
        done = case.run()
        assert (done.returncode, done.stdout[:7]) == (1, "ISS-004")
    assert case.acts("ok")["issue"] == issued
    case.certificates.allow_reissue(case.person.user_id)


def finished(case: Attempted) -> None:
    done = case.run()
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


ARCHIVE_POINTS = [point for point in CRASH_POINTS if point.startswith("issue.")]
# Killed at each place of a chain in turn: every run gets as far as the next one.
CHAINS = {
    "before": ["before"],
    "sent": ["sent", "asked"],
    "answered": ["answered"],
    "kept": ["kept"],
}


def chain(*kinds: str) -> list[str]:
    return [point for point in CRASH_POINTS if point.partition(".")[2] in kinds]


def test_no_place_is_left_out() -> None:
    alone = {"issue.noted", "password.noted", "issue.archived"}
    assert {point for kinds in CHAINS.values() for point in chain(*kinds)} | alone == set(CRASH_POINTS)


@pytest.mark.parametrize("kind", CHAINS)
def test_killed_at_every_act_in_turn_everything_is_done_once(invited: Invited, kind: str) -> None:
    case = invited()
    for place in chain(*CHAINS[kind]):
        killed(case, place)

    finished(case)

    assert [case.acts("ok")[act] for act in ONCE] == [1] * len(ONCE)
    assert not case.acts("refused")
    assert case.secrets_match()


@pytest.mark.parametrize("place", ["issue.noted", "password.noted", "login.sent#2"])
def test_killed_there_and_run_again_everything_is_done_once(invited: Invited, place: str) -> None:
    case = invited()
    killed(case, place)
    if place in UNDECIDED:
        decided(case)

    finished(case)

    refused = Counter({"login": 1}) if place in ONE_LOGIN_REFUSED else Counter()
    assert [case.acts("ok")[act] for act in ONCE] == [1] * len(ONCE)
    assert case.acts("refused") == refused
    assert case.secrets_match()


def test_killed_at_every_place_in_turn_the_file_of_the_p12_profile_is_had_once(invited: Invited) -> None:
    case = replace(invited(profile="p12"), until="verify")
    for place in ARCHIVE_POINTS:
        killed(case, place)
        if place in UNDECIDED_ARCHIVE:
            decided(case)

    finished(case)

    assert case.acts("ok")["issue"] == 1
    assert not case.acts("refused")


def test_a_site_that_gives_its_answer_out_once_is_quoted(invited: Invited) -> None:
    case = invited(receipt="once")
    killed(case, "issue.sent")

    done = case.run()

    assert done.returncode == 1
    assert re.match("ISS-004 .*有効な証明書情報がありません。", done.stdout)
    assert (case.acts("ok")["issue"], case.acts("refused")) == (1, Counter({"authenticate": 1}))


def without_sending(html: str, path: str) -> str:
    """STEP2 whose script makes the request and then fails."""
    failure = r'\1document.body.appendChild(document.createTextNode("CSRの生成に失敗しました。"));'
    return re.sub(r'(value = "issue";\s*)form\.submit\(\);', failure, html)


def test_a_page_that_makes_a_request_and_does_not_send_it_has_not_issued(invited: Invited) -> None:
    case = invited(html_filter=without_sending)
    patient = case.site.site_file.read_text("utf-8")
    case.site.site_file.write_text(patient.replace("issuance = 60.0", "issuance = 4.0"), "utf-8")

    done = case.run()

    assert (done.returncode, done.stdout[:7]) == (1, "ISS-017")
    assert len(case.certificates.pending_keys(case.person.user_id)) == 1
    assert case.certificates.requested_at(case.person.user_id) is None
