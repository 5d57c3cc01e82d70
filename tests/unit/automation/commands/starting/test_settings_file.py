"""settings.toml is written once, whole, and what somebody has written there stays."""

from __future__ import annotations

from pathlib import Path

import pytest

from ekakushin.automation.commands.starting.settings_file import keep_settings, left_out
from ekakushin.automation.settings import read_settings
from ekakushin.flows.errors import Misconfigured
from tests.support.keeping import FullDisk
from tests.support.systems import posix_only


def nobody_asks(question: str) -> bool:
    raise AssertionError(question)


def test_what_is_written_is_what_is_read(settings_file: Path, tmp_path: Path) -> None:
    home = tmp_path / "my data"

    assert keep_settings({"vault": "file", "home": home, "headed": True}, nobody_asks)

    settings = read_settings()
    assert (settings.vault, settings.home, settings.headed) == ("file", home, True)


def test_comments_and_the_settings_of_others_stay(settings_file: Path) -> None:
    settings_file.write_text(
        "# ours\nworkers = 3 # not more\r\n\n[theme]\ndark = true\n", "utf-8", newline=""
    )

    keep_settings({"vault": "file"}, nobody_asks)

    text = settings_file.read_bytes().decode()
    assert text.startswith("# ours\nworkers = 3 # not more\r\n")
    assert text.endswith("[theme]\ndark = true\n")
    assert (read_settings().vault, read_settings().workers) == ("file", 3)


def test_the_same_again_writes_nothing(settings_file: Path) -> None:
    settings_file.write_text('vault = "file"')

    assert not keep_settings({"vault": "file"}, nobody_asks)
    assert settings_file.read_text() == 'vault = "file"'


@pytest.mark.parametrize(("answer", "vault"), [(True, "file"), (False, "keyring")])
def test_a_value_is_changed_only_if_somebody_agrees(settings_file: Path, answer: bool, vault: str) -> None:
    settings_file.write_text('vault = "keyring" # as IT says\n')
    asked: list[str] = []

    changed = keep_settings({"vault": "file"}, lambda question: bool(asked.append(question)) or answer)

    assert (changed, read_settings().vault) == (answer, vault)
    assert "vault は keyring です。file に変えますか" in asked[0]
    assert "# as IT says" in settings_file.read_text()


def test_a_login_is_never_written_nor_shown(settings_file: Path) -> None:
    settings_file.write_text('proxy = "http://me:TopSecret1@proxy:8080"\n')
    asked: list[str] = []

    keep_settings({"proxy": "http://other:8080"}, lambda question: bool(asked.append(question)))
    wanted = {"proxy": "http://me:TopSecret2@proxy:8080", "home": "/home/me@example.com"}

    assert "TopSecret1" not in asked[0]
    assert left_out(wanted) == ["proxy"]
    keep_settings(wanted, nobody_asks)
    assert "TopSecret2" not in settings_file.read_text()


@pytest.mark.parametrize("data", [b"workers = ", 'browser = "日本"'.encode("cp932")], ids=["half", "cp932"])
def test_a_file_that_is_no_toml_stays_as_it_is(settings_file: Path, data: bytes) -> None:
    settings_file.write_bytes(data)

    with pytest.raises(Misconfigured) as raised:
        keep_settings({"vault": "file"}, nobody_asks)

    assert (raised.value.code, settings_file.read_bytes()) == ("ENV-005", data)


@posix_only("making a link needs a privilege on Windows")
def test_a_file_behind_a_link_stays_behind_it(settings_file: Path, tmp_path: Path) -> None:
    (tmp_path / "kept").mkdir()
    settings_file.symlink_to(tmp_path / "kept" / "mine.toml")

    keep_settings({"vault": "file"}, nobody_asks)

    assert settings_file.is_symlink()
    assert read_settings().vault == "file"


def test_a_disk_that_is_full_leaves_the_file_as_it_was(settings_file: Path, full_disk: FullDisk) -> None:
    settings_file.write_text("workers = 3\n")

    with full_disk(), pytest.raises(Misconfigured) as raised:
        keep_settings({"vault": "file"}, nobody_asks)

    assert raised.value.code == "ENV-012"
    assert [each.name for each in settings_file.parent.iterdir()] == [settings_file.name]
    assert settings_file.read_text() == "workers = 3\n"
