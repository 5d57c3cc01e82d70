"""Names that Windows keeps for devices, and names whose end it drops: what is written under them is lost."""

from __future__ import annotations

import string
import sys
from pathlib import PurePath, PureWindowsPath

from ekakushin.flows.text import say

DEVICES = frozenset(
    {"con", "prn", "aux", "nul", "conin$", "conout$"}
    | {f"{port}{digit}" for port in ("com", "lpt") for digit in f"{string.digits}¹²³"}
)
_WINDOWS = sys.platform == "win32"


def refuse_devices(path: PurePath) -> None:
    """Raises OSError, on Windows alone, where a part of `path` is a device's name or ends in a dot or blank."""
    fault = fault_of(path) if _WINDOWS else ""
    if fault:
        raise OSError(None, fault)


def fault_of(path: PurePath) -> str:
    """What is wrong with it for Windows, as a sentence; "" for nothing."""
    parts = PureWindowsPath(path)
    for part in parts.parts[1:] if parts.anchor else parts.parts:
        if part.partition(".")[0].rstrip(" ").lower() in DEVICES:
            return say("keeping.device_name", name=part)
        if part.rstrip(" .") != part and part not in (".", ".."):
            return say("keeping.dropped_end", name=part)
    return ""
