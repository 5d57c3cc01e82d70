"""VBScript for pages that were written in it: a small part that looks for it, and the program that runs it."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

SECONDS = (
    10.0  # how long a script may run without waiting for anything: a loop without an end is one that is ended
)

_PARTS = (
    *("errors", "values", "lexer", "parser", "statements", "operators"),
    *("dates", "calendar", "text_functions", "number_functions"),
    *("objects", "own_objects", "builtins", "machine", "scope", "procedures", "events", "scripts"),
)


def doorway() -> str:
    """What every document gets, whether it has VBScript or not."""
    return _read("doorway")


@cache
def interpreter() -> str:
    """The body of a function of `host`, which gives what the doorway calls; sent to documents with VBScript alone."""
    return '"use strict";\n' + "\n".join(map(_read, _PARTS)) + "\nreturn scripts;\n"


def _read(name: str) -> str:
    return files("ekakushin.flows.certenroll.vbscript").joinpath(f"{name}.js").read_text("utf-8")
