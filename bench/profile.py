"""Where the time of one person goes: by kind of process, and in our own process by part and by step.

python -m bench profile --people N [--json]
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.measured import Use, measure
from bench.proof import missing
from bench.rounds import NotDoneError
from bench.sampling import Spent, read_spent
from bench.site import Site, served
from bench.ways import Run


@dataclass(frozen=True, kw_only=True)
class Profile:
    """Processor seconds of a whole run, by kind of process, and of our Python by part and by step."""

    people: int
    use: Use
    spent: Spent

    def tables(self) -> dict[str, dict[str, float]]:
        """The three of them, each with what is missing to its sum, in seconds a person, most first."""
        spent = self.spent
        parts = {**spent.parts, "the profile itself": spent.looking}
        parts["threads of libraries"] = spent.total - sum(parts.values())
        found = {
            "all processes": {**self.use.kinds, "not seen": self.use.cpu - sum(self.use.kinds.values())},
            "Python by part": parts,
            "Python by step": spent.steps,
        }
        return {title: _a_person(values, self.people) for title, values in found.items()}


def main(arguments: Sequence[str]) -> int:
    """Profile one run; the exit code. Raises NotDoneError."""
    parser = argparse.ArgumentParser(prog="python -m bench profile", description=__doc__)
    parser.add_argument("--people", type=int, default=2)
    parser.add_argument("--at-a-time", type=int, default=1)
    parser.add_argument("--json", action="store_true", help="print JSON")
    given = parser.parse_args(arguments)
    profile = profiled(given.people, given.at_a_time)
    if given.json:
        print(json.dumps({"people": profile.people, **profile.tables()}, indent=1))
    else:
        print(text(profile))
    return 0


def profiled(people: int, at_a_time: int) -> Profile:
    """One run. Raises NotDoneError."""
    with (
        TemporaryDirectory(prefix="bench-") as name,
        served(Path(name) / "mock", people=people, signing_delay=1.0) as site,
    ):
        return _one(site, Path(name), people, at_a_time)


def _one(site: Site, folder: Path, people: int, at_a_time: int) -> Profile:
    run = Run(way="ours", site=site, folder=folder, at_a_time=at_a_time)
    python, *arguments = run.command
    file = folder / "spent.json"
    command = [python, "-m", "bench.sampling", str(file), *arguments]
    result, log = folder / "use.json", folder / "log"
    use = measure(command, result, log=log, environment=run.environment, kinds=True)
    left = missing(site.ledger(), site.user_ids)
    if left:
        raise NotDoneError(f"not proven by the ledger: {', '.join(left)}\n{log.read_text('utf-8')}")
    return Profile(people=people, use=use, spent=read_spent(file))


def _a_person(values: Mapping[str, float], people: int) -> dict[str, float]:
    return {name: seconds / people for name, seconds in sorted(values.items(), key=lambda item: -item[1])}


def text(profile: Profile) -> str:
    """All tables, with the share of each line."""
    blocks = [f"{profile.people} people; processor seconds for one person:"]
    for title, values in profile.tables().items():
        whole = sum(values.values())
        blocks.append(f"\n{title:<30}{whole:>8.2f}")
        blocks += [f"  {name:<28}{value:>8.2f}{value / whole:>7.0%}" for name, value in values.items()]
    return "\n".join(blocks)
