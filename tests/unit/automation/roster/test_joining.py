"""Roster and mails, put together."""

from __future__ import annotations

import pytest

from ekakushin.automation.people import Person
from ekakushin.automation.roster import Joined, RosterRow, join, join_sentences
from ekakushin.automation.roster.letters import same_company, same_name


def row(user_id: str = "", name: str = "", company: str = "", at: int = 2) -> RosterRow:
    return RosterRow(row=at, user_id=user_id, name=name, company=company)


def mail(user_id: str, name: str = "", company: str = "") -> Person:
    return Person(user_id=user_id, name=name, company=company)


def paired(joined: Joined) -> dict[str, int]:
    return {user_id: each.row for user_id, each in joined.pairs.items()}


@pytest.mark.parametrize("written", ["Ab-10006", "ａｂ-１０００６", "AB-10006"])
def test_an_id_joins_in_any_width_and_case(written: str) -> None:
    joined = join([row(written)], [mail("ab-10006"), mail("ab-10007")])

    assert paired(joined) == {"ab-10006": 2}
    assert [each.user_id for each in joined.without_row] == ["ab-10007"]


def test_ids_that_differ_in_case_alone_join_their_own() -> None:
    assert paired(join([row("A1", at=2), row("a1", at=3)], [mail("a1"), mail("A1")])) == {"A1": 2, "a1": 3}


@pytest.mark.parametrize(
    ("name", "company"),
    [
        ("健保 太郎", "TJK株式会社"),
        ("健保太郎", "株式会社TJK"),
        ("健保　太郎 様", "ＴＪＫ㈱"),
        ("健保太郎", "TJK(株)"),
        ("健保太郎", "TJK"),
        ("健保太郎", ""),
    ],
)
def test_without_an_id_name_and_company_join(name: str, company: str) -> None:
    joined = join([row(name=name, company=company)], [mail("10006", "健保 太郎", "TJK株式会社")])

    assert paired(joined) == {"10006": 2}


@pytest.mark.parametrize(
    ("name", "company"), [("健保 太郎", "別会社"), ("健保 花子", "TJK株式会社"), ("健保 太郎", "有限会社TJK")]
)
def test_another_name_or_company_does_not_join(name: str, company: str) -> None:
    joined = join([row(name=name, company=company)], [mail("10006", "健保 太郎", "TJK株式会社")])

    assert joined.pairs == {}
    assert (len(joined.without_mail), len(joined.without_row)) == (1, 1)


def test_an_id_that_no_mail_has_is_not_overruled_by_the_name() -> None:
    joined = join([row("99999", "健保 太郎", "TJK")], [mail("10006", "健保 太郎", "TJK")])

    assert joined.pairs == {}


def test_two_people_of_the_same_name_join_nobody() -> None:
    people = [mail("10006", "健保 太郎", "TJK"), mail("10007", "健保 太郎", "TJK")]

    joined = join([row(name="健保太郎", company="TJK")], people)

    assert joined.pairs == {}
    assert [each.user_id for each in joined.doubtful[0].people] == ["10006", "10007"]
    assert (joined.without_mail, joined.without_row) == ((), ())


def test_two_rows_of_the_same_name_join_nobody() -> None:
    rows = [row(name="健保太郎", at=2), row(name="健保 太郎", at=3)]

    joined = join(rows, [mail("10006", "健保 太郎", "TJK")])

    assert joined.pairs == {}
    assert [each.row for each in joined.doubtful[0].rows] == [2, 3]


def test_the_company_tells_two_people_of_the_same_name_apart() -> None:
    people = [mail("10006", "鈴木 一郎", "A株式会社"), mail("10007", "鈴木 一郎", "B株式会社")]

    joined = join([row(name="鈴木一郎", company="㈱B")], people)

    assert paired(joined) == {"10007": 2}


def test_without_a_company_somebody_who_is_joined_already_still_makes_it_doubtful() -> None:
    people = [mail("10006", "鈴木 一郎", "A"), mail("10007", "鈴木 一郎", "B")]

    joined = join([row("10006", at=2), row(name="鈴木 一郎", at=3)], people)

    assert paired(joined) == {"10006": 2}
    assert [each.row for each in joined.doubtful[0].rows] == [3]


def test_somebody_joined_by_id_is_not_taken_by_name_again() -> None:
    rows = [row("10006", "健保太郎", at=2), row(name="健保太郎", at=3)]

    joined = join(rows, [mail("10006", "健保 太郎")])

    assert paired(joined) == {"10006": 2}
    assert [each.row for each in joined.without_mail] == [3]


def test_leading_zeros_that_excel_ate_are_restored_where_only_one_id_fits() -> None:
    joined = join([row("10006", "健保太郎")], [mail("0010006", "健保 太郎")])

    assert paired(joined) == {"0010006": 2}
    assert [each.user_id for each in joined.restored] == ["0010006"]


@pytest.mark.parametrize(
    "people",
    [
        [mail("010006"), mail("0010006")],
        [mail("0010006", "別人")],
    ],
)
def test_leading_zeros_are_not_guessed(people: list[Person]) -> None:
    assert join([row("10006", "健保太郎")], people).pairs == {}


def test_an_id_with_another_name_joins_and_is_said() -> None:
    joined = join([row("10006", "健保 花子")], [mail("10006", "健保 太郎")])

    assert paired(joined) == {"10006": 2}
    assert "健保 花子" in join_sentences(joined)[0]
    assert "健保 太郎" in join_sentences(joined)[0]


@pytest.mark.parametrize("name", ["", "健保", "健保太郎", "健保　太郎様"])
def test_a_name_left_out_or_short_is_no_other_name(name: str) -> None:
    assert join([row("10006", name)], [mail("10006", "健保 太郎")]).renamed == ()


def test_everything_that_did_not_join_is_said() -> None:
    rows = [row("10008", "無 便", at=5), row(name="健保太郎", at=6)]
    people = [mail("10006", "健保 太郎"), mail("10007", "健保 太郎"), mail("10009", "名簿 外")]

    said = join_sentences(join(rows, people))

    assert said == (
        "名簿の6行目 健保太郎 がだれか決められません（候補: 10006 健保 太郎、10007 健保 太郎）。"
        "名簿にユーザIDを書いてください。",
        "名簿の5行目 10008 無 便: メールがまだありません。",
        "10009 名簿 外: メールはありますが、名簿にありません。",
    )


def test_old_and_new_kanji_join_unless_both_are_there() -> None:
    apart = [mail("1", "髙橋 一", "A"), mail("2", "高橋 一", "A")]

    assert paired(join([row(name="高橋一", company="A")], [mail("1", "髙橋 一", "A")])) == {"1": 2}
    assert paired(join([row(name="高橋一", company="A")], apart)) == {"2": 2}


@pytest.mark.parametrize(
    ("one", "other"),
    [("髙﨑", "高崎"), ("渡邊", "渡辺"), ("齋藤", "斎藤"), ("𠮷田", "吉田"), ("葛󠄀城", "葛城")],
)
def test_variants_of_kanji_are_the_same_name(one: str, other: str) -> None:
    assert same_name(one, other)


def test_different_kanji_are_different_names() -> None:
    assert not same_name("斉藤", "斎藤")


def test_a_company_is_the_same_under_every_way_to_write_its_legal_form() -> None:
    assert same_company("㈱TJK", "ＴＪＫ 株式会社")
    assert same_company("TJK", "TJK(株)")
    assert not same_company("(有)TJK", "(株)TJK")
