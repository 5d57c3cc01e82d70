"""The report as JUnit XML, a case a person and step, for CI servers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Literal
from xml.etree import ElementTree as Xml

from ekakushin.automation.report.files import legal, write
from ekakushin.automation.report.findings import everybody, local, standing, steps_behind
from ekakushin.automation.report.wording import state_word
from ekakushin.automation.results import Result, Summary
from ekakushin.flows.models import STEPS, StepName
from ekakushin.flows.text import say

# A bug of this program is an error of the test bench, not a failure of what was tested.
_BUG = "TOOL-002"

CaseOutcome = Literal["passed", "skipped", "failure", "error"]


def write_junit(summary: Summary, file: Path) -> None:
    """Write the run as one test suite, in the shape that Jenkins and its like read.

    Raises Misconfigured (ENV-004).
    """
    suite = Xml.Element("testsuite", name=legal(f"ekakushin {summary.site}"))
    cases = [_case(suite, result, step) for result in everybody(summary) for step in STEPS]
    outcomes = [outcome for outcome, _ in cases]
    total = {
        "tests": str(len(cases)),
        "failures": str(outcomes.count("failure")),
        "errors": str(outcomes.count("error")),
        "time": f"{sum(seconds for _, seconds in cases):.3f}",
    }
    suite.attrib.update(total, skipped=str(outcomes.count("skipped")), timestamp=_without_zone(summary.at))
    suites = Xml.Element("testsuites", {"name": "ekakushin", **total})
    suites.append(suite)
    Xml.indent(suites)
    write(file, Xml.tostring(suites, encoding="utf-8", xml_declaration=True) + b"\n")


def _without_zone(moment: datetime) -> str:
    return f"{local(moment):%Y-%m-%dT%H:%M:%S}"  # as the schema wants it


def _case(suite: Xml.Element, result: Result, step: StepName) -> tuple[CaseOutcome, float]:
    outcome, seconds = _outcome(result, step), _seconds(result, step)
    attributes = {"classname": legal(result.user_id), "name": step, "time": f"{seconds:.3f}"}
    case = Xml.SubElement(suite, "testcase", attributes)
    if outcome == "skipped":
        Xml.SubElement(case, "skipped", message=legal(_reason(result, step)))
    elif outcome != "passed":
        problem = Xml.SubElement(case, outcome, type=legal(result.code), message=legal(result.message))
        problem.text = legal("\n".join(_explanation(result)))
    return outcome, seconds


def _outcome(result: Result, step: StepName) -> CaseOutcome:
    if result.state == "failed" and step == _failing_step(result):
        return "error" if result.code == _BUG else "failure"
    if result.state == "waiting" and step == result.step:
        return "skipped"
    return "passed" if step in result.seconds or STEPS.index(step) < steps_behind(result) else "skipped"


def _failing_step(result: Result) -> str:
    """The step that bears the failure: where the person stands, or the first that was not gone through."""
    return result.step or next((step for step in STEPS if step not in result.seconds), STEPS[-1])


def _seconds(result: Result, step: StepName) -> float:
    worked = sum(stretch.seconds for stretch in result.timeline if stretch.step == step)
    return max(result.seconds.get(step, worked), 0.0)


def _reason(result: Result, step: StepName) -> str:
    if result.state == "waiting" and step == result.step:
        return f"{state_word('waiting')}: {result.code} {result.message}"
    return state_word(standing(result)) if result.state != "done" else ""


def _explanation(result: Result) -> Sequence[str]:
    site_words = f"{say('report.site_words')}: {result.site_words}" if result.site_words else ""
    picture = say("report.picture_at", path=result.last_picture) if result.last_picture else ""
    return [line for line in (result.message, site_words, result.remedy, picture) if line]
