"""The pictures that go into the page: the newest of each stuck person, as many as a mail bears."""

from __future__ import annotations

import base64
from pathlib import Path

import pytest

from ekakushin.automation.report.findings import problems
from ekakushin.automation.report.page import pictures
from ekakushin.automation.results import Result
from tests.support.summaries import picture_in, png


def stuck(user_id: str, *paths: Path, code: str = "ACC-001") -> Result:
    return Result(user_id=user_id, state="failed", code=code, evidence=tuple(map(str, paths)))


def test_a_picture_is_inlined_whole(tmp_path: Path) -> None:
    shown = pictures(problems([stuck("1", picture_in(tmp_path))]), beside=tmp_path)

    head, _, body = shown["1"].address.partition(",")
    assert head == "data:image/png;base64"
    assert base64.b64decode(body) == png()


def test_the_newest_picture_is_the_one(tmp_path: Path) -> None:
    newest = tmp_path / "02.png"
    newest.write_bytes(png(1, 1))

    shown = pictures(problems([stuck("1", picture_in(tmp_path), newest)]), beside=tmp_path)

    assert shown["1"].file == "02.png"


def test_whoever_is_done_needs_no_picture(tmp_path: Path) -> None:
    done = stuck("1", picture_in(tmp_path)).model_copy(update={"state": "done"})

    assert pictures(problems([done]), beside=tmp_path) == {}


def test_where_the_room_ends_the_file_is_named(tmp_path: Path) -> None:
    picture = picture_in(tmp_path)
    people = [stuck("1", picture), stuck("2", picture)]

    shown = pictures(problems(people), beside=tmp_path / "reports", most=picture.stat().st_size * 2)

    assert shown["1"].address
    assert (shown["2"].address, shown["2"].file) == ("", "../evidence/run/10006/01-login-last.png")


def test_every_problem_gets_its_first_picture_before_any_gets_its_second(tmp_path: Path) -> None:
    picture = picture_in(tmp_path)
    people = [stuck("1", picture), stuck("2", picture), stuck("3", picture, code="TOOL-001")]

    shown = pictures(problems(people), beside=tmp_path, most=int(picture.stat().st_size * 2.9))

    assert {user_id for user_id, each in shown.items() if each.address} == {"1", "3"}


@pytest.mark.parametrize("content", [None, b"", b"<html>not a picture</html>"])
def test_what_is_gone_or_no_picture_is_named(tmp_path: Path, content: bytes | None) -> None:
    file = tmp_path / "01.png"
    if content is not None:
        file.write_bytes(content)

    shown = pictures(problems([stuck("1", file)]), beside=tmp_path)

    assert shown["1"] == ("", "01.png")
