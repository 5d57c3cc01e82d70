"""The pictures that go into the page: the newest of each stuck person, as many as a mail bears."""

from __future__ import annotations

import base64
import struct
import zlib
from pathlib import Path

import pytest

from ekakushin.automation.report.blank import is_blank
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

    assert shown["1"] == ("", "01.png", False)


@pytest.mark.parametrize("colour", [(255, 255, 255), (0, 0, 0)])
def test_a_picture_that_is_blank_says_so_and_is_left_out(
    tmp_path: Path, colour: tuple[int, int, int]
) -> None:
    blank = tmp_path / "blank.png"
    blank.write_bytes(png(colour=colour))

    shown = pictures(problems([stuck("1", blank), stuck("2", picture_in(tmp_path))]), beside=tmp_path)

    assert shown["1"] == ("", "blank.png", True)
    assert (shown["2"].address[:5], shown["2"].blank) == ("data:", False)


def filtered(how: int, *, last: bytes = b"\xff\xff\xff") -> bytes:
    """Two rows of two white pixels, filtered in one of PNG's ways, with another last pixel."""
    white, half, nothing = b"\xff" * 3, b"\x80" * 3, bytes(3)
    rows = {
        0: (white + white, white + last),
        1: (white + nothing, white + nothing),
        2: (white + white, nothing + nothing),
        3: (white + half, half + nothing),
        4: (white + nothing, nothing + nothing),
    }[how]
    header = struct.pack(">IIBBBBB", 2, 2, 8, 2, 0, 0, 0)
    data = zlib.compress(b"".join(bytes([how]) + row for row in rows))
    chunks = ((b"IHDR", header), (b"IDAT", data), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(content)) + kind + content + bytes(4) for kind, content in chunks
    )


@pytest.mark.parametrize("how", range(5))
def test_blank_is_blank_in_every_way_in_which_a_png_is_written(how: int) -> None:
    assert is_blank(filtered(how))


def test_one_pixel_is_something_to_see_and_rubbish_is_not_called_blank() -> None:
    assert not is_blank(filtered(0, last=b"\xff\xff\xfe"))
    for rubbish in (b"", b"\x89PNG\r\n\x1a\n", filtered(0)[:45]):
        assert not is_blank(rubbish)
