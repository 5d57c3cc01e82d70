"""A clock that a test sets, for the seconds that pass and the moment it is."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

START = datetime(2026, 4, 1, 5, 0, tzinfo=UTC)


class Clock:
    """Calling it gives seconds; `now()` gives the moment; only `pass_` lets time pass."""

    def __init__(self) -> None:
        self.seconds = 1000.0

    def __call__(self) -> float:
        return self.seconds

    def now(self) -> datetime:
        """The moment it is."""
        return START + timedelta(seconds=self.seconds - 1000)

    def pass_(self, seconds: float) -> None:
        """Let time pass."""
        self.seconds += seconds
