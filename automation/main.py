"""The door of the command: chooses the language, and turns errors into a sentence and an exit code."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path

from flows.errors import Explained
from flows.text import say, use_language


def main() -> None:
    """Run the command line; never ends in a traceback."""
    use_language("en" if _wants_english(sys.argv[1:]) else "ja")
    _speak_utf8()
    from automation.cli import app  # noqa: PLC0415  (its help texts are in the language chosen above)

    try:
        app()
    except KeyboardInterrupt:
        print(say("run.stopped"), file=sys.stderr)
        sys.exit(3)
    except Explained as error:
        print(f"[{error.code}] {error}\n{error.remedy}", file=sys.stderr)
        sys.exit(2)
    except Exception as error:
        print(say("run.bug", detail=_where(error)), file=sys.stderr)
        sys.exit(2)


def _wants_english(arguments: Sequence[str]) -> bool:
    for before, after in zip(arguments, [*arguments[1:], ""], strict=True):
        if before == "--lang":
            return after == "en"
        if before.startswith("--lang="):
            return before == "--lang=en"
    return os.environ.get("EKAKUSHIN_LANG", "ja") == "en"


def _speak_utf8() -> None:
    """Japanese must not end in an error where the console is set to another encoding."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure:
            reconfigure(encoding=None if stream.isatty() else "utf-8", errors="replace")


def _where(error: BaseException) -> str:
    trace = error.__traceback__
    while trace and trace.tb_next:
        trace = trace.tb_next
    place = f" {Path(trace.tb_frame.f_code.co_filename).name}:{trace.tb_lineno}" if trace else ""
    return type(error).__name__ + place


if __name__ == "__main__":
    main()
