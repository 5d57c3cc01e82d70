"""Many people through the command that is killed, stopped, restarted and shared: nothing lost, nothing twice."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import time
from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import accumulate
from pathlib import Path
from typing import Any

import pytest

from ekakushin.flows.browser.finding import BrowserProgram
from tests.support.durably import (
    Department,
    department,
    flags_to_reissue,
    killed_at_random,
    with_wrong_passwords,
)
from tests.support.postgresql import postgresql, programs

PEOPLE, KILLS = 6, 3
PEOPLE_FULL, KILLS_FULL = 200, 20  # three quarters of an hour


@pytest.fixture
def few(tmp_path: Path, browser_program: BrowserProgram) -> Iterator[Department]:
    """Two people."""
    with department(tmp_path, browser_program.path, people=2) as here:
        yield here


def with_at_most(people: int, here: Department) -> None:
    """Let the site allow so many people at a time, over all workers."""
    text = here.site.site_file.read_text("utf-8")
    here.site.site_file.write_text(text.replace("people = 4", f"people = {people}"), "utf-8")


def most_at_a_time(status: dict[str, dict[str, Any]]) -> int:
    """How many people were worked on at the same moment, by the begin and end of each piece of work."""
    edges: list[tuple[datetime, int]] = []
    for stretch in (each for person in status.values() for each in person["timeline"]):
        began = datetime.fromisoformat(stretch["began"])
        edges += [(began, 1), (began + timedelta(seconds=stretch["seconds"]), -1)]
    return max(accumulate(change for _, change in sorted(edges)))


def until(
    here: Department, act: str, count: int, process: subprocess.Popen[str], outcome: str = "ok"
) -> None:
    """Wait until the site has seen so many acts of a kind."""
    while sum((line.act, line.outcome) == (act, outcome) for line in here.site.ledger()) < count:
        assert process.poll() is None, here.ended(process)
        time.sleep(0.05)


def test_a_run_that_is_killed_at_random_moments_loses_nothing_and_does_nothing_twice(
    tmp_path: Path, browser_program: BrowserProgram, pytestconfig: pytest.Config
) -> None:
    chance = random.Random(20260401)
    people, kills = (PEOPLE_FULL, KILLS_FULL) if pytestconfig.option.full else (PEOPLE, KILLS)
    with department(tmp_path, browser_program.path, people=people, signing_delay=1.0) as here:
        killed_at_random(here, chance, times=kills, between=(3, 12))
        assert here.onboarded_once_each() == []
        assert not any(count > 1 for count in here.refused_logins().values())


@pytest.mark.skipif(
    not programs() and not os.environ.get("CI"), reason="no PostgreSQL server is installed here"
)
def test_two_workers_share_one_queue_on_postgresql_and_one_may_die_for_good(
    tmp_path: Path, browser_program: BrowserProgram
) -> None:
    with (
        postgresql() as address,
        department(tmp_path, browser_program.path, people=4, database=address) as here,
    ):
        with_at_most(3, here)
        assert here.run("onboard", "--enqueue", here.site.mails)[0] == 0
        first, second = (here.start("worker", "--until-empty", "--workers", "2") for _ in range(2))
        until(here, "issue", 3, second)  # of those who are worked on, nobody is at a 発行 that none can judge
        os.killpg(second.pid, signal.SIGKILL)
        second.communicate()
        code, _ = here.ended(first)
        assert (code, here.onboarded_once_each()) == (0, []), here.log[-1]
        assert most_at_a_time(here.status()) <= 3


def test_ctrl_c_lets_the_current_clicks_end_and_the_next_run_goes_on(few: Department) -> None:
    process = few.start("onboard", few.site.mails, "--json")
    until(few, "issue", 1, process)
    os.killpg(process.pid, signal.SIGINT)
    code, out = few.ended(process)
    people = json.loads(out)["people"]
    assert (code, "Traceback" in few.log[-1]) == (3, False), few.log[-1]
    assert {person["state"] for person in people} <= {"pending", "waiting"}, people
    assert few.run("onboard")[0] == 0
    assert few.onboarded_once_each() == []


def test_a_second_ctrl_c_ends_at_once_and_still_nothing_is_lost(few: Department) -> None:
    process = few.start("onboard", few.site.mails)
    until(few, "authenticate", 1, process)
    os.killpg(process.pid, signal.SIGINT)
    time.sleep(0.3)
    os.killpg(process.pid, signal.SIGINT)
    code, _ = few.ended(process)
    assert (code, "Traceback" in few.log[-1]) == (3, False), few.log[-1]
    few.run("onboard")
    # Stopped between noting 発行 and sending it, the person is told, and somebody must decide (ISS-004).
    assert few.run("onboard", *flags_to_reissue(few))[0] == 0
    assert few.onboarded_once_each() == []


def test_people_are_enqueued_by_one_command_and_worked_on_by_another(few: Department) -> None:
    assert few.run("onboard", "--enqueue", few.site.mails)[0] == 0
    before = {person["state"] for person in few.status().values()}
    assert few.run("worker", "--until-empty")[0] == 0
    assert (before, {person["state"] for person in few.status().values()}) == ({"pending"}, {"done"})


def test_a_dead_workers_people_are_taken_over_once_the_site_was_asked(few: Department) -> None:
    few.run("onboard", "--enqueue", few.site.mails)
    process = few.start("worker")
    until(few, "issue", 2, process)  # nobody is at a 発行 that none can judge
    os.killpg(process.pid, signal.SIGSTOP)  # it lives, and is not done before it is asked for
    (line,) = few.run("takeover")[1].splitlines()
    name = line.partition("（")[0]
    living = few.run("takeover", name)[0]
    os.killpg(process.pid, signal.SIGKILL)
    process.communicate()
    code, plan = few.run("takeover", name)
    assert (living, code, few.run("takeover")[1]) == (1, 0, "処理中の人はいません。\n")
    assert few.site.people()[0].user_id in plan
    assert few.run("worker", "--until-empty")[0] == 0
    assert few.onboarded_once_each() == []


def test_until_a_step_and_then_on_to_the_end(few: Department) -> None:
    codes = few.run("onboard", few.site.mails, "--until", "verify")[0], few.run("onboard")[0]
    assert (codes, few.onboarded_once_each()) == ((0, 0), [])


def test_a_dry_run_says_what_would_be_done_and_does_none_of_it(few: Department) -> None:
    code, out = few.run("onboard", few.site.mails, "--dry-run", "--json")
    answer = json.loads(out)
    assert (code, answer["sites"]) == (0, {"issuance": "", "service": ""})
    assert all(len(person["steps"]) == 7 for person in answer["people"])
    assert few.site.ledger() == []
    assert few.status() == {}


def test_nobody_with_a_wrong_password_is_refused_more_than_once(
    tmp_path: Path, browser_program: BrowserProgram
) -> None:
    chance = random.Random(7)
    with department(tmp_path, browser_program.path, people=5) as here:
        assert here.run("onboard", here.site.mails, "--until", "signup")[0] == 0
        wrong = with_wrong_passwords(here.site.mails, tmp_path / "wrong")
        process = here.start("onboard", wrong)
        until(here, "login", 1, process, "refused")
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
        here.killed_after(chance.uniform(2.0, 5.0), "onboard", wrong)
        workers = [here.start("worker", "--until-empty") for _ in range(2)]
        for worker in workers:
            here.ended(worker)
        here.run("login", next(iter(here.status())))
        codes = [here.run("onboard", "--only", "failed")[0], here.run("onboard", wrong)[0]]
        assert max(here.refused_logins().values()) == 1
        refusals = {"ACC-001", "ACC-003", "ACC-008", "ACC-010"}
        assert {person["code"] for person in here.status().values()} <= refusals
        assert 0 not in codes


def test_the_same_refusal_again_and_again_stops_the_run(
    tmp_path: Path, browser_program: BrowserProgram
) -> None:
    with department(tmp_path, browser_program.path, people=6) as here:
        wrong = with_wrong_passwords(here.site.mails, tmp_path / "wrong")
        code, out = here.run("onboard", wrong, "--stop-after", "2", "--workers", "1", "--json")
        states = Counter(person["state"] for person in json.loads(out)["people"])
        assert (code, states["failed"] <= 3, states["pending"] >= 3) == (3, True, True)
        assert "[ACC-004]" in here.log[-1]


def test_maintenance_is_waited_for(few: Department) -> None:
    process = few.start("onboard", few.site.mails, "--json")
    until(few, "issue", 2, process)  # a 発行 that is answered so would be one that nobody can judge
    few.site.fault("NET-005")
    assert process.stderr
    said = next(line for line in process.stderr if "NET-005" in line)
    few.site.mend("NET-005")
    code, _ = few.ended(process)
    few.run("onboard")
    assert said
    assert (code in (0, 1), few.onboarded_once_each()) == (True, [])
