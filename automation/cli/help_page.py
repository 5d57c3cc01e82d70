"""Draws the help of a command as text: usage, what it does, arguments, options, commands, wrapped as Japanese is."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable, Iterator
from typing import Any, TypeVar

import typer
from typer.core import TyperCommand, TyperGroup

from ekakushin.flows.text import say

NARROWEST, WIDEST = 40, 100  # cells; longer lines are hard to read, also on a wide screen
_INDENT = 2
_LEFT = 22  # cells of names that stand beside their help; longer ones stand above it
_HELP = ("-h", "--help")
Runs = TypeVar("Runs", bound=Callable[..., Any])


class HelpedCommand(TyperCommand):
    """A command whose help is drawn by this module."""

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Print the help page."""
        formatter.write(help_page(ctx) + "\n\n")


class HelpedGroup(TyperGroup):
    """A group of commands whose help is drawn by this module."""

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Print the help page."""
        formatter.write(help_page(ctx) + "\n\n")


class HelpedTyper(typer.Typer):
    """A command line whose commands are drawn by this module."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"cls": HelpedGroup, **options})

    def command(self, name: str | None = None, **options: Any) -> Callable[[Runs], Runs]:
        """As typer's own."""
        return super().command(name, **{"cls": HelpedCommand, **options})


def help_page(ctx: Any) -> str:
    """The help of the context's command, as wide as the terminal, between 40 and 100 cells."""
    width = page_width()
    shown = [each for each in ctx.command.get_params(ctx) if not getattr(each, "hidden", False)]
    arguments = [each for each in shown if each.param_type_name == "argument"]
    options = [each for each in shown if each.param_type_name != "argument"]
    commands = getattr(ctx.command, "commands", {})
    parts = [
        _fold(usage(ctx), width, 0),
        _fold(ctx.command.help or "", width, 0) if ctx.command.help else [],
        _section("arguments", ((_value(each, ctx), _words(each)) for each in arguments), width),
        _section("options", ((_option(each, ctx), _words(each)) for each in options), width),
        _section(
            "commands", ((name, each.help or "") for name, each in commands.items() if not each.hidden), width
        ),
    ]
    return "\n\n".join("\n".join(lines) for lines in parts if lines)


def page_width() -> int:
    """Cells of a line."""
    return max(NARROWEST, min(shutil.get_terminal_size().columns, WIDEST))


def usage(ctx: Any) -> str:
    """How the command is written, on one line."""
    params = ctx.command.get_params(ctx)
    pieces = [ctx.command_path, say("usage.some_options")]
    pieces += [_in_usage(each, ctx) for each in params if each.param_type_name == "argument"]
    pieces += [say("usage.some_command")] * hasattr(ctx.command, "commands")
    return say("usage.usage", command=" ".join(pieces))


def value_of(param: Any, ctx: Any) -> str:
    """What has to be written for a parameter: the words of its help, its choices, its range; "" for a mere flag."""
    return _span(param) or _value(param, ctx)


def _section(name: str, rows: Iterable[tuple[str, str]], width: int) -> list[str]:
    lines = [line for left, right in rows for line in _row(left, right, width)]
    return [say(f"usage.{name}"), *lines] if lines else []


def _row(left: str, right: str, width: int) -> Iterator[str]:
    from rich.cells import cell_len

    place = _INDENT + _LEFT + 2
    if width - place < _LEFT:  # a screen so narrow that two columns would be none
        place = 2 * _INDENT + 2
    lines = _fold(right, width, place) if right else []
    if lines and place > _LEFT and cell_len(left) <= _LEFT:
        gap = " " * (place - _INDENT - cell_len(left))
        yield f"{' ' * _INDENT}{left}{gap}{lines[0].lstrip()}"
        yield from lines[1:]
    else:
        yield from _fold(left, width, _INDENT)
        yield from lines


def _fold(text: str, width: int, indent: int) -> list[str]:
    from ekakushin.automation.terminal.cells import wrap

    told = text.strip().split("\n")
    return [" " * indent + line for each in told for line in wrap(each, width - indent)]


def _option(param: Any, ctx: Any) -> str:
    names = ", ".join(sorted([*param.opts, *param.secondary_opts], key=lambda each: each.startswith("--")))
    return f"{names} {_value(param, ctx)}".rstrip()


def _value(param: Any, ctx: Any) -> str:
    if getattr(param, "is_flag", False) or getattr(param, "count", False):
        return ""
    if param.metavar:
        return str(param.metavar)
    shown = str(param.display_type(ctx)).strip("<>")
    return shown if "|" in shown else say("usage.number") if "int" in shown else str(param.name).upper()


def _in_usage(param: Any, ctx: Any) -> str:
    words = _value(param, ctx) + ("..." if param.nargs == -1 else "")
    return words if param.required else f"[{words}]"


def _words(param: Any) -> str:
    own = say("help.help") if set(param.opts) & set(_HELP) else param.help or ""
    more = [_span(param)] if _span(param) else []
    more += [say("usage.required")] if param.required and param.param_type_name != "argument" else []
    if not more:
        return own
    stop = own[-1:] if own[-1:] in ("。", ".") else ""
    return own.removesuffix(stop) + say("usage.more", words=say("usage.and").join(more)) + stop


def _span(param: Any) -> str:
    least, most = getattr(param, "min", None), getattr(param, "max", None)
    if getattr(param, "is_flag", False) or (least is None and most is None):
        return ""
    if most is None:
        return say("usage.at_least", least=least)
    return say("usage.between", least=0 if least is None else least, most=most)
