"""What lies in the folder: the ways to start it, the licences, and the bill of materials."""

from __future__ import annotations

import io
import json
import zipfile
from datetime import UTC, datetime

import pytest
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator

from portable import contents, start
from portable.bill import Part, write_bill
from portable.contents import FOLDER, lay_out, part_of
from portable.licences import licence_files
from portable.problem import CannotBuild
from portable.python import PYTHON_ORG, EmbeddablePython
from portable.wheels import Wheel
from tests.support.wheels import wheel

DATE = datetime(2026, 11, 29, tzinfo=UTC)
PYTHON = EmbeddablePython(
    PYTHON_ORG, {"python.exe": b"MZ", "LICENSE.txt": b"PSF", "python312._pth": b"python312.zip\r\n.\r\n"}
)


def playwright() -> Wheel:
    return wheel(
        "playwright",
        "1.65.2",
        headers="License-Expression: Apache-2.0",
        **{"playwright__driver__node.exe": "…node-v26.13.1…", "playwright__driver__LICENSE": "Node.js is …"},
    )


def laid_out(*more: Wheel) -> dict[str, bytes]:
    ours = wheel("ekakushin", "0.1.0", headers="License-Expression: MIT")
    launcher = wheel("distlib", "0.4.4", distlib__t64="", **{"distlib__t64.exe": "MZ launcher"})
    files = lay_out(PYTHON, ours, [playwright(), *more], launcher, DATE)
    assert {name.partition("/")[0] for name in files} == {FOLDER}
    return {name.partition("/")[2]: data for name, data in files.items()}


@pytest.fixture
def checked(monkeypatch: pytest.MonkeyPatch) -> dict[str, tuple[str, ...]]:
    """Whose signature is asked of which program; all of them have it."""
    asked: dict[str, tuple[str, ...]] = {}
    monkeypatch.setattr(
        contents, "check_signers", lambda files, names: asked.update(dict.fromkeys(files, names))
    )
    return asked


def test_everything_has_its_place(checked: dict[str, tuple[str, ...]]) -> None:
    files = laid_out(wheel("rich", "15.0.0", headers="License: MIT"))

    assert {
        "ekakushin.exe",
        "ekakushin.cmd",
        "はじめにお読みください.txt",
        "sbom.cdx.json",
        "licences/licences.txt",
        "licences/rich-15.0.0/LICENSE",
        "licences/python-3.12.10/LICENSE.txt",
        "licences/node-26.13.1/playwright_driver_LICENSE",
        "python/python.exe",
        "python/ekakushin-portable.json",
        "python/ekakushin_start.py",
        "lib/ekakushin.py",
        "lib/rich.py",
        "lib/playwright/driver/node.exe",
    } <= files.keys()
    assert "distlib" not in " ".join(name for name in files if name.startswith("lib/"))
    assert checked["python.exe"] == ("Python Software Foundation", "Microsoft Corporation")
    assert checked["node.exe"] == ("OpenJS Foundation",)


@pytest.mark.usefixtures("checked")
def test_two_packages_with_different_files_of_one_name_are_refused() -> None:
    with pytest.raises(CannotBuild, match=r"b brings another lib/same\.py"):
        laid_out(wheel("a", **{"same.py": "1"}), wheel("b", **{"same.py": "2"}))


@pytest.mark.usefixtures("checked")
def test_the_bill_names_every_part_with_version_licence_and_hash_and_is_one() -> None:
    bill = laid_out(wheel("rich", "15.0.0", headers="License: MIT"))["sbom.cdx.json"].decode()

    assert JsonStrictValidator(SchemaVersion.V1_6).validate_str(bill) is None
    told = json.loads(bill)
    parts = {part["name"]: part for part in told["components"]}
    assert told["metadata"]["component"]["name"] == "ekakushin"
    assert {name: part["version"] for name, part in parts.items()} == {
        "python": "3.12.10",
        "node": "26.13.1",
        "distlib": "0.4.4",
        "playwright": "1.65.2",
        "rich": "15.0.0",
    }
    assert parts["playwright"]["licenses"] == [{"expression": "Apache-2.0"}] or parts["playwright"][
        "licenses"
    ] == [{"license": {"id": "Apache-2.0"}}]
    assert parts["python"]["hashes"] == [{"alg": "SHA-256", "content": PYTHON_ORG.sha256}]


def test_the_bill_is_the_same_for_the_same_parts() -> None:
    ours, others = part_of(wheel("ekakushin")), [part_of(wheel(name)) for name in ("a", "b")]

    assert write_bill(ours, others, DATE) == write_bill(ours, reversed(others), DATE)
    assert write_bill(ours, others, DATE) != write_bill(ours, [*others, part_of(wheel("c"))], DATE)


def test_a_part_without_a_licence_is_refused() -> None:
    with pytest.raises(CannotBuild, match="a 1 brings no licence"):
        licence_files(Part("a", "1", "pkg:pypi/a@1", "MIT", "0" * 64, {"a.py": b"", "a/license.py": b""}))


def test_licences_of_bundled_parts_lie_beside_the_part_s_own() -> None:
    bundled = part_of(wheel("typer", "0.29.2", **{"typer___click__LICENSE.txt": "BSD"}))

    assert set(licence_files(bundled)) == {
        "licences/typer-0.29.2/LICENSE",
        "licences/typer-0.29.2/typer__click_LICENSE.txt",
    }


def test_the_program_runs_the_folder_s_own_python_and_what_is_packed_behind_it() -> None:
    data = start.launcher({"distlib/t64.exe": b"MZ launcher"}, DATE)

    assert data.startswith(b"MZ launcher#!<launcher_dir>\\python\\python.exe -I -B\r\n")
    assert zipfile.ZipFile(io.BytesIO(data)).namelist() == ["__main__.py"]


def test_the_command_file_is_read_alike_in_every_code_page() -> None:
    text = start.command_file()

    assert text.isascii()
    assert text.count(b"\r\n") == text.count(b"\n") == 1
    assert b'"%~dp0python\\python.exe" -I -B' in text


def test_the_read_me_shows_right_in_every_notepad() -> None:
    text = start.read_me("0.1.0")

    assert text.startswith(b"\xef\xbb\xbf" + b"ekakushin 0.1.0")
    assert text.count(b"\r\n") == text.count(b"\n")
    text.decode("utf-8-sig").encode("cp932")  # an old editor's font has them all


def test_python_searches_the_folder_and_nothing_else() -> None:
    files = start.python_folder(dict(PYTHON.files), "0.1.0")

    assert files["python312._pth"].split() == [b"python312.zip", b".", b"..\\lib"]
    assert json.loads(files["ekakushin-portable.json"]) == {"version": "0.1.0"}
