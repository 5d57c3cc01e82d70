"""What `cert` and `status --expiring` print, ask, refuse and answer with."""

from __future__ import annotations

import getpass
import json
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import typer

import ekakushin.automation.commands.certificates as acts
import ekakushin.automation.commands.install as installing
from ekakushin.automation.certificates import EncryptedCertificates
from ekakushin.automation.certificates.stores import ThisPc
from ekakushin.automation.certificates.stores.places import KEYS
from ekakushin.automation.certificates.stores.policy import FilePolicy
from ekakushin.automation.certificates.stores.registry import RegistryPolicy
from ekakushin.automation.commands.certificates import export, list_certificates, remove, show_expiring
from ekakushin.automation.commands.install import browsers_here, install_for, take_back
from ekakushin.automation.exit_code import ExitCode
from ekakushin.automation.office import Office
from ekakushin.automation.settings import read_settings
from ekakushin.flows.browser.finding import BrowserProgram
from ekakushin.flows.errors import BrowserMissing, NeedsPerson, Refused
from ekakushin.flows.models import ClientCertificate
from ekakushin.flows.secret import Secret
from tests.support.fakes import USER, Surroundings, certificate, invitation
from tests.support.offices import bound_elsewhere
from tests.support.registries import MemoryRegistry
from tests.support.stores import MemoryStore
from tests.support.systems import SHORTCUT
from tests.unit.automation.certificates.conftest import Keep

OTHER = "10007"


@pytest.fixture
def store(office: Office) -> EncryptedCertificates:
    return office.certificates


@pytest.fixture
def office(tmp_path: Path, around: Surroundings) -> Office:
    """Two people whose mails were read."""
    office = Office(read_settings(home=tmp_path / "home"))
    office.__dict__["vault"] = around.vault
    office.people.keep([invitation(USER), invitation(OTHER, name="健保 花子")])
    return office


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """What somebody at a terminal answers, in turn."""
    answers: list[Any] = []
    stdin = SimpleNamespace(isatty=lambda: True)
    monkeypatch.setattr(acts, "sys", SimpleNamespace(stdin=stdin))
    monkeypatch.setattr(getpass, "getpass", lambda _: answers.pop(0))
    monkeypatch.setattr(typer, "confirm", lambda _: answers.pop(0))
    return answers


def not_noted(*_: object, **__: object) -> None:
    return None


def exported(office: Office, file: Path, **more: Any) -> ExitCode:
    return export(office, USER, file, **{"overwrite": False, "note": not_noted, **more})


def test_scripts_get_every_certificate_as_json(
    office: Office, keep: Keep, capsys: pytest.CaptureFixture[str]
) -> None:
    keep()
    keep(OTHER, proven=False)

    code = list_certificates(office, ics=None, as_json_only=True)

    shown = json.loads(capsys.readouterr().out)["certificates"]
    assert code is ExitCode.DONE
    assert [(each["user_id"], each["state"]) for each in shown] == [(USER, "current"), (OTHER, "pending")]


def test_where_there_is_none_that_is_said(office: Office, capsys: pytest.CaptureFixture[str]) -> None:
    assert list_certificates(office, ics=None, as_json_only=False) is ExitCode.DONE
    assert "まだありません" in capsys.readouterr().out


def test_looking_needs_no_vault(office: Office, keep: Keep) -> None:
    keep()
    del office.__dict__["vault"]
    closed = Office(office.settings)

    assert list_certificates(closed, ics=None, as_json_only=True) is ExitCode.DONE
    assert show_expiring(closed, "60d", ics=None, as_json_only=True) is ExitCode.DONE
    assert "vault" not in closed.__dict__


@pytest.mark.parametrize(
    ("days", "code"), [(61, ExitCode.DONE), (59, ExitCode.NOT_ALL), (-3, ExitCode.NOT_ALL)]
)
@pytest.mark.parametrize("as_json_only", [True, False])
def test_an_end_within_the_time_makes_the_exit_code(
    office: Office,
    keep: Keep,
    capsys: pytest.CaptureFixture[str],
    days: int,
    code: ExitCode,
    as_json_only: bool,
) -> None:
    keep(days=days)
    keep(OTHER)

    assert show_expiring(office, "60d", ics=None, as_json_only=as_json_only) is code
    assert (USER in capsys.readouterr().out) is (code is ExitCode.NOT_ALL)


def test_monitoring_learns_how_many_days_are_left(
    office: Office, keep: Keep, capsys: pytest.CaptureFixture[str]
) -> None:
    certificate = keep(days=5)

    show_expiring(office, "8w", ics=None, as_json_only=True)

    told = json.loads(capsys.readouterr().out)
    assert (told["within_days"], told["unreadable"]) == (56, [])
    (person,) = told["people"]
    assert (person["user_id"], person["serial"], person["days"], person["expired"]) == (
        USER,
        certificate.serial,
        5,
        False,
    )


def test_somebody_who_cannot_be_read_is_a_reason_to_look(
    office: Office, keep: Keep, capsys: pytest.CaptureFixture[str]
) -> None:
    keep()
    for pfx in (office.home / "certificates" / USER).glob("*.pfx"):
        pfx.unlink()

    assert show_expiring(office, "60d", ics=None, as_json_only=True) is ExitCode.NOT_ALL
    output, said = capsys.readouterr()
    assert json.loads(output)["unreadable"][0]["code"] == "CRT-007"
    assert USER in said


def test_a_time_that_is_none_is_wrong_usage(office: Office) -> None:
    with pytest.raises(typer.BadParameter):
        show_expiring(office, "soon", ics=None, as_json_only=True)


@pytest.mark.parametrize("as_json_only", [True, False])
def test_the_calendar_gets_everybodys_date(
    office: Office, keep: Keep, tmp_path: Path, capsys: pytest.CaptureFixture[str], as_json_only: bool
) -> None:
    keep(days=5)
    keep(OTHER)
    file = tmp_path / "expiry.ics"

    show_expiring(office, "60d", ics=file, as_json_only=as_json_only)

    assert file.read_bytes().count(b"BEGIN:VEVENT") == 2
    assert str(file) not in capsys.readouterr().out


def test_the_password_of_the_environment_is_taken(
    office: Office, keep: Keep, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep()
    office.settings.export_password = Secret("from the environment")

    assert exported(office, tmp_path / "taro.p12") is ExitCode.DONE
    assert (tmp_path / "taro.p12").exists()


def test_otherwise_it_is_asked_for_twice(
    office: Office, keep: Keep, tmp_path: Path, terminal: list[Any], capsys: pytest.CaptureFixture[str]
) -> None:
    keep()
    terminal += ["short", "long enough", "but different", "long enough", "long enough"]

    assert exported(office, tmp_path / "taro.p12") is ExitCode.DONE
    assert terminal == []
    assert "二つのパスワードが違います" in capsys.readouterr().err


@pytest.mark.parametrize("given", [None, Secret("short")])
def test_without_a_password_nothing_is_written(
    office: Office, keep: Keep, tmp_path: Path, given: Secret | None, capsys: pytest.CaptureFixture[str]
) -> None:
    keep()
    office.settings.export_password = given

    assert exported(office, tmp_path / "taro.p12") is ExitCode.WRONG_USAGE
    assert not (tmp_path / "taro.p12").exists()


def test_a_file_that_is_there_is_said_before_a_password_is_asked_for(
    office: Office, keep: Keep, tmp_path: Path, terminal: list[Any], capsys: pytest.CaptureFixture[str]
) -> None:
    keep()
    (tmp_path / "taro.p12").write_text("theirs")

    assert exported(office, tmp_path / "taro.p12") is ExitCode.WRONG_USAGE
    assert "--force" in capsys.readouterr().err


@pytest.mark.parametrize(("days", "kind", "code"), [(None, NeedsPerson, "CRT-002"), (-1, Refused, "CRT-005")])
def test_what_nobody_has_cannot_be_exported(
    office: Office, keep: Keep, tmp_path: Path, days: int | None, kind: type[Refused], code: str
) -> None:
    if days is not None:
        keep(days=days)

    with pytest.raises(kind) as raised:
        exported(office, tmp_path / "taro.p12")

    assert raised.value.code == code


def test_a_former_one_is_removed_after_a_question(
    office: Office, keep: Keep, terminal: list[Any], store: EncryptedCertificates
) -> None:
    former, current = keep(days=10), keep()
    terminal += [False, True]

    refused = remove(office, USER, former.serial, force=False, yes=False)
    before = len(store.certificates(USER))

    assert (refused, before) == (ExitCode.NOT_ALL, 2)
    assert remove(office, USER, former.serial.upper(), force=False, yes=False) is ExitCode.DONE
    assert store.certificates(USER) == [current]


@pytest.mark.parametrize("proven", [True, False])
def test_one_that_is_in_use_or_pending_takes_an_express_wish(
    office: Office,
    keep: Keep,
    store: EncryptedCertificates,
    proven: bool,
    capsys: pytest.CaptureFixture[str],
) -> None:
    certificate = keep(proven=proven)

    refused = remove(office, USER, certificate.serial, force=False, yes=True)
    said = capsys.readouterr().err

    assert (refused, store.certificates(USER)) == (ExitCode.WRONG_USAGE, [certificate])
    assert "--force" in said
    assert remove(office, USER, certificate.serial, force=True, yes=True) is ExitCode.DONE
    assert store.certificates(USER) == []


@pytest.mark.parametrize(("user_id", "serial"), [(USER, "abc"), ("10099", "1"), (USER, "")])
def test_one_that_is_not_there_is_said(
    office: Office, keep: Keep, user_id: str, serial: str, capsys: pytest.CaptureFixture[str]
) -> None:
    keep()

    assert remove(office, user_id, serial, force=True, yes=True) is ExitCode.WRONG_USAGE
    assert user_id in capsys.readouterr().err


SERIALS = ["0abcd1234", "abcf99", "7e57"]


def numbered(serial: str) -> ClientCertificate:
    return certificate().model_copy(update={"serial": serial})


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("abcd", SERIALS[0]),
        ("0ABC:D1", SERIALS[0]),
        ("0xabcf", SERIALS[1]),
        ("7e57", SERIALS[2]),
        ("7e 57", SERIALS[2]),
    ],
)
def test_the_beginning_of_a_serial_is_enough(typed: str, meant: str) -> None:
    found, fault = acts._meant([numbered(each) for each in SERIALS], USER, typed)

    assert found
    assert (found.serial, fault) == (meant, "")


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("abc", [SERIALS[0], SERIALS[1]]),  # two of them
        ("7e5", ["4 桁"]),  # too little to go by
        ("bcd1", SERIALS),  # it does not begin so
        ("7e577", SERIALS),
        ("", SERIALS),
    ],
)
def test_a_serial_that_means_none_or_several_is_said_with_those_that_there_are(
    typed: str, told: list[str]
) -> None:
    found, fault = acts._meant([numbered(each) for each in SERIALS], USER, typed)

    assert found is None
    assert all(each in fault for each in told)


def test_the_whole_of_a_short_serial_is_not_too_short() -> None:
    found, _ = acts._meant([numbered("1"), numbered("12")], USER, "01")

    assert found
    assert found.serial == "1"


def test_a_former_one_is_removed_by_the_beginning_of_its_serial(
    office: Office, keep: Keep, store: EncryptedCertificates
) -> None:
    former, current = keep(days=10), keep()

    assert remove(office, USER, former.serial[:8], force=False, yes=True) is ExitCode.DONE
    assert store.certificates(USER) == [current]


def test_without_a_terminal_nothing_is_removed_unasked(
    office: Office, keep: Keep, store: EncryptedCertificates
) -> None:
    former, _ = keep(days=10), keep()

    assert remove(office, USER, former.serial, force=False, yes=False) is ExitCode.WRONG_USAGE
    assert len(store.certificates(USER)) == 2


@pytest.fixture
def pc(tmp_path: Path) -> ThisPc:
    policy = FilePolicy(tmp_path / "etc" / "ekakushin.json")
    return ThisPc(store=MemoryStore(), policies=[policy], desktop=tmp_path / "Desktop")


def test_what_was_installed_is_listed_and_said(
    office: Office, keep: Keep, pc: ThisPc, capsys: pytest.CaptureFixture[str]
) -> None:
    keep()
    code = install_for(office, USER, browser=None, favourite="申請", pc=pc)
    said = capsys.readouterr().out
    list_certificates(office, ics=None, as_json_only=True)

    (listed,) = json.loads(capsys.readouterr().out)["certificates"]
    assert code is ExitCode.DONE
    assert f"申請{SHORTCUT}" in said
    assert "UrLogin" not in said
    assert [place.endswith(" memory") for place in listed["installed"]] == [True]


def test_one_that_is_installed_is_not_removed_unasked(
    office: Office, keep: Keep, pc: ThisPc, capsys: pytest.CaptureFixture[str]
) -> None:
    former = keep(days=10)
    install_for(office, USER, browser=None, favourite="", pc=pc)
    keep()

    assert remove(office, USER, former.serial, force=False, yes=True) is ExitCode.WRONG_USAGE
    assert "--undo" in capsys.readouterr().err


def test_a_policy_that_may_not_be_written_is_told_with_the_file_to_place(
    office: Office, keep: Keep, pc: ThisPc, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    keep()
    (tmp_path / "etc").write_text("a file where a folder should be")

    code = install_for(office, USER, browser=None, favourite="", pc=pc)
    told = "".join(capsys.readouterr().err.split())
    (ready,) = (office.home / "policies" / USER).iterdir()
    prepared = json.loads(ready.read_text("utf-8"))
    undone = take_back(office, USER, pc=pc)

    assert (code, undone) == (ExitCode.NOT_ALL, ExitCode.DONE)
    assert "CRT-011" in told
    assert f"sudoinstall-D-m644{ready}" in told
    assert len(prepared["AutoSelectCertificateForUrls"]) == 2
    assert not (office.home / "policies").exists()


def test_a_policy_of_windows_that_a_user_may_not_write_is_told_with_two_files(
    office: Office, keep: Keep, pc: ThisPc, capsys: pytest.CaptureFixture[str]
) -> None:
    keep()
    registry = MemoryRegistry()
    registry.forbidden = True
    policies = [RegistryPolicy(KEYS[each], registry) for each in ("edge", "chrome")]

    code = install_for(office, USER, browser=None, favourite="", pc=replace(pc, policies=policies))
    told = "".join(capsys.readouterr().err.split())

    ready = sorted(each.name for each in (office.home / "policies" / USER).iterdir())
    assert code is ExitCode.NOT_ALL
    assert told.count("CRT-011") == 2
    assert ready == ["chrome.reg", "chrome.txt", "edge.reg", "edge.txt"]


def test_undo_needs_no_vault(office: Office, keep: Keep, pc: ThisPc) -> None:
    keep()
    install_for(office, USER, browser=None, favourite="", pc=pc)
    closed = Office(office.settings)

    assert take_back(closed, USER, pc=pc) is ExitCode.DONE
    assert "vault" not in closed.__dict__


def test_a_policy_that_cannot_be_taken_back_is_told_and_stays_noted(
    office: Office,
    keep: Keep,
    pc: ThisPc,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    keep()
    install_for(office, USER, browser=None, favourite="", pc=pc)

    def forbidden(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    with monkeypatch.context() as patch:
        patch.setattr(FilePolicy, "undo", forbidden)
        refused = take_back(office, USER, pc=pc)
    said = capsys.readouterr().err

    assert (refused, take_back(office, USER, pc=pc)) == (ExitCode.NOT_ALL, ExitCode.DONE)
    assert "Permission denied" in said
    assert not Path(pc.policies[0].place).exists()


def test_people_who_share_a_place_are_told_whose_is_chosen(
    office: Office, keep: Keep, pc: ThisPc, capsys: pytest.CaptureFixture[str]
) -> None:
    for user_id in (USER, OTHER):
        keep(user_id)
        install_for(office, user_id, browser=None, favourite="", pc=pc)

    assert f"{USER} の証明書も" in capsys.readouterr().err


def test_whoever_belongs_to_another_pc_is_not_installed_here(office: Office, keep: Keep, pc: ThisPc) -> None:
    keep()
    bound_elsewhere(office, USER)

    with pytest.raises(Exception, match="no-pc-of-this-name") as raised:
        install_for(office, USER, browser=None, favourite="", pc=pc)

    assert getattr(raised.value, "code", "") == "ENV-008"


@pytest.mark.parametrize(
    ("there", "found"),
    [(("chrome", "edge"), ["edge", "chrome"]), ((), ["chromium"]), (("chromium",), ["chromium"])],
)
def test_the_browsers_of_this_pc_are_set_up(
    monkeypatch: pytest.MonkeyPatch, there: tuple[str, ...], found: list[str]
) -> None:
    def find_browser(*, wanted: str) -> BrowserProgram:
        if wanted not in there:
            raise BrowserMissing("ENV-001", detail=wanted)
        return BrowserProgram(channel="chrome", path=Path("/x"))

    monkeypatch.setattr(installing, "find_browser", find_browser)
    monkeypatch.setattr(installing, "_USUAL", ("chromium",))

    assert browsers_here() == found
