"""What a text says about whom, however it is written."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from ekakushin.flows.errors import Misconfigured
from ekakushin.flows.mailbox import InvitedPerson, MailReading, as_json, read_mails


def people_in(text: str) -> tuple[InvitedPerson, ...]:
    return read_mails([], text.encode()).people


def passwords_in(text: str) -> tuple[str | None, str | None]:
    person = people_in(text)[0]
    values = (person.authentication_password, person.login_password)
    return tuple(value.reveal() if value else None for value in values)  # type: ignore[return-value]


@pytest.mark.parametrize(
    "caption",
    [
        "ユーザID",
        "ユーザーID",
        "ユーザＩＤ",
        "ユーザ ID",
        "ﾕｰｻﾞID",
        "・ユーザID",
        "１．ユーザID",
        "【ユーザID】",
    ],
)
@pytest.mark.parametrize("joint", ["：", ":", " : ", "：　", "：\n", "：\n　　", " ", " / User ID："])
@pytest.mark.parametrize("value", ["10006", "１０００６"])
def test_a_user_id_is_found_in_every_spelling(caption: str, joint: str, value: str) -> None:
    assert people_in(f"{caption}{joint}{value}\n")[0].user_id == "10006"


@pytest.mark.parametrize(
    "caption",
    [
        "認証情報パスワード",
        "認証情報/パスワード",
        "認証情報(パスワード)",
        "認証情報（パスワード）",
        "認証情報 パスワード",
    ],
)
@pytest.mark.parametrize(
    "value",
    ["Ab-1_2", "Ab-1_2　", "Ａｂ－１＿２", "「Ab-1_2」", "Ab-1_2（半角英数字）", "Ab-1_2 ←①", "Ab-1_2①"],
)
def test_a_password_is_found_in_every_spelling(caption: str, value: str) -> None:
    found = passwords_in(f"ユーザID：1\n{caption}：{value}\nサインアップ・ログインパスワード:　zz9\n")
    assert found == (None if value.endswith("2①") else "Ab-1_2", "zz9")


@pytest.mark.parametrize(
    "value",
    [
        "*****",
        "* * * * *",
        "＊＊＊＊＊",
        "別のメールで記載いたしました。",
        "2通目のメール",
        "２ 通目",
        "ab cd",
        "（別途）",
        "ab¥12",
        "ab***",
        "-",
    ],
)
def test_what_is_no_password_is_missing(value: str) -> None:
    assert passwords_in(f"ユーザID：1\n認証情報パスワード：{value}\n") == (None, None)


def test_bold_letters_in_plain_text_leave_no_stars() -> None:
    assert passwords_in(
        "*ユーザID：* 1\n*認証情報パスワード：abc1*\n*サインアップ・ログインパスワード*： d*2\n"
    ) == ("abc1", "d*2")


def test_captions_without_values_give_nothing_to_the_next_line() -> None:
    text = "ユーザID：7\n認証情報パスワード：\nサインアップ・ログインパスワード：\nabc123\ndef456\n"
    assert passwords_in(text) == (None, None)


def test_a_word_after_a_gap_is_no_password() -> None:
    assert passwords_in("ユーザID：7\n認証情報パスワード：\n\nRegards\n") == (None, None)


def test_a_sentence_that_begins_with_a_caption_is_none() -> None:
    assert people_in("ユーザIDとパスワードを入力して下さい。\nユーザID 及びパスワードは\n") == ()


def test_several_people_in_one_text_keep_their_own() -> None:
    text = "".join(
        f"会社{n}株式会社\n田中 {n}郎 様\n\nユーザID：{n}\n認証情報パスワード：auth{n}\n\n"
        for n in range(1, 4)
    )
    found = [(p.user_id, p.name, p.company) for p in people_in(text)]
    assert found == [(str(n), f"田中 {n}郎", f"会社{n}株式会社") for n in range(1, 4)]
    assert [p.authentication_password.reveal() for p in people_in(text) if p.authentication_password] == [
        "auth1",
        "auth2",
        "auth3",
    ]


def test_what_follows_an_unreadable_user_id_goes_to_nobody() -> None:
    text = "ユーザID：7\n認証情報パスワード：a1\n\nユーザID：*****\nサインアップ・ログインパスワード：b2\n"
    assert passwords_in(text) == ("a1", None)


def test_what_precedes_the_only_user_id_is_that_persons() -> None:
    assert passwords_in("認証情報パスワード：a1\nユーザID：7\n") == ("a1", None)


def test_people_come_in_the_order_of_the_mails() -> None:
    assert [p.user_id for p in people_in("ユーザID：9\nユーザID：1\nユーザID：5\nユーザID：1\n")] == [
        "9",
        "1",
        "5",
    ]


@pytest.mark.parametrize(
    ("lines", "name", "company"),
    [
        ("TJK株式会社\n健保　太郎　様", "健保 太郎", "TJK株式会社"),
        ("TJK株式会社\n総務部\n健保 太郎様", "健保 太郎", "TJK株式会社"),
        ("TJK株式会社 健保 太郎 様", "健保 太郎", "TJK株式会社"),
        ("㈱TJK 健保 太郎 様", "健保 太郎", "㈱TJK"),
        ("TJK 株式会社 健保 太郎 様", "TJK 株式会社 健保 太郎", ""),
        ("社労士オフィス港\n健保 太郎 様", "健保 太郎", "社労士オフィス港"),
        ("総務部\n健保 太郎 様", "健保 太郎", ""),
        ("お客様各位", "", ""),
        ("お客様", "", ""),
        ("件名：ご連絡\n健保 太郎 様", "健保 太郎", ""),
        ("健保 太郎 様\n-----Original Message-----", "", ""),
        ("いつもお世話になっております。\n健保 太郎 様", "健保 太郎", ""),
        ("*神﨑 太郎 様*", "神﨑 太郎", ""),
    ],
)
def test_name_and_company_are_the_lines_before_the_user_id(lines: str, name: str, company: str) -> None:
    person = people_in(f"{lines}\n\nご案内申し上げます。\n\nユーザID：10006\n")[0]
    assert (person.name, person.company) == (name, company)


def test_the_name_beside_a_password_counts_before_a_colleagues(first_mail: str, second_mail: str) -> None:
    person = people_in(f"佐藤 様\nお疲れ様です。\n\n{first_mail}\n{second_mail}")[0]
    assert (person.name, person.conflicts) == ("健保 太郎", ())


def test_a_complete_person_has_an_invitation(first_mail: str, second_mail: str) -> None:
    person = people_in(f"{second_mail}\n{first_mail}")[0]
    assert person.complete
    assert person.invitation().login_password.reveal() == "login9012"


def test_the_same_mail_twice_is_no_conflict(second_mail: str) -> None:
    assert people_in(second_mail + "\n" + second_mail)[0].conflicts == ()


def test_different_values_are_named_and_none_is_chosen(first_mail: str, second_mail: str) -> None:
    newer = second_mail.replace("auth5678", "auth0000")
    person = people_in(f"{first_mail}\n{second_mail}\n{newer}")[0]
    assert (person.conflicts, person.missing) == (("authentication_password",), ())
    assert person.authentication_password is None
    with pytest.raises(Misconfigured, match="認証情報パスワード") as caught:
        person.invitation()
    assert caught.value.code == "MAIL-002"
    assert "auth" not in str(caught.value)


def test_an_incomplete_person_says_what_is_missing(second_mail: str) -> None:
    person = people_in(second_mail)[0]
    assert person.missing == ("issuance_url", "signup_url", "login_url")
    with pytest.raises(Misconfigured, match="発行サイトのアドレス") as caught:
        person.invitation()
    assert caught.value.code == "MAIL-001"


def test_json_holds_addresses_and_no_password(
    first_mail: str, second_mail: str, issuance_url: str, signup_url: str, login_url: str
) -> None:
    reading = read_mails([], f"{first_mail}\n{second_mail}".encode())
    assert as_json(reading, addresses=True) == {
        "people": [
            {
                "user_id": "10006",
                "name": "健保 太郎",
                "company": "TJK株式会社",
                "issuance_url": issuance_url,
                "signup_url": signup_url,
                "login_url": login_url,
                "complete": True,
                "missing": [],
                "conflicts": [],
            }
        ],
        "ignored": [],
    }
    assert "5678" not in repr(reading)


def test_json_holds_the_personal_part_of_an_address_on_request_alone(
    first_mail: str, second_mail: str, issuance_url: str
) -> None:
    (person,) = as_json(read_mails([], f"{first_mail}\n{second_mail}".encode()))["people"]
    assert person["issuance_url"] == f"{issuance_url.partition('?')[0]}?…"


TABLES = [
    "<table><tr><td>{0}</td><td>10006</td></tr><tr><td>{1}：</td><td>abcdefgh</td></tr></table>",
    "<table><tr><td><p>{0}</p></td><td><p>10006</p></td></tr><tr><td>{1}</td><td><b>abcdefgh</b></td></tr></table>",
    "<table><tr><th>{0}</th><th>{1}</th></tr><tr><td>10006</td><td>abcdefgh</td></tr></table>",
    "<dl><dt>{0}</dt><dd>10006</dd></dl><p>{1}&nbsp;:&nbsp;abcdefgh</p>",
    "<table><tr><td><table><tr><td>{0}</td><td>&nbsp;１０００６</td></tr></table></td></tr></table><b>{1}</b>：abcdefgh",
    "<div>&#12518;ーザ<b>ID</b>:<span>10006</span></div><div>{1}: abc&shy;defgh</div>",
]


@pytest.mark.parametrize("table", TABLES)
def test_tables_of_html_mails_are_read(read: Callable[..., MailReading], table: str) -> None:
    body = table.format("ユーザID", "認証情報パスワード")
    person = read(mail__htm=f"<html><body>{body}</body></html>").people[0]
    assert person.user_id == "10006"
    assert person.authentication_password is not None
    assert person.authentication_password.reveal() == "abcdefgh"
