"""`ekakushin cert` and `status --expiring`, as a user or a monitoring system calls them."""

from __future__ import annotations

import json
import shutil
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.serialization import pkcs12

from ekakushin.flows.browser.finding import BrowserProgram
from tests.acceptance.conftest import Done, Run, Served
from tests.acceptance.test_other_worlds import card
from tests.support.durably import department
from tests.support.own_browser import MANAGED, POLICIES, everything, must_be_possible

pytestmark = pytest.mark.together("cert")

USER = "10006"


@pytest.fixture(scope="session")
def issued(tmp_path_factory: pytest.TempPathFactory, browser_program: BrowserProgram) -> Path:
    """The folders of a mock and of those who onboarded its two people up to proven certificates."""
    folder = tmp_path_factory.mktemp("issued")
    with department(folder, browser_program.path, people=2) as here:
        code, _ = here.run("onboard", "--mails", here.site.mails, "--until", "verify")
        assert code == 0, here.log[-1]
    return folder


@pytest.fixture
def served(issued: Path, serve: Callable[..., Served], tmp_path: Path) -> Served:
    """Two people, each with a proven certificate, for one test alone."""
    shutil.copytree(issued, tmp_path, dirs_exist_ok=True)
    return serve()


def flags(served: Served) -> list[object]:
    return ["--site", served.ready["site"], *kept(served)]


def kept(served: Served) -> list[object]:
    return ["--home", served.state.parent / "home", "--vault", "file"]


def people(done: Done, key: str = "people") -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(done.stdout)[key]
    return found


def test_every_certificate_is_listed_without_a_passphrase(run: Run, served: Served) -> None:
    done = run("cert", "list", *kept(served), "--json", EKAKUSHIN_VAULT_PASSPHRASE="")

    listed = people(done, "certificates")
    assert done.returncode == 0, done.stderr
    assert [(each["user_id"], each["state"]) for each in listed] == [(USER, "current"), ("10007", "current")]
    assert "セコムパスポート" in listed[0]["issuer"]


def test_monitoring_gets_an_exit_code_and_a_calendar(run: Run, served: Served, tmp_path: Path) -> None:
    soon = run("status", "--expiring", "60d", *kept(served), "--json")
    late = run("status", "--expiring", "900d", *kept(served), "--ics", tmp_path / "all.ics", "--json")

    assert (soon.returncode, people(soon)) == (0, [])
    assert (late.returncode, [each["user_id"] for each in people(late)]) == (1, [USER, "10007"])
    assert (tmp_path / "all.ics").read_text("utf-8").count("BEGIN:VALARM") == 2


def test_a_period_that_is_none_is_said(run: Run, tmp_path: Path) -> None:
    done = run("status", "--expiring", "soon", "--home", tmp_path / "home")

    assert done.returncode == 2
    assert "60d" in done.stderr


def test_a_certificate_is_handed_out_under_a_password(run: Run, served: Served, tmp_path: Path) -> None:
    export = ["cert", "export", USER, "--to", tmp_path / "taro.p12", *kept(served)]
    refused = run(*export)
    done = run(*export, EKAKUSHIN_EXPORT_PASSWORD="a good password")
    again = run(*export, EKAKUSHIN_EXPORT_PASSWORD="a good password")

    key, certificate, others = pkcs12.load_key_and_certificates(
        (tmp_path / "taro.p12").read_bytes(), b"a good password"
    )
    assert (refused.returncode, done.returncode, again.returncode) == (2, 0, 2)
    assert key
    assert certificate
    assert others
    assert "a good password" not in done.stdout + done.stderr
    noted = json.loads(run("audit", "list", *kept(served)[:2], "--json").stdout)
    assert [line["kind"] for line in noted["entries"]] == ["export_certificate"]


def test_the_one_in_use_is_not_removed_unasked_and_never_deleted(run: Run, served: Served) -> None:
    (serial, *_) = [
        each["serial"] for each in people(run("cert", "list", *kept(served), "--json"), "certificates")
    ]
    remove = ["cert", "remove", USER, serial, "--yes", *kept(served)]
    refused, done = run(*remove), run(*remove, "--force")

    left = people(run("cert", "list", *kept(served), "--json"), "certificates")
    removed = served.state.parent / "home" / "certificates" / USER / "removed"
    assert (refused.returncode, done.returncode) == (2, 0)
    assert [each["user_id"] for each in left] == ["10007"]
    assert len(list(removed.glob("*.pfx"))) == 1


def test_the_site_offers_no_renewal(run: Run, served: Served) -> None:
    done = run("onboard", *flags(served), "--until", "login")
    assert done.returncode == 0, done.stderr

    renewal = run("cert", "renew", USER, *flags(served))

    assert card(renewal) == (1, "CRT-008")
    assert "健康保険組合" in renewal.stderr
    assert Counter(outcome for _, outcome in served.acts("refused")) == Counter()


def test_a_pc_without_the_tools_for_its_store(run: Run, served: Served, tmp_path: Path) -> None:
    done = run("cert", "install", USER, *flags(served), PATH="/nowhere", HOME=str(tmp_path / "person"))

    assert card(done) == (2, "CRT-010")
    assert "libnss3-tools" in done.stderr


@pytest.mark.together(POLICIES)
def test_what_was_set_for_the_browser_is_taken_back_whole(run: Run, served: Served, tmp_path: Path) -> None:
    must_be_possible()
    person = tmp_path / "person"
    person.mkdir()
    policies = everything(MANAGED)
    install = ["cert", "install", USER, "--browser", "chromium", *flags(served)]
    try:
        first = run(*install, "--favourite", "申請", HOME=str(person))
        there = everything(person)
        second = run(*install, HOME=str(person))
        same = everything(person) == there
    finally:
        undone = run(*install, "--undo", HOME=str(person))

    assert [each.returncode for each in (first, second, undone)] == [0, 0, 0], first.stderr + undone.stderr
    assert {"Desktop/申請.desktop", ".pki/nssdb/cert9.db"} <= set(there)
    assert same
    assert (everything(person), everything(MANAGED)) == ({}, policies)
