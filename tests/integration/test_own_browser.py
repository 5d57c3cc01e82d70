"""After `cert install` the person's own browser is let in without a question; after `--undo` nothing is left."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from ekakushin.automation.certificates.stores.nss import NssStore
from ekakushin.automation.commands.install import install_for, take_back
from ekakushin.automation.exit_code import ExitCode
from ekakushin.fixtures.mock_site import MockSite
from ekakushin.flows.models import SecretName
from ekakushin.testing import Ekakushin
from tests.integration.conftest import Order
from tests.support.issued import Issuer
from tests.support.own_browser import MANAGED, POLICIES, everything, must_be_possible, shown

pytestmark = pytest.mark.together(POLICIES)

FAVOURITE = "電子申請のログイン"
LOGIN = 'type="password"'


@pytest.fixture
def chromium() -> str:
    return must_be_possible()


@pytest.fixture(params=["a browser that is new", "a browser that was used before"])
def person_home(
    request: pytest.FixtureRequest, chromium: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Path:
    """The home folder of somebody; who has used a browser before has a database of it."""
    home = tmp_path / "person"
    home.mkdir()
    if "before" in request.param:
        database = home / ".local" / "share" / "pki" / "nssdb"
        NssStore(database).install(Issuer().identity("somebody else's"), "another certificate")
    monkeypatch.setenv("HOME", str(home))
    for name in ("XDG_DESKTOP_DIR", "XDG_CONFIG_HOME", "XDG_DATA_HOME"):
        monkeypatch.delenv(name, raising=False)
    return home


def kept_by(home: Path) -> tuple[list[str], str]:
    """The files of a home folder, but for a browser's own; and what is in the database."""
    files = [name for name in everything(home) if name.split("/")[0] not in (".cache", ".config")]
    database = home / ".local" / "share" / "pki" / "nssdb"
    command = ["certutil", "-L", "-d", f"sql:{database}"]
    listed = subprocess.run(command, capture_output=True, text=True, check=False).stdout
    return files, listed if database.exists() else ""


@pytest.fixture
def two(order: Order, person_home: Path) -> Iterator[tuple[MockSite, Ekakushin]]:
    """Two people with proven certificates; whatever a test leaves behind is taken back."""
    site, flows = order(people=2)
    flows.onboard(steps=("issue", "verify"))
    yield site, flows
    for person in site.people():
        take_back(flows.office, person.user_id)


def test_the_browser_is_let_in_after_cert_install_and_not_after_undo(
    two: tuple[MockSite, Ekakushin], chromium: str, person_home: Path
) -> None:
    site, flows = two
    person = site.people()[0]
    policies, before = everything(MANAGED), kept_by(person_home)

    code = install_for(flows.office, person.user_id, browser="chromium", favourite=FAVOURITE)
    inside = shown(chromium, person_home, person.login_url)
    at_the_issuance = shown(chromium, person_home, person.issuance_url)
    shortcut = (person_home / "Desktop" / f"{FAVOURITE}.desktop").read_text("utf-8")
    undone = take_back(flows.office, person.user_id)
    left = kept_by(person_home)
    outside = shown(chromium, person_home, person.login_url)

    assert (code, undone) == (ExitCode.DONE, ExitCode.DONE)
    assert LOGIN in inside
    assert LOGIN in at_the_issuance
    assert f"URL={person.login_url}\n" in shortcut
    assert LOGIN not in outside
    assert everything(MANAGED) == policies
    assert left == before
    assert not (flows.office.home / "installed.json").exists()


def test_of_two_people_the_last_one_is_shown_and_undo_gives_it_back_to_the_first(
    two: tuple[MockSite, Ekakushin], chromium: str, person_home: Path
) -> None:
    site, flows = two
    first, second = (person.user_id for person in site.people())
    check = flows.secret(first, SecretName.VERIFICATION_URL) or ""

    def whose_is_shown() -> str:
        """`ok` for the certificate of the first, `refused` for another one, as the site saw it."""
        before = len(site.ledger())
        shown(chromium, person_home, check)
        return " ".join(line.outcome for line in site.ledger()[before:] if line.act == "verify")

    install_for(flows.office, first, browser="chromium", favourite="")
    alone = whose_is_shown()
    install_for(flows.office, second, browser="chromium", favourite="")
    together = whose_is_shown()
    take_back(flows.office, second)

    assert (alone, together, whose_is_shown()) == ("ok", "refused", "ok")
