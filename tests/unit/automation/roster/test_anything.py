"""Whatever stands in the cells: reading ends, and nobody vanishes without a word."""

from __future__ import annotations

import string
from contextlib import suppress
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ekakushin.automation.roster import Roster, read_roster
from ekakushin.automation.roster.reading import is_total
from ekakushin.automation.roster.rows import says_nothing
from ekakushin.flows.errors import Misconfigured

HEADINGS = ("No.", "ユーザID", "氏名", "会社名", "利用者区分", "TJK被保険者", "利用申請書", "備考")
WORDS = [
    "",
    "",
    "1",
    "営業部",
    "健保 太郎",
    "合計",
    "記入例",
    "例）",
    "※",
    "〃",
    "-",
    "未定",
    "○",
    "×",
    "不要",
    "①",
    "5/8",
    "TRUE",
    "株式会社TJK",
    "以上",
    "10,5",
    "必須",
    "様",
    "です",
    "服部",
    "()",
    "=",
    "１０００６",
    "#N/A",
]
# `NULL` and `none` are what a database writes into an empty cell, `COUNT` and `Total` what stands before a sum.
IDS = st.text(string.ascii_letters + string.digits, min_size=4, max_size=8).filter(
    lambda text: not says_nothing(text) and not is_total([text])
)
ODD_ROWS = st.lists(st.sampled_from(WORDS), min_size=len(HEADINGS), max_size=len(HEADINGS))
ANY = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def read(folder: Path, rows: list[list[str]]) -> Roster:
    lines = "".join("\t".join(row) + "\n" for row in [list(HEADINGS), *rows])
    (folder / "odd.tsv").write_text(lines, "utf-8")
    return read_roster(folder / "odd.tsv")


@ANY
@given(
    rows=st.lists(ODD_ROWS, max_size=8),
    user_ids=st.lists(IDS, min_size=1, max_size=4, unique_by=str.casefold),
)
def test_people_are_found_among_lines_of_any_words(
    tmp_path: Path, rows: list[list[str]], user_ids: list[str]
) -> None:
    people = [["", user_id, f"健保 {user_id}", "TJK", "", "", "", ""] for user_id in user_ids]

    roster = read(tmp_path, [*rows, *people])

    assert [row.user_id for row in roster.rows if row.row > len(rows) + 1] == user_ids


@ANY
@given(rows=st.lists(ODD_ROWS, max_size=8))
def test_every_line_with_a_word_about_somebody_is_read_or_said(tmp_path: Path, rows: list[list[str]]) -> None:
    roster = read(tmp_path, rows)

    known = {*(each.row for each in roster.rows), *(each.row for each in roster.ignored)}
    told = {number for number, row in enumerate(rows, start=2) if any(row[1:3])}
    assert told <= known


@ANY
@given(data=st.binary(max_size=400))
def test_any_bytes_are_a_roster_or_a_plain_refusal(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "any.csv").write_bytes(data)

    with suppress(Misconfigured):
        assert read_roster(tmp_path / "any.csv").headings
