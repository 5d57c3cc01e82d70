"""The folder that somebody means, and the one for junk."""

from __future__ import annotations

from typing import Any

import pytest

from ekakushin.automation.imap.folders import folder_for, folders_of, junk_among
from ekakushin.flows.errors import Misconfigured


class FakeClient:
    def __init__(self, *folders: tuple[tuple[bytes, ...], str]) -> None:
        self.folders = folders

    def list_folders(self) -> list[tuple[tuple[bytes, ...], bytes, str]]:
        return [(flags, b".", name) for flags, name in self.folders]


def of(*names: str, **marked: bytes) -> Any:
    return folders_of(FakeClient(*(((marked.get(name, b"\\HasNoChildren"),), name) for name in names)))


@pytest.mark.parametrize(
    ("wanted", "meant"),
    [
        ("INBOX", "INBOX"),
        ("inbox", "INBOX"),
        ("受信トレイ", "INBOX"),
        ("INBOX.総務.健保", "INBOX.総務.健保"),
        ("inbox/総務/健保", "INBOX.総務.健保"),
        ("健保", "INBOX.総務.健保"),
        ("総務／健保", "INBOX.総務.健保"),
        ("ガイド", "ガイド"),  # as macOS writes it
    ],
)
def test_a_folder_is_found_as_people_write_it(wanted: str, meant: str) -> None:
    assert folder_for(wanted, of("INBOX", "INBOX.総務.健保", "INBOX.総務", "ガイド")) == meant


@pytest.mark.parametrize("wanted", ["", "健保", "総務.健保"])
def test_what_fits_no_folder_or_several_is_told_with_all_names(wanted: str) -> None:
    with pytest.raises(Misconfigured, match=r"INBOX\.健保, Old\.健保") as raised:
        folder_for(wanted, of("INBOX.健保", "Old.健保"))

    assert raised.value.code == "MAIL-007"


def test_of_many_folders_some_are_named() -> None:
    with pytest.raises(Misconfigured, match="ほか 10 個"):
        folder_for("none", of(*(f"folder{number}" for number in range(30))))


def test_the_folder_for_junk_is_the_marked_one_or_has_a_usual_name() -> None:
    assert junk_among(of("INBOX", "Spam", "別の名", 別の名=b"\\Junk")) == "別の名"
    assert junk_among(of("INBOX", "INBOX.迷惑メール")) == "INBOX.迷惑メール"
    assert junk_among(of("INBOX", "Junk E-mail")) == "Junk E-mail"
    assert junk_among(of("INBOX")) == ""


def test_what_holds_no_mails_is_no_folder() -> None:
    assert [each.name for each in of("[Gmail]", "INBOX", **{"[Gmail]": b"\\Noselect"})] == ["INBOX"]
