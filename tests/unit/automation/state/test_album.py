"""Evidence is passed on and remembered by person."""

from __future__ import annotations

import pytest

from ekakushin.automation.state.album import Album
from ekakushin.flows.errors import Misconfigured
from tests.support.fakes import MemoryEvidence


def keep(album: Album, user_id: str, kind: str = "last") -> str:
    return album.keep(user_id=user_id, step="login", kind=kind, suffix=".png", data=b"picture")


def test_what_is_kept_reaches_the_evidence_behind_it() -> None:
    behind = MemoryEvidence()

    path = keep(Album(behind), "10006")

    assert behind.kept == {path: b"picture"}


def test_the_paths_of_one_person_are_told_oldest_first() -> None:
    album = Album(MemoryEvidence())
    paths = [keep(album, "10006"), keep(album, "10006", "failure")]
    keep(album, "10007")

    assert album.of("10006") == tuple(paths)


def test_somebody_without_evidence_has_none() -> None:
    assert Album(MemoryEvidence()).of("10006") == ()


def test_what_could_not_be_kept_is_not_remembered() -> None:
    album = Album(MemoryEvidence(broken=Misconfigured("ENV-004", path="x", reason="full")))

    with pytest.raises(Misconfigured):
        keep(album, "10006")

    assert album.of("10006") == ()
