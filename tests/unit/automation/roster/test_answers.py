"""What people put into a cell to say yes, no, or which kind."""

from __future__ import annotations

import pytest

from ekakushin.automation.roster.rows import is_ditto, kind_of, paper_state, says_nothing, truth

SENT = (
    "○|〇|◯|済|提出済み|レ|✓|✔|☑|有|あり|yes|YES|はい|1|TRUE|2024/05/08|5/8|5月8日|R6.5.8|済(5/8)|○（3/5）|○ 3/5"
    "|郵送済|受領|ok"
)
NOT_SENT = "|×|✕|未|未提出|無|なし|-|－|ー|no|No|0|FALSE|x|準備中|提出予定|未済|×、後日|□"


@pytest.mark.parametrize("text", SENT.split("|"))
def test_a_paper_counts_as_sent(text: str) -> None:
    assert paper_state(text) == "sent"


@pytest.mark.parametrize("text", NOT_SENT.split("|"))
def test_a_paper_counts_as_not_sent(text: str) -> None:
    assert paper_state(text) == "not_sent"


@pytest.mark.parametrize("text", ["不要", "対象外", "N/A", "該当なし", "不要(被保険者)", "not needed"])
def test_a_paper_counts_as_not_needed(text: str) -> None:
    assert paper_state(text) == "not_needed"


@pytest.mark.parametrize("text", ["△", "なんとか", "山田さんに聞く", "45420"])
def test_what_is_neither_is_unclear(text: str) -> None:
    assert paper_state(text) == "unclear"


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        *((text, True) for text in ("はい", "○", "yes", "TRUE", "1", "該当", "加入", "被保険者")),
        *((text, False) for text in ("いいえ", "×", "no", "FALSE", "0", "非該当", "未加入", "対象外", "無")),
        *((text, None) for text in ("", "-", "不明", "?", "未定", "△")),
    ],
)
def test_yes_and_no_are_told_from_what_nobody_knows(text: str, meant: bool | None) -> None:
    assert truth(text) is meant


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        *(
            (text, "office")
            for text in ("①", "1", "１", "事業所", "①事業所事務担当者", "区分1", "(1)", "office", "❶")
        ),
        *((text, "labour") for text in ("②", "2", "社会保険労務士", "社労士", "2 Labour consultant")),
        *(
            (text, "affiliate")
            for text in ("③", "関係会社担当", "関連会社", "③ 関係会社事務担当者", "affiliate")
        ),
        *((text, "") for text in ("", "-", "未定", " 　")),
        *((text, None) for text in ("部長", "1 社労士", "4", "12")),
    ],
)
def test_a_kind_is_read_by_number_or_name(text: str, kind: str | None) -> None:
    assert kind_of(text) == kind


@pytest.mark.parametrize("text", ["", "-", "―", "未定", "申請中", "なし", "TBD"])
def test_some_words_say_nothing(text: str) -> None:
    assert says_nothing(text)


@pytest.mark.parametrize("text", ["〃", "同上", "″", "々"])
def test_some_signs_repeat_the_cell_above(text: str) -> None:
    assert is_ditto(text)
