"""The command line: `python -m bench` compares, `python -m bench profile` and `python -m bench growth` look closer."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from bench.rounds import NotDoneError, Plan, measured
from bench.table import lines, text
from bench.ways import WAYS, hindrance


def main(arguments: Sequence[str]) -> int:
    """The exit code: 1 where the work is not proven."""
    command, *rest = [*arguments, ""]
    try:
        if command == "profile":
            from bench import profile

            return profile.main(rest[:-1])
        if command == "growth":
            from bench import growth

            return growth.main(rest[:-1])
        return compare(arguments)
    except NotDoneError as error:
        print(error, file=sys.stderr)
        return 1


def compare(arguments: Sequence[str]) -> int:
    """The same work by every way."""
    given = _parsed(arguments)
    ways = tuple(way for way in given.ways if _possible(way))
    plan = Plan(
        people=given.people,
        at_a_time=given.at_a_time,
        rounds=given.rounds,
        ways=ways,
        signing_delay=given.signing_delay,
        answer_delay=given.answer_delay,
    )
    found = measured(plan, lambda line: print(line, file=sys.stderr))
    rows = lines(found, plan.people)
    if given.plot:
        from bench.plot import plot

        plot(found, rows, plan.people, given.plot)
    if given.json:
        values = {"plan": asdict(plan), "lines": list(map(asdict, rows)), "runs": list(map(asdict, found))}
        print(json.dumps(values, indent=1))
    else:
        print(f"{plan.people} people, {plan.at_a_time} at a time, {plan.rounds} rounds; for one person:\n")
        print(text(rows))
    return 0


def _parsed(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--people", type=int, default=4)
    parser.add_argument("--at-a-time", type=int, default=1, help="people at once, at most 4")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--signing-delay", type=float, default=1.0, help="seconds for a signing certificate")
    parser.add_argument(
        "--answer-delay", type=float, default=0.0, help="seconds for every answer of the site"
    )
    parser.add_argument("--ways", nargs="+", choices=WAYS, default=list(WAYS))
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.add_argument("--plot", type=Path, help="draw a PNG into this file")
    return parser.parse_args(arguments)


def _possible(way: str) -> bool:
    reason = hindrance(way)
    if reason:
        print(f"{way} is left out: {reason}", file=sys.stderr)
    return not reason


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
