"""The reports of a run: a table for the terminal, a page to mail, a workbook, JUnit XML and JSON."""

from __future__ import annotations

from pathlib import Path

from ekakushin.automation.report.files import write_json
from ekakushin.automation.report.junit import write_junit
from ekakushin.automation.report.page import write_html
from ekakushin.automation.report.workbook import write_workbook
from ekakushin.automation.results import Summary

__all__ = [
    "write_all",
    "write_html",
    "write_json",
    "write_junit",
    "write_workbook",
]


def write_all(
    summary: Summary,
    html: Path | None = None,
    xlsx: Path | None = None,
    junit: Path | None = None,
    json: Path | None = None,
) -> None:
    """Write the run in each form for which a file is named. Raises Misconfigured (ENV-004)."""
    forms = ((write_html, html), (write_workbook, xlsx), (write_junit, junit), (write_json, json))
    for write, file in forms:
        if file:
            write(summary, file)
