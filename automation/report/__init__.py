"""What a run came to: a table for the terminal, a page to mail, a workbook, JUnit XML and JSON."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from automation.report.json_file import write_json
from automation.report.junit import write_junit
from automation.report.page import write_html
from automation.report.terminal import print_table
from automation.report.workbook import write_workbook
from automation.results import Result, Summary

__all__ = [
    "print_table",
    "write_all",
    "write_html",
    "write_json",
    "write_junit",
    "write_report",
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


def write_report(results: Sequence[Result], file: Path, *, site: str) -> Path:
    """Write the run as an HTML page. Raises Misconfigured (ENV-004) where the file cannot be written."""
    write_html(Summary(site=site, at=datetime.now().astimezone(), results=tuple(results)), file)
    return file
