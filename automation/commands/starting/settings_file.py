"""Writes settings into settings.toml and keeps what is in it, comments too; a value changes only after a question."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ekakushin.automation import sources
from ekakushin.automation.state.files import make_folder, usable, write_durably
from ekakushin.flows.errors import Misconfigured
from ekakushin.flows.text import say

if TYPE_CHECKING:
    from tomlkit import TOMLDocument


def keep_settings(wanted: Mapping[str, Any], agree: Callable[[str], bool]) -> bool:
    """Write these settings, all of them at once or none; whether anything was to be written.

    `agree` is asked before a value that stands there is changed. Raises Misconfigured (ENV-004, ENV-005, ENV-012).
    """
    file = sources.FILE.resolve()  # whoever keeps it elsewhere, behind a link, keeps the link
    with usable(file):
        document = _read(file)
        before = document.as_string()
        for name, value in _values(wanted).items():
            if name not in document or (document[name] != value and agree(_question(document, name, value))):
                document[name] = value
        if document.as_string() == before:
            return False
        make_folder(file.parent)
        write_durably(file, document.as_string().encode())
    return True


def _read(file: Path) -> TOMLDocument:
    import tomlkit

    try:
        return tomlkit.parse(file.read_bytes().decode() if file.exists() else "")
    except ValueError as error:  # no TOML, or in another encoding
        raise Misconfigured("ENV-005", file=file, reason=str(error)) from None


def left_out(wanted: Mapping[str, Any]) -> list[str]:
    """Those that hold a login, which are never written."""
    return [name for name, value in wanted.items() if _is_secretive(name, value)]


def _values(wanted: Mapping[str, Any]) -> dict[str, Any]:
    kept = {name: value for name, value in wanted.items() if not _is_secretive(name, value)}
    return {name: str(value) if isinstance(value, Path) else value for name, value in kept.items()}


def _is_secretive(name: str, value: Any) -> bool:
    return name == "proxy" and "@" in str(value)


def _question(document: Mapping[str, Any], name: str, value: Any) -> str:
    before = "******" if _is_secretive(name, document[name]) else document[name]
    return say("start.change_setting", file=sources.FILE, name=name, before=before, value=value)
