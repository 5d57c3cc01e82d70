"""What `audit` prints, and with which exit code it ends."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import typer

import ekakushin.automation.commands.audit
from ekakushin.automation.commands.audit import list_audit, restart_audit, verify_audit
from ekakushin.automation.exit_code import ExitCode
from ekakushin.automation.office import Office
from ekakushin.automation.state.files import open_home
from tests.support.fakes import USER, Surroundings
from tests.support.offices import office_in
from tests.support.terminals import standard_streams


@pytest.fixture
def office(tmp_path: Path, around: Surroundings) -> Office:
    """Two notes."""
    office = office_in(open_home(tmp_path / "home"), around)
    office.audit.note("show", [USER], terminal=True)
    office.audit.note("export", [USER, "10007"], to="a.xlsx")
    return office


def tamper(office: Office) -> None:
    log = office.audit.file
    log.write_bytes(log.read_bytes().replace(b"10007", b"10008"))


def test_a_log_that_is_whole_ends_with_0(office: Office, capsys: pytest.CaptureFixture[str]) -> None:
    assert verify_audit(office, as_json_only=False) is ExitCode.DONE
    assert "2 行" in capsys.readouterr().out


def test_a_log_that_was_tampered_with_ends_with_1_and_names_the_line(
    office: Office, capsys: pytest.CaptureFixture[str]
) -> None:
    tamper(office)

    assert verify_audit(office, as_json_only=False) is ExitCode.NOT_ALL
    output, said = capsys.readouterr()
    assert output == ""
    assert said.startswith("[TOOL-005]")


def test_a_script_gets_json(office: Office, capsys: pytest.CaptureFixture[str]) -> None:
    verify_audit(office, as_json_only=True)
    tamper(office)
    verify_audit(office, as_json_only=True)

    assert [json.loads(line) for line in capsys.readouterr().out.splitlines()] == [
        {"whole": True, "lines": 2, "line": None, "problem": "", "cut_short": False},
        {"whole": False, "lines": 2, "line": 2, "problem": "changed", "cut_short": False},
    ]


def test_the_list_says_everything_and_needs_no_vault(
    office: Office, capsys: pytest.CaptureFixture[str]
) -> None:
    del office.__dict__["vault"]

    assert list_audit(office, as_json_only=False) is ExitCode.DONE
    shown = capsys.readouterr().out
    assert all(word in shown for word in ("表示", "書き出し", "10006 10007", "to=a.xlsx", " @ "))


def test_the_list_is_there_for_scripts(office: Office, capsys: pytest.CaptureFixture[str]) -> None:
    list_audit(office, as_json_only=True)

    entries = json.loads(capsys.readouterr().out)["entries"]
    assert [(entry["kind"], entry["user_ids"]) for entry in entries] == [
        ("show", [USER]),
        ("export", [USER, "10007"]),
    ]


def test_what_somebody_put_into_the_log_does_no_harm_to_the_terminal(
    office: Office, capsys: pytest.CaptureFixture[str]
) -> None:
    log = office.audit.file.read_bytes()
    office.audit.file.write_bytes(log.replace(b"a.xlsx", b"\\u001b[31mred") + b"\xff\x00rubbish\n")

    list_audit(office, as_json_only=False)

    shown = capsys.readouterr().out
    assert "\x1b[31m" not in shown
    assert "記録ではない行" in shown


def test_a_kind_that_has_no_word_yet_is_shown_as_it_is(
    office: Office, capsys: pytest.CaptureFixture[str]
) -> None:
    office.audit.note("certificate", [USER])

    list_audit(office, as_json_only=False)

    assert "certificate" in capsys.readouterr().out


def test_a_line_that_was_cut_short_is_said_to_be_harmless(
    office: Office, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("ekakushin.automation.audit.log.append_durably", _interrupted)
    with pytest.raises(KeyboardInterrupt):
        office.audit.note("show", [USER])

    assert verify_audit(office, as_json_only=False) is ExitCode.DONE
    assert "途中で止まりました" in capsys.readouterr().out


def _interrupted(file: Path, data: bytes) -> None:
    raise KeyboardInterrupt


def test_a_log_that_does_not_fit_is_restarted_after_a_question(
    office: Office, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    tamper(office)
    answers = [False, True]
    without = restart_audit(office, yes=False)
    monkeypatch.setattr(ekakushin.automation.commands.audit, "sys", standard_streams(at_a_terminal=True))
    monkeypatch.setattr(typer, "confirm", lambda question: answers.pop(0))

    codes = [restart_audit(office, yes=False) for _ in range(2)]

    assert (without, codes) == (ExitCode.WRONG_USAGE, [ExitCode.NOT_ALL, ExitCode.DONE])
    assert office.audit.check() == (1, None, False)
    assert "audit-" in capsys.readouterr().out


def test_a_log_that_fits_is_left_as_it_is(office: Office) -> None:
    assert restart_audit(office, yes=True) is ExitCode.DONE
    assert office.audit.check() == (2, None, False)
