"""The retry policy of a step that nobody is at fault for: a closed site for hours, other trouble a few times."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta

from ekakushin.flows.errors import Unavailable, UnderWay
from ekakushin.flows.site import Limits

_CLOSED = ("NET-001", "NET-005", "NET-008")  # the site is down, or says that it is closed or too busy
# A site that is not trusted; a proxy that wants a login or refuses; a vault that is shut; a wait that is over.
_HOPELESS = ("NET-002", "NET-011", "NET-012", "NET-013", "ENV-002", "ENV-003", "SGN-001")
_TRIES = 3  # for other trouble with the net, which may be this person's page alone
GROWTH = 2.0  # each pause is twice as long as the one before
_LONGEST = 3600.0  # seconds; the engine's own limit for a pause


class Patience:
    """The retries of one step: for hours while a site is down, a few times for other network trouble."""

    def __init__(self, limits: Limits, pauses: Callable[[BaseException, datetime], Awaitable[None]]) -> None:
        self.first = limits.closed_first
        self.attempts = 1 + pauses_within(limits.closed_first, limits.closed_limit)
        self.tried = 0
        self._pauses = pauses

    async def has_some_left(self, error: BaseException) -> bool:
        """Whether to try again after this error; only ever after one that nobody has to act on."""
        if not isinstance(error, Unavailable) or isinstance(error, UnderWay) or error.code in _HOPELESS:
            return False
        self.tried += 1
        most = self.attempts if error.code in _CLOSED else min(_TRIES, self.attempts)
        if self.tried >= most:
            return False
        pause = min(self.first * GROWTH ** (self.tried - 1), _LONGEST)
        await self._pauses(error, datetime.now(UTC) + timedelta(seconds=pause))
        return True


def pauses_within(first: float, limit: float) -> int:
    """How many pauses, each twice the one before up to an hour, fit into `limit` seconds."""
    pauses, left = 0, limit - min(first, _LONGEST)
    while left >= 0:
        pauses += 1
        left -= min(first * GROWTH**pauses, _LONGEST)
    return pauses
