"""Somebody at a terminal who answers as a test has written down, and leaves when there is nothing more."""

from __future__ import annotations

from collections import deque

from ekakushin.automation.terminal.questions import Questions


class Answering(Questions):
    """Answers the questions with these lines, in their order; `asked` are the questions. Then the input ends."""

    def __init__(self, *lines: str) -> None:
        super().__init__(self._next)
        self._lines = deque(lines)
        self.asked: list[str] = []

    @property
    def is_through(self) -> bool:
        """Whether every line was read."""
        return not self._lines

    def line(self, question: str) -> str:
        self.asked.append(question)
        return super().line(question)

    def _next(self) -> str:
        if not self._lines:
            raise EOFError
        return self._lines.popleft()
