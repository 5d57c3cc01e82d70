"""Pictures and pages on disk."""

from __future__ import annotations

from pathlib import Path

import pytest

from ekakushin.automation.state.evidence import FolderEvidence
from ekakushin.automation.state.files import open_folder
from ekakushin.flows.errors import Misconfigured
from ekakushin.flows.keeping import Evidence


def keep(evidence: Evidence, data: bytes, *, user_id: str = "10006", suffix: str = ".png") -> Path:
    return Path(evidence.keep(user_id=user_id, step="pin", kind="last", suffix=suffix, data=data))


def test_what_was_kept_lies_where_the_path_says(home: Path) -> None:
    path = keep(FolderEvidence(home / "evidence", "run1"), b"picture")
    assert path == home / "evidence" / "run1" / "10006" / "01-pin-last.png"
    assert path.read_bytes() == b"picture"


def test_a_later_run_and_a_later_picture_stand_beside_the_older_ones(home: Path) -> None:
    paths = [keep(FolderEvidence(home / "evidence", run), b"picture") for run in ("a", "a", "b")]
    assert [path.name for path in paths] == ["01-pin-last.png", "02-pin-last.png", "01-pin-last.png"]
    assert len(set(paths)) == 3


def test_no_user_id_leads_out_of_the_folder(home: Path) -> None:
    path = keep(FolderEvidence(home / "evidence", "../run"), b"x", user_id="../../10006")
    assert (home / "evidence") in path.resolve().parents


def test_a_suffix_that_is_none_is_refused(home: Path) -> None:
    with pytest.raises(ValueError, match="suffix"):
        keep(FolderEvidence(home / "evidence", "run"), b"x", suffix="/../x")


def test_a_folder_that_cannot_be_used_is_named(home: Path) -> None:
    (open_folder(home, "evidence") / "run").touch()
    with pytest.raises(Misconfigured) as caught:
        keep(FolderEvidence(home / "evidence", "run"), b"x")
    assert caught.value.code == "ENV-004"
