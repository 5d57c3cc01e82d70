"""Invitations go into the vault and come out again; names lie beside it, secrets do not."""

from __future__ import annotations

from pathlib import Path

import pytest

from ekakushin.automation.people import People
from ekakushin.automation.roster import RosterRow
from ekakushin.flows.errors import Misconfigured
from ekakushin.flows.models import SecretName
from ekakushin.flows.secret import Secret
from tests.support.fakes import USER, Surroundings, invitation
from tests.support.offices import person


@pytest.fixture
def people(tmp_path: Path, around: Surroundings) -> People:
    return People(tmp_path, lambda: around.vault)


def test_an_invitation_comes_out_as_it_went_in(people: People) -> None:
    people.keep([invitation(), invitation("10007", name="別の 人", login_password="another1")])

    assert people.invitation(USER) == invitation()
    assert people.invitation("10007").login_password.reveal() == "another1"


def test_another_process_finds_it(people: People, tmp_path: Path, around: Surroundings) -> None:
    people.keep([invitation()])

    assert People(tmp_path, lambda: around.vault).invitation(USER) == invitation()


def test_names_are_kept_in_a_file_and_secrets_are_not(people: People, tmp_path: Path) -> None:
    people.keep([invitation()])

    written = b"".join(file.read_bytes() for file in tmp_path.iterdir()).decode()
    assert "健保 太郎" in written
    assert not any(secret in written for secret in ("auth5678", "login9012", "https://", "p3="))


def test_keeping_it_again_writes_nothing_to_the_vault(
    people: People, around: Surroundings, monkeypatch: pytest.MonkeyPatch
) -> None:
    people.keep([invitation()])
    monkeypatch.setattr(around.vault, "put", lambda *_: pytest.fail("written again"))

    people.keep([invitation()])


def test_a_later_mail_replaces_what_an_earlier_one_said(people: People) -> None:
    people.keep([invitation()])
    people.keep([invitation(authentication_password="another1", name="健保 次郎")])

    kept = people.invitation(USER)
    assert (kept.authentication_password.reveal(), kept.name) == ("another1", "健保 次郎")


def test_whose_mails_were_not_read_is_told(people: People) -> None:
    with pytest.raises(Misconfigured) as raised:
        people.invitation("10099")

    assert raised.value.code == "MAIL-004"
    assert "10099" in str(raised.value)


@pytest.mark.parametrize(
    "name", [SecretName.ISSUANCE_URL, SecretName.LOGIN_PASSWORD, SecretName.AUTHENTICATION_PASSWORD]
)
def test_half_an_invitation_is_none(people: People, around: Surroundings, name: SecretName) -> None:
    people.keep([invitation()])
    around.vault.forget(USER, name)

    with pytest.raises(Misconfigured):
        people.invitation(USER)


def test_a_name_that_got_lost_stops_nobody(people: People, tmp_path: Path) -> None:
    people.keep([invitation()])
    (tmp_path / "people.json").unlink()

    kept = people.invitation(USER)
    assert (kept.name, kept.login_password.reveal()) == ("", "login9012")


def test_a_new_mail_replaces_an_own_password_that_was_refused(people: People, around: Surroundings) -> None:
    people.keep([invitation()])
    around.has(SecretName.PASSWORD, "own-one-1")
    around.has(SecretName.REFUSED_PASSWORD, "own-one-1")

    people.keep([invitation(login_password="another1")])

    assert around.holds(SecretName.PASSWORD) is None


def test_a_new_mail_that_was_read_before_the_refusal_replaces_it_too(
    people: People, around: Surroundings
) -> None:
    people.keep([invitation()])
    around.has(SecretName.PASSWORD, "own-one-1")
    people.keep([invitation(login_password="another1")])
    around.has(SecretName.REFUSED_PASSWORD, "own-one-1")

    people.keep([invitation(login_password="another1")])

    assert around.holds(SecretName.PASSWORD) is None


def test_an_own_password_is_kept_aside_when_the_society_sends_another(
    people: People, around: Surroundings
) -> None:
    people.keep([invitation()])
    around.has(SecretName.PASSWORD, "own-one-1")
    around.has(SecretName.REFUSED_PASSWORD, "older-one-1")

    people.keep([invitation(login_password="another1")])

    assert around.holds(SecretName.PASSWORD) is None
    assert around.holds(SecretName.FORMER_PASSWORD) == "own-one-1"


def test_the_same_mail_again_does_not_bring_a_refused_password_back(
    people: People, around: Surroundings
) -> None:
    people.keep([invitation()])
    around.has(SecretName.PASSWORD, "login9012")
    around.has(SecretName.REFUSED_PASSWORD, "login9012")

    people.keep([invitation()])

    assert around.holds(SecretName.REFUSED_PASSWORD) == "login9012"


@pytest.mark.parametrize(
    ("mail", "by_hand", "left"),
    [("login9012", False, "3"), ("login9012", True, None), ("another1", False, None)],
)
def test_logins_that_ended_unclear_are_forgotten_for_a_new_mail_or_by_hand(
    people: People, around: Surroundings, mail: str, by_hand: bool, left: str | None
) -> None:
    people.keep([invitation()])
    around.has(SecretName.UNCLEAR_LOGINS, "3")

    people.keep([invitation(login_password=mail)], by_hand=by_hand)

    assert around.holds(SecretName.UNCLEAR_LOGINS) == left


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path, around: Surroundings) -> None:
    (tmp_path / "home").touch()

    with pytest.raises(Misconfigured) as raised:
        People(tmp_path / "home", lambda: around.vault).keep([invitation()])

    assert raised.value.code == "ENV-004"


def test_a_file_that_is_damaged_is_named(people: People, tmp_path: Path) -> None:
    people.keep([invitation()])
    (tmp_path / "people.json").write_text("[{")

    with pytest.raises(Misconfigured):
        people.invitation(USER)


def test_the_vault_stays_closed_as_long_as_only_names_are_wanted(
    people: People, tmp_path: Path, around: Surroundings
) -> None:
    people.keep([invitation()])
    closed = People(tmp_path, lambda: pytest.fail("the vault was opened"))

    assert [each.name for each in closed.everybody()] == ["健保 太郎"]
    assert closed.person(USER).company == "TJK株式会社"
    assert closed.roster() == {}


def test_the_vault_is_opened_once(tmp_path: Path, around: Surroundings) -> None:
    opened: list[int] = []
    people = People(tmp_path, lambda: opened.append(1) or around.vault)  # type: ignore[func-returns-value]

    people.keep([invitation(), invitation("10007")])
    people.invitation(USER)

    assert opened == [1]


def test_everybody_stands_in_the_order_in_which_they_became_known(people: People) -> None:
    people.keep([invitation("10008"), invitation("10006")])
    people.keep([invitation("10007"), invitation("10008")])

    assert [each.user_id for each in people.everybody()] == ["10008", "10006", "10007"]


def test_mails_are_counted_when_they_say_something_new(people: People) -> None:
    counts = []
    for password in ("login9012", "login9012", "another1", "another1"):
        people.keep([invitation(login_password=password)])
        counts.append(people.person(USER).mails)

    assert counts == [1, 1, 2, 2]


def test_another_name_is_nothing_new_that_counts(people: People) -> None:
    people.keep([invitation()])
    people.keep([invitation(name="健保 次郎")])

    assert (people.person(USER).name, people.person(USER).mails) == ("健保 次郎", 1)


def test_what_the_roster_says_of_somebody_is_kept(people: People) -> None:
    people.keep([invitation()])
    row = RosterRow(row=2, user_id=USER, pc="PC-01", windows_user="kenpo", cells={"部署": "総務", "備考": ""})

    people.note_roster({USER: row})

    known = people.person(USER)
    assert (known.pc, known.windows_user, known.name) == ("PC-01", "kenpo", "健保 太郎")
    assert people.roster() == {USER: {"部署": "総務", "備考": ""}}


def test_the_roster_s_columns_keep_their_order(people: People, tmp_path: Path, around: Surroundings) -> None:
    people.keep([invitation()])
    people.note_roster({USER: RosterRow(row=2, cells={"z": "1", "a": "2", "m": "3"})})

    assert list(People(tmp_path, lambda: around.vault).roster()[USER]) == ["z", "a", "m"]


def test_a_later_mail_leaves_what_the_roster_said(people: People) -> None:
    people.keep([invitation()])
    people.note_roster({USER: RosterRow(row=2, pc="PC-01", cells={"部署": "総務"})})

    people.keep([invitation(login_password="another1")])

    assert (people.person(USER).pc, people.person(USER).mails) == ("PC-01", 2)


def test_a_roster_makes_nobody_known(people: People) -> None:
    people.note_roster({"10099": RosterRow(row=2, user_id="10099", name="別の 人")})

    assert people.everybody() == []
    assert people.person("10099").name == ""


def test_of_somebody_unknown_next_to_nothing_can_be_shown(people: People) -> None:
    assert people.person("10099").model_dump(exclude_defaults=True) == {"user_id": "10099"}


def test_passwords_that_an_older_version_has_kept_are_handed_to_nobody(people: People) -> None:
    people.keep([invitation()])
    people.note_roster({USER: RosterRow(row=2, cells={"氏名": "健保 太郎", "パスワード": "Kd83hTqWz2"})})

    assert people.roster() == {USER: {"氏名": "健保 太郎"}}


FIRST = {"authentication_password": None, "login_password": None, "name": "", "company": ""}
SECOND = {"issuance_url": None, "signup_url": None, "login_url": None}


def test_one_of_two_mails_is_kept_until_the_other_comes(people: People, around: Surroundings) -> None:
    people.keep_halves([person(**FIRST)])
    assert people.everybody() == []

    (joined,) = people.with_halves([person(**SECOND)])
    people.keep([joined.invitation()])

    assert people.invitation(USER) == invitation()
    assert around.vault.get(USER, SecretName.HALF) is None


def test_a_half_of_other_mails_is_left_out(people: People) -> None:
    people.keep_halves(
        [person(login_password=None, signup_url=Secret("https://old.example.jp/SignUp.do?cd=1"))]
    )
    later = person(authentication_password=None, login_url=None)

    assert people.with_halves([later]) == (later,)


def test_no_half_is_looked_for_where_nothing_is_missing(tmp_path: Path) -> None:
    people = People(tmp_path, lambda: pytest.fail("the vault was opened"))
    contradictory = person(login_password=None, name="", conflicts=("name",))

    assert people.with_halves([person(), contradictory]) == (person(), contradictory)


def test_a_half_is_nowhere_in_clear(people: People, tmp_path: Path) -> None:
    people.keep_halves([person(**FIRST)])

    assert not [file for file in tmp_path.rglob("*") if file.is_file() and b"https" in file.read_bytes()]
