"""The shortcut of the login page: a name of the person's choice, on either system."""

from __future__ import annotations

from pathlib import Path

import pytest

from ekakushin.automation.certificates.stores import shortcut
from ekakushin.flows.secret import Secret
from tests.support.systems import is_its_owners_alone

ADDRESS = Secret("https://ds.e-kakushin.com/ebunsho/UrLogin.do?k=1")


@pytest.mark.parametrize(
    ("platform", "name", "content"),
    [
        ("win32", "申請.url", f"[InternetShortcut]\r\nURL={ADDRESS.reveal()}\r\n"),
        (
            "linux",
            "申請.desktop",
            f"[Desktop Entry]\nVersion=1.0\nType=Link\nName=申請\nURL={ADDRESS.reveal()}\nIcon=text-html\n",
        ),
    ],
)
def test_each_system_has_its_own_form(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, platform: str, name: str, content: str
) -> None:
    monkeypatch.setattr(shortcut.sys, "platform", platform)

    made = shortcut.plan(tmp_path / "Desktop", "申請", ADDRESS)
    shortcut.create(made, ADDRESS)

    assert (tmp_path / "Desktop" / name).read_bytes().decode() == content
    assert is_its_owners_alone(tmp_path / "Desktop" / name)
    assert made.leads_to(ADDRESS)


@pytest.mark.parametrize(
    ("wanted", "name"),
    [("a/b:c*", "a_b_c_"), ("..", "ekakushin"), ("  名前. ", "名前"), ("a\nURL=x", "a_URL=x")],
)
def test_a_name_is_made_one_for_a_file(tmp_path: Path, wanted: str, name: str) -> None:
    assert shortcut.plan(tmp_path, wanted, ADDRESS).name == name


def test_a_file_of_that_name_is_not_touched(tmp_path: Path) -> None:
    taken = Path(shortcut.plan(tmp_path, "申請", ADDRESS).file)
    taken.write_text("theirs")

    made = shortcut.plan(tmp_path, "申請", ADDRESS)

    assert made.name == "申請 (2)"
    assert taken.read_text() == "theirs"


def test_what_was_made_is_the_same_the_next_time(tmp_path: Path) -> None:
    made = shortcut.plan(tmp_path, "申請", ADDRESS)
    shortcut.create(made, ADDRESS)

    assert shortcut.plan(tmp_path, "申請", ADDRESS) == made
