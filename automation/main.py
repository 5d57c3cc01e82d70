"""The entry point of the command: chooses the language, and turns errors into a sentence and an exit code."""

from __future__ import annotations

import codecs
import gc
import os
import signal
import sys
import threading
import time
from collections.abc import Sequence
from pathlib import Path

from ekakushin.automation.exit_code import ExitCode
from ekakushin.automation.sources import read_sources
from ekakushin.automation.terminal.output import failure_of, forgive_output, open_what_is_closed
from ekakushin.flows.debugging import forget
from ekakushin.flows.text import Language, say, use_language

if sys.platform != "win32":
    import resource

_INTERRUPTED = 130  # typer's exit code for a Ctrl-C that comes before the command has begun
_LINGERING = 10.0  # seconds for which threads that still do something may keep the process
_UTF8 = "--utf8"
_ESCAPED = "ekakushin.escaped"
_ALLOCATIONS = (
    50_000  # objects after which garbage is looked for; Python's own 700 are reached while importing
)


def main() -> None:
    """Run the command line; never ends in a traceback."""
    _start_at_once()
    # A shell's & makes its children ignore SIGINT; whoever sends it means it.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    if sys.platform == "win32":
        signal.signal(signal.SIGBREAK, signal.default_int_handler)
    _no_core_dumps()
    open_what_is_closed()
    forget()
    use_language(_language(sys.argv[1:]))
    _speak()
    forgive_output()
    code = _run()
    gc.freeze()  # the interpreter's end need not look for garbage: all of it goes
    code = _mind_output(code)
    _end_in_time(code)
    sys.exit(code)


def _run() -> int:
    """Run the command, and say in a sentence what has ended it; the exit code."""
    try:
        from ekakushin.automation.cli.app import app  # its help texts are in the language chosen above
        from ekakushin.automation.cli.usage import call

        code = call(app)
        return _stop() if code == _INTERRUPTED else code
    except KeyboardInterrupt:
        return _stop()
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else int(end.code is not None)
    except Exception as error:
        _tell(error)
        return ExitCode.WRONG_USAGE


def _stop() -> int:
    print(say("run.stopped"), file=sys.stderr)
    return ExitCode.STOPPED


def _mind_output(code: int) -> int:
    """1 where the output could not be written and all else went well; the work itself has gone on."""
    failures = [failure_of(sys.stdout), failure_of(sys.stderr)]
    if not any(failures):
        return code
    if failures[0]:
        print(say("run.no_output", reason=failures[0].strerror or failures[0]), file=sys.stderr, flush=True)
    return code or ExitCode.NOT_ALL


def _end_in_time(code: int) -> None:
    """Threads that hang in a disk or database keep no process alive: what counts is on disk already."""

    def end() -> None:
        time.sleep(_LINGERING)
        os._exit(code)

    others = [each for each in threading.enumerate() if each is not threading.current_thread()]
    if any(not each.daemon for each in others):
        threading.Thread(target=end, name="end", daemon=True).start()


def _tell(error: Exception) -> None:
    """What ends the command: a card for what has a code, a line for a bug of ours."""
    from ekakushin.automation.guide.card import tell_error
    from ekakushin.automation.state.files import system_error
    from ekakushin.flows.errors import Explained

    meant = system_error(error) if isinstance(error, OSError) else None
    if meant:
        tell_error(meant, sys.stderr)
    elif isinstance(error, Explained):
        tell_error(error, sys.stderr)
    else:
        print(say("run.bug", detail=_where(error)), file=sys.stderr)


def _start_at_once() -> None:
    """Most of a short command is imports, which make no garbage, and a plugin of pydantic's has no use here."""
    gc.set_threshold(_ALLOCATIONS)
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "1")


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
        return "en" if read_sources().get("lang") == "en" else "ja"
    except (ValueError, OSError):
        return "ja"


def _speak() -> None:
    """Japanese must not end in an error where the output has another encoding: what does not fit is escaped as in
    JSON."""
    codecs.register_error(_ESCAPED, _escape)
    wanted = _encoding()
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure and stream.isatty():
            reconfigure(errors="replace")
        elif reconfigure:
            reconfigure(encoding=wanted, errors=_ESCAPED)


def _encoding() -> str | None:
    """Of outputs that are no terminal: UTF-8, but on Windows what other programs expect, the console's code page; None
    where Python has been told otherwise."""
    if _UTF8 in sys.argv:
        sys.argv = [each for each in sys.argv if each != _UTF8]
        return "utf-8"
    if sys.platform != "win32":
        return "utf-8"
    told = os.environ.get("PYTHONIOENCODING", "").partition(":")[0]
    if (
        sys.flags.ignore_environment
    ):  # the portable folder's Python: what the user says of our output counts still
        told = told or ("utf-8" if os.environ.get("PYTHONUTF8") == "1" else "")
        return _known(told) or _code_page()
    return None if told or sys.flags.utf8_mode else _code_page()


def _known(encoding: str) -> str:
    try:
        return codecs.lookup(encoding).name if encoding else ""
    except LookupError:
        return ""


def _code_page() -> str:
    """The name of the console's code page, or of the system's where there is no console."""
    import ctypes

    kernel32 = getattr(ctypes, "windll").kernel32  # noqa: B009  (elsewhere there is none)
    try:
        return codecs.lookup(f"cp{kernel32.GetConsoleOutputCP() or kernel32.GetACP()}").name
    except LookupError:
        return "utf-8"


def _escape(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    units = error.object[error.start : error.end].encode("utf-16-be", "surrogatepass").hex()
    return "".join(f"\\u{units[place : place + 4]}" for place in range(0, len(units), 4)), error.end


def _where(error: BaseException) -> str:
    trace = error.__traceback__
    while trace and trace.tb_next:
        trace = trace.tb_next
    place = f" {Path(trace.tb_frame.f_code.co_filename).name}:{trace.tb_lineno}" if trace else ""
    return type(error).__name__ + place


if __name__ == "__main__":
    main()
