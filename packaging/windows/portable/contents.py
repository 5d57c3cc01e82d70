"""What lies where in the folder, put together from its parts."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from datetime import datetime

from portable import start
from portable.bill import Part, write_bill
from portable.licences import licence_files, licence_of, list_licences
from portable.problem import CannotBuild
from portable.python import EmbeddablePython
from portable.signer import MICROSOFT, NODE, PYTHON, check_signers
from portable.wheels import Wheel

FOLDER = "ekakushin"
READ_ME = "はじめにお読みください.txt"
_DRIVER = "playwright/driver/"
_NODE = f"{_DRIVER}node.exe"
_NODE_VERSION = re.compile(rb"node-v(\d+\.\d+\.\d+)")


def lay_out(
    python: EmbeddablePython, project: Wheel, wheels: Iterable[Wheel], launcher: Wheel, date: datetime
) -> dict[str, bytes]:
    """Every file of the zip by its name there. Raises CannotBuild where something is missing or not genuine."""
    check_signers(python.files, (PYTHON, MICROSOFT))
    ours, others = part_of(project), [part_of(wheel) for wheel in wheels]
    node = _node(others)
    check_signers({"node.exe": node.files[_NODE]}, (NODE,))
    launching = part_of(launcher)
    parts = [_python(python), node, launching, *others]
    return {
        f"{FOLDER}/{name}": data
        for name, data in {
            "ekakushin.exe": start.launcher(launching.files, date),
            "ekakushin.cmd": start.command_file(),
            READ_ME: start.read_me(project.version),
            "sbom.cdx.json": write_bill(ours, parts, date),
            **_below("python", start.python_folder(python.files, project.version)),
            **_merge([ours, *others]),
            **{name: data for part in (ours, *parts) for name, data in licence_files(part).items()},
            "licences/licences.txt": list_licences([ours, *parts]),
        }.items()
    }


def part_of(wheel: Wheel) -> Part:
    """A wheel as a part."""
    purl = f"pkg:pypi/{wheel.project}@{wheel.version}"
    return Part(wheel.project, wheel.version, purl, licence_of(wheel.metadata()), wheel.sha256, wheel.files())


def _python(python: EmbeddablePython) -> Part:
    known = python.known
    purl = f"pkg:generic/python@{known.version}?checksum=sha256:{known.sha256}"
    return Part(
        "python", known.version, purl, "PSF-2.0", known.sha256, {"LICENSE.txt": python.files["LICENSE.txt"]}
    )


def _node(parts: Iterable[Part]) -> Part:
    """The Node.js that Playwright brings along: its own version and licence, which Playwright's wheel does not name."""
    (driver,) = [part for part in parts if part.name == "playwright"]
    files = {name: driver.files[name] for name in (_NODE, f"{_DRIVER}LICENSE")}
    version = _NODE_VERSION.search(files[_NODE])
    if not version:
        raise CannotBuild(f"{_NODE} does not say its version")
    number = version[1].decode()
    sha256 = hashlib.sha256(files[_NODE]).hexdigest()
    return Part("node", number, f"pkg:generic/node@{number}", "MIT", sha256, files)


def _merge(parts: Iterable[Part]) -> dict[str, bytes]:
    """All packages in one folder. Raises CannotBuild where two bring different files of one name."""
    merged: dict[str, bytes] = {}
    for part in parts:
        for name, data in _below("lib", part.files).items():
            if merged.setdefault(name, data) != data:
                raise CannotBuild(f"{part.name} brings another {name} than one before it")
    return merged


def _below(folder: str, files: dict[str, bytes]) -> dict[str, bytes]:
    return {f"{folder}/{name}": data for name, data in files.items()}
