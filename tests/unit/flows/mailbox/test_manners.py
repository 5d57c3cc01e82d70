"""The same two mails in every manner in which mail programs write, send and forward them."""

from __future__ import annotations

import base64
import html
import quopri
import re
from collections.abc import Callable
from email.message import EmailMessage, Message
from email.mime.application import MIMEApplication
from email.mime.message import MIMEMessage
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from itertools import combinations, product
from pathlib import Path

import pytest

from ekakushin.flows.mailbox import MailReading, as_json, read_mails

ENCODINGS = ["utf-8", "utf-8-sig", "iso-2022-jp", "cp932", "euc_jp"]
LABELS = ["right", "us-ascii", "utf-8", "iso-2022-jp", "shift_jis", "unknown-8bit", "iso-8859-1", "none"]
TRANSFERS = ["8bit", "base64", "quoted-printable"]

Everything = dict[str, tuple[str, ...]]
Clear = Callable[[MailReading], Everything]


def mail(
    text: str, *, encoding: str, label: str = "right", transfer: str = "8bit", kind: str = "plain"
) -> bytes:
    """A mail as bytes, put together by hand so that labels can lie."""
    charset = {"right": f"; charset={encoding}", "none": ""}.get(label, f'; charset="{label}"')
    body = text.encode(encoding)
    coded = {"base64": base64.encodebytes, "quoted-printable": quopri.encodestring}.get(transfer, bytes)(body)
    head = (
        "From: ca-support@example.jp\nSubject: =?utf-8?B?44Om44O844K244O8?=\nMIME-Version: 1.0\n"
        f"Content-Type: text/{kind}{charset}\nContent-Transfer-Encoding: {transfer}\n\n"
    )
    return head.encode() + coded


def page(text: str, line: str = "{}<br>\n") -> str:
    """An HTML page with a line for each line of the text, addresses as links."""
    escaped = html.escape(text)
    linked = re.sub(r"https?://[^\s]+", lambda match: f'<a href="{match[0]}">{match[0]}</a>', escaped)
    body = "".join(line.format(each or "&nbsp;") for each in linked.splitlines())
    head = "<head><title>ユーザー登録のご連絡</title><style>p {}</style></head>"
    return f"<html>{head}<body>{body}</body></html>"


def read_two(tmp_path: Path, first: bytes, second: bytes) -> MailReading:
    tmp_path.joinpath("b.eml").write_bytes(first)
    tmp_path.joinpath("a.eml").write_bytes(second)
    return read_mails([tmp_path])


Manner = tuple[str, ...]


def pairs(manner: Manner) -> set[tuple[tuple[int, str], ...]]:
    """Every two choices that meet in it."""
    return set(combinations(enumerate(manner), 2))


def pairwise(manners: list[Manner]) -> list[Manner]:
    """Some of the manners, in which every two choices meet that meet in any."""
    chosen: list[Manner] = []
    open_pairs = set().union(*map(pairs, manners))
    while open_pairs:
        chosen.append(max(manners, key=lambda manner: len(pairs(manner) & open_pairs)))
        open_pairs -= pairs(chosen[-1])
    return chosen


MANNERS = list(product(ENCODINGS, LABELS, TRANSFERS, ["plain", "html"]))


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "transfer" in metafunc.fixturenames:
        manners = MANNERS if metafunc.config.option.full else pairwise(MANNERS)
        metafunc.parametrize(("encoding", "label", "transfer", "kind"), manners)


def test_every_encoding_is_read_under_every_label(
    tmp_path: Path,
    first_mail: str,
    second_mail: str,
    everything: Everything,
    clear: Clear,
    encoding: str,
    label: str,
    transfer: str,
    kind: str,
) -> None:
    first, second = (page(each) if kind == "html" else each for each in (first_mail, second_mail))
    options = {"encoding": encoding, "label": label, "transfer": transfer, "kind": kind}
    reading = read_two(tmp_path, mail(first, **options), mail(second, **options))
    assert clear(reading) == everything
    assert reading.ignored == ()


@pytest.mark.parametrize(
    "line", ["<p>{}</p>", "<div>{}</div>", '<p class="MsoNormal"><span>{}</span></p>', "{}<br/>"]
)
def test_html_lines_may_be_any_block(
    tmp_path: Path, first_mail: str, second_mail: str, everything: Everything, clear: Clear, line: str
) -> None:
    first, second = (
        mail(page(each, line), encoding="utf-8", kind="html") for each in (first_mail, second_mail)
    )
    assert clear(read_two(tmp_path, first, second)) == everything


@pytest.mark.parametrize("encoding", [*ENCODINGS, "utf-16", "utf-7"])
def test_text_files_are_read_in_every_encoding(
    read: Callable[..., MailReading],
    first_mail: str,
    second_mail: str,
    everything: Everything,
    clear: Clear,
    encoding: str,
) -> None:
    reading = read(a__txt=first_mail.encode(encoding), b__txt=second_mail.encode(encoding))
    assert clear(reading) == everything


@pytest.mark.parametrize("mark", ["> ", ">", ">> ", "> > > ", "＞ ", "| ", "    ", "\t"])
def test_quote_marks_do_not_matter(
    first_mail: str, second_mail: str, everything: Everything, clear: Clear, mark: str
) -> None:
    text = "\n".join(mark + line for line in f"{first_mail}\n{second_mail}".splitlines())
    reading = read_mails([], f"佐藤 様\n転送します。\n\n{text}".encode())
    assert clear(reading) == everything


@pytest.mark.parametrize("heading", ["-----Original Message-----", "-----元のメッセージ-----"])
def test_outlook_forwards_are_read(
    first_mail: str, second_mail: str, everything: Everything, clear: Clear, heading: str
) -> None:
    header = f"{heading}\n差出人: TJK <a@example.jp>\n送信日時: 2024年5月8日\n宛先: 佐藤 様\n件名: ご連絡\n\n"
    reading = read_mails([], f"佐藤 様\n\n{header}{second_mail}\n{header}{first_mail}".encode("cp932"))
    assert clear(reading) == everything


def outer(*parts: Message, kind: str = "mixed") -> bytes:
    message = MIMEMultipart(kind)
    for part in parts:
        message.attach(part)
    return message.as_bytes()


def as_forwarded(text: str) -> MIMEMessage:
    inner = EmailMessage()
    inner.set_content(text, charset="iso-2022-jp")
    return MIMEMessage(inner)


def test_mails_forwarded_as_attachments_are_read(
    first_mail: str, second_mail: str, everything: Everything, clear: Clear
) -> None:
    note = MIMEText("転送します。", "plain", "utf-8")
    reading = read_mails([], outer(note, as_forwarded(first_mail), as_forwarded(second_mail)))
    assert clear(reading) == everything
    assert reading.ignored == ()


def test_an_attachment_without_a_user_id_is_named_by_its_number(first_mail: str) -> None:
    reading = read_mails([], outer(as_forwarded(first_mail), as_forwarded("セールのお知らせ")))
    assert [ignored.file for ignored in reading.ignored] == ["-#2"]


def test_text_and_html_of_one_mail_do_not_contradict_each_other(
    first_mail: str, second_mail: str, everything: Everything, clear: Clear, issuance_url: str
) -> None:
    cut = first_mail.replace(issuance_url, issuance_url[:70] + "\n" + issuance_url[70:] + "\nTJK")
    both = [
        outer(MIMEText(text, "plain", "utf-8"), MIMEText(page(shown), "html", "utf-8"), kind="alternative")
        for text, shown in ((cut, first_mail), (second_mail, second_mail))
    ]
    reading = read_mails(
        [], b"".join(b"From a@b.jp Mon Nov 23 15:31:00 2026\n" + each + b"\n\n" for each in both)
    )
    assert clear(reading) == everything
    assert reading.people[0].complete


def test_a_signed_mail_is_read(
    first_mail: str, second_mail: str, everything: Everything, clear: Clear, sign: Callable[[bytes], bytes]
) -> None:
    inner = mail(f"{second_mail}\n{first_mail}", encoding="iso-2022-jp")
    opaque = MIMEApplication(sign(inner), "pkcs7-mime", smime_type="signed-data", name="smime.p7m")
    assert clear(read_mails([], opaque.as_bytes())) == everything


def test_the_text_beside_a_detached_signature_is_read(
    first_mail: str, second_mail: str, everything: Everything, clear: Clear
) -> None:
    text = MIMEText(first_mail + "\n" + second_mail, "plain", "utf-8")
    signature = MIMEApplication(b"0\x80", "pkcs7-signature", name="smime.p7s")
    assert clear(read_mails([], outer(text, signature, kind="signed"))) == everything


def test_an_encrypted_mail_is_named_with_its_reason() -> None:
    envelope = MIMEApplication(b"0\x80\x06\x09", "pkcs7-mime", smime_type="enveloped-data")
    reading = read_mails([], envelope.as_bytes())
    assert "暗号化" in reading.ignored[0].reason


@pytest.mark.parametrize("encoding", ["cp50220", "cp51932"])
def test_the_characters_that_outlook_adds_are_read(
    second_mail: str, encoding: str, as_windows: Callable[[str, str], bytes]
) -> None:
    text = second_mail.replace("ユーザID", "①ﾕｰｻﾞID").replace("健保", "髙橋").replace("TJK株式会社", "㈱TJK")
    body = as_windows(text, encoding)
    head = f"MIME-Version: 1.0\r\nContent-Type: text/plain; charset={encoding}\r\n\r\n".encode()
    reading = read_mails([], head + body)
    person = reading.people[0]
    assert (person.name, person.company, person.missing[3:]) == ("髙橋 太郎", "㈱TJK", ())


def test_flowed_text_with_deleted_spaces_is_joined(issuance_url: str) -> None:
    body = f"> ユーザID：10006\n> 発行サイト\n> {issuance_url[:40]} \n> {issuance_url[40:]}\n"
    head = "MIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8; format=flowed; delsp=yes\n\n"
    reading = read_mails([], (head + body).encode())
    assert as_json(reading, addresses=True)["people"][0]["issuance_url"] == issuance_url
