"""What the registry and WinHTTP say of proxies; the registry itself is in the contract tests, for Windows alone."""

from __future__ import annotations

import ctypes
from typing import Any

import pytest

from ekakushin.automation.proxies import windows
from ekakushin.automation.proxies.windows import InternetSettings, WinHttp, WinHttpError, settings_in

BLOB = bytes.fromhex("46000000 05000000") + b"\x09" + b"\0" * 40


@pytest.mark.parametrize(
    ("values", "settings"),
    [
        ({}, InternetSettings()),
        ({"ProxyEnable": 0, "ProxyServer": "a:1", "ProxyOverride": "b"}, InternetSettings()),
        (
            {"ProxyEnable": 1, "ProxyServer": "a:1", "ProxyOverride": "<local>"},
            InternetSettings(servers="a:1", exceptions="<local>"),
        ),
        ({"AutoConfigURL": " http://wpad/x.pac "}, InternetSettings(script="http://wpad/x.pac")),
        ({"DefaultConnectionSettings": BLOB}, InternetSettings(detects=True)),
        ({"DefaultConnectionSettings": BLOB[:8] + b"\x01"}, InternetSettings()),
        ({"DefaultConnectionSettings": b"", "ProxyEnable": "1", "AutoConfigURL": 7}, InternetSettings()),
    ],
)
def test_the_values_of_the_registry_are_understood(
    values: dict[str, Any], settings: InternetSettings
) -> None:
    assert settings_in(values) == settings


class FakeLibrary:
    """winhttp.dll at its functions: answers one after the other, a number is Windows' error."""

    def __init__(self, *answers: str | int) -> None:
        self.answers = list(answers)
        self.asked: list[tuple[str, str | None, int, int]] = []
        self.error = 0
        self.freed: list[int] = []
        self.closed: list[int] = []
        self._texts: list[Any] = []

    def WinHttpOpen(self, *_: object) -> int:  # noqa: N802  (Windows' own name)
        return 7

    def WinHttpCloseHandle(self, session: int) -> int:  # noqa: N802  (Windows' own name)
        self.closed.append(session)
        return 1

    def GlobalFree(self, memory: int) -> None:  # noqa: N802  (Windows' own name)
        self.freed.append(memory)

    def WinHttpGetProxyForUrl(self, session: int, address: str, options: Any, info: Any) -> int:  # noqa: N802  (Windows' own name)
        wanted = options._obj
        self.asked.append((address, wanted.script, wanted.flags, wanted.logs_on))
        answer = self.answers.pop(0)
        if isinstance(answer, int):
            self.error = answer
            return 0
        text = ctypes.create_unicode_buffer(answer)
        self._texts.append(text)
        info._obj.access = 3 if answer else 1
        info._obj.proxies = ctypes.addressof(text) if answer else None
        return 1


@pytest.fixture
def library(monkeypatch: pytest.MonkeyPatch) -> Any:
    def answering(*answers: str | int) -> FakeLibrary:
        made = FakeLibrary(*answers)
        monkeypatch.setattr(windows, "_last_error", lambda: made.error)
        return made

    return answering


def test_winhttp_is_asked_with_the_script_and_its_memory_is_given_back(library: Any) -> None:
    made = library("a:1;b:2")

    assert WinHttp(lambda: made).servers_for("https://ds/", script="http://wpad/x.pac") == "a:1;b:2"
    assert made.asked == [("https://ds/", "http://wpad/x.pac", 2, 0)]
    assert (len(made.freed), made.closed) == (1, [7])


def test_direct_is_no_proxy(library: Any) -> None:
    made = library("")

    assert WinHttp(lambda: made).servers_for("https://ds/") == ""
    assert made.asked == [("https://ds/", None, 1, 0)]


def test_a_server_that_wants_to_know_who_asks_is_told_the_windows_user_and_no_other(library: Any) -> None:
    made = library(12015, "a:1")

    assert WinHttp(lambda: made).servers_for("https://ds/", script="http://wpad/x.pac") == "a:1"
    assert [logs_on for *_, logs_on in made.asked] == [0, 1]


def test_windows_number_is_told_and_the_session_closed(library: Any) -> None:
    made = library(windows.NOT_DETECTED)

    with pytest.raises(WinHttpError) as caught:
        WinHttp(lambda: made).servers_for("https://ds/")

    assert (caught.value.number, made.closed) == (12180, [7])
