"""Remembers, for each site, as which browser its issuance page was used last."""

from __future__ import annotations

import json
from contextlib import suppress
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from ekakushin.automation.state.files import lock, read_patiently, usable, write_durably
from ekakushin.automation.state.names import StateFile
from ekakushin.flows.errors import Misconfigured
from ekakushin.flows.faces import Face

_BOOK = TypeAdapter(dict[str, Face])


class FolderFaces:
    """The faces of all sites, in a file of the state folder; `site` is the one that is meant.

    It only saves time: what cannot be read is not known, and what cannot be kept is tried again the next time.
    """

    def __init__(self, home: Path, site: str) -> None:
        self._file, self._site = home / StateFile.FACES, site
        self._known = self._read().get(site)

    def recall(self) -> Face | None:
        """The face that worked last at this site."""
        return self._known

    def note(self, face: Face) -> None:
        """This one works."""
        if face == self._known:
            return
        self._known = face
        with suppress(Misconfigured), usable(self._file), lock(self._file):
            write_durably(self._file, json.dumps({**self._read(), self._site: face}, indent=1).encode())

    def _read(self) -> dict[str, Face]:
        try:
            return _BOOK.validate_json(read_patiently(self._file))
        except (OSError, ValidationError):
            return {}
