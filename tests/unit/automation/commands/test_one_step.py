"""Steps here and now, past the queue."""

from __future__ import annotations

import asyncio
import json
import signal
from pathlib import Path

import pytest

import ekakushin.automation.commands.summary
import ekakushin.automation.engine.part
from ekakushin.automation.commands.onboard import one_step, run_directly
from ekakushin.automation.exit_code import ExitCode
from ekakushin.automation.office import Office
from ekakushin.flows.errors import ForeignAddress, Misconfigured
from ekakushin.flows.models import StepName
from tests.support.engines import Works
from tests.support.fakes import NOW, USER, Surroundings, invitation
from tests.support.offices import office_in

OTHER = "10007"


@pytest.fixture
def works(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Works:
    """The steps of everybody, without a browser and without reports."""
    works = Works(tmp_path / "home")
    monkeypatch.setattr(ekakushin.automation.engine.part, "onboard", works.story)
    monkeypatch.setattr(ekakushin.automation.commands.summary, "write_all", lambda *_, **__: None)
    return works


@pytest.fixture
def office(works: Works, around: Surroundings) -> Office:
    return office_in(works.home, around)


def test_one_step_needs_mails_that_were_read(office: Office) -> None:
    with pytest.raises(Misconfigured) as raised:
        one_step(office, "10006", "login", as_json_only=True)

    assert raised.value.code == "MAIL-004"


def test_one_step_looks_at_the_addresses_again(office: Office) -> None:
    office.people.keep([invitation(login_url="https://evil.example/")])

    with pytest.raises(ForeignAddress):
        one_step(office, "10006", "login", as_json_only=True)


def test_one_step_is_done_here_and_now_past_the_queue(
    office: Office, works: Works, capsys: pytest.CaptureFixture[str]
) -> None:
    office.people.keep([invitation()])

    code = one_step(office, USER, "login", as_json_only=True)

    assert (code, works.acts) == (ExitCode.DONE, [(USER, "login")])
    assert json.loads(capsys.readouterr().out)["people"][0]["state"] == "done"
    assert not office.database.is_there


@pytest.mark.parametrize("reissue", [True, False])
def test_one_step_may_issue_again_if_somebody_says_so(
    office: Office, around: Surroundings, reissue: bool
) -> None:
    office.people.keep([invitation()])
    around.certificates.requested[USER] = NOW

    one_step(office, USER, "issue", reissue=reissue, as_json_only=True)

    assert (around.certificates.requested == {}) is reissue


def test_people_may_be_taken_through_past_the_queue(office: Office, works: Works) -> None:
    results, stopped = run_directly(office, [invitation(USER), invitation(OTHER)], ("issue",))

    assert ([each.state for each in results], stopped) == (["done", "done"], False)
    assert sorted(works.acts) == [(USER, "issue"), (OTHER, "issue")]


def test_ctrl_c_ends_the_steps_past_the_queue_with_what_was_reached(office: Office, works: Works) -> None:
    async def act(user_id: str, step: StepName) -> None:
        if step == "verify":
            signal.raise_signal(signal.SIGINT)
            await asyncio.sleep(60)

    works.act = act
    results, stopped = run_directly(office, [invitation()], ("issue", "verify"))

    assert ([list(each.seconds) for each in results], stopped) == ([["issue"]], True)
