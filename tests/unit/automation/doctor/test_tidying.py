"""What is mended in a state folder, and what is left as it is."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from ekakushin.automation.doctor.fixing import tidy
from ekakushin.automation.state.names import StateFile, StateFolder
from ekakushin.automation.vault import VAULT_FILE
from tests.support.systems import MODES, posix_only

pytestmark = posix_only(MODES)
STRAY = ".vault.bin.0123456789ab.tmp"


def put(file: Path, *, mode: int = 0o644, days_old: float = 0) -> Path:
    file.parent.mkdir(exist_ok=True)
    file.touch()
    file.chmod(mode)
    past = file.stat().st_mtime - days_old * 24 * 60 * 60
    os.utime(file, (past, past))
    return file


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_the_folder_and_what_is_in_it_become_their_owners_alone(home: Path) -> None:
    vault, report = put(home / VAULT_FILE), put(home / "reports" / "one.html")
    home.chmod(0o755)

    done = tidy(home)

    assert [mode(each) for each in (home, vault, report.parent, report)] == [0o700, 0o600, 0o700, 0o600]
    assert len(done) == 1
    assert tidy(home) == []


@pytest.mark.parametrize("before", [0o500, 0o000, 0o300, 0o577])
def test_a_folder_that_is_shut_to_its_owner_is_opened(home: Path, before: int) -> None:
    put(home / VAULT_FILE, mode=0o400)
    home.chmod(before)

    done = tidy(home)

    assert [mode(home), mode(home / VAULT_FILE)] == [0o700, 0o600]
    assert len(done) == 1


def test_a_folder_of_other_things_that_is_shut_stays_so(tmp_path: Path) -> None:
    other = put(tmp_path / "photos" / "cat.jpg").parent
    other.chmod(0o500)

    assert tidy(other) == []
    assert mode(other) == 0o500


@pytest.mark.parametrize("name", [*StateFile, *(each for each in StateFolder if each != StateFolder.MOCK)])
def test_everything_that_lies_there_is_known(home: Path, name: StateFile | StateFolder) -> None:
    kept = put(home / name if isinstance(name, StateFile) else home / name / "one")

    tidy(home)

    assert mode(kept) == 0o600


def test_what_is_not_this_programs_is_left_as_it_is(home: Path) -> None:
    put(home / VAULT_FILE)
    script, mock = put(home / "backup.sh", mode=0o755), put(home / "mock" / "ca.pem")

    tidy(home)

    assert (mode(script), mode(mock)) == (0o755, 0o644)


def test_a_folder_of_other_things_keeps_its_rights(tmp_path: Path) -> None:
    put(tmp_path / "photos" / "cat.jpg")
    tmp_path.chmod(0o755)

    assert tidy(tmp_path) == []
    assert mode(tmp_path) == 0o755


def test_a_persons_own_folder_keeps_its_rights(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(home))
    put(home / VAULT_FILE)
    home.chmod(0o755)

    assert tidy(home) == []
    assert mode(home) == 0o755


def test_links_are_not_followed(home: Path, tmp_path: Path) -> None:
    outside = put(tmp_path / "outside" / "file")
    (home / "reports").symlink_to(outside.parent)
    (home / "people.json").symlink_to(outside)

    tidy(home)

    assert mode(outside) == 0o644


def test_what_was_left_half_written_goes_after_a_day(home: Path) -> None:
    put(home / VAULT_FILE)
    old, young = put(home / STRAY, days_old=2), put(home / "certificates" / STRAY)
    probe = put(home / ".probe-0123456789abcdef", days_old=2)

    tidy(home)

    assert [each.exists() for each in (old, young, probe)] == [False, True, False]


def test_no_lock_file_is_removed_however_old(home: Path) -> None:
    put(home / VAULT_FILE)
    lock = put(home / f"{VAULT_FILE}.lock", days_old=400)

    tidy(home)

    assert lock.exists()
    assert mode(lock) == 0o600


def test_a_file_that_only_looks_like_a_stray_one_stays(home: Path) -> None:
    put(home / VAULT_FILE)
    other = put(home / "notes.tmp", days_old=400)

    tidy(home)

    assert other.exists()
