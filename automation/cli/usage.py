"""Says what is wrong with a command line that cannot be understood, how it is written, and where its help is."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from typing import Any, TextIO

import typer

from ekakushin.automation.cli.help_page import page_width, usage, value_of
from ekakushin.automation.exit_code import ExitCode
from ekakushin.flows.text import say

_QUOTED = "'([^']*)'"
# What typer says, and the key of the sentence that is said in its place; the first group is what was written.
_KNOWN = (
    (r"No such option: (\S+)", "usage.no_option"),
    (rf"No such command {_QUOTED}", "usage.no_command"),
    (r"Missing command", "usage.command_missing"),
    (rf"Missing argument {_QUOTED}", "usage.argument_missing"),
    (rf"Missing \w+ {_QUOTED}", "usage.option_missing"),
    (r"Got unexpected extra arguments? ?\(?s?\)? ?\((.*)\)", "usage.too_much"),
    (rf"Option {_QUOTED} requires an? ", "usage.value_missing"),
    (rf"Option {_QUOTED} requires \d+ arguments", "usage.value_missing"),
    (rf"Option {_QUOTED} does not take a value", "usage.no_value"),
)
_JAPANESE = re.compile(r"[぀-ヿ一-鿿]")


_UsageError: type[Exception] = typer.BadParameter.__mro__[1]  # typer raises it, but does not name it


def call(app: Callable[..., object]) -> int:
    """Run the command line; the exit code. What is wrong with it itself is told here, in place of typer."""
    try:
        code = app(prog_name="ekakushin", standalone_mode=False)
    except typer.Abort:
        print(say("usage.aborted"), file=sys.stderr)
        return ExitCode.NOT_ALL
    except _UsageError as error:
        if type(error).__name__ == "NoArgsIsHelpError":
            print(error, file=sys.stderr)
        else:
            tell_usage(error, sys.stderr)
        return ExitCode.WRONG_USAGE
    return code if isinstance(code, int) else ExitCode.DONE


def tell_usage(error: Any, stream: TextIO) -> None:
    """Print the sentence, the usage, and how help is got."""
    from ekakushin.automation.terminal.cells import wrap

    ctx = getattr(error, "ctx", None)
    lines = wrap(sentence(error), page_width())
    if ctx is not None:
        lines += [usage(ctx), say("usage.see_help", command=ctx.command_path)]
    print("\n".join(lines), file=stream)


def sentence(error: Any) -> str:
    """What is wrong, in one sentence of the language that was chosen."""
    told = str(error.format_message())
    for pattern, key in _KNOWN:
        if found := re.match(pattern, told):
            return say(key, given=(found.groups() or ("",))[0]) + _perhaps(error)
    name, own = _name(error), str(error.message)
    if not name:
        return own
    if getattr(error, "ctx", None) is not None and error.param is not None and not _JAPANESE.search(own):
        expected = value_of(error.param, error.ctx)
        return say("usage.bad_value", name=name, expected=expected) if expected else told
    return say("usage.unusable", name=name, why=own)


def _name(error: Any) -> str:
    """The option or argument that it is about; "" where there is none."""
    hint, param = getattr(error, "param_hint", None), getattr(error, "param", None)
    if hint:
        return hint if isinstance(hint, str) else " / ".join(hint)
    if param is None:
        return ""
    return " / ".join(param.opts) if param.param_type_name != "argument" else str(param.metavar or param.name)


def _perhaps(error: Any) -> str:
    likely = sorted(getattr(error, "possibilities", None) or ())
    return say("usage.perhaps", likely="、".join(likely)) if likely else ""
