"""No secret anywhere but in the vault: everything that the command writes and prints is searched for marked ones."""

from __future__ import annotations

import os
import signal
import stat
import time
from collections.abc import Iterator

import pytest

from ekakushin.flows.browser.finding import BrowserProgram
from tests.support.canary import pictures
from tests.support.canary.loud import loud, written
from tests.support.canary.marked import secrets_of
from tests.support.canary.searching import Found, Search
from tests.support.commands import PASSPHRASE
from tests.support.durably import Department, department
from tests.support.troubled import CODES, Told, everybody, told_by, trouble

pytestmark = pytest.mark.together("canary")

SOURCE = "mock"  # the mock's own folder: the secrets come from its mails and its memory
RAW = "raw-traces"
LOUD = ("--debug", "--trace")
# Where secrets are typed, what the site refuses or breaks there; a page that nobody knows, one that never comes.
LOUD_CODES = ("ISS-005", "ACC-004", "ACC-001", "SGN-003", "ACC-005", "TOOL-001", "NET-003")


def found(here: Department, *but: str) -> list[Found]:
    """Every secret that was printed or lies in a file below the folder in which all was done."""
    search = Search(secrets_of(here.site, here.home, PASSPHRASE))
    return [*search.in_texts(here.printed), *search.in_folder(here.home.parent, but=(SOURCE, *but))]


def looked_at(here: Department) -> None:
    """Every command that only looks."""
    out = here.home.parent / "out"
    out.mkdir()
    looks: tuple[tuple[object, ...], ...] = (
        ("status", "--json"),
        ("status", "--all"),
        ("report", "--html", out / "r.html", "--xlsx", out / "r.xlsx", "--junit", out / "r.xml"),
        ("report", "--json", out / "r.json"),
        ("mail", "read", here.site.mails),
        ("mail", "read", here.site.mails, "--json"),
        ("guide", "search", "パスワード"),
    )
    codes = [here.run(str(name), *arguments)[0] for name, *arguments in looks]
    assert codes == [0] * len(looks), here.log


def killed_while(here: Department, act: str) -> None:
    """Onboard everybody, and kill it as soon as the site has accepted such an act."""
    process = here.start("onboard", here.site.mails, *LOUD)
    while not any(line.act == act for line in here.site.ledger()):
        assert process.poll() is None, here.ended(process)
        time.sleep(0.02)
    os.killpg(process.pid, signal.SIGKILL)
    here.printed += process.communicate()


@pytest.fixture(scope="module")
def killed(tmp_path_factory: pytest.TempPathFactory, browser_program: BrowserProgram) -> Iterator[Department]:
    """Somebody whose run was killed after a password was typed, with everything loud."""
    folder = tmp_path_factory.mktemp("killed")
    with department(folder, browser_program.path, people=1) as here:
        here.surroundings = loud(folder)
        killed_while(here, "login")
        yield here


@pytest.fixture(scope="module")
def resumed(killed: Department) -> Department:
    """The same, gone on with to the end, and looked at in every way."""
    code, _ = killed.run("onboard", *LOUD, "--json")
    assert code == 0, killed.log[-1]
    looked_at(killed)
    return killed


@pytest.fixture(scope="module")
def by_file(
    tmp_path_factory: pytest.TempPathFactory, browser_program: BrowserProgram
) -> Iterator[Department]:
    """Somebody whose certificate is a .p12 file, with its PIN on the page."""
    folder = tmp_path_factory.mktemp("by-file")
    with department(folder, browser_program.path, people=1, profile="p12") as here:
        here.surroundings = loud(folder)
        code, _ = here.run("onboard", here.site.mails, "--until", "verify", *LOUD)
        assert code == 0, here.log[-1]
        yield here


@pytest.fixture(scope="module")
def loudly_troubled(
    tmp_path_factory: pytest.TempPathFactory, browser_program: BrowserProgram, pytestconfig: pytest.Config
) -> Iterator[Department]:
    """Some of those to whom everything happens (all of them in the long measure), with everything loud."""
    codes = CODES if pytestconfig.option.full else LOUD_CODES
    folder = tmp_path_factory.mktemp("loudly-troubled")
    with trouble(folder, browser_program.path, codes) as here:
        here.surroundings = loud(folder)
        people = told_by(here, "--mails", here.site.mails, *LOUD).people
        assert "done" not in {people[user_id]["state"] for user_id in everybody(here.site, codes).values()}
        yield here


def test_nothing_is_left_by_a_kill_but_raw_traces_that_only_their_owner_reads(killed: Department) -> None:
    folders = [each for each in (killed.home / RAW).iterdir() if each.is_dir()]
    modes = {stat.S_IMODE(each.stat().st_mode) for each in (killed.home / RAW, *folders)}
    assert modes == {0o700}
    assert found(killed, RAW) == []


def test_nothing_is_found_after_it_was_gone_on_with_and_looked_at(resumed: Department) -> None:
    assert list((resumed.home / RAW).iterdir()) == []
    assert len(list(resumed.home.glob("evidence/*/*/*-trace.zip"))) >= 7
    assert found(resumed) == []


def test_nothing_is_found_where_certificates_are_files(by_file: Department) -> None:
    assert found(by_file) == []


@pytest.mark.together("troubled")
def test_nothing_is_found_where_everything_has_gone_wrong(troubled: Department, second: Told) -> None:
    assert found(troubled) == []


def test_nothing_is_found_where_much_has_gone_wrong_loudly(loudly_troubled: Department) -> None:
    assert list(loudly_troubled.home.glob("evidence/*/*/*-trace.zip"))
    assert found(loudly_troubled) == []


def test_nothing_obeyed_a_variable_that_asks_for_secrets(
    resumed: Department, by_file: Department, loudly_troubled: Department
) -> None:
    loud_ones = (resumed, by_file, loudly_troubled)
    assert [written(here.home.parent) for here in loud_ones] == [[], [], []]
    assert not any("pw:" in text or "SEND>" in text for here in loud_ones for text in here.printed)


def test_the_search_would_have_found_them(killed: Department) -> None:
    secrets = secrets_of(killed.site, killed.home, PASSPHRASE)
    names = {name.split(" ", 1)[-1] for name in secrets}
    source = {each.secret for each in Search(secrets).in_folder(killed.site.state)}
    assert {"p2", "p3", "cd", "login_key", "mail_password", "key 0: PKCS#8 DER", "key 0: p, decimal"} <= names
    assert any(name.startswith("session ") for name in secrets)
    assert {name for name in secrets if name.endswith((" p3", " mail_password"))} <= source


@pytest.mark.skipif(not pictures.PROGRAM, reason="tesseract is not installed")
def test_no_secret_can_be_read_on_a_picture(resumed: Department, by_file: Department) -> None:
    for here in (resumed, by_file):
        files = sorted(here.home.glob("evidence/*/*/*.[pj][np]g"))
        read = "".join(pictures.looks_alike(pictures.words_on(file)) for file in files)
        secrets = secrets_of(here.site, here.home, PASSPHRASE)
        texts = {name: pictures.looks_alike(value.decode("latin-1")) for name, value in secrets.items()}
        assert "c0pyr19ht" in read  # there is something to be read, and it is
        assert [name for name, text in texts.items() if text in read] == []
