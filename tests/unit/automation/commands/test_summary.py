"""What is said at the end of a run, and the reports that are written by themselves."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import ekakushin.automation.commands.summary
from ekakushin.automation.commands.summary import say_results, summary_of
from ekakushin.automation.office import Office
from ekakushin.automation.results import Result, fail, finish, pending, waiting
from ekakushin.automation.roster import RosterRow
from ekakushin.automation.terminal.tell import tell
from ekakushin.flows.errors import Misconfigured, OutcomeUnknown, Refused, Unavailable
from tests.support.fakes import USER, Surroundings, invitation
from tests.support.offices import office_in


@pytest.fixture
def office(tmp_path: Path, around: Surroundings) -> Office:
    return office_in(tmp_path, around)


def results(count: int = 2) -> list[Result]:
    """People who are done, and a last one who failed; each has a picture."""
    people = [finish(pending(str(number))) for number in range(count - 1)]
    people.append(fail(pending(USER, "健保 太郎"), Refused("ACC-001", site_words="正しくありません")))
    return [each.model_copy(update={"evidence": (f"{each.user_id}/last.png",)}) for each in people]


def test_what_is_told_leaves_standard_output_free(capsys: pytest.CaptureFixture[str]) -> None:
    tell("ひとこと")

    assert capsys.readouterr() == ("", "ひとこと\n")


def test_scripts_get_json_alone_with_the_report_s_place(
    office: Office, capsys: pytest.CaptureFixture[str]
) -> None:
    say_results(office, results(), as_json_only=True)

    output, said = capsys.readouterr()
    found = json.loads(output)
    assert said == ""
    assert [each["state"] for each in found["people"]] == ["done", "failed"]
    assert Path(found["report"]).read_text("utf-8").startswith("<!")


def test_reports_are_written_in_every_form(office: Office) -> None:
    say_results(office, results(), as_json_only=True)

    files = sorted((office.home / "reports").iterdir())
    assert {file.stem for file in files} == {office.run_name}
    assert {file.suffix for file in files} == {".html", ".xlsx", ".xml", ".json"}


def test_people_get_a_table_and_where_the_report_and_the_pictures_are(
    office: Office, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "200")

    say_results(office, results(), as_json_only=False)

    output = capsys.readouterr().out
    for words in ("健保 太郎", "ACC-001", f"{office.run_name}.html", f"{USER}/last.png"):
        assert words in output


@pytest.mark.parametrize(("count", "pictures"), [(10, 10), (11, 0)])
def test_pictures_of_many_people_are_left_to_the_report(
    office: Office, capsys: pytest.CaptureFixture[str], count: int, pictures: int
) -> None:
    say_results(office, results(count), as_json_only=False)

    assert capsys.readouterr().out.count("last.png") == pictures


def test_of_nobody_nothing_is_said_and_nothing_written(
    office: Office, capsys: pytest.CaptureFixture[str]
) -> None:
    say_results(office, [], as_json_only=False)

    assert capsys.readouterr() == ("", "")
    assert not (office.home / "reports").exists()


@pytest.mark.parametrize("as_json_only", [True, False])
def test_results_are_said_also_where_no_report_finds_room(
    office: Office, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, as_json_only: bool
) -> None:
    def full(*_: object, **__: object) -> None:
        raise Misconfigured("ENV-012", place="reports")

    monkeypatch.setattr(ekakushin.automation.commands.summary, "write_all", full)

    with pytest.raises(Misconfigured):
        say_results(office, results(), as_json_only=as_json_only)

    said = capsys.readouterr().out
    assert USER in said
    assert "reports" not in said


def test_nobody_is_an_empty_list_for_scripts(office: Office, capsys: pytest.CaptureFixture[str]) -> None:
    say_results(office, [], as_json_only=True)

    assert json.loads(capsys.readouterr().out) == {"people": []}


def test_a_report_has_the_roster_s_rows_and_the_site(office: Office) -> None:
    office.people.keep([invitation()])
    office.people.note_roster({USER: RosterRow(row=2, user_id=USER, cells={"部署": "総務"})})

    summary = summary_of(office, results())

    assert (summary.site, summary.roster) == ("real", {USER: {"部署": "総務"}})
    assert summary.at.tzinfo


def test_the_most_dangerous_trouble_is_told_first_with_names_beside_ids(
    office: Office, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    wrong = [fail(pending(str(number)), Misconfigured("MAIL-004", user_id="x")) for number in range(5)]
    locked = fail(pending("98", "鎖 太郎"), Refused("ACC-002"))
    unknown = fail(pending("99", "別の 人"), OutcomeUnknown("ISS-004"))
    waits = waiting(pending("97", "待つ 人"), Unavailable("SGN-004"), None)

    say_results(office, [waits, *wrong, locked, unknown], as_json_only=False)

    output = capsys.readouterr().out
    told = (
        "止まっている人: 99 別の 人",
        "[ISS-004]",
        "止まっている人: 98 鎖 太郎",
        "[ACC-002]",
        "[MAIL-004]",
    )
    places = [output.index(words) for words in told]
    assert places == sorted(places)
    assert "ほかに SGN-004" in output


def test_who_waits_is_not_called_stuck(office: Office, capsys: pytest.CaptureFixture[str]) -> None:
    say_results(office, [waiting(pending("97", "待つ 人"), Unavailable("SGN-004"), None)], as_json_only=False)

    output = capsys.readouterr().out
    assert "待っている人: 97 待つ 人" in output
    assert "止まっている人" not in output
