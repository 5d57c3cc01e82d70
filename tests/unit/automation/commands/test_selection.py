"""Who is meant is decided before any browser starts."""

from __future__ import annotations

import io
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest
from typer.testing import CliRunner

import ekakushin.automation.commands.mail
from ekakushin.automation.cli.app import app
from ekakushin.automation.commands.selection import Selection, from_mails, keep, select, sort_out
from ekakushin.automation.office import Office
from ekakushin.automation.roster import RosterRow
from ekakushin.flows.errors import Misconfigured
from ekakushin.flows.mailbox import MailReading
from ekakushin.flows.secret import Secret
from tests.support.fakes import Surroundings, invitation
from tests.support.offices import office_in, person

MAILS = [Path("mails")]


@pytest.fixture
def office(tmp_path: Path, around: Surroundings) -> Office:
    return office_in(tmp_path / "home", around)


@pytest.fixture
def mails(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """Whoever is put in here is in the mails."""
    people: list[object] = []
    monkeypatch.setattr(
        ekakushin.automation.commands.mail,
        "read_mails",
        lambda *_, **__: MailReading.model_validate({"people": tuple(people)}),
    )
    return people


@pytest.fixture
def roster(tmp_path: Path) -> Path:
    """A roster with somebody who is invited, somebody who is not, and a row that is nobody."""
    file = tmp_path / "roster.csv"
    file.write_text(
        "ユーザID,氏名,会社名,PC\n10006,健保 太郎,TJK株式会社,PC-01\n10099,別の 人,TJK株式会社,\n", "utf-8"
    )
    return file


def test_who_is_complete_can_be_begun_with(office: Office) -> None:
    assert sort_out(office, [person()]) == ([invitation()], [])


@pytest.mark.parametrize(
    ("other", "code", "words"),
    [
        ({"login_password": None}, "MAIL-001", "サインアップ・ログインパスワード"),
        ({"issuance_url": None, "login_url": None}, "MAIL-001", "発行サイトのアドレス, ログインサイト"),
        ({"login_url": None, "conflicts": ("login_url",)}, "MAIL-002", "ログインサイトのアドレス"),
        ({"conflicts": ("name",)}, "MAIL-002", "氏名"),
        ({"issuance_url": Secret("https://evil.example/?p3=TopSecret1")}, "MAIL-003", "https://evil.example"),
        ({"login_url": Secret("http://ds.e-kakushin.com/")}, "MAIL-003", "http://ds.e-kakushin.com"),
        ({"signup_url": Secret("https://webra2.secomtrust.net/x")}, "MAIL-003", "webra2"),
        ({"issuance_url": Secret("https://ds.e-kakushin.com/x")}, "MAIL-003", "ds.e-kakushin"),
        ({"login_url": Secret("https://ds.e-kakushin.com@evil.example/")}, "MAIL-003", "evil.example"),
    ],
)
def test_who_cannot_be_begun_with_is_refused_with_the_reason(
    office: Office, other: dict[str, object], code: str, words: str
) -> None:
    invitations, (refused,) = sort_out(office, [person(**other)])

    assert invitations == []
    assert (refused.state, refused.code, refused.step) == ("failed", code, "")
    assert words in refused.message
    assert (refused.name, refused.company) == ("健保 太郎", "TJK株式会社")
    assert "TopSecret" not in refused.model_dump_json()


def test_one_bad_mail_stops_nobody_else(office: Office) -> None:
    invitations, refused = sort_out(office, [person(), person("10007", login_url=None), person("10008")])

    assert [each.user_id for each in invitations] == ["10006", "10008"]
    assert [each.user_id for each in refused] == ["10007"]


def test_a_mock_s_mails_are_foreign_to_the_real_site_and_the_other_way_round(
    tmp_path: Path, around: Surroundings
) -> None:
    mock = tmp_path / "site.toml"
    mock.write_text('issuance = "https://127.0.0.1:1"\nservice = "https://127.0.0.1:2"\n')

    _, (refused,) = sort_out(office_in(tmp_path / "home", around, site=str(mock)), [person()])

    assert refused.code == "MAIL-003"


def test_the_people_of_the_mails_are_meant_in_their_order(office: Office, mails: list[object]) -> None:
    mails += [person("10008"), person("10007", login_url=None), person("10006")]

    selection = select(office, MAILS)

    assert selection.user_ids == ("10008", "10006")
    assert [each.user_id for each in selection.invitations] == ["10008", "10006"]
    assert [each.user_id for each in selection.refused] == ["10007"]


def test_nothing_is_kept_by_selecting(office: Office, mails: list[object], around: Surroundings) -> None:
    mails += [person()]

    select(office, MAILS)

    assert (office.people.everybody(), around.vault.secrets) == ([], {})


def test_without_mails_everybody_who_is_known_is_meant(office: Office) -> None:
    office.people.keep([invitation("10007"), invitation("10006")])

    assert select(office, []) == Selection(user_ids=("10007", "10006"))


def test_mails_without_anybody_are_told(
    office: Office, mails: list[object], capsys: pytest.CaptureFixture[str]
) -> None:
    assert select(office, MAILS) == Selection()
    assert "見つかりませんでした" in capsys.readouterr().err


def test_knowing_nobody_is_told(office: Office, capsys: pytest.CaptureFixture[str]) -> None:
    assert select(office, []) == Selection()
    assert "--mails" in capsys.readouterr().err


def test_of_a_roster_only_who_is_invited_too_is_meant(
    office: Office, mails: list[object], roster: Path
) -> None:
    mails += [person("10006"), person("10007"), person("10008", login_url=None)]

    selection = select(office, MAILS, roster)

    assert selection.user_ids == ("10006",)
    assert [each.user_id for each in selection.invitations] == ["10006"]
    assert [(user_id, row.pc) for user_id, row in selection.rows] == [("10006", "PC-01")]


def test_whom_the_roster_names_without_mails_is_refused(
    office: Office, mails: list[object], roster: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    mails += [person("10006"), person("10007")]

    selection = select(office, MAILS, roster)

    assert [(each.user_id, each.code, each.name) for each in selection.refused] == [
        ("10099", "MAIL-004", "別の 人")
    ]
    said = capsys.readouterr().err
    assert "10099" in said
    assert "10007" in said


def test_a_roster_is_joined_with_who_is_known_where_no_mails_are_given(office: Office, roster: Path) -> None:
    office.people.keep([invitation("10006"), invitation("10007")])

    assert select(office, [], roster).user_ids == ("10006",)


def test_a_roster_is_joined_too_with_whose_mails_were_taken_in_before(
    office: Office, mails: list[object], roster: Path
) -> None:
    office.people.keep([invitation("10099")])
    mails += [person("10006")]

    selection = select(office, MAILS, roster)

    assert selection.user_ids == ("10006", "10099")
    assert selection.refused == ()


def test_the_wrong_folder_makes_nobody_of_the_roster_a_failure(
    office: Office, mails: list[object], roster: Path
) -> None:
    office.people.keep([invitation("10006")])

    assert select(office, MAILS, roster) == Selection()


@pytest.mark.parametrize("arguments", [["--mails"], []], ids=["option", "argument"])
def test_mails_that_are_nowhere_end_the_command_at_once(tmp_path: Path, arguments: list[str]) -> None:
    home, nowhere = tmp_path / "home", str(tmp_path / "mials")

    done = CliRunner().invoke(app, ["onboard", *arguments, nowhere, "--home", str(home)])

    assert done.exit_code == 2
    assert "見つかりません" in done.output
    assert not home.exists()


@pytest.mark.parametrize("count", [4, 55])
def test_a_folder_of_other_things_is_one_line(
    office: Office, tmp_path: Path, count: int, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "photos"
    folder.mkdir()
    for number in range(count):
        (folder / f"{number:02}.jpg").write_bytes(b"\xff\xd8\xff picture")

    assert select(office, [folder]) == Selection()

    line, empty, *next_step = capsys.readouterr().err.splitlines()
    assert (empty, next_step[-1].split()[:3]) == ("", ["ekakushin", "onboard", "--mails"])
    assert str(folder) in line
    assert f"{count} 個" in line


def test_many_other_files_beside_the_mails_are_one_line_a_kind(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "mail.txt").write_text(
        "ユーザID：10006\nサインアップ・ログインパスワード：login9012\n", "utf-8"
    )
    for number in range(20):
        (tmp_path / f"{number:02}.jpg").write_bytes(b"\xff\xd8\xff picture")

    reading = from_mails([tmp_path])

    assert [each.user_id for each in reading.people] == ["10006"]
    said = capsys.readouterr().err.splitlines()
    assert [line for line in said if "20 個" in line]
    assert len(said) == len({each.reason for each in reading.ignored})


def test_a_roster_that_cannot_be_read_is_said(office: Office, mails: list[object], tmp_path: Path) -> None:
    mails += [person()]

    with pytest.raises(Misconfigured) as raised:
        select(office, MAILS, tmp_path / "gone.xlsx")

    assert raised.value.code == "ENV-009"


def test_keeping_takes_mails_and_rows_in(office: Office) -> None:
    row = RosterRow(row=2, user_id="10006", pc="PC-01", cells={"部署": "総務"})

    keep(office, Selection(user_ids=("10006",), invitations=(invitation(),), rows=(("10006", row),)))

    known = office.people.person("10006")
    assert (known.name, known.pc, known.cells) == ("健保 太郎", "PC-01", {"部署": "総務"})
    assert office.people.invitation("10006") == invitation()


def test_keeping_nothing_opens_no_vault(tmp_path: Path) -> None:
    closed = office_in(tmp_path / "home", Surroundings())
    closed.__dict__["vault"] = SimpleNamespace()

    keep(closed, Selection(user_ids=("10006",)))


def test_what_could_not_be_read_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    reading = from_mails([tmp_path / "gone.eml"])

    assert reading.people == ()
    assert "gone.eml" in capsys.readouterr().err


def test_a_dash_is_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    mail = "ユーザID：10006\nサインアップ・ログインパスワード：login9012\n"
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(mail.encode())))

    (found,) = from_mails([Path("-")]).people

    assert found.user_id == "10006"
