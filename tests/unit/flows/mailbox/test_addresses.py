"""Addresses come out of a mail whole, or not at all."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import quote

import pytest

from ekakushin.flows.mailbox import MailReading, as_json, read_mails

Addresses = tuple[str | None, str | None, str | None]


def addresses_in(text: str) -> Addresses:
    person = as_json(read_mails([], text.encode()), addresses=True)["people"][0]
    return person["issuance_url"], person["signup_url"], person["login_url"]


def folded(address: str, column: int, between: str) -> str:
    return address[:column] + between + address[column:]


@pytest.fixture
def right(issuance_url: str, signup_url: str, login_url: str) -> Addresses:
    return issuance_url, signup_url, login_url


@pytest.mark.parametrize("mark", ["", "> ", ">> ", "　"])
@pytest.mark.parametrize("column", range(9, 82))
def test_an_address_folded_at_any_column_is_whole_again(
    first_mail: str, right: Addresses, column: int, mark: str
) -> None:
    text = first_mail
    for address in right:
        text = text.replace(str(address), folded(str(address), column, "\n"))
    text = text.replace("\n", f"\r\n{mark}")
    assert addresses_in(text) == right


@pytest.mark.parametrize("column", [20, 40, 60])
@pytest.mark.parametrize(
    "frame", ["<{}>", "＜{}＞", "（{}）", "「{}」。", "{} ←①", "{}←①", "{}①", "【{}】", "・{}", "{}　←②"]
)
def test_what_sticks_to_an_address_is_no_part_of_it(
    first_mail: str, right: Addresses, frame: str, column: int
) -> None:
    plain, broken = first_mail, first_mail
    for address in right:
        plain = plain.replace(str(address), frame.format(address))
        broken = broken.replace(str(address), frame.format(folded(str(address), column, "\n")))
    assert addresses_in(plain) == right
    if frame != "{}①":
        assert addresses_in(broken) == right


def test_an_address_folded_several_times_is_whole_again(first_mail: str, right: Addresses) -> None:
    text = first_mail
    for address in right:
        pieces = [str(address)[at : at + 12] for at in range(0, len(str(address)), 12)]
        text = text.replace(str(address), "\n".join(pieces))
    assert addresses_in(text) == right


@pytest.mark.parametrize(
    "following",
    [
        "----------",
        "======",
        "****",
        "www.tjk.gr.jp",
        "info@tjk.gr.jp",
        "TEL:03-3360-5951",
        "",
        "TJK株式会社",
        "※必ず",
        "See below for details",
        "2) サインアップ",
        "TJK\n健保 太郎 様",
    ],
)
def test_what_follows_an_address_is_no_part_of_it(first_mail: str, right: Addresses, following: str) -> None:
    text = first_mail
    for address in right:
        text = text.replace(str(address), f"{address}\n{following}")
    assert addresses_in(text) == right


@pytest.mark.parametrize(
    "cut", ["?p1=1&p2=8f3ac0d2", "?p1=1&p2=8f3ac0d2&p3=", "?p1=1&p2=8f3a\n\nc0d2&p3=x", "?p1=1&p2=**&p3=**"]
)
def test_half_an_issuance_address_is_none(cut: str) -> None:
    text = f"ユーザID：10006\n発行サイト\nhttps://webra2.secomtrust.net/scira/Entrance.jsp{cut}\n"
    assert addresses_in(text) == (None, None, None)


def test_captions_decide_for_other_hosts_and_paths() -> None:
    text = (
        "ユーザID：10006\n電子証明書発行サイト：https://127.0.0.1:40443/a?x=1\n"
        "サインアップサイトURL\nhttp://files.example.jp/b\n■ログインサイト https://files.example.jp/\n"
    )
    assert addresses_in(text) == (
        "https://127.0.0.1:40443/a?x=1",
        "http://files.example.jp/b",
        "https://files.example.jp/",
    )


def test_shapes_decide_without_captions(right: Addresses) -> None:
    text = "ユーザID：10006\nこちらをクリック {} {}\nまたは {} です。\n".format(*right)
    assert addresses_in(text) == right


def test_a_caption_and_a_shape_that_disagree_are_a_conflict(issuance_url: str) -> None:
    text = f"ユーザID：10006\n発行サイト\nhttps://www.tjk.gr.jp/\n{issuance_url}\n"
    assert read_mails([], text.encode()).people[0].conflicts == ("issuance_url",)


def test_three_captions_before_three_addresses_are_told_apart_by_shape(right: Addresses) -> None:
    text = "ユーザID：10006\n発行サイト\nサインアップサイト\nログインサイト\n{}\n{}\n{}\n".format(*right)
    assert addresses_in(text) == right


def test_three_captions_before_three_unknown_addresses_are_not_guessed() -> None:
    text = "ユーザID：10006\n発行サイト\nサインアップサイト\nログインサイト\nhttps://a.jp/1\nhttps://a.jp/2\nhttps://a.jp/3\n"
    assert addresses_in(text) == (None, None, None)


@pytest.mark.parametrize(
    "form", ["https://emea01.safelinks.protection.outlook.com/?url={}&data=05%7C01&reserved=0"]
)
def test_safe_links_are_opened(first_mail: str, right: Addresses, form: str) -> None:
    text = first_mail
    for address in right:
        text = text.replace(str(address), form.format(quote(str(address), safe="")))
    assert addresses_in(text) == right
    assert addresses_in(text.replace("&", "&amp;")) == right


@pytest.mark.parametrize(
    "shown", ["{}", "https://webra2.secomtrust.net/scira/Ent...", "https://webra2.secomtrust…"]
)
def test_a_shown_address_beside_its_target_counts_once(issuance_url: str, shown: str) -> None:
    text = f"ユーザID：10006\n発行サイト\n{shown.format(issuance_url)}<{issuance_url}>\n"
    assert addresses_in(text)[0] == issuance_url


@pytest.mark.parametrize(
    "link",
    [
        '<a href="{0}">{1}</a>',
        '<a href="{0}">https://webra2.secomtrust.net/scira/Entr…</a>',
        '<a href="{0}">こちら</a>',
        '<a href="https://rewritten.example.com/?u=77">{1}</a>',
        '<a href="{0}"><span>{2}</span></a>',
        "{2}",
        "{3}",
        "&lt;{1}&gt;",
    ],
)
def test_links_of_html_mails_give_the_address_meant(
    read: Callable[..., MailReading], issuance_url: str, link: str
) -> None:
    escaped = issuance_url.replace("&", "&amp;")
    forms = (escaped, escaped, escaped.replace("?", "<wbr>?"), escaped.replace("?", "&#8203;?&shy;"))
    head = "<html><body><table><tr><td>ユーザID</td><td>10006</td></tr></table><p>発行サイト</p>"
    reading = read(mail__html=f"{head}<p>{link.format(*forms)}</p></body></html>")
    assert as_json(reading, addresses=True)["people"][0]["issuance_url"] == issuance_url
