"""What Windows cannot keep a file under is refused before anything is written."""

from __future__ import annotations

from pathlib import Path, PureWindowsPath

import pytest
from typer.testing import CliRunner

from ekakushin.automation.cli.app import app
from ekakushin.automation.state import device_names
from ekakushin.automation.state.device_names import fault_of
from ekakushin.automation.state.files import (
    append_durably,
    create_durably,
    make_folder,
    open_home,
    write_durably,
)
from ekakushin.flows.errors import Misconfigured
from tests.support.systems import posix_only


@pytest.fixture
def on_windows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(device_names, "_WINDOWS", True)


@pytest.mark.parametrize(
    "name",
    [
        *("CON", "nul", "con.p12", "C:/出力/LPT1.xlsx", "aux/taro.p12", "COM1.tar.gz", "prn .txt", "com¹"),
        *("名簿.", "taro ", "dots./a.xlsx", r"C:\work\nul", r"\\server\share\con"),
    ],
)
def test_devices_and_ends_that_are_dropped_are_told(name: str) -> None:
    assert fault_of(PureWindowsPath(name))


@pytest.mark.parametrize(
    "name",
    [
        *(
            "console.p12",
            "com10.txt",
            "名簿.xlsx",
            "..",
            "./a",
            "../b.xlsx",
            "C:/x",
            "a.con",
            ".config",
            "null",
        ),
        r"\\con\nul$\a.xlsx",  # a server and its share are no files
    ],
)
def test_other_names_are_left_alone(name: str) -> None:
    assert fault_of(PureWindowsPath(name)) == ""


@pytest.mark.usefixtures("on_windows")
@pytest.mark.parametrize(
    "write",
    [
        lambda file: write_durably(file, b""),
        lambda file: create_durably(file, b""),
        lambda file: append_durably(file, b""),
        make_folder,
    ],
)
def test_nothing_is_written_under_such_a_name(tmp_path: Path, write) -> None:
    with pytest.raises(OSError, match=r"con\.p12"):
        write(tmp_path / "con.p12")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.usefixtures("on_windows")
def test_a_home_of_such_a_name_is_refused_with_the_reason(tmp_path: Path) -> None:
    with pytest.raises(Misconfigured, match="aux") as refused:
        open_home(tmp_path / "aux" / "home")
    assert refused.value.code == "ENV-004"


@pytest.mark.usefixtures("on_windows")
@pytest.mark.parametrize(
    "arguments",
    [
        ("cert", "export", "10006", "--to", "con.p12"),
        ("cert", "install", "10006", "--favourite", "NUL"),
        ("credentials", "export", "--to", "お渡し.", "--for", "all"),
        ("report", "--html", "aux.html"),
        ("roster", "new", "lpt1.xlsx"),
    ],
)
def test_a_command_refuses_it_at_once(arguments: tuple[str, ...]) -> None:
    done = CliRunner().invoke(app, arguments)
    assert done.exit_code == 2
    assert "Windows" in done.output


@posix_only("such a name is a name there")
def test_elsewhere_such_a_name_is_a_name(tmp_path: Path) -> None:
    write_durably(tmp_path / "con.p12", b"x")
    assert (tmp_path / "con.p12").exists()
