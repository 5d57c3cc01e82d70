"""A run that can record nothing any more: what is said of everybody, and the exit code."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ekakushin.automation.commands.onboard import RunRequest, onboard, work
from ekakushin.automation.engine.streak import Streak
from ekakushin.automation.exit_code import ExitCode
from ekakushin.automation.office import Office
from ekakushin.flows.errors import Misconfigured
from ekakushin.flows.models import StepName
from tests.support.engines import Works
from tests.support.fakes import USER, Surroundings
from tests.support.offices import invited, lines_of, office_in

OTHER = "10007"
JSON = RunRequest(as_json_only=True)


@pytest.fixture
def works(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Works:
    """The steps of everybody, without a browser."""
    return Works(tmp_path / "home").impatient(monkeypatch)


@pytest.fixture
def office(works: Works, around: Surroundings) -> Office:
    return office_in(works.home, around)


def test_a_disk_that_is_full_ends_the_run_with_a_card_and_what_everybody_reached(
    office: Office, works: Works, capsys: pytest.CaptureFixture[str]
) -> None:
    async def full(user_id: str, step: StepName) -> None:
        raise Misconfigured("ENV-012", place="/home")

    works.act, works.people = full, 1
    office.settings = office.settings.model_copy(update={"workers": 1})

    code = onboard(office, invited(USER, OTHER), JSON)

    out, err = capsys.readouterr()
    found = {each["user_id"]: (each["state"], each["code"]) for each in json.loads(out)["people"]}
    assert found == {USER: ("failed", "ENV-012"), OTHER: ("pending", "")}
    assert code == ExitCode.STOPPED
    assert lines_of(err, "[ENV-012]")


def test_a_worker_that_can_record_nothing_ends_with_a_card(
    office: Office, works: Works, capsys: pytest.CaptureFixture[str]
) -> None:
    async def full(user_id: str, step: StepName) -> None:
        raise Misconfigured("ENV-012", place="/home")

    works.act = full
    onboard(office, invited(USER), RunRequest(enqueue_only=True))

    assert work(office, until_empty=False) == ExitCode.STOPPED
    assert lines_of(capsys.readouterr().err, "[ENV-012]")


def test_who_is_done_but_not_recorded_as_that_makes_no_success(
    office: Office, works: Works, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def full(self: Streak, code: str) -> None:
        raise Misconfigured("ENV-012", place="streak.json")

    monkeypatch.setattr(Streak, "note", full)

    code = onboard(office, invited(USER), JSON)

    out, err = capsys.readouterr()
    assert [each["state"] for each in json.loads(out)["people"]] == ["done"]
    assert lines_of(err, "[ENV-012]")
    assert code == ExitCode.NOT_ALL
