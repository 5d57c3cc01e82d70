"""Each worker has a name that no other living process has; a dead one's name can be told from a living one's."""

from __future__ import annotations

import os
import platform
from pathlib import Path

import pytest

from ekakushin.automation.engine.workers import hold_dead, is_of_this_pc, seat, who_is
from ekakushin.automation.state.names import StateFolder
from ekakushin.flows.errors import Misconfigured
from tests.support.systems import MODES, posix_only

HOME = "0123456789ab"


@pytest.fixture
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """The name of a worker of another PC."""
    with monkeypatch.context() as there:
        there.setattr(platform, "node", lambda: "OTHER-PC")
        with seat(tmp_path, HOME) as name:
            return name


def test_two_workers_at_once_have_different_names(tmp_path: Path) -> None:
    with seat(tmp_path, HOME) as one, seat(tmp_path, HOME) as other, seat(tmp_path, HOME) as third:
        assert len({one, other, third}) == 3


def test_who_a_worker_is_can_be_said(tmp_path: Path) -> None:
    with seat(tmp_path, HOME) as name:
        assert str(os.getpid()) in who_is(tmp_path, name)

    assert who_is(tmp_path, name) == "別のプロセス"


def test_a_name_that_is_free_again_is_taken_first(tmp_path: Path) -> None:
    with seat(tmp_path, HOME) as first:
        pass
    with seat(tmp_path, HOME) as again, seat(tmp_path, HOME) as second:
        pass

    assert again == first != second


def test_a_name_in_the_middle_that_is_free_is_taken_first(tmp_path: Path) -> None:
    with seat(tmp_path, HOME):
        with seat(tmp_path, HOME) as middle, seat(tmp_path, HOME):
            pass
        with seat(tmp_path, HOME) as again:
            assert again == middle


def test_a_name_is_free_again_after_an_error(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError), seat(tmp_path, HOME) as name:
        raise ZeroDivisionError
    with seat(tmp_path, HOME) as again:
        assert again == name


def test_workers_of_two_homes_have_different_names(tmp_path: Path) -> None:
    with seat(tmp_path / "one", HOME) as one, seat(tmp_path / "two", "ba9876543210") as other:
        assert one != other


def test_a_living_worker_is_not_dead(tmp_path: Path) -> None:
    with seat(tmp_path, HOME) as name, hold_dead(tmp_path, name) as dead:
        assert not dead


def test_a_worker_whose_process_is_gone_is_dead(tmp_path: Path) -> None:
    with seat(tmp_path, HOME) as name:
        pass
    with hold_dead(tmp_path, name) as dead:
        assert dead


def test_a_dead_worker_s_name_is_nobody_else_s_while_it_is_held(tmp_path: Path) -> None:
    with seat(tmp_path, HOME) as name:
        pass
    with hold_dead(tmp_path, name), seat(tmp_path, HOME) as other, hold_dead(tmp_path, name) as also_held:
        assert other != name
        assert not also_held
    with seat(tmp_path, HOME) as again:
        assert again == name


def test_looking_at_a_living_worker_leaves_it_its_name(tmp_path: Path) -> None:
    with seat(tmp_path, HOME) as name:
        with hold_dead(tmp_path, name):
            pass
        with seat(tmp_path, HOME) as other:
            assert other != name


def test_of_another_pc_s_worker_nothing_can_be_said(tmp_path: Path, elsewhere: str) -> None:
    with hold_dead(tmp_path, elsewhere) as dead:
        assert not dead


def test_another_pc_s_worker_is_dead_for_somebody_who_has_looked(tmp_path: Path, elsewhere: str) -> None:
    with hold_dead(tmp_path, elsewhere, anywhere=True) as dead:
        assert dead


@pytest.mark.parametrize(
    "pc", ["PC-01", "健保-PC", "a-very-long-name-of-a-pc-that-nobody-types-" * 3, "", "10.0.0.1"]
)
def test_a_worker_s_name_says_whether_it_is_of_this_pc(
    tmp_path: Path, elsewhere: str, monkeypatch: pytest.MonkeyPatch, pc: str
) -> None:
    monkeypatch.setattr(platform, "node", lambda: pc)
    with seat(tmp_path, HOME) as here:
        pass

    assert is_of_this_pc(here)
    assert not is_of_this_pc(elsewhere)


def test_a_name_that_nobody_gave_is_of_no_pc() -> None:
    assert not is_of_this_pc("local")


def test_a_folder_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "home").touch()

    with pytest.raises(Misconfigured) as raised, seat(tmp_path / "home", HOME):
        pass

    assert raised.value.code == "ENV-004"


@posix_only(MODES)
def test_locks_are_the_owner_s_alone(tmp_path: Path) -> None:
    with seat(tmp_path, HOME):
        modes = {file.stat().st_mode & 0o777 for file in (tmp_path / StateFolder.WORKERS).iterdir()}

    assert modes == {0o600}
