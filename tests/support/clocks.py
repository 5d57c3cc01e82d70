"""A clock for mocks that stands still until a test moves it."""

from __future__ import annotations

from datetime import datetime, timedelta


class StandingClock:
    """Says the same moment, in Japan, again and again."""

    def __init__(self) -> None:
        self.moment = datetime.fromisoformat("2026-04-01T09:00:00+09:00")

    def __call__(self) -> datetime:
        return self.moment

    def pass_by(self, seconds: float) -> None:
        """Let so many seconds go by."""
        self.moment += timedelta(seconds=seconds)
