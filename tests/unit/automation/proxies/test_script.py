"""A proxy script is fetched with limits, and told the addresses of the names that it asks about."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest

from ekakushin.automation.proxies import script
from ekakushin.automation.proxies.script import (
    Answers,
    Question,
    ScriptError,
    ask_script,
    fetch_script,
    file_of,
)
from tests.support.systems import posix_only

TEXT = "function FindProxyForURL(url, host) { return 'PROXY 社内:1'; }"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932"])
def test_a_script_is_read_from_a_file(encoding: str, tmp_path: Path) -> None:
    file = tmp_path / "proxy.pac"
    file.write_bytes(TEXT.encode(encoding))

    assert fetch_script(str(file)) == TEXT
    assert fetch_script(file.as_uri()) == TEXT


@pytest.mark.parametrize(
    ("content", "times"), [(b"<html>Login</html>", 1), (b"", 1), (b"x", script.MOST + 1)]
)
def test_what_is_no_script_is_refused(content: bytes, times: int, tmp_path: Path) -> None:
    file = tmp_path / "proxy.pac"
    file.write_bytes(content * times)

    with pytest.raises(ScriptError):
        fetch_script(str(file))


def test_a_script_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(ScriptError) as caught:
        fetch_script(str(tmp_path / "nothing"))

    assert caught.value.reason


@posix_only("a path of Windows is another one")
@pytest.mark.parametrize(
    ("place", "path"),
    [
        ("file:///etc/a%20b.pac", "/etc/a b.pac"),
        ("file:///C:/proxy.pac", "C:/proxy.pac"),
        ("file://localhost/etc/a.pac", "/etc/a.pac"),
        ("file://server/share/a.pac", "//server/share/a.pac"),
        ("/etc/a.pac", "/etc/a.pac"),
    ],
)
def test_a_file_is_found_however_it_is_written(place: str, path: str) -> None:
    assert file_of(place) == Path(path)


def test_names_are_looked_up_and_the_script_is_asked_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "proxy.pac").write_text(TEXT, "utf-8")
    found = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("192.0.2.7", 0))]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: found)
    asked: list[dict[str, tuple[str, ...]]] = []

    def engine(question: Question) -> Answers:
        asked.append(dict(question.names))
        return Answers(proxies=("DIRECT",)) if question.names else Answers(unknown=("ds.example",))

    assert ask_script(str(tmp_path / "proxy.pac"), ["https://ds.example/"], engine) == ["DIRECT"]
    assert asked == [{}, {"ds.example": ("192.0.2.7",)}]


def test_a_script_that_asks_without_end_is_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "proxy.pac").write_text(TEXT, "utf-8")
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: [])

    with pytest.raises(ScriptError):
        ask_script(
            str(tmp_path / "proxy.pac"),
            ["https://ds.example/"],
            lambda question: Answers(unknown=(f"{len(question.names)}.example",)),
        )
