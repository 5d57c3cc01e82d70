"""What `capture` takes, whom it is about, and which words it looks for."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from ekakushin.automation.cli.app import app
from ekakushin.automation.commands import capture as command
from ekakushin.automation.commands.capture import CaptureRequest, capture, verify
from ekakushin.automation.commands.capture_words import words_of, words_of_all
from ekakushin.automation.exit_code import ExitCode
from ekakushin.automation.office import Office
from ekakushin.automation.roster import RosterRow
from ekakushin.flows.capture.expecting import expected_on_the_way, expected_to_look, missing_of
from ekakushin.flows.capture.watching import ScreenWatch, SeenScreen
from ekakushin.flows.models import ClientCertificate, SecretName
from ekakushin.flows.screens.description import ScreenDescription
from ekakushin.flows.secret import Secret
from tests.support.fakes import Surroundings, invitation
from tests.support.offices import office_in, person


@pytest.fixture
def office(tmp_path: Path, around: Surroundings) -> Office:
    office = office_in(tmp_path / "home", around)
    office.people.keep([person("10006").invitation(), person("10007").invitation()])
    return office


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """What the command line has asked for; nothing of it is done."""
    found: list[Any] = []

    def note(office: Office, *what: Any) -> ExitCode:
        found.append(what)
        return ExitCode.DONE

    monkeypatch.setattr(command, "capture", note)
    monkeypatch.setattr(command, "verify", note)
    return found


@pytest.mark.parametrize(
    ("words", "request_"),
    [
        ("10006 --to c", CaptureRequest(user_id="10006", folder=Path("c"))),
        ("--to c 10006 --look", CaptureRequest(user_id="10006", folder=Path("c"))),
        (
            "10006 --to c --until login --twin 10007",
            CaptureRequest(user_id="10006", folder=Path("c"), until="login", twin="10007"),
        ),
    ],
)
def test_a_user_id_is_no_command(
    words: str, request_: CaptureRequest, asked: list[Any], tmp_path: Path
) -> None:
    done = CliRunner().invoke(app, ["capture", *words.split(), "--home", str(tmp_path)])
    assert (done.exit_code, asked) == (0, [(request_,)])


def test_verify_is_one(asked: list[Any], tmp_path: Path) -> None:
    done = CliRunner().invoke(app, ["capture", "verify", "c", "--twin", "d", "--home", str(tmp_path)])
    assert (done.exit_code, asked) == (0, [(Path("c"), Path("d"))])


@pytest.mark.parametrize(
    "words", ["10006", "10006 --to c --look --until login", "10006 --to c --twin 10006", "1 --to c --until x"]
)
def test_what_makes_no_sense_is_wrong_usage(words: str, asked: list[Any], tmp_path: Path) -> None:
    done = CliRunner().invoke(app, ["capture", *words.split(), "--home", str(tmp_path)])
    assert (done.exit_code, asked) == (2, [])


def test_help_shows_what_a_capture_takes_and_the_other_command() -> None:
    said = CliRunner().invoke(app, ["capture", "--help"]).output
    assert all(word in said for word in ("USER", "--to", "--until", "--twin", "verify"))


def test_a_folder_that_holds_anything_is_left_alone(office: Office, tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("x", "utf-8")
    assert capture(office, CaptureRequest(user_id="10006", folder=tmp_path)) is ExitCode.WRONG_USAGE


def test_what_is_no_capture_is_wrong_usage_and_no_clean_one(office: Office, tmp_path: Path) -> None:
    assert verify(office, tmp_path / "nowhere", None) is ExitCode.WRONG_USAGE


def test_everybody_in_the_vault_and_the_register_is_looked_for(office: Office, around: Surroundings) -> None:
    around.vault.put("10099", SecretName.PASSWORD, Secret("of-nobody-known"))
    around.vault.put("10006", SecretName.PIN, Secret("84031957"))
    office.people.note_roster(
        {
            "10006": RosterRow(
                row=2, user_id="10006", pc="PC-7788", cells={"メール": "taro@kenpo.example", "済": "済"}
            )
        }
    )
    words = {(word.value, word.placeholder) for word in words_of_all(office)}
    assert {
        ("10006", "person.user-id"),
        ("10007", "person.user-id"),
        ("of-nobody-known", "password"),
        ("84031957", "pin"),
        ("taro@kenpo.example", "person.roster"),
        ("PC-7788", "person.pc"),
        (invitation().login_password.reveal(), "login-password"),
    } <= words
    assert "済" not in {value for value, _ in words}


def test_a_certificate_names_its_person(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    now = datetime.now(UTC)
    held = ClientCertificate(
        user_id="10006",
        fingerprint="ab",
        serial="0A1B2C3D",
        subject="CN=KENPO TARO,O=Example",
        issuer="CN=CA",
        not_before=now,
        not_after=now,
    )
    monkeypatch.setattr(type(office.certificates), "certificates", lambda *_: [held])
    words = {word.placeholder: word.value for word in words_of(office, ["10006"])}
    assert (words["certificate.serial"], words["certificate.name"]) == ("0A1B2C3D", "KENPO TARO")


def met(*names: str) -> ScreenWatch:
    seen = [
        SeenScreen(description=ScreenDescription(screen=name), state="", step="", roles={}, documents=())
        for name in names
    ]
    return ScreenWatch(seen)


def test_what_is_missing_is_named_by_the_screen_that_was_wanted() -> None:
    steps = ("issue", "verify", "signup", "login")
    whole = ("AuthenticationScreen", "RequestScreen", "ReceiptScreen", "CertifiedScreen", "SignupScreen")
    assert missing_of(expected_on_the_way(steps), met(*whole, "LoginScreen", "HomeScreen")) == []
    assert missing_of(expected_on_the_way(steps), met("LoginScreen", "HomeScreen")) == [
        "AuthenticationScreen",
        "FilledRequestScreen",
        "ReceiptScreen",
        "SignupScreen",
    ]
    assert missing_of(expected_to_look(certified=False), met("AuthenticationScreen")) == []
    lost = met("AuthenticationScreen")
    lost.lost += ["AuthenticationScreen", "HelpScreen"]
    assert missing_of(expected_to_look(certified=False), lost) == ["HelpScreen"]
    assert missing_of(expected_to_look(certified=True), met("AuthenticationScreen")) == [
        "SignupScreen",
        "LoginScreen",
    ]
