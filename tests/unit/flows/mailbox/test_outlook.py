"""What Outlook saves and sends: .msg and .oft files, and winmail.dat."""

from __future__ import annotations

import html
from collections.abc import Callable
from email.message import EmailMessage
from pathlib import Path

import pytest

from ekakushin.flows.mailbox import MailReading, read_mails
from tests.support.outlook_files import (
    attached_file,
    attached_message,
    compound_file,
    outlook_message,
    rich_markup,
    rich_text,
    winmail,
)

BODY, RICH, HTML = 0x1000, 0x1009, 0x1013
Everything = dict[str, tuple[str, ...]]
Clear = Callable[[MailReading], Everything]


def page(text: str) -> str:
    lines = "".join(f"<p class=MsoNormal>{html.escape(line) or '&nbsp;'}</p>" for line in text.splitlines())
    return f"<html><body>{lines}</body></html>"


BODIES: dict[str, Callable[[str], dict[int, str | bytes | int]]] = {
    "text": lambda text: {BODY: text},
    "rich text": lambda text: {RICH: rich_text(text)},
    "HTML in rich text": lambda text: {RICH: rich_markup(page(text))},
    "HTML": lambda text: {HTML: page(text).encode(), 0x3FDE: 65001},
    "HTML in JIS": lambda text: {HTML: page(text).encode("iso-2022-jp"), 0x3FDE: 50220},
    "text and rich text": lambda text: {BODY: text, RICH: rich_text(text)},
}


@pytest.mark.parametrize("suffix", ["msg", "oft"])
@pytest.mark.parametrize("body", BODIES)
def test_a_mail_that_outlook_saved_is_read(
    read: Callable[..., MailReading],
    first_mail: str,
    second_mail: str,
    everything: Everything,
    clear: Clear,
    body: str,
    suffix: str,
) -> None:
    files = {
        f"{name}__{suffix}": compound_file(outlook_message(BODIES[body](text)))
        for name, text in (("1", first_mail), ("2", second_mail))
    }

    reading = read(**files)

    assert clear(reading) == everything
    assert reading.ignored == ()


def test_a_mail_of_an_older_outlook_is_read(
    read: Callable[..., MailReading], second_mail: str, clear: Clear
) -> None:
    message = outlook_message({BODY: second_mail, 0x3FFD: 932}, ansi="cp932")

    assert clear(read(a__msg=compound_file(message)))["10006"][:2] == ("健保 太郎", "TJK株式会社")


def test_what_is_attached_in_outlook_is_read(
    read: Callable[..., MailReading], first_mail: str, second_mail: str, everything: Everything, clear: Clear
) -> None:
    inner = outlook_message({BODY: first_mail}, header=24)
    text = attached_file("パスワードのご連絡.txt", second_mail.encode("cp932"), "text/plain")
    outer = outlook_message({BODY: "転送します。"}, [attached_message(inner), text])

    reading = read(a__msg=compound_file(outer))

    assert clear(reading) == everything
    assert reading.ignored == ()


def test_a_msg_attached_to_a_mail_is_read(
    read: Callable[..., MailReading], second_mail: str, clear: Clear
) -> None:
    mail = EmailMessage()
    mail.set_content("転送します。")
    data = compound_file(outlook_message({BODY: second_mail}))
    mail.add_attachment(data, maintype="application", subtype="octet-stream", filename="mail.msg")

    assert list(clear(read(a__eml=mail.as_bytes()))) == ["10006"]


def test_a_signed_mail_that_outlook_saved_is_read(
    read: Callable[..., MailReading], second_mail: str, clear: Clear
) -> None:
    inner = EmailMessage()
    inner.set_content(second_mail)
    signed = b'Content-Type: multipart/signed; boundary="B"\n\n--B\n' + inner.as_bytes() + b"\n--B--\n"
    message = outlook_message(
        {0x001A: "IPM.Note.SMIME.MultipartSigned"}, [attached_file("smime.p7m", signed, "multipart/signed")]
    )

    assert list(clear(read(a__msg=compound_file(message)))) == ["10006"]


@pytest.mark.parametrize("data", [compound_file({"Workbook": b"x" * 5000}), b"", None])
def test_a_msg_that_cannot_be_read_is_named_with_what_outlook_can_do(
    read: Callable[..., MailReading], data: bytes | None
) -> None:
    whole = compound_file(outlook_message({BODY: "x" * 9000}))

    reading = read(a__msg=whole[:700] if data is None else data or whole[:8])

    assert [("名前を付けて保存" in each.reason, ".eml" in each.reason) for each in reading.ignored] == [
        (True, False)
    ]


def test_a_damaged_body_beside_a_good_one_does_no_harm(
    read: Callable[..., MailReading], second_mail: str, clear: Clear
) -> None:
    message = outlook_message({BODY: second_mail, RICH: b"\xff" * 40})

    assert list(clear(read(a__msg=compound_file(message)))) == ["10006"]


def test_compressed_text_has_a_limit(read: Callable[..., MailReading]) -> None:
    packed = bytearray(rich_text("ユーザID：1"))
    packed[4:8] = (1 << 31).to_bytes(4, "little")

    assert len(read(a__msg=compound_file(outlook_message({RICH: bytes(packed)}))).ignored) == 1


def wrapped(data: bytes) -> bytes:
    mail = EmailMessage()
    mail.set_content("\n")
    mail.add_attachment(data, maintype="application", subtype="ms-tnef", filename="winmail.dat")
    return mail.as_bytes()


@pytest.mark.parametrize("body", BODIES)
def test_the_mail_inside_winmail_dat_is_read(
    read: Callable[..., MailReading],
    first_mail: str,
    second_mail: str,
    everything: Everything,
    clear: Clear,
    body: str,
) -> None:
    first, second = winmail(BODIES[body](first_mail)), winmail(BODIES[body](second_mail))

    reading = read(a__eml=wrapped(first), winmail__dat=second)

    assert clear(reading) == everything
    assert reading.ignored == ()


def test_what_is_attached_inside_winmail_dat_is_read(
    read: Callable[..., MailReading], second_mail: str, clear: Clear
) -> None:
    data = winmail({BODY: "転送します。"}, {"パスワード.txt": second_mail.encode()})

    assert list(clear(read(a__eml=wrapped(data)))) == ["10006"]


@pytest.mark.parametrize("data", [b"\x78\x9f\x3e\x22\x01\x00" + bytes(50), b"\x78\x9f\x3e\x22", b"rubbish"])
def test_a_winmail_dat_without_a_mail_is_named(read: Callable[..., MailReading], data: bytes) -> None:
    assert ["winmail.dat" in each.reason for each in read(a__eml=wrapped(data)).ignored] == [True]


def test_a_cut_winmail_dat_is_one_sentence(tmp_path: Path, second_mail: str) -> None:
    whole = winmail({BODY: second_mail, RICH: rich_text(second_mail)}, {"a.txt": b"x" * 50})
    for end in range(6, len(whole), 7):
        tmp_path.joinpath("a.eml").write_bytes(wrapped(whole[:end]))
        reading = read_mails([tmp_path])
        assert len(reading.people) + len(reading.ignored) >= 1
