"""What happens to the two mails on their way, and is undone or said."""

from __future__ import annotations

import base64
import html
import quopri
from collections.abc import Callable
from pathlib import Path

import pytest

from ekakushin.flows.mailbox import MailReading, read_mails

Everything = dict[str, tuple[str, ...]]
Clear = Callable[[MailReading], Everything]
Two = Callable[[Callable[[str], bytes]], MailReading]


@pytest.fixture
def two(tmp_path: Path, first_mail: str, second_mail: str) -> Two:
    """Reads both mails, as something has made bytes of them."""

    def read(made: Callable[[str], bytes]) -> MailReading:
        for name, text in (("1.eml", first_mail), ("2.eml", second_mail)):
            tmp_path.joinpath(name).write_bytes(made(text))
        return read_mails([tmp_path])

    return read


def message(body: bytes, coding: str = "8bit", kind: str = "plain; charset=utf-8") -> bytes:
    head = f"From: a@example.jp\r\nMIME-Version: 1.0\r\nContent-Type: text/{kind}\r\n"
    return (
        head.encode()
        + (f"Content-Transfer-Encoding: {coding}\r\n" if coding else "").encode()
        + b"\r\n"
        + body
    )


CODINGS = [
    (
        "quoted-printable",
        ("quoted-printable ", '"quoted-printable"', "Quoted_Printable", "quoted-printable; x=1", ""),
    ),
    ("base64", ("base64\t", "'base64'", "base64 (by a gateway)", "BASE-64", "")),
]


@pytest.mark.parametrize(("coding", "written"), [(coding, each) for coding, all_ in CODINGS for each in all_])
def test_a_transfer_encoding_is_known_whatever_stands_around_it(
    two: Two, everything: Everything, clear: Clear, coding: str, written: str
) -> None:
    encode = base64.encodebytes if coding == "base64" else quopri.encodestring

    reading = two(lambda text: message(encode(text.encode()), written))

    assert clear(reading) == everything
    assert reading.ignored == ()


@pytest.mark.parametrize("coding", ["8bit", "base64"])
def test_lines_may_end_in_two_carriage_returns(
    two: Two, everything: Everything, clear: Clear, coding: str
) -> None:
    def made(text: str) -> bytes:
        body = text.replace("\n", "\r\r\n").encode()
        whole = message(base64.encodebytes(body) if coding == "base64" else body, coding)
        return whole if coding == "base64" else whole.replace(b"\r\r\n", b"\r\n").replace(b"\r\n", b"\r\r\n")

    assert clear(two(made)) == everything


BANNERS = [
    "【社外メール】",
    "[EXTERNAL]",
    "≪社外メール≫",
    "＜外部メール注意＞ ",
    "*** EXTERNAL MAIL ***",
    "CAUTION: This email originated from outside the organization. Do not click links.",
    "注意：このメールは社外から送信されています。リンクや添付ファイルに気を付けてください。",
    "外部メール",
    "注意:社外からのメールです",
]


@pytest.mark.parametrize("banner", BANNERS)
def test_a_banner_glued_to_the_first_letter_is_no_part_of_it(
    two: Two, everything: Everything, clear: Clear, banner: str
) -> None:
    assert clear(two(lambda text: message((banner + text).encode()))) == everything


@pytest.mark.parametrize("banner", BANNERS)
def test_a_banner_alone_on_its_line_changes_nothing(
    two: Two, everything: Everything, clear: Clear, banner: str
) -> None:
    assert clear(two(lambda text: message(f"{banner}\n\n{text}".encode()))) == everything


@pytest.mark.parametrize("blank", ["<p>&nbsp;</p>", "<p></p>", "<p><br></p>"])
def test_a_paragraph_a_line_keeps_company_and_name(
    two: Two, everything: Everything, clear: Clear, blank: str
) -> None:
    def made(text: str) -> bytes:
        lines = (f"<p>{html.escape(line)}</p>" if line else blank for line in text.splitlines())
        return message(f"<html><body>{''.join(lines)}</body></html>".encode(), kind="html; charset=utf-8")

    assert clear(two(made)) == everything


@pytest.mark.parametrize(
    "line", ["<li>{}</li>", "<h3>{}</h3>", "<table><tr><td>{}</td></tr></table>", "<p>{}</p>"]
)
def test_blocks_of_any_kind_keep_the_company(
    two: Two, everything: Everything, clear: Clear, line: str
) -> None:
    def made(text: str) -> bytes:
        lines = (line.format(html.escape(each)) for each in text.splitlines() if each)
        page = f"<html><body>{''.join(lines)}<p>会社<br>住所<br>電話</p></body></html>"
        return message(page.encode(), kind="html; charset=utf-8")

    assert clear(two(made)) == everything


@pytest.mark.parametrize("lost", [b"\x1b(B", b"\x1b$B"])
def test_iso_2022_jp_that_lost_some_escapes_is_read(
    two: Two, everything: Everything, clear: Clear, lost: bytes
) -> None:
    reading = two(lambda text: message(text.encode("iso-2022-jp").replace(lost, lost[1:]), "7bit"))

    assert clear(reading) == everything


def test_paragraphs_of_several_lines_stay_apart(read: Callable[..., MailReading], clear: Clear) -> None:
    lines = ["第一営業", "健保 太郎 様<br>いつもお世話になっております。", "ユーザID：1<br>x", "以上"]
    page = "<html>" + "".join(f"<p>{line}</p>" for line in lines)

    assert clear(read(a__html=page))["1"][:2] == ("健保 太郎", "")


@pytest.mark.parametrize("instead", [b"", b"\x1a", "\ufffd".encode(), b"?"])
def test_iso_2022_jp_that_lost_its_escapes_is_read(
    two: Two, everything: Everything, clear: Clear, instead: bytes
) -> None:
    reading = two(
        lambda text: message(
            text.encode("iso-2022-jp").replace(b"\x1b", instead), "7bit", "plain; charset=iso-2022-jp"
        )
    )

    assert clear(reading) == everything


def test_iso_2022_jp_that_lost_more_is_said(read: Callable[..., MailReading]) -> None:
    spoilt = "メール\nのご連絡\n".encode("iso-2022-jp").replace(b"\x1b", b"")

    assert ["文字コード" in each.reason for each in read(a__eml=message(spoilt, "7bit")).ignored] == [True]


@pytest.mark.parametrize("kind", ["octet-stream", "x-unknown"])
def test_a_text_attached_as_anything_is_read(
    read: Callable[..., MailReading], second_mail: str, kind: str
) -> None:
    data = (
        b'MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary="B"\n\n--B\n\nhello\n--B\n'
        + f'Content-Type: application/{kind}; name="a.TXT"\nContent-Transfer-Encoding: base64\n'.encode()
        + b'Content-Disposition: attachment; filename="a.TXT"\n\n'
        + base64.encodebytes(second_mail.encode("cp932"))
        + b"--B--\n"
    )

    assert [person.name for person in read(a__eml=data).people] == ["健保 太郎"]
