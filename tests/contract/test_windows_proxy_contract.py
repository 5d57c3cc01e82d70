"""Windows' own say about proxies: the registry as it is read, and WinHTTP with a script on this PC."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from ekakushin.automation.proxies.windows import (
    InternetSettings,
    WinHttp,
    WinHttpError,
    read_internet_settings,
    read_values,
    settings_in,
)
from tests.support.systems import WINE

winreg: Any = pytest.importorskip("winreg", reason="Windows alone has a registry")

ROOT = r"Software\ekakushin contract"
KEY = rf"{ROOT}\Internet Settings"
SCRIPT = b"""
function FindProxyForURL(url, host) {
  if (shExpMatch(host, "*.e-kakushin.com")) return "PROXY proxy.example:8080; PROXY other.example:3128";
  return "DIRECT";
}
"""


@pytest.fixture
def settings() -> Iterator[Any]:
    """Writes values as Windows' settings do, into a key of the test's own."""

    def written(kind: int, name: str, value: object, below: str = "") -> None:
        with winreg.CreateKey(winreg.HKEY_CURRENT_USER, KEY + below) as key:
            winreg.SetValueEx(key, name, 0, kind, value)

    yield written
    for path in (rf"{KEY}\Connections", KEY, ROOT):
        with suppress(OSError):
            winreg.DeleteKey(winreg.HKEY_CURRENT_USER, path)


def test_the_user_s_settings_are_read(settings: Any) -> None:
    settings(winreg.REG_DWORD, "ProxyEnable", 1)
    settings(winreg.REG_SZ, "ProxyServer", "http=a:1;https=proxy.example:8080")
    settings(winreg.REG_SZ, "ProxyOverride", "*.社内.jp;<local>")
    settings(winreg.REG_SZ, "AutoConfigURL", "http://wpad.example/proxy.pac")
    blob = b"\x46\0\0\0\x05\0\0\0\x09" + b"\0" * 31
    settings(winreg.REG_BINARY, "DefaultConnectionSettings", blob, r"\Connections")

    assert settings_in(read_values(KEY)) == InternetSettings(
        detects=True,
        script="http://wpad.example/proxy.pac",
        servers="http=a:1;https=proxy.example:8080",
        exceptions="*.社内.jp;<local>",
    )


def test_settings_that_were_never_made_say_nothing() -> None:
    assert settings_in(read_values(KEY)) == InternetSettings()


def test_this_user_has_settings_of_some_kind() -> None:
    assert isinstance(read_internet_settings(), InternetSettings)


@pytest.fixture
def address() -> Iterator[str]:
    """Where a script is served on this PC."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200 if self.path == "/proxy.pac" else 404)
            self.send_header("Content-Type", "application/x-ns-proxy-autoconfig")
            self.send_header("Content-Length", str(len(SCRIPT)))
            self.end_headers()
            self.wfile.write(SCRIPT)

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        yield f"http://127.0.0.1:{server.server_address[1]}/proxy.pac"
        server.shutdown()
        thread.join()


def test_winhttp_runs_a_script(address: str) -> None:
    asked = [
        WinHttp().servers_for(f"https://{host}/", script=address)
        for host in ("ds.e-kakushin.com", "webra2.secomtrust.net")
    ]

    first, *others = asked[0].replace(" ", ";").split(";")
    assert (first, asked[1]) == ("proxy.example:8080", "")
    assert others == ([] if WINE else ["other.example:3128"])  # Wine's answer ends with the first


def test_a_script_that_is_not_there_is_windows_error(address: str) -> None:
    with pytest.raises(WinHttpError) as caught:
        WinHttp().servers_for("https://ds.e-kakushin.com/", script=f"{address}.gone")

    assert caught.value.number > 12_000
