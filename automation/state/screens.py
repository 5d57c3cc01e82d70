"""What every screen of a site looked like when it was accepted, and what has been seen of it since."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, Field, TypeAdapter, ValidationError

from ekakushin.automation.state.evidence import read_evidence
from ekakushin.automation.state.files import lock, read_patiently, usable, write_durably
from ekakushin.automation.state.names import StateFile
from ekakushin.flows.changes import ScreenChange, ScreenSight, compare, judge_alone, nearest_of

Observer = Literal["run", "check"]


class ScreenRecord(BaseModel):
    """One screen in one of its states.

    `accepted` is what changes are told against, None where only a page was seen that nobody knows. `changed` is what
    was seen last that is different, None if nothing is. `at` is when it was seen last, by whom is `by`.
    """

    accepted: ScreenSight | None = None
    changed: ScreenSight | None = None
    at: datetime
    by: Observer = "run"

    @property
    def changes(self) -> tuple[ScreenChange, ...]:
        """What is different from what was accepted, and not accepted yet."""
        if self.changed is None:
            return ()
        return compare(self.accepted, self.changed) if self.accepted else judge_alone(self.changed)

    def note(self, sight: ScreenSight, at: datetime, by: Observer) -> None:
        """Remember what is seen now. Only a check clears what was seen before: a run may meet one page of several."""
        same = self.accepted is not None and not compare(self.accepted, sight)
        if not same:
            self.changed = sight
        elif by == "check":
            self.changed = None
        self.at, self.by = at, by

    def accept(self) -> None:
        """From now on what was seen is what changes are told against."""
        if self.changed is not None:
            self.accepted, self.changed = self.changed, None


Screens = dict[str, ScreenRecord]
_BOOK = TypeAdapter(dict[str, Screens])
_SIGHTS = TypeAdapter(tuple[ScreenSight, ...])


class SeenBook(BaseModel):
    """What a look has added: the records that it touched by their keys, and the keys that were not known before."""

    records: Screens = Field(default_factory=dict)
    new: list[str] = Field(default_factory=list)


def sights_in(folder: Path) -> list[ScreenSight]:
    """The screens that a run has kept as evidence below `folder`; what cannot be read is left out."""
    return read_evidence(folder, "screens", _SIGHTS)


def note_sights(
    home: Path, site: str, sights: Iterable[ScreenSight], *, at: datetime, by: Observer = "run"
) -> SeenBook:
    """Remember what was seen at this site; the first look of a screen that is recognised is the accepted one.

    Raises Misconfigured (ENV-004) if the book cannot be kept.
    """
    seen, file, touched = list(sights), home / StateFile.SCREENS, SeenBook()
    if not seen:
        return touched
    with usable(file), lock(file):
        book = _read(file)
        known = book.setdefault(site, {})
        for sight in seen:
            key = _key_of(known, sight)
            if key not in known:
                known[key] = ScreenRecord(accepted=sight if sight.recognised else None, at=at, by=by)
                touched.new.append(key)
                if sight.recognised:
                    touched.records[key] = known[key]
                    continue
            known[key].note(_named(sight, known[key]), at, by)
            touched.records[key] = known[key]
        _write(file, book)
    return touched


def screens_of(home: Path, site: str) -> Screens:
    """Everything that is known of the screens of this site."""
    return _read(home / StateFile.SCREENS).get(site, {})


def accept_screens(home: Path, site: str) -> list[str]:
    """Accept what was seen of all screens of this site; the keys of those that had changed.

    Raises Misconfigured (ENV-004) if the book cannot be kept.
    """
    file = home / StateFile.SCREENS
    if not file.exists():
        return []
    with usable(file), lock(file):
        book = _read(file)
        changed = [key for key, record in book.get(site, {}).items() if record.changed is not None]
        for key in changed:
            book[site][key].accept()
        _write(file, book)
    return changed


def _key_of(known: Screens, sight: ScreenSight) -> str:
    if sight.recognised:
        return sight.key
    accepted = {key: record.accepted for key, record in known.items() if record.accepted}
    return nearest_of(accepted, sight) or sight.key


def _named(sight: ScreenSight, record: ScreenRecord) -> ScreenSight:
    """A page that nobody knows is told under the screen whose record it is put into."""
    if sight.recognised or record.accepted is None:
        return sight
    others = [each for each in sight.expected if each != record.accepted.name]
    return sight.model_copy(update={"expected": (record.accepted.name, *others)})


def _read(file: Path) -> dict[str, Screens]:
    """What is known; a book that cannot be read is begun anew, and the next look is the accepted one."""
    try:
        return _BOOK.validate_json(read_patiently(file))
    except (FileNotFoundError, ValidationError):
        return {}


def _write(file: Path, book: dict[str, Screens]) -> None:
    write_durably(file, _BOOK.dump_json(book, indent=1))
