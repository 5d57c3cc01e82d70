"""Where the engine remembers: nobody else can read it, and what goes wrong is told without a password."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest
from dbos import DBOS
from sqlalchemy.engine import make_url
from sqlalchemy.exc import OperationalError, ProgrammingError

from ekakushin.automation.engine import database
from ekakushin.automation.engine.database import Database, translate_errors
from ekakushin.flows.errors import Misconfigured
from ekakushin.flows.secret import Secret
from tests.support.systems import MODES, posix_only

WORD = "TopSecret1"


@pytest.fixture
def open_to_all() -> object:
    """Files are made readable for everybody unless told otherwise."""
    before = os.umask(0)
    yield
    os.umask(before)


@posix_only(MODES)
@pytest.mark.usefixtures("open_to_all")
def test_nobody_else_can_read_the_file(tmp_path: Path) -> None:
    database = Database(tmp_path)
    database.prepare()

    with database.client() as client:
        client.list_workflows()
        modes = {file.name: file.stat().st_mode & 0o777 for file in tmp_path.iterdir()}

    assert modes["engine.sqlite"] == 0o600
    assert set(modes.values()) == {0o600}


def test_preparing_it_again_changes_nothing(tmp_path: Path) -> None:
    database = Database(tmp_path)
    database.prepare()
    before = (tmp_path / "engine.sqlite").read_bytes()

    Database(tmp_path).prepare()

    assert (tmp_path / "engine.sqlite").read_bytes() == before


def test_preparing_it_says_nothing(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    Database(tmp_path).prepare()

    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize(
    "name",
    [
        *("健保 太郎", "50% of a+b", "a#b", "O'Brien", "a;b&c=d", "a%20b"),
        pytest.param("a?b", marks=posix_only("no name on Windows holds a question mark")),
    ],
)
def test_a_folder_may_have_any_name(tmp_path: Path, name: str) -> None:
    home = tmp_path / name
    home.mkdir()
    database = Database(home)

    database.prepare()

    with database.client() as client:
        assert client.list_workflows() == []
    assert (home / "engine.sqlite").stat().st_size > 0
    assert list(tmp_path.iterdir()) == [home]


def test_whether_there_can_be_anything_in_it_is_known_without_making_it(tmp_path: Path) -> None:
    database = Database(tmp_path)
    before = database.is_there, list(tmp_path.iterdir())
    database.prepare()

    assert before == (False, [])
    assert database.is_there


def test_in_postgresql_there_can_always_be_something(tmp_path: Path) -> None:
    assert Database(tmp_path, Secret("postgresql://db/x")).is_there


def test_a_folder_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "home").touch()

    with pytest.raises(Misconfigured) as raised:
        Database(tmp_path / "home").prepare()

    assert raised.value.code == "ENV-004"


def test_a_file_that_is_no_database_is_said(tmp_path: Path) -> None:
    (tmp_path / "engine.sqlite").write_bytes(b"not a database, whatever its name says" * 100)

    with pytest.raises(Misconfigured) as raised:
        Database(tmp_path).prepare()

    assert raised.value.code == "ENV-010"


@pytest.mark.parametrize(
    "address",
    [
        f"postgresql://me:{WORD}@db.example:5432/ekakushin",
        f"postgres://me:{WORD}@db.example:5432/ekakushin",
        f"postgresql+psycopg://me:{WORD}@db.example:5432/ekakushin",
    ],
)
def test_an_address_of_postgresql_may_be_written_in_several_ways(tmp_path: Path, address: str) -> None:
    found = Database(tmp_path, Secret(address)).address

    assert found == Secret(f"postgresql://me:{WORD}@db.example:5432/ekakushin")


@pytest.mark.parametrize(
    "address",
    [
        f"mysql://me:{WORD}@db/x",
        f"sqlite:///{WORD}",
        f"postgresql://me:{WORD}@db",
        f"postgresql://me:{WORD}@db/",
        WORD,
        f"{WORD}://",
        f"postgresql://me:{WORD}@db:port/x",
        " ",
    ],
)
def test_what_is_no_address_of_postgresql_is_said_without_its_password(tmp_path: Path, address: str) -> None:
    with pytest.raises(Misconfigured) as raised:
        Database(tmp_path, Secret(address)).address  # noqa: B018  (reading it is the act)

    error = raised.value
    assert error.code == "ENV-010"
    assert WORD not in f"{error} {error!r} {error.values} {error.__cause__!r}"


@pytest.mark.parametrize("kind", [OperationalError, ProgrammingError])
def test_an_error_of_the_database_is_told_by_its_kind_and_not_by_its_words(kind: type[Exception]) -> None:
    with pytest.raises(Misconfigured) as raised, translate_errors():
        raise kind(f"SELECT '{WORD}'", {"pin": WORD}, ConnectionError(WORD))

    error = raised.value
    assert (error.code, error.values) == ("ENV-010", {"reason": "ConnectionError"})
    assert WORD not in f"{error} {error!r} {error.__cause__!r}"


def test_an_error_of_anything_else_stays_itself() -> None:
    with pytest.raises(ZeroDivisionError), translate_errors():
        raise ZeroDivisionError


@pytest.mark.parametrize(("hazard", "words"), [("network", "ネットワーク"), ("synchronised", "OneDrive")])
def test_a_file_where_it_is_not_safe_is_refused_with_the_reason(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, hazard: str, words: str
) -> None:
    monkeypatch.setattr(database, "hazard_of", lambda _: hazard)

    with pytest.raises(Misconfigured) as raised:
        Database(tmp_path).prepare()

    assert raised.value.code == "ENV-010"
    assert words in str(raised.value)
    assert not any(tmp_path.iterdir())


def test_where_the_folder_lies_does_not_matter_to_postgresql(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "hazard_of", lambda _: "network")

    Database(tmp_path, Secret("postgresql://server/ekakushin")).must_be_safe()


@pytest.mark.parametrize(("content", "words"), [(None, "なくなりました"), (b"", "0バイト")])
def test_a_file_that_was_lost_is_said_and_not_made_anew(
    tmp_path: Path, content: bytes | None, words: str
) -> None:
    Database(tmp_path).prepare()
    (tmp_path / "engine.sqlite").unlink()
    if content is not None:
        (tmp_path / "engine.sqlite").write_bytes(content)
    before = sorted(each.name for each in tmp_path.iterdir())

    def is_there() -> None:
        assert Database(tmp_path).is_there

    def client() -> None:
        with Database(tmp_path).client():
            pass

    for act in (Database(tmp_path).prepare, is_there, client):
        with pytest.raises(Misconfigured, match=words) as raised:
            act()
        assert raised.value.code == "ENV-010"
    assert sorted(each.name for each in tmp_path.iterdir()) == before


def test_a_database_that_cannot_be_made_whole_leaves_nothing_of_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(address: str) -> None:
        Path(f"{make_url(address).database}-journal").touch()
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(DBOS, "migrate", full)

    with pytest.raises(Misconfigured) as raised:
        Database(tmp_path).prepare()

    assert raised.value.code == "ENV-012"
    assert [each.name for each in tmp_path.iterdir() if each.suffix != ".lock"] == []
