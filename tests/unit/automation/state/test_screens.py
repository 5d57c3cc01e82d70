"""What was accepted of each screen stays what changes are told against, until somebody accepts another look of it."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from ekakushin.automation.commands.summary import say_results
from ekakushin.automation.state.screens import accept_screens, note_sights, screens_of, sights_in
from ekakushin.flows.changes import ScreenSight, sight_of
from ekakushin.flows.screens.login import LoginScreen
from ekakushin.flows.screens.recognition import recognise
from tests.support.fakes import Surroundings
from tests.support.offices import office_in
from tests.support.readings import Part, button, field, page, password
from tests.unit.automation.commands.test_summary import results

AT = datetime(2026, 11, 29, tzinfo=UTC)
FORM = (field("ユーザID"), password("パスワード"))


def login(*parts: Part, says: str = "ログイン") -> ScreenSight:
    reading = page("サービス名", "説明です。", *parts, *FORM, button(says))
    kind = recognise(reading)
    return sight_of(reading, kind, () if kind else (LoginScreen,))


def note(home: Path, *sights: ScreenSight, by: str = "run", site: str = "mock") -> None:
    note_sights(home, site, sights, at=AT, by=by)  # type: ignore[arg-type]


def told(home: Path, site: str = "mock") -> list[str]:
    return [change.rule for record in screens_of(home, site).values() for change in record.changes]


def test_the_first_look_is_the_accepted_one(tmp_path: Path) -> None:
    touched = note_sights(tmp_path, "mock", [login()], at=AT)
    assert (touched.new, list(touched.records)) == (["LoginScreen"], ["LoginScreen"])
    assert told(tmp_path) == []


def test_a_change_stays_told_whatever_later_runs_see_and_ends_when_it_is_accepted(tmp_path: Path) -> None:
    note(tmp_path, login())
    note(tmp_path, login("お知らせ"))
    note(tmp_path, login())
    assert told(tmp_path) == ["text"]
    assert accept_screens(tmp_path, "mock") == ["LoginScreen"]
    assert told(tmp_path) == []
    note(tmp_path, login("お知らせ"))
    assert told(tmp_path) == []


def test_a_check_that_sees_the_page_as_it_was_ends_it_too(tmp_path: Path) -> None:
    note(tmp_path, login())
    note(tmp_path, login("お知らせ"))
    note(tmp_path, login(), by="check")
    assert told(tmp_path) == []


def test_twice_the_same_change_is_told_the_same(tmp_path: Path) -> None:
    note(tmp_path, login())
    note(tmp_path, login("お知らせ"), by="check")
    first = told(tmp_path)
    note(tmp_path, login("お知らせ"), by="check")
    assert told(tmp_path) == first == ["text"]


def test_a_page_that_nobody_knows_is_told_under_the_screen_that_it_was(tmp_path: Path) -> None:
    note(tmp_path, login())
    note(tmp_path, login(says="次へ進む"))
    assert list(screens_of(tmp_path, "mock")) == ["LoginScreen"]
    assert told(tmp_path) == ["button"]
    accept_screens(tmp_path, "mock")
    note(tmp_path, login(says="次へ進む"))
    assert told(tmp_path) == []


def test_a_page_that_nobody_knows_is_never_the_first_accepted_one(tmp_path: Path) -> None:
    note(tmp_path, login(says="次へ進む"))
    assert told(tmp_path) == ["button"]
    note(tmp_path, login(says="次へ進む"))
    assert told(tmp_path) == ["button"]


def test_sites_are_kept_apart(tmp_path: Path) -> None:
    note(tmp_path, login())
    note(tmp_path, login("お知らせ"), site="real")
    assert (told(tmp_path), told(tmp_path, "real")) == ([], [])


def test_a_book_that_cannot_be_read_is_begun_anew(tmp_path: Path) -> None:
    (tmp_path / "screens.json").write_text("nonsense", "utf-8")
    note(tmp_path, login())
    assert list(screens_of(tmp_path, "mock")) == ["LoginScreen"]


def test_the_sights_of_a_run_are_read_from_its_evidence_and_broken_files_left_out(tmp_path: Path) -> None:
    folder = tmp_path / "10006"
    folder.mkdir()
    (folder / "01-login-screens.json").write_text(f"[{login().model_dump_json()}]", "utf-8")
    (folder / "02-pin-screens.json").write_text("[{}]", "utf-8")
    assert sights_in(tmp_path) == [login()]


@pytest.mark.parametrize("as_json_only", [True, False])
def test_a_run_says_which_screens_have_changed_also_when_an_earlier_one_saw_it(
    tmp_path: Path, around: Surroundings, capsys: pytest.CaptureFixture[str], as_json_only: bool
) -> None:
    office = office_in(tmp_path, around)
    note_sights(office.home, office.site.name, [login()], at=AT)
    folder = office.home / "evidence" / office.run_name / "10006"
    folder.mkdir(parents=True)
    (folder / "01-login-screens.json").write_text(f"[{login('お知らせ').model_dump_json()}]", "utf-8")
    for _ in range(2):
        say_results(office, results(), as_json_only=as_json_only)
        said = capsys.readouterr().out
        assert ("LoginScreen" if as_json_only else "ekakushin check") in said
        (folder / "01-login-screens.json").unlink(missing_ok=True)
