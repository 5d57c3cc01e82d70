"""Compares how the screens found their controls in this run with earlier runs at the same site."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from ekakushin.automation.results import Drift
from ekakushin.automation.state.files import lock, read_patiently, usable, write_durably
from ekakushin.automation.state.names import StateFile
from ekakushin.flows.browser.matching import Match

Ways = dict[str, dict[str, str]]
"""Screen → caption → the way in which it was found."""

_MATCHES = TypeAdapter(tuple[Match, ...])
_BOOK = TypeAdapter(dict[str, Ways])


def matches_in(folder: Path) -> list[Match]:
    """The matches that a run has kept as evidence below `folder`; what cannot be read is left out."""
    found: list[Match] = []
    for file in sorted(folder.glob("*/*-matches.json")):
        try:
            found += _MATCHES.validate_json(read_patiently(file))
        except (OSError, ValidationError):
            continue
    return found


def drift_since(home: Path, site: str, matches: Iterable[Match]) -> tuple[Drift, ...]:
    """What is found in another way than the last time at this site; from now on these ways are the known ones.

    Raises Misconfigured (ENV-004) if the book of ways cannot be kept.
    """
    now, file = _ways(matches), home / StateFile.MATCHES
    if not now:
        return ()
    with usable(file), lock(file):
        book = _read(file)
        known = book.get(site, {})
        merged = {screen: {**known.get(screen, {}), **now.get(screen, {})} for screen in {**known, **now}}
        write_durably(file, json.dumps({**book, site: merged}, ensure_ascii=False, indent=1).encode())
    return tuple(
        Drift(screen=screen, caption=caption, before=known[screen][caption], now=way)
        for screen, ways in now.items()
        for caption, way in ways.items()
        if known.get(screen, {}).get(caption, way) != way
    )


def _ways(matches: Iterable[Match]) -> Ways:
    """The most doubtful way of each caption: it is the one that breaks first."""
    found: dict[tuple[str, str], Match] = {}
    for match in matches:
        key = match.screen, match.caption
        found[key] = max(found.get(key, match), match, key=lambda each: each.doubt)
    ways: Ways = {}
    for (screen, caption), match in found.items():
        ways.setdefault(screen, {})[caption] = f"{match.source}/{match.rank}"
    return ways


def _read(file: Path) -> dict[str, Ways]:
    """What is known; a book that cannot be read is begun anew, for nothing is lost with it."""
    try:
        return _BOOK.validate_json(read_patiently(file))
    except (FileNotFoundError, ValidationError):
        return {}
