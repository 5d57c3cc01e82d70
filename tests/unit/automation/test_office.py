"""The state folder opened: passphrases and secrets that are asked for."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from ekakushin.automation import office
from ekakushin.automation.office import Office
from ekakushin.automation.roster import RosterRow, this_pc, this_user
from ekakushin.automation.settings import Settings, read_settings
from ekakushin.flows.errors import Misconfigured, VaultClosed
from ekakushin.flows.models import SecretName
from ekakushin.flows.rules import Policy, Rule
from ekakushin.flows.secret import Secret
from tests.support.fakes import USER, Surroundings, invitation
from tests.support.offices import ELSEWHERE, bound_elsewhere, office_in
from tests.support.systems import WINDOWS

POLICY = Policy(minimum=8, digits=1)
RULE = Rule(length=12, alphabet="abc123")


@pytest.fixture
def typing(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """A person at the terminal who types these words one after the other."""

    def typed(*words: str) -> None:
        answers: Iterator[str] = iter(words)
        monkeypatch.setattr(sys.stdin, "isatty", lambda: True, raising=False)
        monkeypatch.setattr(office.getpass, "getpass", lambda question: next(answers))

    return typed


def test_a_secret_is_made_by_rule_within_the_policy() -> None:
    made = office._maker("rule", RULE, "ask.pin")(POLICY)
    assert len(made.reveal()) == 12
    assert set(made.reveal()) <= set("abc123")


def test_a_secret_may_be_asked_for(typing: Callable[..., None]) -> None:
    typing("my-own-1")
    assert office._maker("ask", RULE, "ask.password")(POLICY) == Secret("my-own-1")


def test_what_does_not_fit_the_policy_is_asked_for_again(
    typing: Callable[..., None], capsys: pytest.CaptureFixture[str]
) -> None:
    typing("short1", "long-enough-1")
    assert office._maker("ask", RULE, "ask.password")(POLICY) == Secret("long-enough-1")
    assert "short1" not in capsys.readouterr().err


def test_asking_ends_after_three_times(typing: Callable[..., None]) -> None:
    typing("a", "b", "c")
    with pytest.raises(Misconfigured) as caught:
        office._maker("ask", RULE, "ask.password")(POLICY)
    assert caught.value.code == "ACC-006"


def test_nobody_is_asked_where_there_is_no_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys.stdin, "isatty", lambda: False, raising=False)
    with pytest.raises(Misconfigured) as caught:
        office._maker("ask", RULE, "ask.pin")(POLICY)
    assert caught.value.code == "ACC-006"


def test_a_file_vault_without_a_passphrase_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys.stdin, "isatty", lambda: False, raising=False)
    place = Office(Settings(home=tmp_path, vault="file", vault_passphrase=None))
    with pytest.raises(VaultClosed) as caught:
        place.vault  # noqa: B018  (opening it is the act)
    assert caught.value.code == "ENV-003"


def test_a_passphrase_that_is_set_but_empty_is_said_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys.stdin, "isatty", lambda: False, raising=False)
    monkeypatch.setenv("EKAKUSHIN_VAULT_PASSPHRASE", "")
    with pytest.raises(VaultClosed, match="EKAKUSHIN_VAULT_PASSPHRASE: 空です"):
        Office(read_settings(home=tmp_path, vault="file")).vault  # noqa: B018  (opening it is the act)


def new_vault(home: Path) -> Office:
    return Office(Settings(home=home, vault="file", vault_passphrase=None))


def test_the_passphrase_of_a_new_vault_is_asked_for_twice_with_what_it_means_to_lose_it(
    tmp_path: Path, typing: Callable[..., None], capsys: pytest.CaptureFixture[str]
) -> None:
    typing("correct horse", "correct hoarse", "", "correct horse", "correct horse")
    new_vault(tmp_path).vault.put(USER, SecretName.PIN, Secret("1234"))
    said = capsys.readouterr().err

    typing("correct horse")
    kept = new_vault(tmp_path).vault.get(USER, SecretName.PIN)

    assert kept == Secret("1234")
    assert "忘れると" in said
    assert "2回の入力が違います" in said
    assert capsys.readouterr().err == ""


def test_no_vault_is_made_where_the_passphrase_was_never_typed_twice(
    tmp_path: Path, typing: Callable[..., None]
) -> None:
    typing("a", "b", "a", "b", "a", "b")
    with pytest.raises(VaultClosed) as caught:
        new_vault(tmp_path).vault  # noqa: B018  (opening it is the act)
    assert caught.value.code == "ENV-003"
    assert not (tmp_path / "vault.bin").exists()


def test_who_only_looks_makes_nothing(tmp_path: Path) -> None:
    home = tmp_path / "home"
    office = Office(Settings(home=home, vault="file", vault_passphrase=None), only_looks=True)

    office.must_be_usable()

    assert (office.vault.people(), office.people.everybody(), office.database.is_there) == ([], [], False)
    assert not home.exists()


def test_who_only_looks_says_of_a_file_that_it_is_no_folder(tmp_path: Path) -> None:
    (tmp_path / "home").touch()
    with pytest.raises(Misconfigured) as caught:
        Office(Settings(home=tmp_path / "home"), only_looks=True).must_be_usable()
    assert caught.value.code == "ENV-004"


@pytest.fixture
def known(tmp_path: Path, around: Surroundings) -> Office:
    """An office that knows somebody."""
    office = office_in(tmp_path / "home", around)
    office.people.keep([invitation()])
    return office


def refusal(office: Office) -> str:
    with pytest.raises(Misconfigured) as raised:
        office.ready(USER)
    return raised.value.code


def test_who_is_known_here_may_be_worked_on(known: Office) -> None:
    assert known.ready(USER) == invitation()


def test_whose_mails_were_not_read_may_not(tmp_path: Path, around: Surroundings) -> None:
    assert refusal(office_in(tmp_path / "home", around)) == "MAIL-004"


@pytest.mark.parametrize("address", ["issuance_url", "signup_url", "login_url"])
def test_who_was_invited_to_another_site_may_not(known: Office, address: str) -> None:
    known.people.keep([invitation(**{address: "https://evil.example/x"})])

    assert refusal(known) == "MAIL-003"


@pytest.mark.parametrize("bound", [{"pc": ELSEWHERE}, {"windows_user": "nobody-of-this-name"}])
def test_who_belongs_to_another_pc_or_windows_user_may_not(known: Office, bound: dict[str, str]) -> None:
    known.people.note_roster({USER: RosterRow(row=2, **bound)})

    assert refusal(known) == "ENV-008"


def test_who_belongs_to_this_pc_and_windows_user_may(known: Office) -> None:
    known.people.note_roster({USER: RosterRow(row=2, pc=this_pc(), windows_user=this_user())})

    assert known.ready(USER) == invitation()


def test_who_belongs_elsewhere_may_be_worked_on_if_somebody_says_so(
    tmp_path: Path, around: Surroundings, known: Office
) -> None:
    bound_elsewhere(known, USER)

    assert office_in(tmp_path / "home", around, any_pc=True).ready(USER) == invitation()


def test_work_is_recorded_in_the_home_unless_told_otherwise(known: Office) -> None:
    address = known.database.address.reveal()
    assert address.startswith("sqlite:///C" if WINDOWS else "sqlite:////")
    assert "engine.sqlite" in address


def test_work_may_be_recorded_elsewhere(tmp_path: Path, around: Surroundings) -> None:
    office = office_in(tmp_path, around, database="postgresql://db/ekakushin")

    assert office.database.address == Secret("postgresql://db/ekakushin")
