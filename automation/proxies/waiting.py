"""Waits for what may never answer: a thread of its own, asked for its answer with a limit."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Future
from typing import TypeVar

from ekakushin.flows.text import say

SECONDS = 5.0  # for one look at one thing

T = TypeVar("T")


def begin(work: Callable[[], T]) -> Future[T]:
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


def reason_of(error: Exception) -> str:
    """Why, in a few words."""
    if isinstance(error, TimeoutError):
        return say("proxy.no_answer")
    return (getattr(error, "strerror", None) or type(error).__name__)[:80]
