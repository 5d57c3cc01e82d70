"""Mails in zips, with and without a password, and Apple Mail's own files."""

from __future__ import annotations

from collections.abc import Callable
from email.message import EmailMessage

import pytest

from ekakushin.flows.mailbox import MailReading, archives, read_mails
from ekakushin.flows.secret import Secret
from tests.support.zips import aes_zip_of, old_zip_of, zip_of

Everything = dict[str, tuple[str, ...]]
Clear = Callable[[MailReading], Everything]
Zip = Callable[[dict[str, bytes], str], bytes]


@pytest.fixture
def two(first_mail: str, second_mail: str) -> dict[str, bytes]:
    return {"連絡/1.txt": first_mail.encode(), "連絡/2.txt": second_mail.encode("cp932")}


def with_attached(data: bytes, name: str = "連絡.zip") -> bytes:
    mail = EmailMessage()
    mail.set_content("添付ファイルのパスワードは別送します。")
    mail.add_attachment(data, maintype="application", subtype="octet-stream", filename=name)
    return mail.as_bytes()


def test_a_zip_is_read_like_a_folder(
    read: Callable[..., MailReading], two: dict[str, bytes], everything: Everything, clear: Clear
) -> None:
    system = {"__MACOSX/連絡/._1.txt": b"x", "Thumbs.db": b"x", "連絡/desktop.ini": b"x"}

    reading = read(a__zip=zip_of({**two, **system}))

    assert clear(reading) == everything
    assert reading.ignored == ()


def test_an_attached_zip_is_read(
    read: Callable[..., MailReading], two: dict[str, bytes], everything: Everything, clear: Clear
) -> None:
    reading = read(a__eml=with_attached(zip_of({**two, "手引き.pdf": b"%PDF-1.7"})))

    assert clear(reading) == everything
    assert reading.ignored == ()


@pytest.mark.parametrize("locked", [aes_zip_of, old_zip_of])
@pytest.mark.parametrize("attached", [True, False])
def test_a_zip_with_a_password_asks_for_it(
    tmp_path_factory: pytest.TempPathFactory,
    two: dict[str, bytes],
    everything: Everything,
    clear: Clear,
    locked: Zip,
    attached: bool,
) -> None:
    data = locked(two, "Natsu2026")
    file = tmp_path_factory.mktemp("mails") / ("a.eml" if attached else "a.zip")
    file.write_bytes(with_attached(data) if attached else data)
    asked: list[tuple[str, int]] = []

    def ask(name: str, left: int) -> Secret:
        asked.append((name, left))
        return Secret("wrong" if left == 3 else "Natsu2026")

    reading = read_mails([file], ask=ask)

    assert clear(reading) == everything
    assert reading.ignored == ()
    assert asked == [(name, left) for name in ["連絡.zip" if attached else str(file)] for left in (3, 2)]


def test_zips_with_the_same_password_ask_once(
    tmp_path_factory: pytest.TempPathFactory, two: dict[str, bytes], everything: Everything, clear: Clear
) -> None:
    folder = tmp_path_factory.mktemp("mails")
    for name, content in two.items():
        folder.joinpath(name[3:4] + ".zip").write_bytes(old_zip_of({name: content}, "Natsu2026"))
    answers = iter([Secret("Natsu2026")])

    assert clear(read_mails([folder], ask=lambda name, left: next(answers))) == everything


@pytest.mark.parametrize("locked", [aes_zip_of, old_zip_of])
def test_a_zip_with_a_password_that_nobody_types_is_named_with_what_to_do(
    read: Callable[..., MailReading], two: dict[str, bytes], locked: Zip
) -> None:
    data = locked(two, "Natsu2026")

    reading = read(a__zip=data, b__eml=with_attached(data))

    assert reading.people == ()
    assert ["展開し" in each.reason for each in reading.ignored] == [True, True]


def test_a_wrong_password_is_asked_for_three_times_and_named(
    tmp_path_factory: pytest.TempPathFactory, two: dict[str, bytes]
) -> None:
    file = tmp_path_factory.mktemp("mails") / "a.zip"
    file.write_bytes(old_zip_of(two, "Natsu2026"))
    tries: list[int] = []

    def ask(name: str, left: int) -> Secret:
        tries.append(left)
        return Secret("wrong")

    assert "パスワードが違います" in read_mails([file], ask=ask).ignored[0].reason
    assert tries == [3, 2, 1]


def test_a_zip_bomb_has_a_limit(
    read: Callable[..., MailReading], monkeypatch: pytest.MonkeyPatch, two: dict[str, bytes]
) -> None:
    monkeypatch.setattr(archives.Unpacking, "__init__", _small(archives.Unpacking.__init__))

    reading = read(a__zip=zip_of({"0.txt": bytes(3 << 20), **two}))

    assert ["大きすぎます" in each.reason for each in reading.ignored] == [True]


def _small(begin: Callable[..., None]) -> Callable[..., None]:
    def begin_small(self: archives.Unpacking, **values: object) -> None:
        begin(self, **{**values, "left": 1 << 20})

    return begin_small


def test_zips_in_zips_have_a_limit(read: Callable[..., MailReading], two: dict[str, bytes]) -> None:
    data = zip_of(two)
    for _ in range(6):
        data = zip_of({"a.zip": data, "b.zip": data})

    assert {"深すぎます" in each.reason for each in read(a__zip=data).ignored} == {True}


@pytest.mark.parametrize("end", [10, 100, -5, -40])
def test_a_damaged_zip_is_named(read: Callable[..., MailReading], two: dict[str, bytes], end: int) -> None:
    assert ["zip" in each.reason for each in read(a__zip=zip_of(two)[:end]).ignored] == [True]


@pytest.mark.parametrize("locked", [aes_zip_of, old_zip_of])
def test_a_damaged_zip_with_a_password_is_one_sentence(
    tmp_path_factory: pytest.TempPathFactory, two: dict[str, bytes], locked: Zip
) -> None:
    file = tmp_path_factory.mktemp("mails") / "a.zip"
    whole = locked(two, "Natsu2026")
    for at in range(60, len(whole), 97):
        file.write_bytes(whole[:at] + b"\xff\xff" + whole[at + 2 :])
        reading = read_mails([file], ask=lambda name, left: Secret("Natsu2026"))
        assert reading.people or reading.ignored


@pytest.mark.parametrize("name", ["a.7z", "a.lzh"])
def test_another_kind_of_archive_is_named(read: Callable[..., MailReading], name: str) -> None:
    reading = read(a__eml=with_attached(b"7z\xbc\xaf\x27\x1crest", name))

    assert ["zip以外" in each.reason for each in reading.ignored] == [True]


def apple(message: bytes, *, ends: bytes = b"\n") -> bytes:
    notes = b'<?xml version="1.0" encoding="UTF-8"?>\n<plist version="1.0"><dict/></plist>\n'
    data = str(len(message)).encode().ljust(11) + b"\n" + message + notes
    return data.replace(b"\n", ends)


def as_message(text: str) -> bytes:
    mail = EmailMessage()
    mail.set_content(text)
    return mail.as_bytes()


@pytest.mark.parametrize("ends", [b"\n", b"\r\n"])
@pytest.mark.parametrize("name", ["{}__emlx", "{}__partial__emlx", "{}__eml"])
def test_apple_mails_own_files_are_read(
    read: Callable[..., MailReading],
    first_mail: str,
    second_mail: str,
    everything: Everything,
    clear: Clear,
    name: str,
    ends: bytes,
) -> None:
    texts = {
        name.format(at): apple(as_message(text), ends=ends)
        for at, text in enumerate((first_mail, second_mail))
    }

    reading = read(**texts)

    assert clear(reading) == everything
    assert reading.ignored == ()


def test_an_attachment_that_apple_mail_keeps_elsewhere_is_named(read: Callable[..., MailReading]) -> None:
    message = (
        b'MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary="B"\n\n--B\n\nhello\n--B\n'
        b'Content-Type: text/plain; name="a.txt"\nX-Apple-Content-Length: 900\n\n\n--B--\n'
    )

    assert ["添付ファイル" in each.reason for each in read(a__partial__emlx=apple(message)).ignored] == [True]


def test_what_systems_put_into_folders_is_passed_over_without_a_word(
    read: Callable[..., MailReading], second_mail: str, clear: Clear
) -> None:
    system = ["Thumbs__db", "desktop__ini", "__DS_Store", "._1__eml", "~$list__xlsx"]

    reading = read(a__txt=second_mail, **dict.fromkeys(system, b"\0\x05\x16\x07"))

    assert list(clear(reading)) == ["10006"]
    assert reading.ignored == ()
