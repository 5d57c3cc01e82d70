"""Where mails may lie, and what is said about files that are none."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from ekakushin.flows.mailbox import MailReading, read_mails
from ekakushin.flows.mailbox.kinds import LARGEST
from tests.support.systems import not_under_wine, posix_only

HEADER = "From: a@example.jp\nMIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\n\n"
POSTMARK = "From a@example.jp Mon Nov 23 15:31:00 2026\n"
WHO = "ユーザID：{}\n"


def user_ids(reading: MailReading) -> list[str]:
    return [person.user_id for person in reading.people]


def mailbox(*user_ids: str) -> str:
    return "".join(POSTMARK + HEADER + "\n>From 1\n" + WHO.format(each) + "\n" for each in user_ids)


@pytest.mark.parametrize("name", ["a.eml", "a.EML", "a.txt", "a.html", "a.htm", "a.mbox", "Inbox", "a.mht"])
def test_a_mail_is_known_by_its_content(tmp_path: Path, name: str) -> None:
    tmp_path.joinpath(name).write_text(HEADER + WHO.format(7), "utf-8")
    assert user_ids(read_mails([tmp_path])) == ["7"]


@pytest.mark.parametrize("name", ["a.mbox", "Inbox", "a.eml", "a.txt"])
def test_a_mailbox_is_known_by_its_postmarks(tmp_path: Path, name: str) -> None:
    tmp_path.joinpath(name).write_text(mailbox("3", "1", "2"), "utf-8", newline="\r\n")
    assert user_ids(read_mails([tmp_path / name])) == ["3", "1", "2"]


def test_folders_are_read_in_order_of_names_with_what_is_in_them(tmp_path: Path) -> None:
    for place, user_id in (("b/x.eml", "3"), ("a/z/y.eml", "2"), ("0.eml", "1"), ("b/a.eml", "4")):
        tmp_path.joinpath(place).parent.mkdir(parents=True, exist_ok=True)
        tmp_path.joinpath(place).write_text(HEADER + WHO.format(user_id), "utf-8")
    assert user_ids(read_mails([tmp_path])) == ["1", "2", "4", "3"]


def test_a_maildir_is_read(tmp_path: Path) -> None:
    for folder in ("cur", "new", "tmp"):
        tmp_path.joinpath(folder).mkdir()
    tmp_path.joinpath("cur", "1763900000.M1P2.host:2,S").write_text(HEADER + WHO.format(5), "utf-8")
    assert user_ids(read_mails([tmp_path])) == ["5"]


@pytest.mark.parametrize(
    "data", [HEADER + WHO.format(6), mailbox("6"), WHO.format(6), "\ufeff" + WHO.format(6)]
)
@pytest.mark.parametrize("paths", [[Path("-")], []])
def test_standard_input_is_told_apart_by_content(data: str, paths: list[Path]) -> None:
    assert user_ids(read_mails(paths, data.encode())) == ["6"]


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("a.eml", b"", "空の"),
        ("a.txt", b" \r\n\r\n", "空の"),
        ("a.msg", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1rest", "名前を付けて保存"),
        ("a.eml", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1rest", "名前を付けて保存"),
        ("a.txt", bytes(range(256)), "文字コード"),
        ("a.eml", b"MIME-Version: 1.0\n\n\xff\xfe\xfd\x00\x01", "文字コード"),
        ("a.jpg", b"\xff\xd8\xff\xe0", "メールのファイルではありません"),
        ("a.eml", HEADER.encode() + "セールのお知らせ".encode(), "ユーザID"),
        ("a.txt", "ユーザID：*****".encode(), "ユーザID"),
    ],
)
def test_what_is_no_mail_is_named_with_its_reason(
    read: Callable[..., MailReading], tmp_path: Path, name: str, content: bytes, reason: str
) -> None:
    reading = read(**{name.replace(".", "__"): content})
    assert reading.people == ()
    assert [ignored.file for ignored in reading.ignored] == [str(tmp_path / name)]
    assert reason in reading.ignored[0].reason


def test_a_message_without_a_user_id_is_named_by_its_number() -> None:
    reading = read_mails([], mailbox("1", "*****", "2").encode())
    assert [ignored.file for ignored in reading.ignored] == ["-#2"]


def test_a_missing_path_is_named(tmp_path: Path) -> None:
    assert "見つかりません" in read_mails([tmp_path / "none"]).ignored[0].reason


def test_an_empty_folder_is_named(tmp_path: Path) -> None:
    assert read_mails([tmp_path]).ignored[0].file == str(tmp_path)


def test_a_huge_file_is_named_and_not_searched(tmp_path: Path) -> None:
    with tmp_path.joinpath("a.mbox").open("wb") as file:
        file.truncate(LARGEST + 1)
    assert "大きすぎます" in read_mails([tmp_path]).ignored[0].reason


@posix_only("a folder may hold a named pipe")
def test_a_pipe_in_a_folder_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.eml")
    assert "メールのファイルではありません" in read_mails([tmp_path]).ignored[0].reason


@not_under_wine("a folder does not show a link that leads nowhere")
def test_a_link_that_leads_nowhere_is_named(tmp_path: Path) -> None:
    tmp_path.joinpath("a.eml").symlink_to(tmp_path / "none")
    assert "見つかりません" in read_mails([tmp_path]).ignored[0].reason


def test_a_message_nested_too_deep_is_named() -> None:
    deep = "Content-Type: message/rfc822\n\n" * 3000 + WHO.format(1)
    assert read_mails([], b"MIME-Version: 1.0\n" + deep.encode()).ignored
