"""The door of the command: chooses the language, and turns errors into a sentence and an exit code."""

from __future__ import annotations

import signal
import sys
from collections.abc import Sequence
from pathlib import Path

from ekakushin.automation.guide import tell_error
from ekakushin.automation.settings import read_settings
from ekakushin.flows.debugging import forget
from ekakushin.flows.errors import Explained
from ekakushin.flows.text import Language, say, use_language

if sys.platform != "win32":
    import resource


def main() -> None:
    """Run the command line; never ends in a traceback."""
    # A shell's & makes its children ignore SIGINT; whoever sends it means it.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    _no_core_dumps()
    forget()
    use_language(_language(sys.argv[1:]))
    _speak_utf8()
    from ekakushin.automation.cli.app import app  # noqa: PLC0415  (its help texts are in the language chosen above)

    try:
        app()
    except KeyboardInterrupt:
        print(say("run.stopped"), file=sys.stderr)
        sys.exit(3)
    except Explained as error:
        tell_error(error, sys.stderr)
        sys.exit(2)
    except Exception as error:
        print(say("run.bug", detail=_where(error)), file=sys.stderr)
        sys.exit(2)


def _no_core_dumps() -> None:
    """What a process that dies leaves of its memory would hold secrets; the browser inherits this."""
    if sys.platform != "win32":
        resource.setrlimit(resource.RLIMIT_CORE, (0, resource.getrlimit(resource.RLIMIT_CORE)[1]))


def _language(arguments: Sequence[str]) -> Language:
    """The language of flag, environment or settings file; an unusable setting is told later, by the command."""
    for before, after in zip(arguments, [*arguments[1:], ""], strict=False):
        if "--lang" in (before, before.partition("=")[0]):
            return "en" if "en" in (after, before.partition("=")[2]) else "ja"
    try:
        return read_settings().lang
    except Explained:
        return "ja"


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
