"""What Windows' own settings say of proxies: the user's Internet settings, and WinHTTP for scripts and detection."""

from __future__ import annotations

import ctypes
import sys
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

if sys.platform == "win32":
    import winreg

SETTINGS = r"Software\Microsoft\Windows\CurrentVersion\Internet Settings"
_POLICY = r"Software\Policies\Microsoft\Windows\CurrentVersion\Internet Settings"
_BLOB = "DefaultConnectionSettings"
_FLAGS_AT, _DETECTS = 8, 0x08  # in that blob: the byte of switches, and 自動的に検出する among them


@dataclass(frozen=True, kw_only=True)
class InternetSettings:
    """The user's settings: detect, a script's address, and proxies with their exceptions, "" and False where off."""

    detects: bool = False
    script: str = ""
    servers: str = ""
    exceptions: str = ""


def settings_in(values: Mapping[str, Any]) -> InternetSettings:
    """The settings that these values of the registry mean; what has another type than Windows gives it is off."""
    blob = values.get(_BLOB)
    flags = blob[_FLAGS_AT] if isinstance(blob, bytes) and len(blob) > _FLAGS_AT else 0
    is_on = values.get("ProxyEnable") == 1
    return InternetSettings(
        detects=bool(flags & _DETECTS),
        script=_text(values, "AutoConfigURL"),
        servers=_text(values, "ProxyServer") if is_on else "",
        exceptions=_text(values, "ProxyOverride") if is_on else "",
    )


def _text(values: Mapping[str, Any], name: str) -> str:
    found = values.get(name)
    return found.strip() if isinstance(found, str) else ""


def read_internet_settings() -> InternetSettings | None:
    """The settings of this Windows user, or of this PC where a policy says that they count; None elsewhere."""
    return settings_in(read_values(SETTINGS)) if sys.platform == "win32" else None


def read_values(path: str) -> dict[str, Any]:
    """The values that count, by their names; {} where there are none."""
    found: dict[str, Any] = {}
    if sys.platform == "win32":
        per_user = _values(winreg.HKEY_LOCAL_MACHINE, _POLICY).get("ProxySettingsPerUser") != 0
        root = winreg.HKEY_CURRENT_USER if per_user else winreg.HKEY_LOCAL_MACHINE
        found = {**_values(root, path), **_values(root, rf"{path}\Connections")}
    return found


def _values(root: Any, path: str) -> dict[str, Any]:
    found: dict[str, Any] = {}
    if sys.platform == "win32":
        with suppress(OSError), winreg.OpenKey(root, path) as key:
            for number in range(winreg.QueryInfoKey(key)[1]):
                name, value, _ = winreg.EnumValue(key, number)
                found[name] = value
    return found


_NO_PROXY, _NAMED_PROXY = 1, 3  # WINHTTP_ACCESS_TYPE_…
_AUTO_DETECT, _CONFIG_URL = 0x1, 0x2  # WINHTTP_AUTOPROXY_…
_DHCP, _DNS = 0x1, 0x2  # WINHTTP_AUTO_DETECT_TYPE_…
_LOGIN_FAILURE = 12015  # ERROR_WINHTTP_LOGIN_FAILURE: the server of the script wants to know who asks
NOT_DETECTED = 12180  # ERROR_WINHTTP_AUTODETECTION_FAILED: there is no script in this network


class _Options(ctypes.Structure):
    _fields_ = (
        ("flags", ctypes.c_uint32),
        ("detect", ctypes.c_uint32),
        ("script", ctypes.c_wchar_p),
        ("reserved", ctypes.c_void_p),
        ("reserved_too", ctypes.c_uint32),
        ("logs_on", ctypes.c_int32),
    )


class _Info(ctypes.Structure):
    _fields_ = (("access", ctypes.c_uint32), ("proxies", ctypes.c_void_p), ("exceptions", ctypes.c_void_p))


class WinHttpError(Exception):
    """WinHTTP did not answer; `number` is Windows' own."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.number = number


class WinHttp:
    """WinHTTP's answer to the question which proxy serves an address. `load` gives its library, for tests."""

    def __init__(self, load: Callable[[], Any] | None = None) -> None:
        self._load = load or _library

    def servers_for(self, address: str, *, script: str = "") -> str:
        """As `answers.read_list` reads it, "" for none; without a script's address it looks for one in this network.

        Raises WinHttpError; takes as long as the network does.
        """
        library = self._load()
        session = library.WinHttpOpen(None, _NO_PROXY, None, None, 0)
        if not session:
            raise WinHttpError(_last_error())
        try:
            return self._ask(library, session, address, script)
        finally:
            library.WinHttpCloseHandle(session)

    def _ask(self, library: Any, session: Any, address: str, script: str) -> str:
        info, number = _Info(), 0
        for logs_on in (False, True):  # the faster way first, as Microsoft has it
            options = _Options(
                flags=_CONFIG_URL if script else _AUTO_DETECT,
                detect=0 if script else _DHCP | _DNS,
                script=script or None,
                logs_on=logs_on,
            )
            if library.WinHttpGetProxyForUrl(session, address, ctypes.byref(options), ctypes.byref(info)):
                return _taken_from(library, info)
            number = _last_error()
            if number != _LOGIN_FAILURE:
                break
        raise WinHttpError(number)


def _taken_from(library: Any, info: _Info) -> str:
    try:
        return ctypes.wstring_at(info.proxies) if info.access == _NAMED_PROXY and info.proxies else ""
    finally:
        for memory in filter(None, (info.proxies, info.exceptions)):
            library.GlobalFree(memory)


def _last_error() -> int:
    return int(getattr(ctypes, "get_last_error", lambda: 0)())


class _Library:
    """winhttp.dll and the one function of kernel32.dll that goes with it."""

    def __init__(self) -> None:
        load: Any = getattr(ctypes, "WinDLL")  # noqa: B009  (elsewhere there is none)
        winhttp, kernel32 = load("winhttp", use_last_error=True), load("kernel32", use_last_error=True)
        text, pointer = ctypes.c_wchar_p, ctypes.c_void_p
        self.WinHttpOpen = _typed(
            winhttp.WinHttpOpen, pointer, text, ctypes.c_uint32, text, text, ctypes.c_uint32
        )
        self.WinHttpGetProxyForUrl = _typed(
            winhttp.WinHttpGetProxyForUrl, ctypes.c_int, pointer, text, pointer, pointer
        )
        self.WinHttpCloseHandle = _typed(winhttp.WinHttpCloseHandle, ctypes.c_int, pointer)
        self.GlobalFree = _typed(kernel32.GlobalFree, pointer, pointer)


def _typed(function: Any, answer: Any, *arguments: Any) -> Any:
    function.restype, function.argtypes = answer, arguments
    return function


def _library() -> Any:
    return _Library()
