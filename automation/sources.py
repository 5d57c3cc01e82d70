"""Reads settings from the environment and from a TOML file, of which the environment wins; nothing is checked here."""

from __future__ import annotations

import os
import tomllib
from typing import Any

import platformdirs

PREFIX = "EKAKUSHIN_"
FILE = platformdirs.user_config_path("ekakushin", appauthor=False) / "settings.toml"


def read_sources() -> dict[str, Any]:
    """What file and environment say, by the names of the settings; the environment comes before the file.

    Raises ValueError for a file that is no TOML, and OSError for one that cannot be read.
    """
    return {**from_file(), **from_environment()}


def from_file() -> dict[str, Any]:
    """What the file says, by the names of the settings; Notepad's mark of UTF-8 at its beginning is no part of it.

    Raises ValueError for a file that is no TOML, and OSError for one that cannot be read.
    """
    return tomllib.loads(FILE.read_text("utf-8-sig")) if FILE.is_file() else {}


def from_environment() -> dict[str, str]:
    """What the environment says, by the names of the settings."""
    variables = {name.upper(): value for name, value in os.environ.items()}
    ours = {name: value for name, value in variables.items() if name.startswith(PREFIX)}
    return {name.removeprefix(PREFIX).lower(): value for name, value in ours.items()}
