"""What every way is given, and how a script goes through the people: some at a time, results at the end."""

from __future__ import annotations

import argparse
import asyncio
import csv
import sys
import tomllib
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from bench.invitation import Invitation, read_invitations


@dataclass(frozen=True, kw_only=True)
class Job:
    """The mails, the site and its CA; `at_a_time` people at once; seconds to wait for a signing certificate."""

    mails: Path
    ca: Path
    service: str
    signing_first: float
    signing_every: float
    at_a_time: int
    browser: str

    @property
    def people(self) -> list[Invitation]:
        """Everybody who was invited."""
        return read_invitations(self.mails)


def read_job(name: str) -> Job:
    """What the command line of `python -m bench.<name>` asks for."""
    parser = argparse.ArgumentParser(prog=f"python -m bench.{name}")
    parser.add_argument("mails", type=Path, help="folder of the mails")
    parser.add_argument("--site", type=Path, required=True, help="the description of the site, TOML")
    parser.add_argument("--ca", type=Path, required=True, help="the root to trust, PEM")
    parser.add_argument("--at-a-time", type=int, default=1)
    parser.add_argument("--browser", default="", help="the program to start")
    given = parser.parse_args()
    site = tomllib.loads(given.site.read_text("utf-8"))
    return Job(
        mails=given.mails,
        ca=given.ca,
        service=site["service"],
        signing_first=site["limits"]["signing_first"],
        signing_every=site["limits"]["signing_every"],
        at_a_time=given.at_a_time,
        browser=given.browser,
    )


async def everybody(job: Job, one: Callable[[Invitation], Awaitable[None]]) -> None:
    """Take everybody through `one`, so many at a time as the job says; then print what they have now."""
    places, people = asyncio.Semaphore(job.at_a_time), job.people

    async def placed(person: Invitation) -> None:
        async with places:
            await one(person)

    async with asyncio.TaskGroup() as group:
        for person in people:
            group.create_task(placed(person))
    print_results(people)


def print_results(people: Iterable[Invitation]) -> None:
    """User ID, password and PIN, as CSV: all that such a script leaves behind."""
    rows = csv.writer(sys.stdout)
    rows.writerows((person.user_id, person.new_password, person.pin) for person in people)
