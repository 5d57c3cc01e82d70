"""As which browser a site's issuance page was used is kept from run to run."""

from __future__ import annotations

from pathlib import Path

import pytest

from ekakushin.automation.state.faces import FolderFaces
from ekakushin.automation.state.names import StateFile
from ekakushin.flows.faces import Face


def test_what_worked_is_kept_site_by_site(tmp_path: Path) -> None:
    FolderFaces(tmp_path, "real").note(Face.EXPLORER)
    FolderFaces(tmp_path, "staging").note(Face.OWN)
    assert FolderFaces(tmp_path, "real").recall() is Face.EXPLORER
    assert FolderFaces(tmp_path, "other").recall() is None


@pytest.mark.parametrize("text", ["", "rubbish", '{"real": "netscape"}'])
def test_a_file_that_cannot_be_read_says_nothing(tmp_path: Path, text: str) -> None:
    (tmp_path / StateFile.FACES).write_text(text)
    memory = FolderFaces(tmp_path, "real")
    assert memory.recall() is None
    memory.note(Face.EXPLORER)
    assert FolderFaces(tmp_path, "real").recall() is Face.EXPLORER
