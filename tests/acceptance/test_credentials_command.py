"""`ekakushin credentials` and `ekakushin audit`, as whoever hands out the accounts of a company calls them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from ekakushin.automation.commands.selection import from_mails
from ekakushin.automation.office import Office
from ekakushin.automation.settings import Settings
from ekakushin.fixtures.mock_site import Authority, MockSite
from ekakushin.flows.secret import Secret
from ekakushin.flows.text import say
from tests.acceptance.conftest import PASSPHRASE, Run, Typed
from tests.support.opened import opened, page, rows

pty = pytest.importorskip("pty", reason="Windows has no pseudo-terminals of this kind")

PASSWORD = "correct horse battery"
ENGLISH = ("--lang", "en")
Place = list[object]


@pytest.fixture
def mails(tmp_path: Path) -> Path:
    with MockSite(tmp_path / "mock", people=2) as site:
        return site.mails


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return ["--home", tmp_path / "home", "--vault", "file"]


@pytest.fixture
def office(tmp_path: Path) -> Office:
    """The state folder that the commands use, looked at from here."""
    return Office(Settings(home=tmp_path / "home", vault="file", vault_passphrase=Secret(PASSPHRASE)))


@pytest.fixture
def known(office: Office, mails: Path) -> Iterator[dict[str, str]]:
    """The mails are read: user ID → the password that the mail says."""
    office.people.keep(person.invitation() for person in from_mails([mails]).people)
    with MockSite(mails.parent) as site:
        yield {each.user_id: each.mail_password for each in site.people()}


def entries(office: Office) -> list[tuple[str, list[str]]]:
    """What the audit log says; it is whole."""
    assert office.audit.check().flaw is None
    return [(entry.kind, list(entry.user_ids)) for entry in office.audit.entries() if entry]


def test_what_is_exported_opens_with_its_password_and_is_what_the_site_has(
    run: Run, place: Place, office: Office, tmp_path: Path, mock_authority: Authority
) -> None:
    with MockSite(tmp_path / "mock", people=1, signing_delay=0.2, authority=mock_authority) as site:
        run("onboard", "--mails", site.mails, "--site", site.site_file, *place)
        (person,) = site.people()
    done = run(
        *("credentials", "export", "--to", "out.xlsx", "--for", "all", *place),
        EKAKUSHIN_EXPORT_PASSWORD=PASSWORD,
    )

    told = page(opened(tmp_path / "out.xlsx", PASSWORD))
    assert done.returncode == 0, done.stderr
    assert (told["ユーザID"], told["氏名"]) == (person.user_id, person.name)
    assert (told["パスワード"], told["暗証コード"]) == (person.password, person.pin)
    assert told["ログインのアドレス"] == person.login_url
    assert told["証明書の期限"][:2] == "20"
    assert entries(office) == [("export", [person.user_id])]
    assert not [secret for secret in (PASSWORD, person.password) if secret in done.stdout + done.stderr]


def test_several_people_and_those_who_are_missing(
    run: Run, place: Place, known: dict[str, str], tmp_path: Path
) -> None:
    done = run(
        *("credentials", "export", "--to", "out.xlsx", "--for", "10006", "10007", "10099", *place),
        EKAKUSHIN_EXPORT_PASSWORD=PASSWORD,
    )

    people = rows(opened(tmp_path / "out.xlsx", PASSWORD))
    assert done.returncode == 1
    assert "10099" in done.stderr
    assert {each["ユーザID"]: each["パスワード"] for each in people} == known


def test_a_file_a_person_each_with_a_password_that_is_shown_once(
    at_a_terminal: Typed, run: Run, place: Place, known: dict[str, str], tmp_path: Path
) -> None:
    wanted = ("--to", "out", "--for", "10006", "--for", "10007", "--each", "--password", "make")
    code, screen = at_a_terminal("credentials", "export", *wanted, *place, *ENGLISH)

    passwords = [line.split()[1] for line in screen.splitlines() if line.strip().startswith("Password: ")]
    files = sorted((tmp_path / "out").iterdir())
    pages = [page(opened(file, word)) for file, word in zip(files, passwords, strict=True)]
    assert code == 0, screen
    assert {told["User ID"]: told["Password"] for told in pages} == known
    assert {file.stat().st_mode & 0o777 for file in files} == {0o600}


def test_a_password_is_asked_for_twice_and_not_echoed(
    at_a_terminal: Typed, place: Place, known: dict[str, str], tmp_path: Path
) -> None:
    asked = (("Password to open", PASSWORD), ("Once more", PASSWORD))
    wanted = ("--to", "out.xlsx", "--for", "10006", *place, *ENGLISH)
    code, screen = at_a_terminal("credentials", "export", *wanted, answers=asked)

    assert code == 0, screen
    assert PASSWORD not in screen
    assert page(opened(tmp_path / "out.xlsx", PASSWORD))["User ID"] == "10006"


def test_without_a_terminal_and_a_password_nothing_is_exported(
    run: Run, place: Place, office: Office, known: dict[str, str], tmp_path: Path
) -> None:
    done = run("credentials", "export", "--to", "out.xlsx", "--for", "10006", *place)

    assert done.returncode == 2
    assert "EKAKUSHIN_EXPORT_PASSWORD" in done.stderr
    assert not (tmp_path / "out.xlsx").exists()
    assert entries(office) == []


def test_a_file_that_is_there_stays_without_force(
    run: Run, place: Place, known: dict[str, str], tmp_path: Path
) -> None:
    (tmp_path / "out.xlsx").write_text("mine")
    export = ("credentials", "export", "--to", "out.xlsx", "--for", "10006", *place)
    refused = run(*export, EKAKUSHIN_EXPORT_PASSWORD=PASSWORD)
    mine = (tmp_path / "out.xlsx").read_text("latin-1")
    forced = run(*export, "--force", EKAKUSHIN_EXPORT_PASSWORD=PASSWORD)

    assert (refused.returncode, mine, forced.returncode) == (2, "mine", 0)
    assert page(opened(tmp_path / "out.xlsx", PASSWORD))["ユーザID"] == "10006"


@pytest.mark.parametrize(("answer", "code"), [("y", 0), ("n", 1)])
def test_on_a_terminal_it_is_asked_before_anything_is_shown(
    at_a_terminal: Typed,
    run: Run,
    place: Place,
    office: Office,
    known: dict[str, str],
    answer: str,
    code: int,
) -> None:
    question = (("on the screen?", answer),)
    ended, screen = at_a_terminal("credentials", "show", "10006", *place, *ENGLISH, answers=question)

    assert ended == code, screen
    assert (known["10006"] in screen) == (answer == "y")
    assert known["10006"] not in screen.partition("on the screen?")[0]
    assert entries(office) == ([("show", ["10006"])] if answer == "y" else [])


def test_what_is_forgotten_is_gone_and_others_stay(
    at_a_terminal: Typed, run: Run, place: Place, office: Office, known: dict[str, str]
) -> None:
    refused = run("credentials", "forget", "10006", *place)
    code, screen = at_a_terminal(
        *("credentials", "forget", "10006", *place, *ENGLISH), answers=(("Forget the secrets", "y"),)
    )
    gone = run("credentials", "show", "10006", "--yes", *place)
    other = run("credentials", "show", "10007", "--yes", *place)

    assert (refused.returncode, code, gone.returncode) == (2, 0, 1)
    assert "--with-certificates" in screen
    assert known["10007"] in other.stdout
    assert entries(office) == [("forget", ["10006"]), ("show", ["10007"])]


def test_a_log_that_was_tampered_with_stops_everything(
    run: Run, place: Place, known: dict[str, str], tmp_path: Path
) -> None:
    show = ("credentials", "show", "10006", "--yes", *place)
    run(*show)
    run(*show)
    whole = run("audit", "verify", *place)
    log = tmp_path / "home" / "audit.jsonl"
    log.write_bytes(log.read_bytes().splitlines(keepends=True)[0])
    broken, shown = run("audit", "verify", *place, "--json"), run(*show)
    exported = run(
        *("credentials", "export", "--to", "out.xlsx", "--for", "10006", *place),
        EKAKUSHIN_EXPORT_PASSWORD=PASSWORD,
    )

    assert (whole.returncode, broken.returncode) == (0, 1)
    assert json.loads(broken.stdout) == {
        "whole": False,
        "lines": 1,
        "line": 2,
        "problem": "truncated",
        "cut_short": False,
    }
    assert (shown.returncode, shown.stdout) == (2, "")
    assert shown.stderr.startswith("[TOOL-005]")
    assert exported.returncode == 2
    assert not (tmp_path / "out.xlsx").exists()


def test_another_log_is_begun_when_told_so(
    run: Run, place: Place, office: Office, known: dict[str, str], tmp_path: Path
) -> None:
    show = ("credentials", "show", "10006", "--yes", *place)
    run(*show)
    (tmp_path / "home" / "audit.jsonl").unlink()
    codes = [run(*what, *place).returncode for what in (("audit", "verify"), ("audit", "restart", "--yes"))]
    shown = run(*show)

    assert (codes, shown.returncode) == ([1, 0], 0)
    assert entries(office) == [("restart", []), ("show", ["10006"])]
    assert run("audit", "verify", *place).returncode == 0
    assert say("audit_kind.restart") in run("audit", "list", *place[:2]).stdout
