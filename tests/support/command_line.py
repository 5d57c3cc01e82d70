"""Every command of the command line with its options, each loaded."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import typer

from ekakushin.automation.cli.app import Later, app


def _commands(command: Any, before: str = "") -> Iterator[tuple[str, Any]]:
    if isinstance(command, Later):
        command = command.load()
    if before:
        yield before, command
    for name, inner in getattr(command, "commands", {}).items():
        yield from _commands(inner, f"{before} {name}".strip())


EVERY = dict(_commands(typer.main.get_command(app)))
COMMANDS = {
    name: command
    for name, command in EVERY.items()
    if not hasattr(command, "commands") and not command.hidden  # another name for one that is shown
}
ROOT_OPTIONS = {option for each in typer.main.get_command(app).params for option in each.opts}
OPTIONS = ROOT_OPTIONS | {
    option
    for each in COMMANDS.values()
    for parameter in each.params
    for option in (*parameter.opts, *parameter.secondary_opts)
}
