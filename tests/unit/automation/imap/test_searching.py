"""Which mails of a folder are read, whatever the server's search can do."""

from __future__ import annotations

import imaplib
from collections.abc import Iterable
from email.header import Header
from typing import Any

import pytest

from ekakushin.automation.imap.fetching import batches
from ekakushin.automation.imap.searching import find_mails, is_announced, suspects

BAD_CHARSET = imaplib.IMAP4.error("SEARCH command error: NO [BADCHARSET (US-ASCII)] not supported")
NO_LITERAL = imaplib.IMAP4.abort("unexpected response while waiting for continuation response: NO")


class FakeClient:
    """A folder of mails by number, each a subject and a size; `finds` are what its search finds for Japanese words."""

    def __init__(self, *subjects: str, finds: Iterable[int] | Exception = (), size: int = 1000) -> None:
        self.subjects = dict(enumerate(subjects, 1))
        self.finds = finds
        self.size = size
        self.read: list[list[int]] = []

    def search(self, criteria: list[Any], charset: str = "") -> list[int]:
        if not charset:
            return [] if "TEXT" in criteria else list(self.subjects)
        if isinstance(self.finds, Exception):
            raise self.finds
        return list(self.finds)

    def fetch(self, uids: list[int], wanted: list[str]) -> dict[int, dict[bytes, Any]]:
        if wanted == ["RFC822.SIZE"]:
            return {uid: {b"RFC822.SIZE": self.size} for uid in uids}
        self.read.append(uids)
        key = b"BODY[HEADER.FIELDS (SUBJECT FROM)]"
        return {uid: {key: header(self.subjects[uid])} for uid in uids}


def header(subject: str, charset: str = "iso-2022-jp") -> bytes:
    return f"Subject: {Header(subject, charset).encode()}\r\nFrom: a@example.jp\r\n\r\n".encode()


def looked(client: FakeClient) -> tuple[list[int], bool]:
    return suspects(client, list(client.subjects), None, tell=lambda done, of: None)


@pytest.mark.parametrize("refusal", [BAD_CHARSET, NO_LITERAL])
def test_a_server_that_cannot_search_in_japanese_is_helped_by_the_subjects(refusal: Exception) -> None:
    assert looked(FakeClient("会議", "FW: ユーザー登録のご連絡", finds=refusal)) == ([2], False)


def test_a_connection_that_breaks_is_no_refusal() -> None:
    with pytest.raises(imaplib.IMAP4.abort):
        looked(FakeClient("会議", finds=imaplib.IMAP4.abort("socket error: EOF")))


def test_what_the_search_finds_and_what_a_subject_gives_away_are_read() -> None:
    assert looked(FakeClient("会議", "お願い", "Re: パスワードの ご連絡", finds=[2, 99])) == ([2, 3], True)


@pytest.mark.parametrize(
    ("count", "size", "searched"), [(500, 1000, False), (501, 1000, True), (3, 20 << 20, True)]
)
def test_a_small_folder_is_read_whole(count: int, size: int, searched: bool) -> None:
    found = find_mails(FakeClient(*["会議"] * count, size=size), None, tell=lambda done, of: None)

    assert (len(found.sizes), found.searched, found.of) == (0 if searched else count, searched, count)


def test_headers_are_asked_for_in_portions_and_progress_is_told() -> None:
    client, told = FakeClient(*["会議"] * 1200), []

    suspects(client, list(client.subjects), None, tell=lambda done, of: told.append((done, of)))

    assert told == [(500, 1200), (1000, 1200), (1200, 1200)]


@pytest.mark.parametrize(
    ("data", "announced"),
    [
        (header("ユーザー登録のご連絡"), True),
        (header("[転送] ユーザ登録のご連絡", "utf-8"), True),
        (header("ﾊﾟｽﾜｰﾄﾞのご連絡", "utf-8"), True),
        ("Subject: パスワードのご連絡\r\n\r\n".encode("cp932"), True),
        (b"Subject: hello\r\nFrom: ca-support@ml.secom-sts.example.jp\r\n\r\n", True),
        (b"From: =?broken?q?\r\nSubject: =?utf-8?b?4?=\r\n\r\n", False),
        (header("会議のご連絡"), False),
        (b"", False),
    ],
)
def test_subject_and_sender_give_a_mail_away(data: bytes, announced: bool) -> None:
    assert is_announced(data + b"body") is announced


def test_an_answer_holds_no_more_than_fits_into_memory() -> None:
    sizes = {1: 9 << 20, 2: 2 << 20, 3: 30 << 20, **dict.fromkeys(range(4, 30), 10)}

    assert list(batches(sizes)) == [[1], [2], [3], list(range(4, 24)), list(range(24, 30))]
    assert list(batches({})) == []
