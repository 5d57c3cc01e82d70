"""Which papers each kind of user must send, and what is missing for whom."""

from __future__ import annotations

import io
from typing import Any

import pytest
from rich.cells import cell_len
from rich.console import Console

from ekakushin.automation.commands.documents import (
    documents_as_json,
    missing,
    missing_as_json,
    papers_for,
    print_documents,
    print_missing,
)
from ekakushin.automation.roster import Paper, RosterRow, UserKind
from ekakushin.flows.text import Language, use_language

APPLICATION, REGISTRY, IDENTITY, LICENCE = Paper.APPLICATION, Paper.REGISTRY, Paper.IDENTITY, Paper.LICENCE


def row(kind: UserKind = "office", **fields: Any) -> RosterRow:
    return RosterRow.model_validate(
        {"row": 2, "user_id": "10006", "name": "健保 太郎", "kind": kind, **fields}
    )


def open_papers(person: RosterRow) -> list[tuple[Paper, str]]:
    return [(each.paper, each.unless) for each in missing(person)]


def printed(rows: list[RosterRow] | None = None, width: int = 80) -> str:
    stream = io.StringIO()
    console = Console(file=stream, width=width)
    print_documents(console) if rows is None else print_missing(rows, console)
    return stream.getvalue()


@pytest.mark.parametrize(
    ("kind", "papers"),
    [
        ("office", [(APPLICATION, ""), (IDENTITY, "insured")]),
        ("labour", [(APPLICATION, ""), (LICENCE, "")]),
        ("affiliate", [(APPLICATION, ""), (REGISTRY, "member"), (IDENTITY, "insured")]),
        ("", [(APPLICATION, "")]),
    ],
)
def test_each_kind_has_the_papers_of_the_guide(kind: UserKind, papers: list[tuple[Paper, str]]) -> None:
    assert [(each.paper, each.unless) for each in papers_for(kind)] == papers


def test_what_nobody_has_sent_is_missing_under_its_condition() -> None:
    assert open_papers(row("affiliate")) == [(APPLICATION, ""), (REGISTRY, "member"), (IDENTITY, "insured")]


def test_a_condition_that_is_met_makes_a_paper_needless() -> None:
    assert open_papers(row("affiliate", insured=True, member=True)) == [(APPLICATION, "")]


def test_a_condition_that_is_not_met_makes_it_needed_for_certain() -> None:
    assert open_papers(row("affiliate", insured=False, member=False)) == [
        (APPLICATION, ""),
        (REGISTRY, ""),
        (IDENTITY, ""),
    ]


def test_what_was_sent_is_not_missing() -> None:
    sent = {APPLICATION: "sent", IDENTITY: "sent"}

    assert missing(row(papers=sent)) == ()


def test_a_paper_called_needless_is_missing_where_the_guide_wants_it() -> None:
    needless = {APPLICATION: "not_needed", IDENTITY: "not_needed"}

    assert open_papers(row(papers=needless)) == [(APPLICATION, "")]
    assert open_papers(row(papers=needless, insured=False)) == [(APPLICATION, ""), (IDENTITY, "")]


def test_a_mark_that_was_not_understood_leaves_the_paper_missing_and_says_so() -> None:
    unclear = row(papers={APPLICATION: "unclear", IDENTITY: "sent"})

    assert [each.unclear for each in missing(unclear)] == [True]
    assert "読み取れません" in printed([unclear])


@pytest.mark.parametrize("language", ["ja", "en"])
def test_everything_fits_on_a_terminal_of_80_columns(language: Language) -> None:
    use_language(language)

    text = printed() + printed([row("affiliate"), row("labour"), row("")])

    assert max(cell_len(line) for line in text.splitlines()) <= 80
    assert "…" not in text


def test_the_table_shows_the_conditions_of_the_guide() -> None:
    text = printed()

    for words in ("① 事業所事務担当者", "●※1", "●※2", "3か月以内", "運転免許証・パスポート"):
        assert words in text


def test_who_is_complete_is_counted_and_not_listed() -> None:
    complete = row(user_id="10009", papers={APPLICATION: "sent"}, insured=True)

    text = printed([row(), complete])

    assert "2 人中 1 人" in text
    assert "10006 健保 太郎" in text
    assert "10009" not in text


def test_somebody_of_unknown_kind_is_never_complete() -> None:
    text = printed([row("", papers={APPLICATION: "sent"})])

    assert "1 人中 0 人" in text
    assert "名簿に区分を書く" in text


def test_brackets_in_a_name_are_part_of_it() -> None:
    assert "[/x]" in printed([row(name="[/x]")])


def test_scripts_get_the_same_as_data() -> None:
    assert documents_as_json()["kinds"]["labour"] == [
        {"paper": "application", "unless": ""},
        {"paper": "licence", "unless": ""},
    ]
    assert missing_as_json([row("", name="健保")]) == {
        "people": [
            {
                "row": 2,
                "user_id": "10006",
                "name": "健保",
                "kind": None,
                "missing": [{"paper": "application", "unless": "", "unclear": False}],
            }
        ]
    }


def test_the_columns_that_mark_a_paper_as_sent_are_named_where_one_is_missing() -> None:
    assert "「利用申請書」「本人確認書類」の列に ○" in printed([row()], width=200)
    sent = {Paper.APPLICATION: "sent", Paper.IDENTITY: "sent"}
    assert "○" not in printed([row(papers=sent)], width=200)
