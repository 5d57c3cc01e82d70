"""The report as JSON, for scripts."""

from __future__ import annotations

import json
from pathlib import Path

from ekakushin.automation.report.files import write
from ekakushin.automation.report.findings import count, everybody, local
from ekakushin.automation.results import Summary, as_json


def write_json(summary: Summary, file: Path) -> None:
    """Write site, moment, numbers and everybody's result, UTF-8, keys in an order that stays.

    Raises Misconfigured (ENV-004).
    """
    people = everybody(summary)
    content = {
        "site": summary.site,
        "at": local(summary.at).isoformat(timespec="seconds"),
        "numbers": count(people).model_dump(),
        "drift": [each.model_dump() for each in summary.drift],
        **as_json(people),
    }
    write(file, json.dumps(content, ensure_ascii=False, indent=2) + "\n")
