"""Pages captured of one site onboard a person on another, and say nothing of whom they were captured of."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from ekakushin.automation.commands.capture import CaptureRequest, capture, verify
from ekakushin.automation.commands.selection import keep, select
from ekakushin.automation.exit_code import ExitCode
from ekakushin.automation.office import Office
from ekakushin.fixtures.mock_site import Authority, MockSite
from ekakushin.flows.browser.finding import BrowserProgram
from ekakushin.flows.models import STEPS, SecretName
from ekakushin.testing import Ekakushin, in_a_thread
from tests.integration.conftest import Order

# The service is in Shift_JIS unless another encoding is named; the issuance site is in UTF-8.
SITES: dict[str, dict[str, Any]] = {
    "other names, in Shift_JIS": {"skins": ("renamed", "labels", "half")},
    "frames": {"skins": ("frameset", "buttons")},
    "a form in a frame, EUC-JP": {"skins": ("framed-form", "wide"), "service_encoding": "euc_jp"},
    "links in a grid, in Shift_JIS too": {"skins": ("links", "grid"), "issuance_encoding": "cp932"},
    "windows and notices": {"skins": ("windows", "notices", "decorated")},
}
IN_SHORT = ("other names, in Shift_JIS", "frames")
UNTIL_LOGIN = STEPS[: STEPS.index("login") + 1]
Replayed = Callable[..., tuple[MockSite, Ekakushin]]


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "options" in metafunc.fixturenames:
        names = tuple(SITES) if metafunc.config.option.full else IN_SHORT
        metafunc.parametrize("options", [SITES[name] for name in names], ids=names)


def known(site: MockSite, flows: Ekakushin) -> Office:
    keep(flows.office, select(flows.office, [site.mails]))
    return flows.office


def keep_pages(office: Office, **request: Any) -> ExitCode:
    return in_a_thread(lambda: capture(office, CaptureRequest(**request)))


def pages(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in (folder / "pages").iterdir()}


def lead_elsewhere(folder: Path) -> None:
    """As if the captured site had its forms go to addresses that the mock has not."""
    led = 0
    for page in folder.glob("*.html"):
        text = page.read_text("utf-8")
        for own, other in (
            ("/ebunsho/UrLogin.do", "/ebunsho/Hairu.do"),
            ("/scira/Step1.do", "/scira/Susumu.do"),
        ):
            led += own in text
            text = text.replace(f'action="{own}"', f'action="{other}"').replace(
                f"action=&quot;{own}&quot;", f"action=&quot;{other}&quot;"
            )
        page.write_text(text, "utf-8")
    assert led >= 2


def test_looking_sends_nothing_and_keeps_what_the_site_has_sent(
    order: Order, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    site, flows = order(people=1)
    office, (person,) = known(site, flows), site.people()
    folder = tmp_path / "look"

    assert keep_pages(office, user_id=person.user_id, folder=folder) is ExitCode.DONE
    assert site.ledger() == []
    assert {name.partition(".")[2] for name in pages(folder)} == {"html", "json", "png"}
    assert verify(office, folder, None) is ExitCode.DONE

    secret = person.authentication_password
    page = folder / "pages" / "01-authentication.html"
    page.write_text(f"{page.read_text('utf-8')}<!-- {secret} -->", "utf-8")
    assert verify(office, folder, None) is ExitCode.NOT_ALL
    said = capsys.readouterr()
    assert f"pages/01-authentication.html: {SecretName.AUTHENTICATION_PASSWORD}" in said.out
    assert secret not in said.out + said.err


def test_a_captured_site_onboards_a_person_up_to_the_login(
    order: Order,
    options: dict[str, Any],
    tmp_path: Path,
    mock_authority: Authority,
    browser_program: BrowserProgram,
) -> None:
    site, flows = order(people=1, **options)
    office, (person,) = known(site, flows), site.people()
    request = {"user_id": person.user_id, "folder": tmp_path / "one", "until": "login"}
    assert keep_pages(office, **request) is ExitCode.DONE
    assert verify(office, tmp_path / "one", None) is ExitCode.DONE

    lead_elsewhere(tmp_path / "one" / "pages")
    authority = {"authority": mock_authority, "signing_delay": 0.2}
    with MockSite(tmp_path / "replayed", people=1, replay=tmp_path / "one", **authority) as replayed:
        there = Ekakushin.against(replayed, tmp_path / "home of another", browser_program)
        (result,) = there.onboard(UNTIL_LOGIN)
        acts = Counter((line.act, line.outcome) for line in replayed.ledger())
    assert (result.state, result.code, result.site_words) == ("done", "", "")
    assert {act: count for act, count in acts.items() if act[0] != "logout"} == {
        (act, "ok"): 1 for act in ("authenticate", "issue", "verify", "signup", "login")
    }


def test_two_peoples_pages_are_equal_byte_for_byte(order: Order, tmp_path: Path) -> None:
    site, flows = order(people=2)
    office, (one, other) = known(site, flows), site.people()
    for person in (one, other):
        folder = tmp_path / person.user_id
        assert keep_pages(office, user_id=person.user_id, folder=folder, until="login") is ExitCode.DONE
    mine, theirs = (tmp_path / each.user_id for each in (one, other))
    assert pages(mine) == pages(theirs)
    assert verify(office, mine, theirs) is ExitCode.DONE
    login = (mine / "pages" / "08-login.html").read_text("utf-8")
    assert 'value="ログイン" onclick="doAction(0, \'login\')"' in login
    assert 'f.elements["actionEvent"].value = ev;' in login

    acts = len(site.ledger())
    assert keep_pages(office, user_id=one.user_id, folder=tmp_path / "look") is ExitCode.DONE
    assert len(site.ledger()) == acts, "looking with a certificate sends nothing either"
    found = {name.partition(".")[0] for name in pages(tmp_path / "look")}
    assert found == {"01-authentication", "02-already-signed-up", "03-login"}
