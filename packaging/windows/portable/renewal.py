"""How the lock is made anew: pip chooses the versions, and the markers are read as Windows' Python would.

pip reads them as the system it runs on: what only Windows asks for is asked for here, and what only others do left out.
"""

from __future__ import annotations

import tempfile
import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from portable.lock import Locked
from portable.problem import CannotBuild
from portable.wheels import TARGET, Wheel, pip, read_wheels

WINDOWS: dict[str, str] = {
    "implementation_name": "cpython",
    "implementation_version": "3.12.10",
    "os_name": "nt",
    "platform_machine": "AMD64",
    "platform_python_implementation": "CPython",
    "platform_release": "10",
    "platform_system": "Windows",
    "platform_version": "10.0.19045",
    "python_full_version": "3.12.10",
    "python_version": "3.12",
    "sys_platform": "win32",
}
_ROUNDS = 5


def choose_versions(pyproject: Path) -> list[Locked]:
    """The newest versions that fit together, with all that they need on Windows. Raises CannotBuild."""
    wanted = dependencies(pyproject)
    for _ in range(_ROUNDS):
        with tempfile.TemporaryDirectory() as folder:
            pip(["download", "--only-binary=:all:", *TARGET, *map(str, wanted), "-d", folder])
            wheels = {wheel.project: wheel for wheel in read_wheels(Path(folder))}
        needed, missing = needed_on_windows(wanted, wheels)
        if not missing:
            return [Locked(name, wheels[name].version, wheels[name].sha256) for name in sorted(needed)]
        wanted += missing
    raise CannotBuild(f"still missing: {', '.join(map(str, missing))}")


def dependencies(pyproject: Path) -> list[Requirement]:
    """What the project itself needs."""
    project = tomllib.loads(pyproject.read_text("utf-8"))["project"]
    return [Requirement(each) for each in project["dependencies"]]


def needed_on_windows(
    wanted: Iterable[Requirement], wheels: Mapping[str, Wheel]
) -> tuple[set[str], list[Requirement]]:
    """Which of the wheels Windows' Python needs for that, and what it would need besides."""
    needed: set[tuple[str, str]] = set()
    missing: dict[str, Requirement] = {}
    waiting = list(wanted)
    while waiting:
        requirement = waiting.pop()
        name = canonicalize_name(requirement.name)
        asked = [(name, extra) for extra in ("", *sorted(requirement.extras)) if (name, extra) not in needed]
        if name not in wheels:
            missing[name] = Requirement(str(requirement).partition(";")[0])
            continue
        needed.update(asked)
        waiting += [each for _, extra in asked for each in _needs(wheels[name], extra)]
    return {name for name, _ in needed}, list(missing.values())


def _needs(wheel: Wheel, extra: str) -> list[Requirement]:
    told = [Requirement(each) for each in wheel.metadata().get_all("Requires-Dist", [])]
    return [each for each in told if not each.marker or each.marker.evaluate({**WINDOWS, "extra": extra})]
