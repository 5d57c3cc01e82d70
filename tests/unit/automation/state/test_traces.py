"""The folder of raw traces is the owner's alone, and is gone with its process."""

from __future__ import annotations

from pathlib import Path

import pytest
from filelock import FileLock

from ekakushin.automation.state import traces
from ekakushin.automation.state.traces import raw_traces, remove_leftovers
from tests.support.systems import is_its_owners_alone


def left_behind(home: Path, run: str) -> Path:
    """What a process that was killed has left."""
    folder = home / "raw-traces" / run
    folder.mkdir(parents=True)
    (folder / "raw.zip").write_bytes(b"secret")
    return folder


def test_it_is_there_for_its_owner_alone_and_then_gone(tmp_path: Path) -> None:
    with raw_traces(tmp_path, "run", wanted=True, tell=pytest.fail) as folder:
        assert folder
        assert is_its_owners_alone(folder)
        (folder / "raw.zip").write_bytes(b"secret")
    assert list((tmp_path / "raw-traces").iterdir()) == []


def test_it_is_gone_after_a_failure_too(tmp_path: Path) -> None:
    def failing() -> None:
        with raw_traces(tmp_path, "run", wanted=True, tell=pytest.fail) as folder:
            assert folder
            (folder / "raw.zip").mkdir()
            (folder / "raw.zip").write_bytes(b"no file")

    with pytest.raises(OSError, match=r"raw\.zip"):
        failing()
    assert list((tmp_path / "raw-traces").iterdir()) == []


def test_without_wanting_any_there_is_none(tmp_path: Path) -> None:
    with raw_traces(tmp_path, "run", wanted=False, tell=pytest.fail) as folder:
        assert folder is None
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("wanted", [True, False])
def test_what_a_killed_process_has_left_is_removed_at_the_next_start(tmp_path: Path, wanted: bool) -> None:
    left = left_behind(tmp_path, "killed")
    with raw_traces(tmp_path, "run", wanted=wanted, tell=pytest.fail):
        assert not left.exists()


def test_what_a_living_process_uses_is_left_alone(tmp_path: Path) -> None:
    used = left_behind(tmp_path, "living")
    with FileLock(used.with_name("living.lock")):
        remove_leftovers(tmp_path, pytest.fail)
    assert (used / "raw.zip").exists()


def test_what_cannot_be_deleted_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(traces, "delete_folder_patiently", _refuse)
    told: list[str] = []
    with raw_traces(tmp_path, "run", wanted=True, tell=told.append) as folder:
        assert folder
        (folder / "raw.zip").write_bytes(b"secret")

    (sentence,) = told
    assert str(folder) in sentence
    assert "in use" in sentence


def test_what_could_not_be_deleted_is_tried_again_and_told_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    left, real = left_behind(tmp_path, "former"), traces.delete_folder_patiently
    told: list[str] = []
    for refused in (True, False):
        monkeypatch.setattr(traces, "delete_folder_patiently", _refuse if refused else real)
        with raw_traces(tmp_path, "run", wanted=False, tell=told.append):
            assert left.exists() is refused
            assert len(told) == 1


def _refuse(folder: Path) -> None:
    raise PermissionError(13, "in use", str(folder))
