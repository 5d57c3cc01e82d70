"""Failures that no site makes: an address cut short, a PC without this or that, a full disk, a wrong clock."""

from __future__ import annotations

import json
import os
import subprocess
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from ekakushin.fixtures.mock_site import Authority, MockSite
from ekakushin.flows.browser.finding import BrowserProgram
from tests.acceptance.conftest import Done, Run

Site = Callable[..., MockSite]


@pytest.fixture
def site(tmp_path: Path, mock_authority: Authority) -> Iterator[MockSite]:
    """A mock with one person, which nobody waits for when it is down."""
    with MockSite(tmp_path / "mock", people=1, signing_delay=0.2, authority=mock_authority) as site:
        toml = site.site_file.read_text("utf-8").replace("closed_limit = 600.0", "closed_limit = 0.0")
        site.site_file.write_text(toml, "utf-8")
        yield site


# A browser that dies, with all it has started, once the site has seen its first act.
FRAIL = """#!/bin/sh
(while kill -0 $$ && ! [ -s "{ledger}" ]; do sleep 0.05; done; kill -KILL 0) > /dev/null 2>&1 3<&- 4>&- &
exec "{browser}" "$@"
"""


def flags(site: MockSite) -> list[object]:
    return ["--site", site.site_file, "--home", site.state.parent / "home", "--vault", "file"]


def onboard(run: Run, site: MockSite, *more: object, **environment: str) -> tuple[int, dict[str, Any]]:
    """Exit code, and what is said of the one person."""
    done = run("onboard", "--mails", site.mails, *flags(site), *more, "--json", **environment)
    assert done.stdout, done.stderr
    return done.returncode, json.loads(done.stdout)["people"][0]


def card(done: Done) -> tuple[int, str]:
    """Exit code and the code of the card that a command ended with."""
    assert "Traceback" not in done.stderr
    return done.returncode, done.stderr.partition("]")[0].rpartition("[")[2]


def rewritten(site: MockSite, old: str, new: str) -> None:
    """The mails, with one text for another."""
    for mail in site.mails.iterdir():
        mail.write_bytes(mail.read_bytes().replace(old.encode(), new.encode()))


def test_an_issuance_address_that_was_cut_short(run: Run, site: MockSite) -> None:
    address = site.people()[0].issuance_url
    rewritten(site, address, address[:-3])

    code, person = onboard(run, site)

    assert (code, person["code"], person["step"]) == (1, "ISS-018", "issue")
    assert site.ledger() == []


def test_a_login_address_that_was_cut_short(run: Run, site: MockSite) -> None:
    address = site.people()[0].login_url
    rewritten(site, address, address[:-3])

    code, person = onboard(run, site)

    assert (code, person["code"], person["step"]) == (1, "ACC-014", "login")
    assert "login" not in {line.act for line in site.ledger()}


def test_a_certificate_whose_key_is_gone(run: Run, site: MockSite) -> None:
    onboard(run, site, "--until", "verify")
    for file in (site.state.parent / "home" / "certificates").rglob("*.pfx"):
        file.unlink()

    code, person = onboard(run, site)

    assert (code, person["code"]) == (1, "CRT-007")
    assert Counter(line.act for line in site.ledger())["issue"] == 1


def test_a_rule_that_no_password_can_meet(run: Run, site: MockSite) -> None:
    code, person = onboard(run, site, EKAKUSHIN_PASSWORD_ALPHABET="ABCDEFGH")

    assert (code, person["code"], person["step"]) == (1, "ACC-006", "password")
    assert site.people()[0].password == site.people()[0].mail_password


def test_a_browser_that_dies(
    run: Run, site: MockSite, browser_program: BrowserProgram, tmp_path: Path
) -> None:
    frail = tmp_path / "frail-browser"
    frail.write_text(FRAIL.format(browser=browser_program.path, ledger=site.state / "ledger.jsonl"))
    frail.chmod(0o755)

    code, person = onboard(run, site, EKAKUSHIN_BROWSER=str(frail))

    assert (code, person["code"]) == (1, "ENV-006")


def test_a_clock_that_is_wrong(run: Run, tmp_path: Path) -> None:
    later = Authority.make(datetime.now(UTC) + timedelta(days=365))
    with MockSite(tmp_path / "mock", people=1, authority=later) as site:
        code, person = onboard(run, site)

        assert (code, person["code"]) == (1, "ENV-011")
        assert site.ledger() == []


def test_a_disk_that_is_full_when_the_key_is_made(run: Run, site: MockSite, tmp_path: Path) -> None:
    disk = tmp_path / "home" / "certificates"
    disk.mkdir(mode=0o700, parents=True)
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=4k", "tmpfs", disk], check=False)
    if mounted.returncode:
        pytest.skip("only root may mount a small disk")
    try:
        code, person = onboard(run, site)
    finally:
        subprocess.run(["umount", "-l", disk], check=True)

    assert (code, person["code"], person["step"]) == (1, "ENV-012", "issue")
    assert Counter(line.act for line in site.ledger())["issue"] == 0


def test_a_pc_without_a_browser(run: Run, site: MockSite, tmp_path: Path) -> None:
    done = run("onboard", "--mails", site.mails, *flags(site), "--browser", tmp_path / "nothing")

    assert card(done) == (2, "ENV-001")


def test_a_pc_without_a_keyring(run: Run, site: MockSite) -> None:
    keyless = {"PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring"}

    done = run("mail", "import", site.mails, "--home", site.state.parent / "home", **keyless)

    assert card(done) == (2, "ENV-002")


def test_a_vault_with_another_passphrase(run: Run, site: MockSite) -> None:
    vault = ("--home", site.state.parent / "home", "--vault", "file")
    run("mail", "import", site.mails, *vault)

    done = run("mail", "import", site.mails, *vault, EKAKUSHIN_VAULT_PASSPHRASE="another")

    assert card(done) == (2, "ENV-003")


def test_a_home_that_is_a_file(run: Run, site: MockSite, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")

    assert card(run("mail", "import", site.mails, "--home", tmp_path / "file", "--vault", "file")) == (
        2,
        "ENV-004",
    )


def test_a_site_file_that_says_nothing(run: Run, site: MockSite, tmp_path: Path) -> None:
    (tmp_path / "wrong.toml").write_text("issuance = 1\n")

    assert card(run("onboard", site.mails, *flags(site), "--site", tmp_path / "wrong.toml")) == (2, "ENV-005")


def test_a_mock_that_is_nowhere(run: Run, tmp_path: Path) -> None:
    assert card(run("mock", "unlock", "10006", "--state", tmp_path / "nowhere")) == (2, "ENV-007")


def test_a_roster_that_is_no_workbook(run: Run, site: MockSite, tmp_path: Path) -> None:
    (tmp_path / "list.xlsx").write_bytes(os.urandom(400))

    done = run("onboard", "--mails", site.mails, "--roster", tmp_path / "list.xlsx", *flags(site))

    assert card(done) == (2, "ENV-009")


def test_a_database_that_is_not_there(run: Run, site: MockSite) -> None:
    nowhere = "postgresql://somebody@127.0.0.1:9/nothing"

    done = run("onboard", "--mails", site.mails, *flags(site), EKAKUSHIN_DATABASE=nowhere)

    assert card(done) == (2, "ENV-010")


def test_somebody_whose_mails_nobody_has_read(run: Run, site: MockSite) -> None:
    assert card(run("issue", "4711", *flags(site))) == (2, "MAIL-004")
