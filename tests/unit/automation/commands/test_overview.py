"""What `ekakushin` alone shows."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace

import pytest
from rich.cells import cell_len
from typer.testing import CliRunner

from ekakushin.automation.certificates import EncryptedCertificates
from ekakushin.automation.cli.app import app
from ekakushin.automation.commands import overview
from ekakushin.automation.commands.overview import show_overview
from ekakushin.automation.people import People
from ekakushin.automation.settings import read_settings
from ekakushin.automation.vault import FileVault
from tests.support.fakes import USER, invitation
from tests.support.keeping import issue

SHORTLY_BEFORE = datetime(2030, 12, 1, tzinfo=UTC)


def lines_of(words: str, text: str) -> list[str]:
    return [line for line in text.splitlines() if words in line]


def test_where_nothing_was_done_it_says_how_to_begin_and_makes_nothing(
    tmp_path: Path, settings_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EKAKUSHIN_HOME", str(tmp_path / "home"))

    shown = CliRunner().invoke(app, [])

    assert (shown.exit_code, shown.stderr) == (0, "")
    assert lines_of("ekakushin start", shown.stdout)
    assert "まだいません" in shown.stdout
    assert list(tmp_path.iterdir()) == []


def test_it_says_who_stands_where_whose_certificate_expires_and_what_to_type(
    home: Path, vault: FileVault, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    People(home, lambda: vault).keep([invitation(USER), invitation("10007", name="別の 人")])
    issued = issue(2030)
    EncryptedCertificates(home, vault).keep_certificate(
        USER, chain_pem=issued.chain_pem, key_pem=issued.key_pem
    )
    clock = SimpleNamespace(now=lambda zone: SHORTLY_BEFORE)
    monkeypatch.setattr(overview, "datetime", clock)

    show_overview(read_settings(home=home, vault="file"))

    text = capsys.readouterr().out
    assert lines_of("利用者", text) == ["  利用者    全 2 人: 未了 2"]
    assert "60 日以内に期限が切れる人: 10006 健保 太郎 2031-01-01" in text
    assert [line.strip() for line in lines_of("  ekakushin", text)] == [
        "ekakushin onboard",
        "ekakushin status --expiring 60d",
    ]
    assert len(text.splitlines()) < 20


@pytest.mark.parametrize("width", [40, 80, 200])
def test_it_fits_the_screen(
    tmp_path: Path, width: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("COLUMNS", str(width))

    show_overview(read_settings(home=tmp_path / "home"))

    assert max(map(cell_len, capsys.readouterr().out.splitlines())) <= width


def test_the_language_may_be_named_where_there_is_no_command(tmp_path: Path) -> None:
    assert CliRunner().invoke(app, ["--lang", "en"], env={"EKAKUSHIN_HOME": str(tmp_path)}).exit_code == 0


def test_the_help_is_where_it_was() -> None:
    shown = CliRunner().invoke(app, ["--help"])

    assert shown.exit_code == 0
    assert "コマンド:" in shown.stdout
