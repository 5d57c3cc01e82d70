"""Runs a Python program as `python -m` does and counts its messages to the driver: Playwright's, or chromedriver.

python -m bench.counting FILE -m MODULE ARGUMENTS...

The number stands in FILE from the first message on, so that it is there however the program ends.
"""

from __future__ import annotations

import mmap
import runpy
import struct
import sys
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

_NUMBER = struct.Struct("<Q")
# Module, class and method through which all of them pass.
_PLAYWRIGHT = ("playwright._impl.connection", "Connection", "send_message_to_server")
_SELENIUM = ("selenium.webdriver.remote.remote_connection", "RemoteConnection", "execute")
_NO_QUESTION = "__waitInfo__"  # for traces; the driver never answers it


def main(file: str, _: str, module: str, *arguments: str) -> None:
    """Count, and run the module."""
    _count(_counter(Path(file)), _SELENIUM if module == "bench.selenium" else _PLAYWRIGHT)
    sys.argv = [module, *arguments]
    runpy.run_module(module, run_name="__main__", alter_sys=True)


def counted(file: Path) -> int:
    """What was counted in the file; 0 where nothing was."""
    found: tuple[int] = _NUMBER.unpack(file.read_bytes()) if file.exists() else (0,)
    return found[0]


def _counter(file: Path) -> Callable[[], None]:
    """A function that adds one to the number in the file."""
    file.write_bytes(_NUMBER.pack(0))
    with file.open("r+b") as opened:
        memory = mmap.mmap(opened.fileno(), _NUMBER.size)

    def add() -> None:
        _NUMBER.pack_into(memory, 0, _NUMBER.unpack_from(memory)[0] + 1)

    return add


def _count(add: Callable[[], None], door: tuple[str, str, str]) -> None:
    module, name, method = door
    kind = getattr(import_module(module), name)
    send = getattr(kind, method)

    def counting(*arguments: Any, **options: Any) -> Any:
        if arguments[2:3] != (_NO_QUESTION,):
            add()
        return send(*arguments, **options)

    setattr(kind, method, counting)


if __name__ == "__main__":
    main(*sys.argv[1:])
