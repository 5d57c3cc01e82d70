"""The report as one HTML page that can be mailed: it loads nothing, and is readable on paper.

Its only script searches in it; where scripts are forbidden, everybody is shown.
"""

from __future__ import annotations

import base64
import os
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any, Literal, NamedTuple

from jinja2 import Environment
from markupsafe import Markup

from ekakushin.automation.report import findings, wording
from ekakushin.automation.report.blank import is_blank
from ekakushin.automation.report.files import write
from ekakushin.automation.report.findings import CommonProblem, Crowd, crowds, standing
from ekakushin.automation.report.templates import hash_of, open_templates, part_of_page
from ekakushin.automation.report.timeline import timeline
from ekakushin.automation.report.wording import state_word, step_word
from ekakushin.automation.results import Result, State, Summary
from ekakushin.flows.models import STEPS
from ekakushin.flows.text import language

_HERE = "ekakushin.automation.report"


def write_html(summary: Summary, file: Path) -> None:
    """Write the run as a page, pictures included. Raises Misconfigured (ENV-004)."""
    page = _templates().get_template("report.html")
    write(file, page.render(**_content(summary, file.absolute().parent)))


def _content(summary: Summary, folder: Path) -> dict[str, Any]:
    people = findings.everybody(summary)
    problems = findings.problems(people)
    return {
        "language": language(),
        "policy": _policy(),
        "styles": Markup(part_of_page(_HERE, "report.css")),  # noqa: S704  (our own file)
        "script": Markup(part_of_page(_HERE, "report.js")),  # noqa: S704  (our own file)
        "summary": summary,
        "people": people,
        "numbers": findings.count(people),
        "problems": problems,
        "anchors": _anchors(problems),
        "step_bars": step_bars(people),
        "timeline": timeline(people),
        "pictures": pictures(problems, beside=folder),
    }


def _anchors(problems: Sequence[findings.CommonProblem]) -> dict[str, str]:
    """User ID → where on the page the person's problem is told."""
    return {
        each.user_id: f"problem-{number}"
        for number, problem in enumerate(problems, 1)
        for each in problem.results
    }


@cache
def _templates() -> Environment:
    templates = open_templates(_HERE)
    templates.globals |= {
        "steps": STEPS,
        "signs": wording.SIGNS,
        "state_word": wording.state_word,
        "who_word": wording.who_word,
        "step_word": wording.step_word,
        "moment_word": wording.moment_word,
        "short_moment_word": wording.short_moment_word,
        "length_word": wording.length_word,
        "standing": findings.standing,
        "searched": _searched,
        "passed": findings.steps_behind,
        "began": findings.began,
        "ended": findings.end_of_work,
        "seconds": _seconds,
    }
    return templates


def _seconds(result: Result, step: str) -> str:
    return f"{result.seconds[step]:.1f}" if step in result.seconds else ""


def _searched(result: Result) -> str:
    """What a person is found by."""
    words = (result.user_id, result.name, result.company, result.code, result.message, result.site_words)
    return " ".join((*words, step_word(result.step) if result.step else "", state_word(standing(result))))


def _policy() -> str:
    """Nothing may be loaded or sent; of styles and scripts only ours, known by their hash."""
    styles, script = hash_of(_HERE, "report.css"), hash_of(_HERE, "report.js")
    return (
        f"default-src 'none'; img-src data:; style-src '{styles}'; script-src '{script}'; "
        "base-uri 'none'; form-action 'none'"
    )


# Mail servers commonly refuse more than 20 MB; the page itself takes a part of it.
MOST_CHARACTERS = 14_000_000

_PNG = b"\x89PNG\r\n\x1a\n"
_PREFIX = "data:image/png;base64,"


class Picture(NamedTuple):
    """A screenshot of where somebody is stuck: as a data: URL, or "" if it is left out, the path of its file, and
    whether there is nothing to see on it."""

    address: str
    file: str
    blank: bool = False


def pictures(
    problems: Sequence[CommonProblem], *, beside: Path, most: int = MOST_CHARACTERS
) -> dict[str, Picture]:
    """The newest picture of everybody who is stuck, by user ID; `most` characters altogether.

    Every problem gets its first picture before any gets its second. A file that is gone or is no PNG, or for
    which there is no more room, is named as it lies seen from the folder `beside`.
    """
    shown: dict[str, Picture] = {}
    in_turn = sorted(
        ((rank, each) for problem in problems for rank, each in enumerate(problem.results)),
        key=lambda place: place[0],
    )
    for _, each in in_turn:
        if each.last_picture:
            data = _read(Path(each.last_picture), most)
            blank = is_blank(data)
            address = _PREFIX + base64.b64encode(data).decode() if data and not blank else ""
            most -= len(address)
            shown[each.user_id] = Picture(address, _relative_path(beside, each.last_picture), blank)
    return shown


def _read(file: Path, most: int) -> bytes:
    """The picture; nothing where it is no PNG, or takes more than so many characters."""
    try:
        if file.stat().st_size * 4 / 3 + len(_PREFIX) + 4 > most:
            return b""
        data = file.read_bytes()
    except OSError:
        return b""
    return data if data.startswith(_PNG) else b""


def _relative_path(folder: Path, file: str) -> str:
    try:
        return Path(os.path.relpath(file, folder)).as_posix()
    except ValueError:  # on another drive of Windows
        return file


PagePart = Literal["passed", "running", "waiting", "failed", "pending", "to_come"]

_AT_THE_STEP: tuple[State, ...] = ("running", "waiting", "failed", "pending")
_NARROWEST = 1.2  # percent: one person of five hundred must still be seen


class Segment(NamedTuple):
    """A part of a bar, in percent of the width."""

    part: PagePart
    left: float
    width: float


class StepBar(NamedTuple):
    """A step with its people and its bar."""

    crowd: Crowd
    segments: tuple[Segment, ...]


def step_bars(results: Sequence[Result]) -> tuple[StepBar, ...]:
    """A bar for each step, before them one for those of whom nothing was begun if there are any; for nobody none."""
    return tuple(StepBar(crowd, _segments(crowd, len(results))) for crowd in crowds(results) if results)


def _segments(crowd: Crowd, everybody: int) -> tuple[Segment, ...]:
    here: dict[PagePart, int] = {state: crowd.here.get(state, 0) for state in _AT_THE_STEP if state != "done"}
    counts: dict[PagePart, int] = {"passed": crowd.passed, **here}
    counts["to_come"] = everybody - sum(counts.values())
    widths = {part: max(number * 100 / everybody, _NARROWEST) for part, number in counts.items() if number}
    scale, left, segments = 100 / sum(widths.values()), 0.0, []
    for part, width in widths.items():
        segments.append(Segment(part, round(left * scale, 2), round(width * scale, 2)))
        left += width
    return tuple(segments)
