"""Commands that look at many people or read many mails: what each costs, with few people and with many."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.crowd import make_crowd, make_mails
from bench.measured import measure


@dataclass(frozen=True, kw_only=True)
class Command:
    """One command at one size. Seconds and MiB as in `Use`."""

    name: str
    people: int
    cpu: float
    wall: float
    memory: float


def measured_commands() -> Iterator[Command]:
    """One after the other. Raises RuntimeError for one that ends otherwise than it must."""
    with TemporaryDirectory(prefix="bench-") as name:
        folder = Path(name)
        for people in (10, 1000, 5000):
            make_crowd(folder / str(people), people)
        make_mails(folder / "mails", 1000)
        for command, size, arguments in _commands(folder):
            yield _measured(folder, command, size, arguments)


def _commands(folder: Path) -> Iterator[tuple[str, int, list[object]]]:
    for people in (10, 1000, 5000):
        yield "status", people, ["status", "--home", folder / str(people)]
    files = [
        word
        for kind in ("html", "xlsx", "junit", "json")
        for word in (f"--{kind}", folder / f"report.{kind}")
    ]
    for people in (10, 1000):
        yield "report", people, ["report", *files, "--home", folder / str(people)]
    yield "mail read", 1000, ["mail", "read", folder / "mails"]
    where = ["--home", folder / "imported", "--vault", "file"]
    yield "mail import", 1000, ["mail", "import", folder / "mails", *where]
    yield "mail import, again", 1000, ["mail", "import", folder / "mails", *where]


def _measured(folder: Path, name: str, people: int, arguments: list[object]) -> Command:
    command = [sys.executable, "-m", "ekakushin", *map(str, arguments)]
    environment = {**os.environ, "EKAKUSHIN_VAULT_PASSPHRASE": "bench"}
    log = folder / "log"
    use = measure(command, folder / "use.json", log=log, environment=environment)
    if use.code:
        raise RuntimeError(f"{name}: exit code {use.code}\n{log.read_text('utf-8')}")
    return Command(name=name, people=people, cpu=use.cpu, wall=use.wall, memory=use.memory)


def print_command(command: Command, to: Callable[[str], None] = print) -> None:
    """One line of the table."""
    cells = f"{command.people:>7}{command.cpu:>8.2f}{command.wall:>8.2f}{command.memory:>6.0f}"
    to(f"{command.name:<20}{cells}")


def print_headings(to: Callable[[str], None] = print) -> None:
    """The line above."""
    to(f"{'command':<20}{'people':>7}{'CPU s':>8}{'wall s':>8}{'MiB':>6}")
