"""How the command starts in the portable folder for Windows, and where it keeps what Python would write beside it."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

_BYTECODE = "bytecode"


def start() -> None:
    """Run the command. Whoever has opened it by a double click keeps a window in which it can be called."""
    from ekakushin.automation.main import main

    arguments = sys.argv[1:]
    sys.argv[0] = "ekakushin"
    _keep_bytecode(arguments)
    is_opened = not arguments and is_opened_by_double_click()
    try:
        main()
    finally:
        if is_opened:
            stay()


def _keep_bytecode(arguments: Sequence[str]) -> None:
    """Python, told by -B to write nothing, may write below the state folder what makes the next start faster.

    From the network it would not be faster, and what synchronises a folder would carry it to every PC.
    """
    from ekakushin.automation.state.drives import hazard_of

    home = home_of(arguments)
    if home and not hazard_of(home):
        sys.pycache_prefix = str(home / _BYTECODE)
        sys.dont_write_bytecode = False


def home_of(arguments: Sequence[str]) -> Path | None:
    """The state folder of this command line; None where a setting cannot be read, which the command will tell."""
    import platformdirs

    from ekakushin.automation.sources import read_sources

    for before, after in zip(arguments, [*arguments[1:], ""], strict=False):
        name, equals, value = before.partition("=")
        if name == "--home" and (value or after):
            return _absolute(value if equals else after)
    try:
        told = read_sources().get("home")
    except (ValueError, OSError):
        return None
    return _absolute(str(told)) if told else platformdirs.user_data_path("ekakushin", appauthor=False)


def _absolute(home: str) -> Path:
    return Path(home).expanduser().absolute()


def is_opened_by_double_click() -> bool:
    """Whether the console will close with this process: nobody but us and what has started us is in it."""
    if sys.platform != "win32" or not (sys.stdin and sys.stdin.isatty()):
        return False
    import ctypes

    import psutil

    here = (ctypes.c_uint * 8)()
    if ctypes.windll.kernel32.GetConsoleProcessList(here, len(here)) > 2:
        return False
    try:
        parent = psutil.Process().parent()
        return not parent or not _is_prompt([parent.name(), *parent.cmdline()])
    except psutil.Error:
        return True


def _is_prompt(words: Sequence[str]) -> bool:
    """Whether a process, by its name and command line, is somebody's command prompt, not a .cmd that was opened."""
    return words[0].lower() == "cmd.exe" and "/c" not in [word.lower() for word in words]


def stay() -> None:
    """A command prompt in this console that finds `ekakushin`, until its user closes it."""
    from ekakushin.automation.portable import portable_folder
    from ekakushin.flows.text import say

    folder = portable_folder() or Path(sys.executable).parent
    print("\n" + say("portable.stay", folder=folder))
    environment = {**os.environ, "PATH": f"{folder}{os.pathsep}{os.environ.get('PATH', '')}"}
    prompt = [os.environ.get("COMSPEC", "cmd.exe"), "/k"]
    try:
        subprocess.run(prompt, env=environment, cwd=Path.home(), check=False)  # noqa: S603  (Windows' own)
    except OSError:  # an administrator may have forbidden it
        input(say("portable.enter"))
