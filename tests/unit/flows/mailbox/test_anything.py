"""Mails nobody thought of: whatever arrives, nothing is raised and nothing wrong is read."""

from __future__ import annotations

import quopri
from collections.abc import Callable

from hypothesis import given, settings
from hypothesis import strategies as st

from ekakushin.flows.mailbox import read_mails
from ekakushin.flows.mailbox.decoding import decode
from ekakushin.flows.mailbox.facts import parts_of
from ekakushin.flows.mailbox.markup import text_of

NOISE = st.sampled_from(
    [
        "> ",
        "--------",
        "お世話になっております。",
        "ユーザIDとパスワード",
        "佐藤です。",
        "(C) TJK 2026",
        "パスワード",
        "<div>",
        "様",
        "認証情報パスワード：*****",
        "ログインサイト",
        "発行サイト",
        "件名: Fwd: ご連絡",
        "会社概要は www.tjk.gr.jp",
    ]
)
WINDOWS = st.characters(codec="cp932", exclude_categories=["Cc", "Co"], exclude_characters="¢£¬‖−〜")
ENCODINGS = st.sampled_from(["utf-8", "cp932", "euc_jp", "iso-2022-jp", "utf-16"])
MARKS = st.sampled_from(["", "> ", ">>", "＞", "| ", "\t", "　"])
ALPHABET = "ユーザID：: \n\t<>/?=&10006認証情報パスワード発行サイト様株式会社https://a.b|*「」（）\x1b\x00…"


@settings(max_examples=150, deadline=None)
@given(
    st.binary(max_size=400),
    st.sampled_from([b"", b"From a 10:00\nA: b\n", b"Content-Type: text/html\n\n", b"\x1b$B", b"\xff\xfe"]),
)
def test_random_bytes_never_raise(data: bytes, start: bytes) -> None:
    reading = read_mails([], start + data)
    assert reading.people or reading.ignored


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=300) | st.text(alphabet=ALPHABET, max_size=300))
def test_random_text_never_raises(text: str) -> None:
    assert all(part.user_id for part in parts_of(text))
    assert isinstance(text_of(text), str)


@settings(max_examples=150, deadline=None)
@given(st.text(WINDOWS, max_size=30), ENCODINGS)
def test_what_is_decoded_is_what_was_encoded(text: str, encoding: str) -> None:
    written = f"ユーザID：{text}"
    data = written.encode(encoding, errors="ignore")
    assert decode(data, encoding) == data.decode(encoding)


@settings(max_examples=200, deadline=None)
@given(st.data())
def test_a_mail_with_lines_lost_or_added_never_gives_a_wrong_value(
    first_mail: str, second_mail: str, is_right_or_missing: Callable[[bytes], bool], data: st.DataObject
) -> None:
    lines = f"{first_mail}\n{second_mail}".splitlines()
    for _ in range(data.draw(st.integers(0, 3))):
        del lines[data.draw(st.integers(0, len(lines) - 1))]
    for _ in range(data.draw(st.integers(0, 4))):
        lines.insert(data.draw(st.integers(0, len(lines))), data.draw(NOISE))
    mark = data.draw(MARKS)
    text = "\n".join(mark + line for line in lines)
    assert is_right_or_missing(text.encode(data.draw(ENCODINGS)))


@settings(max_examples=200, deadline=None)
@given(st.integers(0, 3000), st.integers(0, 255), ENCODINGS, st.sampled_from(["8bit", "quoted-printable"]))
def test_a_damaged_header_never_gives_a_wrong_value(
    first_mail: str,
    second_mail: str,
    is_right_or_missing: Callable[[bytes], bool],
    place: int,
    byte: int,
    encoding: str,
    transfer: str,
) -> None:
    head = f"Content-Type: text/plain; charset={encoding}\nContent-Transfer-Encoding: {transfer}\n\n"
    body = f"{first_mail}\n{second_mail}".encode(encoding)
    damaged = bytearray(head.encode() + (body if transfer == "8bit" else quopri.encodestring(body)))
    damaged[place % len(head)] = byte
    assert is_right_or_missing(bytes(damaged))
