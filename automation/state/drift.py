"""Compares how the screens found their controls with what was accepted before at the same site.

A way that is not accepted yet stays told, whatever later runs see, until somebody accepts it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

from pydantic import BaseModel, TypeAdapter, ValidationError

from ekakushin.automation.results import Drift
from ekakushin.automation.state.evidence import read_evidence
from ekakushin.automation.state.files import lock, read_patiently, usable, write_durably
from ekakushin.automation.state.names import StateFile
from ekakushin.flows.browser.matching import Match


class CaptionWays(BaseModel):
    """How one caption of a screen is found: the ways that are accepted, the newest last, and those only seen."""

    accepted: list[str]
    seen: list[str] = []

    def note(self, way: str) -> None:
        """Remember a way in which it was found."""
        if way not in (*self.accepted, *self.seen):
            self.seen.append(way)

    def accept(self) -> None:
        """Take what was seen for known; what was known before stays so, for a site may serve both."""
        self.accepted, self.seen = [*self.accepted, *self.seen], []


Ways = dict[str, dict[str, CaptionWays]]
"""Screen → caption → the ways in which it was found."""

_MATCHES = TypeAdapter(tuple[Match, ...])
_BOOK = TypeAdapter(dict[str, Ways])
_EARLIER_BOOK = TypeAdapter(dict[str, dict[str, dict[str, str]]])


def matches_in(folder: Path) -> list[Match]:
    """The matches that a run has kept as evidence below `folder`; what cannot be read is left out."""
    return read_evidence(folder, "matches", _MATCHES)


def note_ways(home: Path, site: str, matches: Iterable[Match]) -> tuple[Drift, ...]:
    """Remember how everything was found, the first way as the accepted one; what is not accepted yet at this site.

    Raises Misconfigured (ENV-004) if the book of ways cannot be kept.
    """
    found, file = _most_doubtful(matches), home / StateFile.MATCHES
    if not found and not file.exists():
        return ()
    with usable(file), lock(file):
        book = _read(file)
        known = book.setdefault(site, {})
        for (screen, caption), way in found.items():
            known.setdefault(screen, {}).setdefault(caption, CaptionWays(accepted=[way])).note(way)
        if found:
            _write(file, book)
    return _drift_in(known)


def unaccepted_drift(home: Path, site: str) -> tuple[Drift, ...]:
    """What was found at this site in ways that nobody has accepted; nothing is noted."""
    return _drift_in(_read(home / StateFile.MATCHES).get(site, {}))


def accept_drift(home: Path, site: str, screens: Iterable[str] | None = None) -> None:
    """Take the ways in which these screens (all of them unless named) were found for the known ones.

    Raises Misconfigured (ENV-004) if the book of ways cannot be kept.
    """
    file = home / StateFile.MATCHES
    if not file.exists():
        return
    with usable(file), lock(file):
        book = _read(file)
        known = book.get(site, {})
        for screen in known if screens is None else set(screens) & set(known):
            for ways in known[screen].values():
                ways.accept()
        _write(file, book)


def _drift_in(known: Ways) -> tuple[Drift, ...]:
    return tuple(
        Drift(screen=screen, caption=caption, before=ways.accepted[-1], now=way)
        for screen, captions in known.items()
        for caption, ways in captions.items()
        for way in ways.seen
    )


def _most_doubtful(matches: Iterable[Match]) -> dict[tuple[str, str], str]:
    """The most doubtful way of each caption: it is the one that breaks first."""
    found: dict[tuple[str, str], Match] = {}
    for match in matches:
        key = match.screen, match.caption
        found[key] = max(found.get(key, match), match, key=lambda each: each.doubt)
    return {key: f"{match.source}/{match.rank}" for key, match in found.items()}


def _read(file: Path) -> dict[str, Ways]:
    """What is known; a book that cannot be read is begun anew, for nothing is lost with it.

    Earlier versions kept one way for each caption, the last one seen.
    """
    try:
        content = read_patiently(file)
    except FileNotFoundError:
        return {}
    try:
        return _BOOK.validate_json(content)
    except ValidationError:
        pass
    try:
        earlier = _EARLIER_BOOK.validate_json(content)
    except ValidationError:
        return {}
    return {
        site: {
            screen: {caption: CaptionWays(accepted=[way]) for caption, way in captions.items()}
            for screen, captions in screens.items()
        }
        for site, screens in earlier.items()
    }


def _write(file: Path, book: dict[str, Ways]) -> None:
    write_durably(file, json.dumps(_BOOK.dump_python(book), ensure_ascii=False, indent=1).encode())
