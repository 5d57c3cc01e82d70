"""`ekakushin mail read` and `credentials show`."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ekakushin.fixtures.mock_site import MockSite
from tests.acceptance.conftest import Run


@pytest.fixture
def mails(tmp_path: Path) -> Path:
    with MockSite(tmp_path / "mock", people=2) as site:
        return site.mails


def test_what_is_in_the_mails_is_printed_as_json(run: Run, mails: Path) -> None:
    done = run("mail", "read", mails, "--json")
    answer = json.loads(done.stdout)
    assert done.returncode == 0
    assert [person["user_id"] for person in answer["people"]] == ["10006", "10007"]
    assert all(person["complete"] and person["missing"] == [] for person in answer["people"])
    assert answer["ignored"] == []


@pytest.mark.parametrize("wanted", [True, False])
def test_the_personal_part_of_an_address_is_printed_on_request_alone(
    run: Run, mails: Path, wanted: bool
) -> None:
    flags = ["--addresses"] if wanted else []
    table, as_json = (run("mail", "read", mails, *flags, *more).stdout for more in ([], ["--json"]))
    with MockSite(mails.parent) as site:
        keys = [person.login_url.rpartition("=")[2] for person in site.people()]
    assert [[key in "".join(text.split()) for key in keys] for text in (table, as_json)] == [[wanted] * 2] * 2


def test_a_mail_may_come_by_standard_input_and_what_is_missing_is_named(run: Run) -> None:
    text = "ユーザID：１０００６\n認証情報パスワード：abcd1234\nサインアップ・ログインパスワード： efgh5678\n"
    done = run("mail", "read", "-", "--json", stdin=text)
    (person,) = json.loads(done.stdout)["people"]
    assert done.returncode == 0
    assert (person["user_id"], person["complete"]) == ("10006", False)
    assert person["missing"] == ["issuance_url", "signup_url", "login_url"]


def test_no_password_is_printed(run: Run, mails: Path) -> None:
    printed = run("mail", "read", mails).stdout
    with MockSite(mails.parent) as site:
        passwords = [each.mail_password for each in site.people()]
    assert "健保 太郎" in printed
    assert not [password for password in passwords if password in printed]


def test_rubbish_is_named_with_its_file_and_the_reason(run: Run, tmp_path: Path) -> None:
    rubbish = tmp_path / "rubbish.eml"
    rubbish.write_bytes(bytes(range(256)) * 40)
    done = run("mail", "read", rubbish, "--json")
    (ignored,) = json.loads(done.stdout)["ignored"]
    assert done.returncode == 1
    assert ignored["file"].endswith("rubbish.eml")
    assert ignored["reason"]


def test_credentials_are_not_printed_where_there_is_no_terminal(
    run: Run, mails: Path, tmp_path: Path
) -> None:
    place = ["--home", tmp_path / "home", "--vault", "file"]
    run("mail", "import", mails, *place)
    refused, shown = (
        run("credentials", "show", "10006", *place),
        run("credentials", "show", "10006", "--yes", *place),
    )
    assert (refused.returncode, refused.stdout) == (2, "")
    assert shown.returncode == 0


def test_a_wrong_passphrase_is_said_in_a_sentence(run: Run, mails: Path, tmp_path: Path) -> None:
    place = ["--home", tmp_path / "home", "--vault", "file"]
    run("mail", "import", mails, *place)
    done = run("credentials", "show", "10006", "--yes", *place, EKAKUSHIN_VAULT_PASSPHRASE="another one")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("[ENV-003]")
