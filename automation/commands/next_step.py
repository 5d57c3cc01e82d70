"""What to do next: said at the end of a command, with what to type on a line of its own."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from ekakushin.automation.results import UNFINISHED, Result
from ekakushin.automation.terminal.cells import wrap
from ekakushin.automation.terminal.tell import tell
from ekakushin.flows.models import STEPS
from ekakushin.flows.text import say

# What must be given again, because the next command would look elsewhere without it.
_FLAGS = ("--home", "--vault", "--site", "--database")


def tell_next(key: str, **values: Any) -> None:
    """Say the step `next.<key>` to whoever watches: on standard error, so that results stay alone on the output."""
    told = [say(f"next.{key}", **values)]
    if any(each.partition("=")[0] in _FLAGS for each in sys.argv[1:]):
        told.append(say("next.flags"))
    width = shutil.get_terminal_size().columns
    lines = [line for text in told for line in text.splitlines()]
    tell("\n" + "\n".join(part for line in lines for part in _fit(line, width)))


def _fit(line: str, width: int) -> list[str]:
    """A sentence is wrapped as Japanese is; what is to be typed stays one line, to be copied."""
    return [line] if line.startswith(" ") else wrap(line, width)


def tell_next_after_run(results: Sequence[Result]) -> None:
    """Say what comes after a run: see to the stuck, go on with the rest, hand secrets to whoever is through."""
    for key, values in steps_after_run(results):
        tell_next(key, **values)


def steps_after_run(results: Sequence[Result]) -> list[tuple[str, dict[str, str]]]:
    """Which steps those are, each with its values, in the order in which they are told."""
    through = [each for each in results if each.state == "done" and STEPS[-1] in each.seconds]
    half_way = [each for each in results if each.state == "done" and STEPS[-1] not in each.seconds]
    steps: list[tuple[str, dict[str, str]]] = []
    if any(each.state == "failed" for each in results):
        steps.append(("failed", {}))
    elif half_way or any(each.state in UNFINISHED for each in results):
        only = say("next.only", user_id=results[0].user_id) if len(results) == 1 else ""
        steps.append(("go_on", {"only": only}))
    if through:
        steps.append(("handout", {"whom": through[0].user_id if len(results) == 1 else "all"}))
    return steps


def typed(path: Path) -> str:
    """A path as it is typed into a command line of this system."""
    return subprocess.list2cmdline([str(path)]) if os.name == "nt" else shlex.quote(str(path))
