"""The report as one HTML page that can be mailed: it loads nothing, runs nothing and is readable on paper."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from ekakushin.automation.report import findings, wording
from ekakushin.automation.report.files import legal, write
from ekakushin.automation.report.pictures import pictures
from ekakushin.automation.report.steps_picture import step_bars
from ekakushin.automation.report.timeline import timeline
from ekakushin.automation.results import Result, Summary
from ekakushin.flows.models import STEPS
from ekakushin.flows.text import language, say


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
        "styles": Markup(_styles()),  # noqa: S704  (our own file)
        "summary": summary,
        "people": people,
        "numbers": findings.count(people),
        "problems": problems,
        "anchors": _anchors(problems),
        "step_bars": step_bars(people),
        "timeline": timeline(people),
        "pictures": pictures(problems, beside=folder),
    }


def _anchors(problems: Sequence[findings.Problem]) -> dict[str, str]:
    """User ID → where on the page the person's problem is told."""
    return {
        each.user_id: f"problem-{number}"
        for number, problem in enumerate(problems, 1)
        for each in problem.results
    }


@cache
def _templates() -> Environment:
    templates = Environment(
        loader=PackageLoader("ekakushin.automation.report", "pages"),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_shown,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    templates.globals |= {
        "say": say,
        "steps": STEPS,
        "signs": wording.SIGNS,
        "state_word": wording.state_word,
        "who_word": wording.who_word,
        "step_word": wording.step_word,
        "moment_word": wording.moment_word,
        "short_moment_word": wording.short_moment_word,
        "length_word": wording.length_word,
        "standing": findings.standing,
        "passed": findings.passed,
        "began": findings.began,
        "ended": findings.ended,
        "seconds": _seconds,
    }
    return templates


def _shown(value: object) -> object:
    """What a page cannot hold is left out; what is markup already is ours."""
    return legal(value) if type(value) is str else value


def _seconds(result: Result, step: str) -> str:
    return f"{result.seconds[step]:.1f}" if step in result.seconds else ""


@cache
def _styles() -> str:
    return files("ekakushin.automation.report").joinpath("pages/report.css").read_text("utf-8")


def _policy() -> str:
    """Nothing may be loaded, run or sent; of styles only ours, known by their hash."""
    digest = base64.b64encode(hashlib.sha256(_styles().encode()).digest()).decode()
    return (
        f"default-src 'none'; img-src data:; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    )
