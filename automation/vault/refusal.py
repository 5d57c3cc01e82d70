"""What the operating system's keyring said when it refused, with its number, and what to do about it.

Never in the words of the exception, which may hold the value: of a number the system itself knows the words.
"""

from __future__ import annotations

import ctypes
import errno
import os
import sys
from collections.abc import Iterator

from keyring.backend import KeyringBackend
from keyring.errors import InitError, KeyringLocked, NoKeyringError

from ekakushin.flows.errors import VaultClosed
from ekakushin.flows.text import say

# What each number means for whoever has to act; Windows' first, then macOS' (they are negative).
_MEANINGS = {
    **dict.fromkeys((8, 14, 1450, 1816), "full"),
    **dict.fromkeys((1312, 1244, 1326), "no_session"),
    **dict.fromkeys((5, 1260, 1314), "denied"),
    **dict.fromkeys((1783, 87), "too_long"),
    **dict.fromkeys((-25308, -25293, -128, -60008), "locked"),
}


def refusal_of(error: BaseException, backend: KeyringBackend) -> VaultClosed:
    """ENV-003 with a sentence that fits; ENV-002 where there turns out to be no keyring at all."""
    if isinstance(error, NoKeyringError):
        return VaultClosed("ENV-002", detail=say("keyring.unusable", keyring=name_of(backend)))
    number = _number_of(error)
    told = [type(error).__name__, *([str(number), _words_of(number)] if number is not None else [])]
    shown = " ".join(filter(None, told))
    return VaultClosed(
        "ENV-003", detail=say(f"keyring.{_meaning(error, number)}", error=shown, keyring=name_of(backend))
    )


def name_of(backend: KeyringBackend) -> str:
    """How a keyring is called in its own settings."""
    return f"{type(backend).__module__}.{type(backend).__qualname__}"


def _meaning(error: BaseException, number: int | None) -> str:
    if isinstance(error, KeyringLocked | InitError):
        return "locked"
    return _MEANINGS.get(number or 0, "failed")


def _number_of(error: BaseException) -> int | None:
    """The system's number, which stands in the error or in what it came of."""
    for each in _chain(error):
        for found in (getattr(each, "winerror", None), *each.args[:1], getattr(each, "errno", None)):
            if isinstance(found, int) and not isinstance(found, bool):
                return found
    return None


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__


def _words_of(number: int) -> str:
    """What the system says about a number of its own."""
    if sys.platform == "win32":
        return ctypes.FormatError(number).strip()
    return os.strerror(number) if number in errno.errorcode else ""
