"""The project of docs/qa-project, run as QA would: two workers, every trace and picture kept, every report written."""

from __future__ import annotations

import shutil
import zipfile
from pathlib import Path

import pytest

from tests.support.qa_runs import QaRun, run_pytest

PROJECT = Path(__file__).parents[2] / "docs" / "qa-project"


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> QaRun:
    folder = tmp_path_factory.mktemp("qa")
    project = shutil.copytree(PROJECT, folder / "project")
    return run_pytest(project, folder, "-n", "2", "--tracing=on", "--screenshot=on", "--reruns=1")


def test_all_of_it_passes_tests_that_are_async_beside_those_that_are_not(run: QaRun) -> None:
    assert set(run.outcomes.values()) == {"passed"}, run.printed
    assert len(run.outcomes) == 11
    assert "rerun" not in run.printed.splitlines()[-1]


def test_ten_tests_with_two_workers_issue_one_certificate(run: QaRun) -> None:
    assert len(run.acts("issue")) == 1


def test_nothing_that_is_kept_holds_a_secret(run: QaRun) -> None:
    assert run.leaked() == []


def test_the_kept_traces_still_show_what_was_done(run: QaRun) -> None:
    traces = sorted(run.kept.rglob("trace.zip"))

    assert len(traces) == 9
    for trace in traces:
        acts = zipfile.ZipFile(trace).read("trace.trace").decode()
        assert '"method": "goto"' in acts
    assert len(list(run.kept.rglob("test-finished-1.png"))) == 9
