"""Every command ends with what comes next, and with what to type for it."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from rich.cells import cell_len
from typer.testing import CliRunner

from ekakushin.automation.cli.app import app
from ekakushin.automation.commands.next_step import steps_after_run, tell_next, tell_next_after_run
from ekakushin.automation.results import Result, fail, finish, pending
from ekakushin.flows.errors import Refused
from ekakushin.flows.models import STEPS
from tests.support.fakes import USER

THROUGH = finish(Result(user_id=USER, seconds=dict.fromkeys(STEPS, 1.0)))
HALF_WAY = finish(Result(user_id="10007", seconds={"issue": 1.0}))
FAILED = fail(pending("10008"), Refused("ACC-001"))
LEFT = pending("10009")


@pytest.mark.parametrize(
    ("results", "expected"),
    [
        ([], []),
        ([THROUGH], [("handout", {"whom": USER})]),
        ([THROUGH, THROUGH], [("handout", {"whom": "all"})]),
        ([THROUGH, FAILED], [("failed", {}), ("handout", {"whom": "all"})]),
        ([THROUGH, LEFT], [("go_on", {"only": ""}), ("handout", {"whom": "all"})]),
        ([HALF_WAY], [("go_on", {"only": " --only 10007"})]),
        ([FAILED, LEFT], [("failed", {})]),
    ],
)
def test_what_comes_after_a_run(results: list[Result], expected: list[tuple[str, dict[str, str]]]) -> None:
    assert steps_after_run(results) == expected


def test_it_is_told_with_a_line_to_type_where_it_does_not_disturb_results(
    capsys: pytest.CaptureFixture[str],
) -> None:
    tell_next_after_run([THROUGH, FAILED])

    output, said = capsys.readouterr()
    assert output == ""
    typed = [line.strip() for line in said.splitlines() if line.startswith("    ")]
    assert typed == [
        "ekakushin onboard --only failed",
        "ekakushin credentials export --to 配布.xlsx --for all",
    ]


@pytest.mark.parametrize(("given", "reminded"), [("--home", True), ("--vault=file", True), ("--json", False)])
def test_what_must_be_given_again_is_told(
    given: str, reminded: bool, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["ekakushin", "onboard", given])

    tell_next("imported")

    assert ("--home など" in capsys.readouterr().err) is reminded


@pytest.mark.parametrize("width", [40, 80, 200])
def test_sentences_are_wrapped_and_what_is_typed_is_not(
    width: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("COLUMNS", str(width))

    tell_next("roster", file="x" * 100)

    lines = capsys.readouterr().err.splitlines()
    assert all(cell_len(line) <= width for line in lines if not line.startswith(" "))
    assert f"    ekakushin documents --roster {'x' * 100}" in lines


def invoke(*arguments: str) -> tuple[int, str]:
    done = CliRunner().invoke(app, arguments)
    return done.exit_code, done.output


def test_a_new_roster_says_what_it_is_for_and_one_that_is_there_how_to_replace_it(tmp_path: Path) -> None:
    file = str(tmp_path / "名簿 1.csv")

    code, said = invoke("roster", "new", file)
    assert code == 0
    assert f"ekakushin documents --roster '{file}'" in said or f'--roster "{file}"' in said

    again = CliRunner().invoke(app, ["roster", "new", file])
    assert again.exit_code == 2
    assert "--force" in again.output


def test_a_status_of_nobody_says_how_to_begin(tmp_path: Path) -> None:
    code, said = invoke("status", "--home", str(tmp_path / "home"))

    assert code == 0
    assert "ekakushin onboard --mails メールのフォルダ --dry-run" in said


def test_an_export_for_nobody_says_what_is_missing(tmp_path: Path) -> None:
    home, file = str(tmp_path / "home"), str(tmp_path / "x.xlsx")

    done = CliRunner().invoke(app, ["credentials", "export", "--to", file, "--home", home])

    assert done.exit_code == 2
    assert "all" in done.output


def test_an_export_takes_user_ids_without_for(tmp_path: Path) -> None:
    home, file = str(tmp_path / "home"), str(tmp_path / "x.xlsx")
    way = {"EKAKUSHIN_EXPORT_PASSWORD": "long-enough-1", "EKAKUSHIN_VAULT_PASSPHRASE": "passphrase"}

    done = CliRunner().invoke(
        app, ["credentials", "export", "10006", "--to", file, "--home", home, "--vault", "file"], env=way
    )

    assert (done.exit_code, "10006" in done.output) == (1, True)  # of whom there is nothing yet
