"""From two people's mails to what is handed to them, on a Windows PC: each command a process, in the order of a day."""

from __future__ import annotations

import json
import sys
from collections import Counter
from pathlib import Path

import pytest
from openpyxl import load_workbook

from ekakushin.automation.certificates.stores.places import KEYS
from ekakushin.automation.certificates.stores.registry import RegistryPolicy
from ekakushin.automation.certificates.stores.windows import WindowsStore
from ekakushin.automation.commands.certificates import in_use
from ekakushin.automation.office import Office
from ekakushin.automation.settings import Settings
from ekakushin.flows.models import Identity, SecretName
from tests.support import windows_keys
from tests.support.commands import TESTED
from tests.support.opened import opened, rows
from tests.support.systems import WINE
from tests.support.windows_keys import DIGEST, verify
from tests.windows.conftest import Done, OfficePC

ONCE = ("authenticate", "issue", "verify", "signup", "sign", "pin", "password")
PASSWORD = "correct horse battery"
PYTHON = [str(Path(TESTED).parent / "python" / "python.exe"), "-I", "-B"] if TESTED else [sys.executable]

# Runs the command and says what it has started, and then also what is started to see whether anybody looks.
WATCHING = """
import json, subprocess, sys
told = []
PYTHONS = ("subprocess.Popen", "os.system", "os.startfile", "os.spawn", "os.exec")
WINDOWS = ("CreateProcess", "ShellExecute", "WinExec")

def watch(event, about):
    if event in PYTHONS or event == "ctypes.dlsym" and str(about[1]).startswith(WINDOWS):
        told.append(f"{event} {about[:2]}")

sys.addaudithook(watch)
sys.argv[0] = "ekakushin"
from ekakushin.automation.main import main
try:
    main()
except SystemExit as end:
    code = end.code
before = list(told)
subprocess.run([sys.executable, "-c", ""])
print(json.dumps([code, before, told[len(before):]]), file=sys.stderr)
"""


@pytest.fixture(scope="module")
def onboarded(pc: OfficePC) -> Done:
    """Both of them, by a roster as Excel writes it on a Japanese Windows."""
    lines = ["氏名,ユーザID,備考", *(f"{each.name},{each.user_id},①" for each in pc.accounts())]
    roster = pc.folder / "名簿.csv"
    roster.write_text("\r\n".join(lines), "cp932", newline="")
    return pc.run(
        *("onboard", "--mails", pc.mails, "--roster", roster, "--site", pc.ready["site"]),
        *("--vault", "keyring", "--json"),
    )


def test_the_mails_are_read(pc: OfficePC) -> None:
    done = pc.run("mail", "read", pc.mails, "--json")
    assert done.returncode == 0, done.stderr
    assert [each["user_id"] for each in json.loads(done.stdout)["people"]] == ["10006", "10007"]


def test_two_people_are_onboarded_and_the_ledger_has_each_act_once(pc: OfficePC, onboarded: Done) -> None:
    assert onboarded.returncode == 0, onboarded.stderr
    people = json.loads(onboarded.stdout)["people"]
    assert [(each["state"], each["code"]) for each in people] == [("done", "")] * 2
    acts = Counter(pc.acts())
    assert {(user, act): acts[user, act] for user in ("10006", "10007") for act in ONCE} == {
        (user, act): 1 for user in ("10006", "10007") for act in ONCE
    }
    assert not pc.acts("refused")


def test_a_second_run_repeats_nothing_but_logins(pc: OfficePC, onboarded: Done) -> None:
    before = Counter(pc.acts())
    done = pc.run("onboard", "--site", pc.ready["site"], "--vault", "keyring", "--json")
    assert done.returncode == 0, done.stderr
    assert {act for _, act in Counter(pc.acts()) - before} <= {"login", "logout"}


@pytest.mark.usefixtures("onboarded")
def test_the_credential_manager_holds_what_the_site_has(pc: OfficePC) -> None:
    vault = pc.vault()
    assert vault.people() == [each.user_id for each in pc.accounts()]
    for person in pc.accounts():
        kept = [vault.get(person.user_id, name) for name in (SecretName.PASSWORD, SecretName.PIN)]
        assert [each and each.reveal() for each in kept] == [person.password, person.pin]


@pytest.mark.usefixtures("onboarded")
def test_the_status_says_that_both_are_done(pc: OfficePC) -> None:
    done = pc.run("status", "--all", "--json")
    assert done.returncode == 0, done.stderr
    assert [each["state"] for each in json.loads(done.stdout)["people"]] == ["done"] * 2


@pytest.mark.usefixtures("onboarded")
def test_a_pipe_gets_the_code_page_of_a_japanese_windows(pc: OfficePC) -> None:
    done = pc.run("status", "--all", encoding="cp932")

    assert done.returncode == 0, done.stderr
    assert pc.accounts()[0].name in done.stdout


@pytest.mark.usefixtures("onboarded")
def test_the_report_is_written_in_every_form(pc: OfficePC) -> None:
    names = {form: pc.folder / f"結果.{form}" for form in ("html", "xlsx", "junit", "json")}
    done = pc.run("report", *(word for form, file in names.items() for word in (f"--{form}", file)))
    assert done.returncode == 0, done.stderr
    sheet = load_workbook(names["xlsx"]).worksheets[0]
    assert {"氏名", "備考"} <= {cell.value for cell in sheet[1]}
    assert pc.accounts()[0].name in names["html"].read_text("utf-8")
    assert "10007" in names["junit"].read_text("utf-8")
    assert json.loads(names["json"].read_text("utf-8"))


@pytest.mark.usefixtures("onboarded")
def test_what_is_exported_opens_with_its_password_and_is_what_the_site_has(pc: OfficePC) -> None:
    done = pc.run(
        *("credentials", "export", "--to", pc.folder / "お渡し.xlsx", "--for", "all", "--vault", "keyring"),
        EKAKUSHIN_EXPORT_PASSWORD=PASSWORD,
    )
    assert done.returncode == 0, done.stderr
    handed = {each["ユーザID"]: each for each in rows(opened(pc.folder / "お渡し.xlsx", PASSWORD))}
    assert {user: (each["パスワード"], each["暗証コード"]) for user, each in handed.items()} == {
        each.user_id: (each.password, each.pin) for each in pc.accounts()
    }


@pytest.mark.usefixtures("onboarded")
def test_the_doctor_finds_this_pc_ready_and_reads_the_policy_from_the_registry(pc: OfficePC) -> None:
    order = json.dumps({"pattern": "*", "filter": {"SUBJECT": {"CN": "nobody at all"}}})
    policy = RegistryPolicy(KEYS["edge"])
    before = policy.before()
    policy.select_automatically([order])
    try:
        done = pc.run("doctor", "10006", "--site", pc.ready["site"], "--vault", "keyring", "--json")
    finally:
        policy.undo([order], before)
    checks = {each["name"]: each for each in json.loads(done.stdout)["checks"]}
    wrong = {name: each["code"] for name, each in checks.items() if each["state"] == "bad"}
    assert wrong == {"policy": "ENV-013"}, done.stdout
    if TESTED:
        assert str(Path(TESTED).parent) in checks["program"]["detail"]


def installed_here(pc: OfficePC) -> dict[str, list[str]]:
    """Where each person's certificate is installed, as the command lists it."""
    listed = json.loads(pc.run("cert", "list", "--json").stdout)["certificates"]
    return {each["user_id"]: each["installed"] for each in listed}


def install(pc: OfficePC, *arguments: str) -> list[str]:
    """Install a certificate; which other processes that has started.

    Where Python has no _wmi, as under Wine, `platform` asks Windows' version of the command prompt.
    """
    done = pc.start([*PYTHON, "-c", WATCHING, "cert", "install", *arguments])
    code, started, seen = json.loads(done.stderr.splitlines()[-1])
    assert code == 0, done.stderr
    assert seen, "nobody has looked"
    return [each for each in started if not (WINE and "ver" in each.replace('"', " ").split())]


def identity_of(pc: OfficePC, user_id: str) -> Identity:
    office = Office(Settings(home=pc.home, vault="keyring", site=pc.ready["site"]))
    return in_use(office, user_id)[1]


@pytest.mark.usefixtures("onboarded")
def test_both_certificates_are_installed_sign_and_are_gone_after_undo(pc: OfficePC) -> None:
    before = (windows_keys.containers(), RegistryPolicy(KEYS["edge"]).before())
    store, here = WindowsStore(), ("--site", pc.ready["site"], "--vault", "keyring", "--browser", "edge")
    people = {each.user_id: identity_of(pc, each.user_id) for each in pc.accounts()}
    handles = {user: store.handle(each.certificate_pem, "identity") for user, each in people.items()}
    try:
        started = [each for user_id in people for each in install(pc, user_id, *here)]
        installed = installed_here(pc)
        for user_id, identity in people.items():
            verify(identity, windows_keys.sign(handles[user_id].thumbprint, DIGEST))
    finally:
        undone = [pc.run("cert", "install", user_id, "--undo") for user_id in people]

    assert started == []
    assert {user: len(places) for user, places in installed.items()} == dict.fromkeys(people, 1)
    assert [each.returncode for each in undone] == [0, 0], undone[0].stderr
    assert not any(store.find(each) for each in handles.values())
    assert (windows_keys.containers(), RegistryPolicy(KEYS["edge"]).before()) == before
    assert not any(installed_here(pc).values())


@pytest.mark.usefixtures("onboarded")
def test_what_is_forgotten_has_left_the_credential_manager(pc: OfficePC) -> None:
    def people() -> set[str]:
        return {name.rpartition("/")[0].rpartition("/")[2] for name in pc.credentials()}

    before, nobody = people(), "="
    done = pc.run(
        "credentials", "forget", "10006", "10007", "--with-certificates", "--yes", "--vault", "keyring"
    )
    assert done.returncode == 0, done.stderr
    assert (before, people()) == ({"10006", "10007", nobody}, {nobody})  # the audit log's own key stays
