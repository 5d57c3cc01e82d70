"""pytest as QA runs it, in a folder of its own, and all that such a run leaves."""

from __future__ import annotations

import os
import subprocess
import sys
import xml.etree.ElementTree as ET
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from ekakushin.fixtures.mock_site import LedgerLine, MockSite
from tests.support.canary.marked import secrets_of
from tests.support.canary.searching import Found, Search

_PASSPHRASE = "for this test alone"


@dataclass
class QaRun:
    """One run that has ended. Its reports and what pytest-playwright keeps lie in `kept`."""

    base: Path
    kept: Path
    printed: str

    @cached_property
    def outcomes(self) -> dict[str, str]:
        """How each test ended, by its name without browser."""
        cases = ET.parse(self.kept / "junit.xml").iter("testcase")
        return {each.attrib["name"].replace("[chromium]", ""): _outcome(each) for each in cases}

    def outcome(self, test: str) -> str:
        """How a test ended, by the beginning of its name."""
        return next(outcome for name, outcome in self.outcomes.items() if name.startswith(test))

    def properties(self, test: str) -> dict[str, str]:
        """What the JUnit file says of a test."""
        cases = ET.parse(self.kept / "junit.xml").iter("testcase")
        case = next(each for each in cases if each.attrib["name"].startswith(test))
        return {each.attrib["name"]: each.attrib["value"] for each in case.iter("property")}

    def message(self, test: str) -> str:
        """Why a test failed, or was skipped."""
        cases = ET.parse(self.kept / "junit.xml").iter("testcase")
        case = next(each for each in cases if each.attrib["name"].startswith(test))
        return "".join(each.attrib.get("message", "") + (each.text or "") for each in case)

    @property
    def html(self) -> str:
        """pytest-html's file."""
        return (self.kept / "report.html").read_text("utf-8")

    def acts(self, act: str) -> set[LedgerLine]:
        """What all mocks of the run have noted of one act; what was copied counts once."""
        mocks = (MockSite(each.parent) for each in self.base.rglob("ledger.jsonl"))
        return {line for mock in mocks for line in mock.ledger() if line.act == act}

    def leaked(self) -> list[Found]:
        """Secrets of all people of all mocks, and of the flows, in what was printed and kept."""
        secrets: dict[str, bytes] = {}
        for number, ledger in enumerate(sorted(self.base.rglob("ledger.jsonl"))):
            state, home = ledger.parent, ledger.parent.parent / "home"
            found = secrets_of(MockSite(state), home, _PASSPHRASE)
            secrets |= {
                f"{number} {name}": value for name, value in found.items() if name != "vault passphrase"
            }
        search = Search(secrets)
        return [*search.in_folder(self.kept), *search.in_texts([self.printed])]


def run_pytest(project: Path, folder: Path, *options: str, **environment: str) -> QaRun:
    """Run the tests of a project, with all reports that there are."""
    base, kept = folder / "base", folder / "kept"
    kept.mkdir(parents=True)
    reports = [f"--junit-xml={kept / 'junit.xml'}", f"--html={kept / 'report.html'}", "--self-contained-html"]
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", f"--basetemp={base}", *reports]
    done = subprocess.run(
        [*command, f"--output={kept / 'results'}", *options],
        cwd=project,
        env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1", **environment},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    return QaRun(base, kept, done.stdout + done.stderr)


def _outcome(case: ET.Element) -> str:
    return next((each.tag for each in case if each.tag in ("failure", "error", "skipped")), "passed")
