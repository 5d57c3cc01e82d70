"""Imports typer.rich_utils, which prints help and errors, without the slow modules that it imports needlessly."""

from __future__ import annotations

import importlib
import sys
import types

# typer.rich_utils imports them for help that is written as Markdown, and for tracebacks; with all that they import
# they take as long as everything else that `--help` does.
_UNUSED = {"rich.markdown": "Markdown", "rich.traceback": "Traceback"}


def import_drawing() -> None:
    """Import it; whoever imports the unused ones later gets them as they are."""
    absent = {name: part for name, part in _UNUSED.items() if name not in sys.modules}
    for name, part in absent.items():
        sys.modules[name] = types.ModuleType(name)
        setattr(sys.modules[name], part, type(part, (), {}))
    try:
        importlib.import_module("typer.rich_utils")
    except ImportError:
        return  # another typer draws with something else
    finally:
        for name in absent:
            del sys.modules[name]
