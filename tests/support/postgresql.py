"""A PostgreSQL server of the distribution's package, on loopback, for the length of a test."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.support.systems import WINDOWS

_SERVER_USER = "postgres"  # the server refuses to run as root


def programs() -> Path | None:
    """The folder of the newest installed server's programs; Debian keeps them out of PATH. None on Windows."""
    if WINDOWS:
        return None
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    on_path = shutil.which("initdb")
    return found[-1].parent if found else Path(on_path).parent if on_path else None


@contextmanager
def postgresql() -> Iterator[str]:
    """Serve an empty database; its address."""
    bin_folder = programs()
    assert bin_folder, "PostgreSQL is not installed (Debian: postgresql)"
    with tempfile.TemporaryDirectory(prefix="postgresql-") as name:
        folder = Path(name)
        if os.geteuid() == 0:
            shutil.chown(folder, _SERVER_USER)
        data, port = folder / "data", _free_port()
        _run(bin_folder / "initdb", "-D", data, "-U", "ekakushin", "--auth=trust", "--no-sync")
        options = f"-c listen_addresses=127.0.0.1 -c port={port} -c unix_socket_directories={folder}"
        _run(bin_folder / "pg_ctl", "-D", data, "-w", "-l", folder / "log", "-o", options, "start")
        try:
            address = f"postgresql://ekakushin@127.0.0.1:{port}"
            _run(bin_folder / "createdb", "-h", "127.0.0.1", "-p", port, "-U", "ekakushin", "work")
            yield f"{address}/work"
        finally:
            _run(bin_folder / "pg_ctl", "-D", data, "-m", "immediate", "stop")


def _run(*arguments: object) -> None:
    command = [str(each) for each in arguments]
    if os.geteuid() == 0:
        command = ["runuser", "-u", _SERVER_USER, "--", *command]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd="/")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
