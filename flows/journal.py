"""What happens, as it happens: records with person, step and code for whoever listens to the logger `ekakushin`."""

from __future__ import annotations

import logging
from dataclasses import dataclass

LOGGER = "ekakushin"
_logger = logging.getLogger(LOGGER)


@dataclass(frozen=True)
class Journal:
    """Notes what happens to one person in one step; both are empty where nobody's matter is at hand.

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
        about = {"person": self.person, "step": self.step, "code": code, "detail": detail}
        _logger.log(level, "%s", event, extra=about)
