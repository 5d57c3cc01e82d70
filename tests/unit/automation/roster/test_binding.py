"""The PC and the Windows user that the roster wants, and those that are here."""

from __future__ import annotations

import getpass
import platform

import pytest

from ekakushin.automation.roster import must_be_here, this_pc, this_user
from ekakushin.flows.errors import Misconfigured


def refused(row_pc: str, row_user: str, *, pc: str = "PC-0123", user: str = "TJK\\kenpo") -> Misconfigured:
    with pytest.raises(Misconfigured) as error:
        must_be_here(row_pc, row_user, pc=pc, user=user)
    assert error.value.code == "ENV-008"
    return error.value


@pytest.mark.parametrize(
    ("wanted", "here"),
    [
        ("", "PC-0123"),
        ("-", "PC-0123"),
        ("pc-0123", "PC-0123"),
        ("ＰＣ－０１２３", "PC-0123"),
        (" PC-0123 ", "pc-0123"),
        ("\\\\PC-0123", "PC-0123"),
        ("PC-0123", "pc-0123.tjk.example"),
        ("pc-0123.tjk.example.", "PC-0123"),
        ("A-RATHER-LONG-N", "a-rather-long-name"),
        ("192.168.0.7", "192.168.0.7"),
    ],
)
def test_a_pc_is_the_same_however_it_is_written(wanted: str, here: str) -> None:
    must_be_here(wanted, "", pc=here, user="kenpo")


@pytest.mark.parametrize(
    ("wanted", "here"),
    [
        ("PC-0124", "PC-0123"),
        ("PC-012", "PC-0123"),
        ("pc.a.example", "pc.b.example"),
        ("192.168.0.7", "192.168.0.8"),
        ("PC-0123", ""),
    ],
)
def test_another_pc_is_refused(wanted: str, here: str) -> None:
    assert wanted in str(refused(wanted, "", pc=here))


@pytest.mark.parametrize(
    ("wanted", "here"),
    [
        ("", "TJK\\kenpo"),
        ("未定", "TJK\\kenpo"),
        ("kenpo", "TJK\\Kenpo"),
        ("ＫＥＮＰＯ", "kenpo"),
        ("tjk\\kenpo", "TJK\\kenpo"),
        ("TJK¥kenpo", "TJK\\kenpo"),
        ("TJK／kenpo", "TJK\\kenpo"),
        ("kenpo@tjk.example", "TJK\\kenpo"),
        (".\\kenpo", "PC-0123\\kenpo"),
        ("tjk.example\\kenpo", "TJK\\kenpo"),
    ],
)
def test_a_user_is_the_same_with_or_without_a_domain(wanted: str, here: str) -> None:
    must_be_here("", wanted, pc="PC-0123", user=here)


@pytest.mark.parametrize(
    ("wanted", "here"),
    [
        ("hanako", "TJK\\kenpo"),
        ("OTHER\\kenpo", "TJK\\kenpo"),
        ("kenpo@a.example", "kenpo@b.example"),
        ("kenpo", ""),
        ("TJK\\", "TJK\\kenpo"),
    ],
)
def test_another_user_or_domain_is_refused(wanted: str, here: str) -> None:
    refused("", wanted, user=here)


def test_the_refusal_says_what_is_wanted_what_is_here_why_and_what_to_do() -> None:
    error = refused("PC-9", "hanako")

    for words in ("PC PC-9、Windowsユーザー hanako", "PC PC-0123、Windowsユーザー TJK\\kenpo", "証明書"):
        assert words in str(error)
    assert "--any-pc" in error.remedy


def test_only_what_differs_is_named() -> None:
    assert "kenpo" not in str(refused("PC-9", "kenpo"))


def test_a_pc_whose_name_nobody_knows_is_said() -> None:
    assert "不明" in str(refused("PC-9", "", pc=""))


def test_where_it_runs_is_asked_of_the_system(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(platform, "node", lambda: "PC-7")
    monkeypatch.setattr(getpass, "getuser", lambda: "taro")
    monkeypatch.setenv("USERDOMAIN", "TJK")

    must_be_here("PC-7", "tjk\\taro")

    assert (this_pc(), this_user()) == ("PC-7", "TJK\\taro")


def test_names_that_the_system_does_not_know_are_blank(monkeypatch: pytest.MonkeyPatch) -> None:
    def nobody() -> str:
        raise OSError("no user")

    monkeypatch.setattr(platform, "node", str)
    monkeypatch.setattr(getpass, "getuser", nobody)
    monkeypatch.delenv("COMPUTERNAME", raising=False)

    assert (this_pc(), this_user()) == ("", "")
