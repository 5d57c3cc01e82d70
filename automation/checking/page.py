"""The changes as one HTML page: for each screen the old and the new picture side by side, with the changes marked."""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import NamedTuple

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from ekakushin.automation.checking.drawing import Box, size_of
from ekakushin.automation.checking.outcome import CheckOutcome, Finding
from ekakushin.automation.checking.printing import notes_of
from ekakushin.automation.report.files import legal, write
from ekakushin.flows.text import language, say


class MarkedPicture(NamedTuple):
    """A picture as a data: URL with its size in pixels, and where in it the changes are; "" where there is none."""

    address: str = ""
    width: int = 0
    height: int = 0
    boxes: tuple[Box, ...] = ()


class ChangedScreen(NamedTuple):
    """One screen on the page."""

    place: str
    findings: tuple[Finding, ...]
    before: MarkedPicture
    now: MarkedPicture


def marked(picture: bytes, boxes: list[Box]) -> MarkedPicture:
    """A PNG with its marks; none for what is no picture."""
    width, height = size_of(picture)
    if not width:
        return MarkedPicture()
    address = f"data:image/png;base64,{base64.b64encode(picture).decode()}"
    return MarkedPicture(address, width, height, tuple(boxes))


def write_check_html(outcome: CheckOutcome, screens: list[ChangedScreen], file: Path) -> None:
    """Write the page; it loads nothing and runs nothing. Raises Misconfigured (ENV-004)."""
    told = {id(finding) for screen in screens for finding in screen.findings}
    others = [each for each in outcome.findings if id(each) not in told]
    content = {
        "language": language(),
        "policy": _policy(),
        "styles": Markup(_styles()),  # noqa: S704  (our own file)
        "outcome": outcome,
        "screens": screens,
        "others": others,
        "notes": list(notes_of(outcome)),
    }
    write(file, _templates().get_template("check.html").render(**content))


@cache
def _templates() -> Environment:
    templates = Environment(
        loader=PackageLoader("ekakushin.automation.checking", "pages"),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_legal_value,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    templates.globals |= {"say": say}
    return templates


def _legal_value(value: object) -> object:
    return legal(value) if type(value) is str else value


@cache
def _styles() -> str:
    return files("ekakushin.automation.checking").joinpath("pages/check.css").read_text("utf-8")


def _policy() -> str:
    """Nothing may be loaded, run or sent."""
    digest = base64.b64encode(hashlib.sha256(_styles().encode()).digest()).decode()
    return (
        f"default-src 'none'; img-src data:; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    )
