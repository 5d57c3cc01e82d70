"""Chaos: what a seed draws for one run from all that may befall it, and how it is let loose."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from ekakushin.fixtures.mock_site import Authority, MockSite
from tests.support.afflicted import VARIABLE
from tests.support.durably import Department, flags_to_reissue
from tests.support.hardship import busy, limited
from tests.support.invariants import broken
from tests.support.starving import family, send, starved, those

LONGEST = 240.0  # seconds for one person in one call of the command, on a PC that gives it a core
_CALLS = 8  # of the command, until everybody must be done
_SITE_DOWN = ("NET-001", "NET-004", "NET-005", "NET-008")


@dataclass(frozen=True)
class Blow:
    """Something that happens to a run `after` so many seconds; `lasts` is 0 for what never ends."""

    kind: str
    after: float
    lasts: float = 0.0


@dataclass(frozen=True)
class Draw:
    """What befalls one run: the same for the same seed."""

    seed: int
    people: int
    at_a_time: int
    profile: str
    receipt: str
    busy: float
    key: float
    flush: float
    share: float
    skins: tuple[str, ...]
    blows: tuple[tuple[Blow, ...], ...]

    @classmethod
    def of(cls, seed: int) -> Draw:
        """What this seed draws."""
        chance = random.Random(seed)
        return cls(
            seed=seed,
            people=chance.choice((1, 1, 2, 3)),
            at_a_time=chance.choice((1, 2)),
            profile=chance.choice(("certenroll", "certenroll", "certenroll", "p12")),
            receipt="again",
            busy=chance.choice((0.0, 0.0, 1.0, 5.0)),
            key=chance.choice((0.0, 0.0, 2.0, 6.0)),
            flush=chance.choice((0.0, 0.0, 0.0, 0.1)),
            share=chance.choice((1.0, 1.0, 1.0, 0.4, 0.2)),
            skins=(f"random:{chance.randrange(10**6)}",) if chance.random() < 0.2 else (),
            blows=tuple(
                tuple(_blow(chance) for _ in range(chance.choice((0, 1, 1, 2))))
                for _ in range(chance.choice((1, 2, 3)))
            ),
        )

    def __str__(self) -> str:
        return json.dumps(asdict(self), ensure_ascii=False)


def _blow(chance: random.Random) -> Blow:
    kind = chance.choice(("kill", "kill", "ctrl-c", "ctrl-c twice", "renderer", "driver", "site"))
    lasts = chance.choice((0.0, chance.uniform(0.5, 8.0))) if kind in ("renderer", "driver") else 4.0
    return Blow(kind, chance.uniform(1.5, 25.0), lasts)


def survived(draw: Draw, folder: Path, browser: Path, authority: Authority) -> list[str]:
    """Let it befall a run, go on until everybody must be done, and say what is not as it must be."""
    with _site(draw, folder, authority) as site:
        here = Department(site, folder / "home", browser)
        for blows in draw.blows:
            wrong = [*_called(here, draw, blows), *broken(here, done=False)]
            if wrong:
                return wrong
        for _ in range(_CALLS):
            wrong = _called(here, draw, ())
            people = here.status().values()
            if wrong or (people and all(person["state"] == "done" for person in people)):
                break
        return [*wrong, *broken(here, done=True), *_unfinished(here)]


def _unfinished(here: Department) -> list[str]:
    stuck = {user_id: each for user_id, each in here.status().items() if each["state"] != "done"}
    return [f"{user_id}: {each['code']} {each['message']}" for user_id, each in stuck.items()] and here.log[
        -2:
    ]


@contextmanager
def _site(draw: Draw, folder: Path, authority: Authority) -> Iterator[MockSite]:
    options = {
        "people": draw.people,
        "profile": draw.profile,
        "receipt": draw.receipt,
        "skins": draw.skins,
        "signing_delay": 0.3,
        "html_filter": busy(draw.busy) if draw.busy else None,
        "authority": authority,
    }
    with MockSite(folder / "mock", **options) as site:  # type: ignore[arg-type]
        limited(site, page=20.0, issuance=30.0, browser=12.0, closed_limit=6.0, signing_limit=600.0)
        yield site


def _called(here: Department, draw: Draw, blows: tuple[Blow, ...]) -> list[str]:
    """Call the command once; what is wrong with how it ended."""
    longest = LONGEST * draw.people / draw.share
    wants = {"key": draw.key, "flush": draw.flush}
    here.surroundings |= {VARIABLE: json.dumps(wants), "PYTHONPATH": str(Path(__file__).parents[2])}
    arguments = ["onboard", str(here.site.mails), "--workers", str(draw.at_a_time)]
    if not blows:  # nothing is on its way to the site any more
        arguments += flags_to_reissue(here)
    process = here.start(*arguments, program="tests.support.afflicted")
    timers = [threading.Timer(blow.after, _befall, (blow, process, here.site)) for blow in blows]
    for timer in timers:
        timer.start()
    try:
        with starved(process.pid, draw.share):
            out, err = process.communicate(timeout=longest)
    except subprocess.TimeoutExpired:
        send(signal.SIGKILL, family(process.pid))
        out, err = process.communicate()
        here.printed += [out, err]
        return [f"did not end in {longest:.0f} seconds: {err[-600:]}"]
    finally:
        for timer in timers:
            timer.cancel()
            timer.join()
        for fault in _SITE_DOWN:
            here.site.mend(fault)
    here.printed += [out, err]
    here.log.append(err)
    # A signal that comes before the command has begun to listen ends it as it ends any other.
    fits = (0, 1, 3, -signal.SIGKILL, -signal.SIGINT) if blows else (0, 1)
    return [] if process.returncode in fits else [f"exit code {process.returncode}: {err[-600:]}"]


def _befall(blow: Blow, process: subprocess.Popen[str], site: MockSite) -> None:
    if process.poll() is not None:
        return
    if blow.kind == "kill":
        send(signal.SIGKILL, family(process.pid))
    elif blow.kind.startswith("ctrl-c"):
        os.kill(process.pid, signal.SIGINT)
        if blow.kind.endswith("twice"):
            time.sleep(0.3)
            send(signal.SIGINT, family(process.pid)[:1])
    elif blow.kind == "site":
        site.fault(random.Random(blow.after).choice(_SITE_DOWN))
        time.sleep(blow.lasts)
        for fault in _SITE_DOWN:
            site.mend(fault)
    else:
        stopped = those(process.pid, blow.kind)
        send(signal.SIGSTOP, stopped)
        if blow.lasts:
            time.sleep(blow.lasts)
            send(signal.SIGCONT, stopped)
