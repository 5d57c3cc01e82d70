"""The command line: all commands by name; the module of a command is imported only when that command is called."""

from __future__ import annotations

import importlib
from typing import Annotated, Any, Literal, NamedTuple

import typer

from ekakushin.automation.cli.help_page import HelpedCommand, HelpedGroup, HelpedTyper
from ekakushin.flows.step_names import STEPS
from ekakushin.flows.text import say

_ROOMS = "ekakushin.automation.cli"


class Place(NamedTuple):
    """Where a command is: a module of this package, the name in it, and under which name its help is kept."""

    module: str
    name: str
    help: str


def _at(module: str, *names: str) -> dict[str, Place]:
    return {name: Place(module, name, name) for name in names}


COMMANDS: dict[str, Place] = {
    **_at("start", "start"),
    **_at("doctor", "doctor"),
    **_at("check", "check"),
    **_at("mock", "demo"),
    **_at("onboard", "onboard", "worker", "takeover"),
    **_at("status", "status", "report", "documents"),
    **_at("steps", *STEPS),
    **{name: Place(name, "app", name) for name in ("mail", "mock", "credentials", "audit")},
    "roster": Place("roster", "app", "roster_app"),
    **{name: Place(name, "app", name) for name in ("guide", "cert", "capture")},
}


class Later(HelpedCommand):
    """A command whose name and help are known at once, and whose module is imported when it is called."""

    def __init__(self, name: str, place: Place) -> None:
        super().__init__(name, help=say(f"help.{place.help}"))
        self._place = place

    def load(self) -> Any:
        """The command itself."""
        found = getattr(importlib.import_module(f"{_ROOMS}.{self._place.module}"), self._place.name)
        if isinstance(found, typer.Typer):
            command: Any = typer.main.get_group(found)
            command.name = self.name
            return command
        single = HelpedTyper(add_completion=False)
        single.command(name=self.name, help=self.help)(found)
        return typer.main.get_command(single)

    def make_context(self, *arguments: Any, **more: Any) -> Any:
        """The context of the command itself, which is then what is run."""
        return self.load().make_context(*arguments, **more)


class Commands(HelpedGroup):
    """All commands, none of them imported."""

    def __init__(self, *arguments: Any, **more: Any) -> None:
        super().__init__(*arguments, **more)
        self.commands.update({name: Later(name, place) for name, place in COMMANDS.items()})


app = HelpedTyper(
    cls=Commands,
    help=say("help.app"),
    invoke_without_command=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _print_version(wanted: bool) -> None:
    if wanted:
        from ekakushin.automation.portable import program

        print(program())
        raise typer.Exit


Version = Annotated[
    bool, typer.Option("--version", help=say("help.version"), callback=_print_version, is_eager=True)
]
Utf8 = Annotated[bool, typer.Option("--utf8", help=say("help.utf8"))]  # main takes both, wherever they stand
Lang = Annotated[Literal["ja", "en"] | None, typer.Option("--lang", help=say("help.lang"))]


@app.callback()
def _root(context: typer.Context, version: Version = False, utf8: Utf8 = False, lang: Lang = None) -> None:
    """What stands before a command's name; without one it says where one stands."""
    if context.invoked_subcommand is None:
        from ekakushin.automation.commands.overview import show_overview
        from ekakushin.automation.settings import read_settings

        raise typer.Exit(show_overview(read_settings()))
