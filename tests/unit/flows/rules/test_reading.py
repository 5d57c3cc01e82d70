"""How the page's policy is read."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ekakushin.flows.rules import Policy
from ekakushin.flows.rules.reading import read_policy

GUIDE = [
    ("項目", "値"),
    ("最小文字数", "8文字"),
    ("アルファベットの小文字 (a~z) 使用回数", "1回"),
    ("算用数字 (0~9) 使用回数", "1回"),
    ("有効期間", "無期限"),
]


def test_the_guides_table_is_understood_whole() -> None:
    assert read_policy(GUIDE) == Policy(minimum=8, lower=1, digits=1)


WIDE = str.maketrans("0123456789az()~", "０１２３４５６７８９ａｚ（）～")
WAVE = str.maketrans("~", "〜")
SPACED = {" ": "\u3000\n"}


@pytest.mark.parametrize("table", [WIDE, WAVE, str.maketrans(SPACED)], ids=["wide", "wave", "spaced"])
def test_its_width_does_not_matter(table: dict[int, str]) -> None:
    rows = [(name.translate(table), value.translate(table)) for name, value in GUIDE]
    assert read_policy(rows) == Policy(minimum=8, lower=1, digits=1)


@pytest.mark.parametrize(
    ("name", "value", "policy"),
    [
        ("最小文字数", "8文字以上", Policy(minimum=8)),
        ("最低文字数", "８", Policy(minimum=8)),
        ("最大文字数", "16文字", Policy(maximum=16)),
        ("最大文字数", "なし", Policy()),
        ("最大文字数", "無制限", Policy()),
        ("最小文字数", "8～16文字", Policy(minimum=8, maximum=16)),
        ("文字数", "8〜16文字", Policy(minimum=8, maximum=16)),
        ("文字数", "8～16", Policy(minimum=8, maximum=16)),
        ("桁数", "4桁", Policy(minimum=4, maximum=4)),
        ("アルファベットの大文字 (A~Z) 使用回数", "2回", Policy(upper=2)),
        ("アルファベットの大文字 (A~Z) 使用回数", "なし", Policy()),
        ("大文字", "必須", Policy(upper=1)),
        ("アルファベット使用回数", "1回以上", Policy(letters=1)),
        ("記号 (!#$など) 使用回数", "1回", Policy(symbols=1)),
        ("記号の使用", "不可", Policy(alphanumeric=True)),
        ("記号の使用", "任意", Policy()),
        ("数字使用回数", "0回", Policy()),
        ("使用可能文字", "半角英数字", Policy(alphanumeric=True)),
        ("文字種", "半角数字のみ", Policy(only_digits=True)),
        ("有効期限", "90日", Policy()),
    ],
)
def test_a_row_is_read(name: str, value: str, policy: Policy) -> None:
    assert read_policy([(name, value)]) == policy


@pytest.mark.parametrize(
    ("note", "policy"),
    [
        ("半角英数字8文字以上", Policy(minimum=8, alphanumeric=True)),
        ("半角数字4桁", Policy(minimum=4, maximum=4, only_digits=True)),
        ("４〜８桁の半角数字で入力", Policy(minimum=4, maximum=8, only_digits=True)),
        ("4-8桁の数字のみ", Policy(minimum=4, maximum=8, only_digits=True)),
        ("暗証コードは数字8桁です。", Policy(minimum=8, maximum=8, only_digits=True)),
        ("6文字以上12文字以下", Policy(minimum=6, maximum=12)),
        ("6文字以上、12文字以内で入力してください", Policy(minimum=6, maximum=12)),
        ("6文字から12文字", Policy(minimum=6, maximum=12)),
        ("最大16文字", Policy(maximum=16)),
        ("英字と数字を組み合わせて", Policy(letters=1, digits=1)),
        ("アルファベット小文字と数字を使用して任意に設定します。", Policy(lower=1, digits=1)),
        (
            "英大文字、英小文字、数字をそれぞれ1文字以上含む8文字以上",
            Policy(minimum=8, lower=1, upper=1, digits=1),
        ),
        ("数字を2文字以上含めてください", Policy(digits=2)),
        ("英数字以外は使用できません", Policy(alphanumeric=True)),
        ("記号は使用できません", Policy(alphanumeric=True)),
        ("現在のパスワードと異なるものにしてください", Policy()),
        ("半角英数字で入力してください。記号を必ず含めてください", Policy(symbols=1)),
    ],
)
def test_a_note_is_read(note: str, policy: Policy) -> None:
    assert read_policy([], [note]) == policy


@pytest.mark.parametrize(
    "note",
    [
        "同じ文字は3文字まで",
        "先頭1文字は英字",
        "8文字以下は使用できません",
        "ユーザIDと同じ文字列",
        "英字・数字・記号のうち2種類以上を組み合わせてください",
    ],
)
def test_a_rule_beyond_us_is_kept_for_the_log_and_read_as_no_other(note: str) -> None:
    assert read_policy([], [note]) == Policy(unread=(note,))


def test_an_unknown_row_is_kept_for_the_log() -> None:
    rows = [("同一文字の連続使用回数", "2回"), ("合言葉", "山")]
    assert read_policy(rows).unread == ("同一文字の連続使用回数: 2回", "合言葉: 山")


def test_what_is_only_permitted_is_not_demanded() -> None:
    assert read_policy([], ["英字と数字を使用することができます"]).demands() == {}


def test_of_two_statements_the_stricter_counts() -> None:
    policy = read_policy([("最小文字数", "8文字")], ["10文字以上", "20文字以内"], maxlength=15)
    assert (policy.minimum, policy.maximum) == (10, 15)


def test_a_date_is_no_length() -> None:
    assert read_policy([("最小文字数", "20240508"), ("最大文字数", "20240508")]) == Policy()


@pytest.mark.parametrize("maxlength", [None, 0, -1])
def test_a_field_without_a_limit_sets_none(maxlength: int | None) -> None:
    assert read_policy([], maxlength=maxlength).maximum is None


@given(st.lists(st.tuples(st.text(), st.text())), st.lists(st.text()))
def test_no_text_is_too_strange_to_be_read(rows: list[tuple[str, str]], notes: list[str]) -> None:
    policy = read_policy(rows, notes)
    assert policy.minimum >= 0


WORDS = "最小,最大,文字数,小文字,大文字,数字,記号,英字,8,16,文字,以上,以下,~,回,を,含む,使用,なし,、,。"
words = st.sampled_from(WORDS.split(","))


@given(st.lists(st.tuples(st.lists(words).map("".join), st.lists(words).map("".join))))
def test_no_order_of_the_usual_words_is_too_strange_to_be_read(rows: list[tuple[str, str]]) -> None:
    policy = read_policy(rows, [value for _, value in rows])
    assert policy.minimum >= 0
