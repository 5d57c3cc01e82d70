"""Log records of what happens, with person, step and code, on the logger `ekakushin`."""

from __future__ import annotations

import logging
from dataclasses import dataclass

LOGGER = "ekakushin"
_logger = logging.getLogger(LOGGER)
_latest: dict[str, str] = {}

_TELLING = ("control", "field", "address", "screen")  # details that say where somebody stands


def latest_of(person: str) -> str:
    """What happened last to somebody, in a few words for a report; "" if nothing did in this process."""
    return _latest.get(person, "")


@dataclass(frozen=True)
class Journal:
    """Logs what happens to one person in one step; both are "" for what concerns nobody in particular.

    A value that was typed is never handed in, only the caption of its field; the listener redacts all the same.
    """

    person: str = ""
    step: str = ""

    def note(self, event: str, *, level: int = logging.INFO, code: str = "", **detail: object) -> None:
        """One record; the details are plain values."""
        self._log(event, level, code, detail)

    def debug(self, event: str, **detail: object) -> None:
        """One record of what happens in the browser."""
        self._log(event, logging.DEBUG, "", detail)

    def _log(self, event: str, level: int, code: str, detail: dict[str, object]) -> None:
        if self.person:
            told = " ".join(str(detail[name]) for name in _TELLING if detail.get(name))
            _latest[self.person] = f"{self.step} {event} {told}".strip()
        about = {"person": self.person, "step": self.step, "code": code, "detail": detail}
        _logger.log(level, "%s", event, extra=about)
