"""The command behind a company's proxy, which alone knows the sites: named at once, gone through, nothing told."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from ekakushin.fixtures.mock_site import Authority, MockSite
from ekakushin.flows.browser.finding import BrowserProgram
from tests.acceptance.conftest import Done, Run, Typed
from tests.support.canary.disguises import disguises
from tests.support.proxies import PASSWORD, REFUSAL_PAGE, USER, Manner, Proxy, proxying
from tests.support.systems import posix_only

LOGIN = (USER, PASSWORD)
# Notes with what it was started, and goes on as the browser.
TELLING = """#!/bin/sh
{{ printf '%s\\n' "$@"; env; }} >> "{told}"
exec "{browser}" "$@"
"""


@pytest.fixture(autouse=True)
def _directly(monkeypatch: pytest.MonkeyPatch) -> None:
    """No proxy but a test's own."""
    for name in ("HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy", "NO_PROXY", "no_proxy"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def site(tmp_path: Path, mock_authority: Authority) -> Iterator[MockSite]:
    """A mock with one person, under a name that no name server knows."""
    with MockSite(
        tmp_path / "mock", people=1, signing_delay=0.2, host="mock.example", authority=mock_authority
    ) as site:
        yield site


def flags(site: MockSite) -> list[object]:
    return ["--site", site.site_file, "--home", site.state.parent / "home", "--vault", "file"]


def onboard(run: Run, site: MockSite, *more: object, **environment: str) -> Done:
    return run("onboard", "--mails", site.mails, *flags(site), "--json", *more, **environment)


def card(done: Done) -> tuple[int, str]:
    """Exit code and the code of the card that a command ended with."""
    assert "Traceback" not in done.stderr
    return done.returncode, done.stderr.partition("[NET-")[2].partition("]")[0]


@pytest.mark.parametrize(
    ("manner", "login", "code"),
    [
        ("open", LOGIN, "011"),
        ("ntlm", None, "012"),
        ("refusing", None, "013"),
        ("strange", None, "014"),
        ("hanging", None, "014"),
    ],
)
def test_onboard_names_at_once_what_doctor_names(
    manner: Manner, login: tuple[str, str] | None, code: str, run: Run, site: MockSite
) -> None:
    with proxying(manner, login) as proxy:
        done = onboard(run, site, HTTPS_PROXY=proxy.address)
        doctor = run("doctor", *flags(site), "--json", HTTPS_PROXY=proxy.address)

    checks = {check["name"]: check for check in json.loads(doctor.stdout)["checks"]}
    assert card(done) == (2, code)
    assert checks["way:service"]["code"] == f"NET-{code}"
    assert "HTTPS_PROXY" in checks["way:service"]["detail"]
    assert site.ledger() == []


def test_the_page_of_a_proxy_that_refuses_is_kept(run: Run, site: MockSite) -> None:
    with proxying("refusing") as proxy:
        done = onboard(run, site, HTTPS_PROXY=proxy.address)

    (page,) = (site.state.parent / "home" / "evidence").glob("*/proxy/*.html")
    assert page.read_text("utf-8") == REFUSAL_PAGE
    assert page.name in "".join(done.stderr.split())


@posix_only("a script in the browser's place")
def test_everything_goes_through_a_proxy_with_a_login_which_nothing_tells(
    run: Run, site: MockSite, browser_program: BrowserProgram, tmp_path: Path
) -> None:
    telling, told = tmp_path / "telling", tmp_path / "told"
    telling.write_text(TELLING.format(told=told, browser=browser_program.path), "utf-8")
    telling.chmod(0o755)
    with proxying(login=LOGIN) as proxy:
        environment = {"HTTPS_PROXY": proxy.with_login(), "EKAKUSHIN_BROWSER": str(telling)}
        done = onboard(run, site, "--debug", "--trace", **environment)
        doctor = run("doctor", *flags(site), **environment)

    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["people"][0]["state"] == "done"
    assert {f"https://{each}" for each in proxy.opened} == {site.issuance, site.service}
    assert set(proxy.logins) == {f"{USER}:{PASSWORD}"}
    assert f"127.0.0.1:{proxy.port}" in doctor.stdout
    assert told.exists()
    home = site.state.parent / "home"
    files = [file.read_bytes() for file in (told, *home.rglob("*")) if file.is_file()]
    pair = base64.b64encode(f"{USER}:{PASSWORD}".encode())
    for form in disguises(PASSWORD.encode()) | {pair}:
        for text in (*files, *(each.encode() for each in (done.stdout, done.stderr, doctor.stdout))):
            assert form not in text


def test_a_wrong_login_is_tried_once_however_often_the_command_is(run: Run, site: MockSite) -> None:
    with proxying(login=LOGIN) as proxy:
        for _ in range(2):
            done = onboard(run, site, HTTPS_PROXY=proxy.with_login(password="wrong"))
        run("doctor", *flags(site), HTTPS_PROXY=proxy.with_login(password="wrong"))

    assert card(done) == (2, "011")
    assert proxy.logins == [f"{USER}:wrong"]


def test_on_a_terminal_it_is_asked_for_once_and_kept(
    at_a_terminal: Typed, run: Run, site: MockSite, browser_program: BrowserProgram
) -> None:
    command = ["onboard", "--mails", site.mails, *flags(site), "--until", "issue"]
    with proxying(login=LOGIN) as proxy:
        environment = {"HTTPS_PROXY": proxy.address, "EKAKUSHIN_BROWSER": str(browser_program.path)}
        typed = (("ユーザー名:", USER), ("パスワード:", "wrong"))
        refused = at_a_terminal(*command, answers=typed, **environment)
        tries = list(proxy.logins)
        typed = (("ユーザー名:", USER), ("パスワード:", PASSWORD))
        code, screen = at_a_terminal(*command, answers=typed, **environment)
        later = onboard(run, site, "--until", "verify", HTTPS_PROXY=proxy.address)

    assert (refused[0], "NET-011" in refused[1], tries) == (2, True, [f"{USER}:wrong"])
    assert code == 0, screen
    assert later.returncode == 0, later.stderr
    assert PASSWORD not in screen + later.stderr


def test_a_login_is_put_into_the_vault_and_out_of_it(at_a_terminal: Typed, run: Run, site: MockSite) -> None:
    with proxying(login=LOGIN) as proxy:
        typed = (("ユーザー名:", USER), ("パスワード:", PASSWORD))
        code, screen = at_a_terminal(
            "credentials", "proxy", *flags(site), answers=typed, HTTPS_PROXY=proxy.address
        )
        doctor = run("doctor", *flags(site), "--json", HTTPS_PROXY=proxy.address)
        nobody = run("credentials", "proxy", *flags(site), HTTPS_PROXY=proxy.address)
    gone = run("credentials", "proxy", "--forget", *flags(site))

    assert (code, f"127.0.0.1:{proxy.port}" in screen, PASSWORD in screen) == (0, True, False)
    assert "NET-011" not in doctor.stdout
    assert nobody.returncode == 2
    assert f"127.0.0.1:{proxy.port}" in gone.stdout


def test_a_script_says_which_proxy_it_is(run: Run, site: MockSite, tmp_path: Path) -> None:
    file = tmp_path / "proxy.pac"
    with proxying() as proxy:
        file.write_text(script(proxy), "utf-8")
        done = onboard(run, site, "--until", "verify", "--proxy", f"pac:{file}")

    assert done.returncode == 0, done.stderr
    assert {f"https://{each}" for each in proxy.opened} == {site.issuance, site.service}


def script(proxy: Proxy) -> str:
    return (
        f'function FindProxyForURL(url, host) {{ return "PROXY 127.0.0.1:9; PROXY 127.0.0.1:{proxy.port}"; }}'
    )


def test_a_proxy_in_the_environment_is_not_asked_for_this_pc_itself(
    run: Run, tmp_path: Path, mock_authority: Authority
) -> None:
    """As the demo has it on an office PC."""
    with (
        MockSite(tmp_path / "mock", people=1, signing_delay=0.2, authority=mock_authority) as here,
        proxying() as proxy,
    ):
        done = onboard(run, here, "--until", "verify", HTTPS_PROXY=proxy.address)

    assert (done.returncode, proxy.asked) == (0, []), done.stderr
