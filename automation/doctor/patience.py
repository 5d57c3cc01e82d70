"""Work that is begun at once and waited for only so long, whatever it hangs on."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Future
from typing import TypeVar

SECONDS = 5.0  # for one look at one thing

T = TypeVar("T")


def begun(work: Callable[[], T]) -> Future[T]:
    """Its answer, later; ask with `result(seconds)`, which raises TimeoutError.

    A thread of its own that nobody waits for at the end: a name server that is silent must not hold the command.
    """
    answer: Future[T] = Future()

    def run() -> None:
        try:
            answer.set_result(work())
        except BaseException as error:  # raised again where the answer is asked for
            answer.set_exception(error)

    threading.Thread(target=run, daemon=True).start()
    return answer
