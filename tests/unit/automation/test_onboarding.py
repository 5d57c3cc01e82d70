"""Who can be begun with is decided before any browser starts."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

import automation.onboarding
from automation.office import Office
from automation.onboarding import from_mails, onboard_people, one_step, sorted_out
from automation.results import ExitCode, for_invitation
from automation.settings import read_settings
from flows.errors import ForeignAddress, Misconfigured
from flows.mailbox import InvitedPerson
from flows.models import Invitation
from flows.secret import Secret
from flows.site import Site
from tests.unit.flows.fakes import Surroundings, invitation

Refuse = Callable[[], None]


def person(user_id: str = "10006", /, **other: object) -> InvitedPerson:
    """Somebody of whom the mails tell everything, unless `other` says otherwise."""
    return InvitedPerson.model_validate({**dict(invitation(user_id)), **other})


@pytest.fixture
def office(tmp_path: Path, around: Surroundings, monkeypatch: pytest.MonkeyPatch) -> Office:
    """An office with a vault in memory, in which a run may not begin."""
    office = Office(read_settings(home=tmp_path / "home"))
    office.__dict__["vault"] = around.vault
    monkeypatch.setattr(
        automation.onboarding, "onboarded", lambda *_: pytest.fail("a browser would have been started")
    )
    return office


def test_who_is_complete_is_invited(around: Surroundings) -> None:
    assert sorted_out([person()], Site()) == ([invitation()], [])


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
    other: dict[str, object], code: str, words: str
) -> None:
    invitations, (refused,) = sorted_out([person(**other)], Site())

    assert invitations == []
    assert (refused.state, refused.code, refused.step) == ("failed", code, "")
    assert words in refused.message
    assert (refused.name, refused.company) == ("健保 太郎", "TJK株式会社")
    assert "TopSecret" not in refused.model_dump_json()


def test_one_bad_mail_stops_nobody_else() -> None:
    invitations, refused = sorted_out([person(), person("10007", login_url=None), person("10008")], Site())

    assert [each.user_id for each in invitations] == ["10006", "10008"]
    assert [each.user_id for each in refused] == ["10007"]


def test_a_mock_s_mails_are_foreign_to_the_real_site_and_the_other_way_round() -> None:
    mock = Site(issuance="https://127.0.0.1:1", service="https://127.0.0.1:2")

    _, (refused,) = sorted_out([person()], mock)

    assert refused.code == "MAIL-003"


def test_people_who_are_all_refused_need_no_browser(
    office: Office, capsys: pytest.CaptureFixture[str]
) -> None:
    code = onboard_people(office, [person(login_url=None)], as_json_only=True)

    output, said = capsys.readouterr()
    printed = json.loads(output)
    assert code is ExitCode.NOT_ALL
    assert [(each["user_id"], each["code"]) for each in printed["people"]] == [("10006", "MAIL-001")]
    assert Path(printed["report"]).is_file()
    assert "[MAIL-001]" in said


def test_nobody_at_all_is_told_and_prints_an_empty_list(
    office: Office, capsys: pytest.CaptureFixture[str]
) -> None:
    onboard_people(office, [], as_json_only=True)

    output, said = capsys.readouterr()
    assert json.loads(output) == {"people": []}
    assert "見つかりませんでした" in said


def test_ctrl_c_ends_the_run_early_with_what_was_reached(
    office: Office, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(
        automation.onboarding,
        "onboarded",
        lambda _, invitations, __: (
            [for_invitation(each) for each in invitations],
            True,
        ),
    )

    code = onboard_people(office, [person()], as_json_only=True)

    output, said = capsys.readouterr()
    assert code is ExitCode.STOPPED
    assert json.loads(output)["people"][0]["state"] == "pending"
    assert "もう一度実行すると" in said


def test_one_step_needs_mails_that_were_read(office: Office) -> None:
    with pytest.raises(Misconfigured) as raised:
        one_step(office, "10006", "login", as_json_only=True)

    assert raised.value.code == "MAIL-004"


def test_one_step_looks_at_the_addresses_again(office: Office) -> None:
    foreign: Invitation = invitation(login_url="https://evil.example/")
    office.people.keep([foreign])

    with pytest.raises(ForeignAddress):
        one_step(office, "10006", "login", as_json_only=True)


def test_what_could_not_be_read_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    reading = from_mails([tmp_path / "gone.eml"])

    assert reading.people == ()
    assert "gone.eml" in capsys.readouterr().err
