"""A process and all that it started, as /proc shows them: who they are, their memory, their processor time."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

_TICK = 1 / os.sysconf("SC_CLK_TCK")  # seconds

_KINDS = {
    "renderer": "renderer",
    "gpu-process": "gpu, utility",
    "utility": "gpu, utility",
    "zygote": "browser",
}


def descendants(pid: int) -> Iterator[int]:
    """All processes below this one."""
    parents: dict[int, list[int]] = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = _fields(stat)
        except OSError:
            continue
        parents.setdefault(int(fields[1]), []).append(int(stat.parent.name))
    queue = [pid]
    while queue:
        children = parents.get(queue.pop(), [])
        yield from children
        queue += children


def proportional_size(pid: int) -> float:
    """Memory in MiB; what several processes share is counted in parts. 0 for a process that has gone."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0.0
    return sum(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1024


def cpu_seconds(pid: int) -> float:
    """Processor seconds that the process itself has used. Raises OSError for one that has gone."""
    fields = _fields(Path(f"/proc/{pid}/stat"))
    return (int(fields[11]) + int(fields[12])) * _TICK


def cpu_with_children(pid: int) -> float:
    """The same with all children that have ended and were waited for. 0 for a process that has gone."""
    try:
        fields = _fields(Path(f"/proc/{pid}/stat"))
    except OSError:
        return 0.0
    return sum(map(int, fields[11:15])) * _TICK


def kind(pid: int) -> str:
    """What a process is for: renderer, browser, driver, Python and so on. Raises OSError for one that has gone."""
    arguments = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
    words = [argument.decode(errors="replace") for argument in arguments]
    program = Path(words[0].partition(" ")[0]).name
    types = [part.partition("=")[2] for word in words for part in word.split() if part.startswith("--type=")]
    if types:
        return _KINDS.get(types[0], "browser")
    if program.startswith("python"):
        return "Python"
    if program.startswith("node"):
        return "driver (node)"
    return "browser" if "chrom" in program or "headless" in program else "other"


def _fields(stat: Path) -> list[str]:
    """The fields of a stat file behind the program's name, which may hold anything."""
    return stat.read_text().rpartition(")")[2].split()
