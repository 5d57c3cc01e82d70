"""The changes as one HTML page: for each screen the old and the new picture side by side, with the changes marked."""

from __future__ import annotations

import base64
from pathlib import Path
from typing import NamedTuple

from markupsafe import Markup

from ekakushin.automation.checking.drawing import Box, size_of
from ekakushin.automation.checking.outcome import CheckOutcome, Finding
from ekakushin.automation.checking.printing import notes_of
from ekakushin.automation.report.files import write
from ekakushin.automation.report.templates import hash_of, open_templates, part_of_page
from ekakushin.flows.text import language

_HERE = "ekakushin.automation.checking"


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
        "styles": Markup(part_of_page(_HERE, "check.css")),  # noqa: S704  (our own file)
        "outcome": outcome,
        "screens": screens,
        "others": others,
        "notes": list(notes_of(outcome)),
    }
    write(file, open_templates(_HERE).get_template("check.html").render(**content))


def _policy() -> str:
    """Nothing may be loaded, run or sent."""
    styles = hash_of(_HERE, "check.css")
    return f"default-src 'none'; img-src data:; style-src '{styles}'; base-uri 'none'; form-action 'none'"
