"""Secrets are forgotten after a question, and of nobody who is being worked on."""

from __future__ import annotations

import pytest
import typer

import ekakushin.automation.commands.credentials.forgetting
from ekakushin.automation.commands.credentials import forget_credentials
from ekakushin.automation.exit_code import ExitCode
from ekakushin.automation.office import Office
from ekakushin.automation.state.alone import alone_with
from ekakushin.flows.errors import Misconfigured
from ekakushin.flows.models import NOBODY, SecretName
from tests.support.fakes import USER, Surroundings, invitation
from tests.support.terminals import standard_streams
from tests.unit.automation.commands.credentials.conftest import OTHER, noted


def forget(office: Office, *user_ids: str, with_certificates: bool = False, yes: bool = True) -> ExitCode:
    return forget_credentials(office, user_ids, with_certificates=with_certificates, yes=yes)


def left(around: Surroundings, user_id: str = USER) -> set[SecretName]:
    return {name for whose, name in around.vault.secrets if whose == user_id}


def test_everything_goes_but_what_opens_the_certificates(
    office: Office, around: Surroundings, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in set(SecretName) - {SecretName.AUDIT}:
        around.has(name, "value")

    code = forget(office, USER)

    assert code is ExitCode.DONE
    assert left(around) == {SecretName.CERTIFICATE_PASSPHRASE, SecretName.P12_PIN}
    assert "--with-certificates" in capsys.readouterr().err
    assert noted(office) == [("forget", (USER,), {"certificates": False})]


def test_what_opens_the_certificates_goes_when_told_so(
    office: Office, around: Surroundings, capsys: pytest.CaptureFixture[str]
) -> None:
    forget(office, USER, with_certificates=True)

    assert left(around) == set()
    assert "二度と開けなくなります" in capsys.readouterr().err
    assert noted(office) == [("forget", (USER,), {"certificates": True})]


def test_others_and_the_log_keep_theirs(office: Office, around: Surroundings) -> None:
    office.people.keep([invitation(OTHER)])
    before = left(around, OTHER)

    forget(office, USER)

    assert before
    assert left(around, OTHER) == before
    assert left(around, NOBODY) == {SecretName.AUDIT}


def test_somebody_who_is_worked_on_is_left_alone_and_the_others_are_not(
    office: Office, around: Surroundings, capsys: pytest.CaptureFixture[str]
) -> None:
    office.people.keep([invitation(OTHER)])
    before = left(around)

    with alone_with(USER, office.home):
        code = forget(office, USER, OTHER)

    assert code is ExitCode.NOT_ALL
    assert (left(around), left(around, OTHER)) == (before, set())
    assert "[TOOL-003]" in capsys.readouterr().err
    assert noted(office) == [("forget", (OTHER,), {"certificates": False})]


@pytest.mark.parametrize("user_id", ["10099", NOBODY])
def test_who_has_nothing_is_told(
    office: Office, around: Surroundings, capsys: pytest.CaptureFixture[str], user_id: str
) -> None:
    code = forget(office, user_id)

    assert code is ExitCode.NOT_ALL
    assert f"{user_id} のパスワードも" in capsys.readouterr().err
    assert noted(office) == []


def test_without_a_terminal_nothing_is_forgotten(office: Office, around: Surroundings) -> None:
    before = left(around)

    assert forget(office, USER, yes=False) is ExitCode.WRONG_USAGE
    assert left(around) == before


@pytest.mark.parametrize(("answer", "code"), [(True, ExitCode.DONE), (False, ExitCode.NOT_ALL)])
def test_on_a_terminal_it_asks_first(
    office: Office, around: Surroundings, monkeypatch: pytest.MonkeyPatch, answer: bool, code: ExitCode
) -> None:
    monkeypatch.setattr(
        ekakushin.automation.commands.credentials.forgetting, "sys", standard_streams(at_a_terminal=True)
    )
    monkeypatch.setattr(typer, "confirm", lambda question: answer)

    assert forget(office, USER, yes=False) is code
    assert (SecretName.PIN in left(around)) is not answer


def test_that_a_refusal_is_forgotten_too_is_said(
    office: Office, around: Surroundings, capsys: pytest.CaptureFixture[str]
) -> None:
    around.has(SecretName.REFUSED_PASSWORD, "login9012")

    forget(office, USER)

    assert "新しいメールを待って" in capsys.readouterr().err


def test_what_cannot_be_noted_is_not_forgotten(office: Office, around: Surroundings) -> None:
    before = left(around)
    office.audit.file.mkdir()

    with pytest.raises(Misconfigured):
        forget(office, USER)

    assert left(around) == before
