"""A capture in its folder: whole by its manifest, clean by the words that are looked for, equal to its twin's."""

from __future__ import annotations

import hashlib
import json
import tomllib
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import pytest

from ekakushin.flows.browser.sent import SentDocument
from ekakushin.flows.capture.assembling import Struck, strike_all
from ekakushin.flows.capture.folder import CaptureNotes, broken_files, name_of, read_screens, write_capture
from ekakushin.flows.capture.twins import equalise
from ekakushin.flows.capture.verifying import CaptureFlaw, differing, flaws_of
from ekakushin.flows.capture.watching import SeenScreen
from ekakushin.flows.capture.words import PersonalWord
from ekakushin.flows.screens.description import ScreenDescription

ORIGINS = {"service": "https://ds.example"}
PAGE = (
    "<title>本人情報</title><p>{name} 様の頁</p><p>{note}</p>"
    '<form><input type="hidden" name="t" value="{token}"></form>'
)
NAME = PersonalWord("健保 太郎", "person.name")


def seen(name: str, token: str = "0a1b2c3d4e5f6071", note: str = "") -> SeenScreen:
    document = SentDocument(
        origin="https://ds.example",
        path="/ebunsho/UserInfo.do",
        charset="Shift_JIS",
        framed=False,
        markup=PAGE.format(name=name, token=token, note=note),
    )
    description = ScreenDescription(screen="PersonalScreen", title="本人情報", texts=(f"{name} 様の頁", note))
    return SeenScreen(description=description, state="", step="login", roles={}, documents=(document,))


def captured(folder: Path, struck: Struck | None = None) -> Path:
    struck = struck or strike_all([seen("健保 太郎")], [NAME], origins=ORIGINS)
    notes = CaptureNotes(version="ekakushin 1", made=datetime(2026, 1, 2, tzinfo=UTC), site="mock")
    write_capture(folder, struck.screens, struck.counts, notes)
    return folder


def test_a_capture_says_what_it_is_and_how_each_page_was_written(tmp_path: Path) -> None:
    folder = captured(tmp_path / "c")
    head = tomllib.loads((folder / "capture.toml").read_text("utf-8"))
    assert (head["format"], head["site"], head["made"]) == (1, "mock", "2026-01-02T00:00:00+00:00")
    assert head["page"] == [{"screen": "personal", "file": "pages/01-personal.html", "charset": "Shift_JIS"}]
    struck = json.loads((folder / "struck.json").read_text("utf-8"))
    assert {"rule": "token", "place": "pages/01-personal.html", "count": 1} in struck
    assert "太郎" not in "".join(path.read_text("utf-8") for path in folder.rglob("*") if path.is_file())
    (screen,) = read_screens(folder)
    assert (screen.called, screen.title, screen.documents[0].path) == (
        "personal",
        "本人情報",
        "/ebunsho/UserInfo.do",
    )


def test_the_manifest_is_one_that_sha256sum_checks_and_one_byte_breaks_it(tmp_path: Path) -> None:
    folder = captured(tmp_path / "c")
    for line in (folder / "manifest.sha256").read_text("utf-8").splitlines():
        digest, name = line[:64], line[66:]
        assert line[64:66] == "  "
        assert hashlib.sha256((folder / name).read_bytes()).hexdigest() == digest
    assert broken_files(folder) == []
    page = folder / "pages" / "01-personal.html"
    page.write_bytes(page.read_bytes()[:-1] + b" ")
    (folder / "pages" / "new.html").write_text("x", "utf-8")
    (folder / "struck.json").unlink()
    assert broken_files(folder) == ["pages/01-personal.html", "pages/new.html", "struck.json"]


def test_a_capture_is_not_written_over_anything(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("x", "utf-8")
    with pytest.raises(FileExistsError):
        captured(tmp_path)


def test_a_word_that_was_put_in_by_hand_is_found_with_its_file_and_rule(tmp_path: Path) -> None:
    folder = captured(tmp_path / "c")
    words = [NAME, PersonalWord("Zq7wXy9p", "login-password")]
    assert flaws_of(folder, words) == []
    page = folder / "pages" / "01-personal.html"
    page.write_text(page.read_text("utf-8") + "Ｚｑ７ｗＸｙ９ｐ", "utf-8")
    assert flaws_of(folder, words) == [
        CaptureFlaw("pages/01-personal.html", "login-password"),
        CaptureFlaw("pages/01-personal.html", "manifest"),
    ]


def test_a_word_in_the_name_of_a_file_is_found_too(tmp_path: Path) -> None:
    folder = captured(tmp_path / "c")
    (folder / "健保太郎.txt").write_text("", "utf-8")
    assert CaptureFlaw("健保太郎.txt", "person.name") in flaws_of(folder, [NAME])


def test_words_of_people_whom_the_pages_are_not_about_go_as_well() -> None:
    struck = strike_all(
        [seen("健保 太郎", note="担当は佐藤 花子")],
        [NAME],
        origins=ORIGINS,
        others=[PersonalWord("佐藤 花子", "person.name")],
    )
    (kept,) = struck.screens
    assert "佐藤" not in kept.markup["01-personal.html"] + kept.screen.to_json()


def twins(one: SeenScreen, other: SeenScreen) -> tuple[Struck, Struck, list[str]]:
    words = [NAME, PersonalWord("佐藤 花子", "person.name")]
    struck = [strike_all([each], words, origins=ORIGINS) for each in (one, other)]
    first, apart = equalise(*struck)
    second, _ = equalise(*reversed(struck))
    return first, second, apart


def test_two_peoples_captures_are_equal_byte_for_byte(tmp_path: Path) -> None:
    one, other, apart = twins(
        seen("健保 太郎", note="席は東三階です"),
        seen("佐藤 花子", token="ffeeddccbbaa9988", note="席は西一階です"),
    )
    assert apart == []
    assert differing(captured(tmp_path / "a", one), captured(tmp_path / "b", other)) == []
    assert one.counts["differs", "pages/01-personal.html"] == 1
    assert "階" not in one.screens[0].markup["01-personal.html"]


def test_pages_that_are_made_differently_are_named_and_left(tmp_path: Path) -> None:
    one, other, apart = twins(seen("健保 太郎"), seen("佐藤 花子", note="<b>お知らせ</b>"))
    assert apart == ["pages/01-personal.html"]
    found = differing(captured(tmp_path / "a", one), captured(tmp_path / "b", other))
    assert CaptureFlaw("pages/01-personal.html", "twin") in found


def test_a_page_that_only_one_of_them_met_is_named() -> None:
    both = strike_all([seen("健保 太郎")], [NAME], origins=ORIGINS)
    assert equalise(both, Struck([], Counter()))[1] == ["pages/01-personal.html"]
    assert equalise(Struck([], Counter()), both)[1] == ["personal"]


@pytest.mark.parametrize(
    ("screen", "called"),
    [("LoginScreen", "login"), ("AlreadySignedUpScreen", "already-signed-up"), ("", "page")],
)
def test_a_screen_has_a_name_in_file_names(screen: str, called: str) -> None:
    assert name_of(screen) == called
