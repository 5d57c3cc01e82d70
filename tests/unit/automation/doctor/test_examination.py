"""All checks together: what hangs, what crashes, what is merged, what is mended."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest
from rich.cells import cell_len
from rich.console import Console

from ekakushin.automation.doctor import Check, examine, fix, print_checks
from ekakushin.automation.doctor.check import bad, good, unknown
from ekakushin.automation.doctor.examination import Matter, look_at_all
from ekakushin.automation.engine.database import Database
from ekakushin.automation.vault import VAULT_FILE
from ekakushin.flows.browser.finding import BrowserProgram
from ekakushin.flows.errors import Misconfigured
from ekakushin.flows.text import use_language
from tests.support.systems import WINDOWS
from tests.unit.automation.doctor.conftest import Enter

LIGHT = BrowserProgram(channel="headless-shell", path=Path("/there/headless-shell"), light=True)
CHECKS = [
    good("browser", "edge 156"),
    unknown("vault", "ENV-003", "no passphrase " * 9),
    bad("signer:service", "NET-002", "ESET SSL Filter CA", detail="x").model_copy(update={"fixed": "done"}),
    good("way:www.example.jp:8443", "x"),
]


def crash() -> list[Check]:
    raise RuntimeError("with a secret in its words")


def refuse() -> list[Check]:
    raise Misconfigured("ENV-005", file="people.json", reason="damaged")


def test_what_hangs_is_not_waited_for() -> None:
    begins = time.monotonic()

    slow, fast = look_at_all(
        [Matter("vault", lambda: time.sleep(30) or [], 0.1), Matter("space", lambda: [good("space", "")])]
    )

    assert (slow.name, slow.state, fast.state) == ("vault", "unknown", "good")
    assert time.monotonic() - begins < 5


def test_what_crashes_is_unknown_and_only_its_kind_is_told() -> None:
    (check,) = look_at_all([Matter("roster", crash)])

    assert check.state == "unknown"
    assert "RuntimeError" in check.detail
    assert "secret" not in check.detail


def test_an_error_of_the_guide_is_bad_with_its_code() -> None:
    (check,) = look_at_all([Matter("roster", refuse)])

    assert (check.state, check.code) == ("bad", "ENV-005")


@pytest.fixture
def _nowhere(monkeypatch: pytest.MonkeyPatch) -> None:
    """No site and no browser is asked."""
    monkeypatch.setattr(
        "ekakushin.automation.doctor.examination.look_at_browser", lambda premises: [good("browser", "")]
    )
    monkeypatch.setattr("ekakushin.automation.doctor.examination._sites", lambda *_: [])


@pytest.mark.usefixtures("_nowhere")
def test_looking_makes_nothing(enter: Enter, tmp_path: Path) -> None:
    premises = enter(home=tmp_path / "later")

    checks = examine(premises)

    assert not (tmp_path / "later").exists()
    assert {check.state for check in checks} == {"good", "unknown"}


@pytest.mark.usefixtures("_nowhere")
def test_a_network_that_crashes_leaves_the_rest(enter: Enter, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ekakushin.automation.doctor.examination._sites", lambda *_: crash())

    names = {check.name: check.state for check in examine(enter())}

    assert (names["network"], names["folder"]) == ("unknown", "good")


@pytest.mark.usefixtures("_nowhere")
def test_what_is_safe_is_mended_told_and_looked_at_again(
    enter: Enter, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ekakushin.automation.doctor.fixing.find_browser", lambda **_: LIGHT)
    premises = enter()
    (home / VAULT_FILE).touch()
    home.chmod(0o755)
    told: list[str] = []

    before = {check.name: check for check in examine(premises)}
    after = {check.name: check for check in fix(premises, list(before.values()), told.append)}

    assert WINDOWS or (before["folder"].state, bool(after["folder"].fixed)) == ("bad", True)
    assert after["folder"].state == "good"
    assert after["database"].fixed
    assert (home / "engine.sqlite").exists()
    assert list(before) == list(after)
    assert told == []


@pytest.mark.usefixtures("_nowhere")
def test_mending_twice_does_nothing_the_second_time(enter: Enter, home: Path) -> None:
    Database(home).prepare()
    premises = enter()

    assert all(check.fixed == "" for check in fix(premises, examine(premises), print))


@pytest.mark.usefixtures("_nowhere")
def test_a_browser_is_got_where_there_is_none(enter: Enter, monkeypatch: pytest.MonkeyPatch) -> None:
    class Got:
        path = "/there/headless-shell"

    monkeypatch.setattr("ekakushin.automation.doctor.fixing.find_browser", lambda **_: None)
    monkeypatch.setattr("ekakushin.automation.doctor.fixing.browser_or_get_one", lambda **_: Got)
    lines = [good("browser", ""), good("headless", "")]
    monkeypatch.setattr("ekakushin.automation.doctor.examination.look_at_browser", lambda premises: lines)

    checks = fix(enter(), [bad("browser", "ENV-001", ""), good("database", "")], print)

    assert [check.name for check in checks] == ["browser", "headless", "database"]
    assert "/there/headless-shell" in checks[0].fixed


@pytest.mark.usefixtures("_nowhere")
def test_a_browser_that_was_named_is_not_replaced(enter: Enter, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ekakushin.automation.doctor.fixing.browser_or_get_one", lambda **_: crash())

    fix(enter(browser="/nonexistent"), [], print)


@pytest.mark.usefixtures("_nowhere")
def test_what_cannot_be_mended_is_told(enter: Enter, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse_tables(self: Database) -> None:
        raise Misconfigured("ENV-012", place=home)

    monkeypatch.setattr(Database, "prepare", refuse_tables)
    monkeypatch.setattr("ekakushin.automation.doctor.fixing.find_browser", lambda **_: LIGHT)
    told: list[str] = []

    checks = fix(enter(), [good("database", "")], told.append)

    assert len(told) == 1
    assert checks[0].fixed == ""


@pytest.mark.parametrize("language", ["ja", "en"])
def test_every_line_fits_into_80_columns(language: str, capsys: pytest.CaptureFixture[str]) -> None:
    use_language("en" if language == "en" else "ja")

    print_checks(CHECKS, Console(width=80), as_json_only=False)

    shown = capsys.readouterr().out
    assert max(map(cell_len, shown.splitlines())) <= 80
    assert all(word in shown for word in ("[ENV-003]", "[NET-002]", "ESET", "www.example.jp:8443", "done"))


def test_scripts_get_json_alone(capsys: pytest.CaptureFixture[str]) -> None:
    print_checks(CHECKS, Console(), as_json_only=True)

    checks = json.loads(capsys.readouterr().out)["checks"]
    assert set(checks[0]) == {"name", "state", "code", "detail", "remedy", "fixed"}
    assert [check["state"] for check in checks] == ["good", "unknown", "bad", "good"]
