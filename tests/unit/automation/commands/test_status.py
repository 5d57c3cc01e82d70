"""Who stands where, for the eye, for scripts and as files."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

import ekakushin.automation.commands.status
from ekakushin.automation.commands.documents import show_documents
from ekakushin.automation.commands.status import show_status, standing_of
from ekakushin.automation.commands.summary import write_reports
from ekakushin.automation.engine.enqueuing import enqueue
from ekakushin.automation.engine.orders import Order
from ekakushin.automation.exit_code import ExitCode
from ekakushin.automation.office import Office
from ekakushin.flows.errors import Misconfigured
from ekakushin.flows.models import STEPS
from tests.support.fakes import USER, Surroundings, invitation
from tests.support.offices import office_in

OTHER = "10007"


@pytest.fixture
def office(tmp_path: Path, around: Surroundings) -> Office:
    """Two people, one of them in the queue."""
    office = office_in(tmp_path / "home", around)
    office.people.keep([invitation(USER), invitation(OTHER, name="別の 人")])
    office.database.prepare()
    with office.database.client() as client:
        enqueue(client, office.home, [Order(user_id=USER, steps=STEPS)])
    return office


def test_everybody_who_is_known_stands_somewhere(office: Office) -> None:
    assert [(each.user_id, each.name, each.state) for each in standing_of(office)] == [
        (USER, "健保 太郎", "pending"),
        (OTHER, "別の 人", "pending"),
    ]


def test_some_may_be_asked_for(office: Office) -> None:
    assert [each.user_id for each in standing_of(office, [OTHER, "10099"])] == [OTHER]
    assert standing_of(office, []) == []


def test_looking_needs_no_vault(office: Office) -> None:
    del office.__dict__["vault"]

    assert len(standing_of(office)) == 2


def test_looking_makes_no_database(tmp_path: Path, around: Surroundings) -> None:
    new = office_in(tmp_path / "home", around)
    new.people.keep([invitation()])

    assert [each.state for each in standing_of(new)] == ["pending"]
    assert not new.database.is_there


def test_scripts_get_json_alone(office: Office, capsys: pytest.CaptureFixture[str]) -> None:
    code = show_status(office, everybody=False, watching=False, as_json_only=True)

    output, said = capsys.readouterr()
    assert (code, said) == (ExitCode.DONE, "")
    assert [each["user_id"] for each in json.loads(output)["people"]] == [USER, OTHER]


@pytest.mark.parametrize("everybody", [True, False])
def test_people_get_a_table(
    office: Office, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, everybody: bool
) -> None:
    monkeypatch.setenv("COLUMNS", "120")

    code = show_status(office, everybody=everybody, watching=False, as_json_only=False)

    output = capsys.readouterr().out
    assert code is ExitCode.DONE
    assert "健保 太郎" in output
    assert "login9012" not in output


def test_watching_looks_again_each_time(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[int] = []

    def watch(look: Any, console: object) -> None:
        seen.append(len(look()))
        office.people.keep([invitation("10008")])
        seen.append(len(look()))

    monkeypatch.setattr(ekakushin.automation.commands.status, "watch", watch)

    show_status(office, everybody=False, watching=True, as_json_only=False)

    assert seen == [2, 3]


def test_each_report_that_is_asked_for_is_written(
    office: Office, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    files = {name: tmp_path / f"report.{name}" for name in ("html", "xlsx", "junit")}

    code = write_reports(office, **files, json_file=tmp_path / "report.json")

    assert code is ExitCode.DONE
    assert all(file.stat().st_size > 0 for file in files.values())
    people = json.loads((tmp_path / "report.json").read_text("utf-8"))
    assert "10006" in json.dumps(people)
    assert len(capsys.readouterr().out.splitlines()) == 4


def test_only_what_is_asked_for_is_written(office: Office, tmp_path: Path) -> None:
    write_reports(office, html=None, xlsx=None, junit=tmp_path / "junit.xml", json_file=None)

    assert {file.name for file in tmp_path.iterdir()} == {"home", "junit.xml"}


def test_a_report_without_a_file_is_said(office: Office, capsys: pytest.CaptureFixture[str]) -> None:
    code = write_reports(office, html=None, xlsx=None, junit=None, json_file=None)

    output, said = capsys.readouterr()
    assert (code, output) == (ExitCode.WRONG_USAGE, "")
    assert "--html" in said


def test_papers_are_told_for_every_kind_of_user(capsys: pytest.CaptureFixture[str]) -> None:
    code = show_documents(None, as_json_only=False)

    assert code is ExitCode.DONE
    assert "利用申請書" in capsys.readouterr().out


def test_scripts_get_the_papers_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    code = show_documents(None, as_json_only=True)

    assert code is ExitCode.DONE
    assert json.loads(capsys.readouterr().out)


@pytest.mark.parametrize(("sent", "code"), [("済", ExitCode.DONE), ("未", ExitCode.NOT_ALL)])
@pytest.mark.parametrize("as_json_only", [True, False])
def test_papers_that_are_missing_make_the_exit_code(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], sent: str, code: ExitCode, as_json_only: bool
) -> None:
    roster = tmp_path / "roster.csv"
    roster.write_text(
        f"ユーザID,氏名,利用者区分,利用申請書,本人確認書類\n10006,健保 太郎,事業所,{sent},{sent}\n", "utf-8"
    )

    found = show_documents(roster, as_json_only=as_json_only)

    output = capsys.readouterr().out
    assert found is code
    assert not as_json_only or json.loads(output) is not None


def test_a_roster_that_cannot_be_read_is_said(tmp_path: Path) -> None:
    with pytest.raises(Misconfigured) as raised:
        show_documents(tmp_path / "gone.csv", as_json_only=True)

    assert raised.value.code == "ENV-009"
