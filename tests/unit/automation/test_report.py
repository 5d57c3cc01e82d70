"""The report and the table: names, codes and pictures, and nothing that a name could do to them."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pytest
from rich.console import Console

from automation.report import print_table, write_report
from automation.results import Result, failed, finished, pending, with_evidence
from flows.errors import Misconfigured, Refused
from flows.text import use_language

EVIL = "<script>alert(1)</script>\"'&"


def report(folder: Path, *results: Result, site: str = "mock") -> str:
    return write_report(results, folder / "reports" / "run.html", site=site).read_text("utf-8")


def table(*results: Result, width: int = 160) -> str:
    stream = io.StringIO()
    print_table(results, Console(file=stream, width=width))
    return stream.getvalue()


DONE = finished(Result(user_id="10006", name="健保 太郎", company="TJK株式会社", seconds={"issue": 1.26}))
FAILED = failed(
    Result(user_id="10007", name="別の 人", step="login"), Refused("ACC-002", site_words="だめです")
)


def test_it_tells_who_reached_what(tmp_path: Path) -> None:
    html = report(tmp_path, DONE, FAILED)

    for words in ("10006", "健保 太郎", "TJK株式会社", "1.3", "10007", "ACC-002", "だめです", FAILED.remedy):
        assert words in html
    assert "2 人中 1 人が完了" in html
    assert 'lang="ja"' in html


def test_it_speaks_english_when_asked_to(tmp_path: Path) -> None:
    use_language("en")

    html = report(tmp_path, finished(pending("10006")))

    assert 'lang="en"' in html
    assert "1 of 1 people done" in html


@pytest.mark.parametrize("field", ["user_id", "name", "company", "message", "remedy", "site_words", "code"])
def test_nothing_in_it_is_markup(tmp_path: Path, field: str) -> None:
    html = report(tmp_path, DONE.model_copy(update={field: EVIL}))

    assert "<script" not in html
    assert "&lt;script&gt;" in html


def test_the_name_of_a_site_is_no_markup_either(tmp_path: Path) -> None:
    assert "<script" not in report(tmp_path, DONE, site=EVIL)


def test_pictures_are_linked_from_where_the_report_lies(tmp_path: Path) -> None:
    picture = tmp_path / "evidence" / "run" / "10006" / "02-login-last.png"

    html = report(tmp_path, with_evidence(DONE, [str(picture)]))

    (link,) = re.findall(r'<img src="([^"]*)"', html)
    assert link == "../evidence/run/10006/02-login-last.png"
    assert (tmp_path / "reports" / link).resolve() == picture
    assert str(tmp_path) not in html


def test_a_picture_s_name_is_no_markup(tmp_path: Path) -> None:
    html = report(tmp_path, with_evidence(DONE, [str(tmp_path / "a\"onerror='x' .png")]))

    assert '"onerror' not in html


def test_who_has_no_picture_shows_none(tmp_path: Path) -> None:
    assert "<img" not in report(tmp_path, DONE)


def test_it_loads_nothing_from_elsewhere(tmp_path: Path) -> None:
    assert not re.search(r"https?://|<script|<link|@import", report(tmp_path, DONE, FAILED))


def test_a_place_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "reports").touch()

    with pytest.raises(Misconfigured) as raised:
        report(tmp_path, DONE)

    assert raised.value.code == "ENV-004"


def test_the_table_tells_seconds_states_and_codes() -> None:
    shown = table(DONE, FAILED)

    first, second = (line for line in shown.splitlines() if line.startswith("1000"))
    assert "10006 健保 太郎" in first
    assert "1.3" in first
    assert "完了" in first
    assert "失敗 ACC-002" in second


def test_brackets_in_a_name_are_part_of_it() -> None:
    assert "[/x]" in table(DONE.model_copy(update={"name": "[/x]"}))


def test_a_name_in_brackets_is_not_swallowed() -> None:
    assert "[dim]" in table(DONE.model_copy(update={"name": "[dim]"}))
