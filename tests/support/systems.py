"""On which system the tests run, and what a test needs of it that not every one has."""

from __future__ import annotations

import ctypes
import sys
from pathlib import Path

import pytest

WINDOWS = sys.platform == "win32"


def _is_wine() -> bool:
    """Whether this Windows is Wine, which says so itself."""
    return WINDOWS and hasattr(getattr(ctypes, "windll").ntdll, "wine_get_version")  # noqa: B009  (elsewhere there is none)


WINE = _is_wine()


def posix_only(reason: str) -> pytest.MarkDecorator:
    """Marks what Windows has not got at all; `reason` says what that is."""
    return pytest.mark.skipif(WINDOWS, reason=f"POSIX alone: {reason}")


def not_under_wine(reason: str) -> pytest.MarkDecorator:
    """Marks what a real Windows can do and Wine cannot; `reason` says what that is."""
    return pytest.mark.skipif(WINE, reason=f"not under Wine: {reason}")


SHORTCUT = ".url" if WINDOWS else ".desktop"
"""How the file of a shortcut ends."""

MODES = "who may read a file is in its mode there; on Windows the folders above it say so"


def is_its_owners_alone(path: Path) -> bool:
    """Whether nobody else may read it, as far as that is in its mode (see MODES)."""
    return WINDOWS or path.stat().st_mode & 0o077 == 0
