"""The page: names, codes, pictures and what to do, and nothing that a name could do to it."""

from __future__ import annotations

import base64
import hashlib
import re
from pathlib import Path

import pytest

from ekakushin.automation.report import write_html
from ekakushin.automation.results import Result, Summary, fail, finish, pending, with_evidence
from ekakushin.flows.errors import Refused
from ekakushin.flows.text import use_language
from tests.support.summaries import MORNING, crowd, person, picture_in, summary

EVIL = "<script>alert(1)</script>\"'&"
DONE = finish(Result(user_id="10006", name="健保 太郎", company="TJK株式会社", seconds={"issue": 1.26}))
FAILED = fail(
    Result(user_id="10007", name="別の 人", step="login"), Refused("ACC-002", site_words="だめです")
)


def report(folder: Path, *results: Result, site: str = "mock", **more: object) -> str:
    told = Summary(site=site, at=MORNING, results=results).model_copy(update=more)
    file = folder / "reports" / "run.html"
    write_html(told, file)
    return file.read_text("utf-8")


def test_it_tells_who_reached_what(tmp_path: Path) -> None:
    html = report(tmp_path, DONE, FAILED)

    for words in ("10006", "健保 太郎", "TJK株式会社", "1.3", "10007", "ACC-002", "だめです", FAILED.remedy):
        assert words in html
    assert "2 人中 1 人が完了" in html
    assert 'lang="ja"' in html


def test_it_speaks_english_when_asked_to(tmp_path: Path) -> None:
    use_language("en")

    html = report(tmp_path, finish(pending("10006")), FAILED)

    assert 'lang="en"' in html
    assert "1 of 2 people done" in html
    assert "Who is stuck" in html


def test_a_run_of_nobody_is_a_page_too(tmp_path: Path) -> None:
    assert "報告する人がいません" in report(tmp_path)


def test_where_everybody_is_done_it_says_so_and_names_no_problem(tmp_path: Path) -> None:
    html = report(tmp_path, DONE)

    assert "対処は必要ありません" in html
    assert "problem-1" not in html


def test_one_reason_is_told_once_for_all_whom_it_concerns(tmp_path: Path) -> None:
    others = [FAILED.model_copy(update={"user_id": str(number)}) for number in range(5)]

    html = report(tmp_path, *others)

    assert html.count(FAILED.remedy) == 1
    assert html.count('<li class="card">') == 5


def test_what_differs_from_one_to_the_next_is_told_with_each(tmp_path: Path) -> None:
    words = ("だめです", "いけません")
    others = [FAILED.model_copy(update={"user_id": each, "site_words": each}) for each in words]

    html = report(tmp_path, *others)

    assert all(f'<p class="site_words">{each}</p>' in html for each in words)
    assert "人によって違います" in html


def test_who_must_act_leads_to_the_problem(tmp_path: Path) -> None:
    html = report(tmp_path, DONE, FAILED.model_copy(update={"who": "person"}))

    assert "利用者本人" in html
    assert 'href="#problem-1"' in html
    assert 'id="problem-1"' in html


def test_failed_logins_and_the_next_try_are_told(tmp_path: Path) -> None:
    html = report(tmp_path, FAILED.model_copy(update={"failures": 3, "until": MORNING, "worker": "pc-7"}))

    assert "ログイン失敗回数: 3" in html
    assert "次に試す時刻: 2026/07/24 09:02" in html
    assert "pc-7" in html


def test_people_of_the_roster_without_a_result_are_in_it(tmp_path: Path) -> None:
    html = report(tmp_path, DONE, roster={"10099": {"ユーザID": "10099", "氏名": "名簿 だけ"}})

    assert "名簿 だけ" in html
    assert "2 人中 1 人が完了" in html


@pytest.mark.parametrize(
    "field", ["user_id", "name", "company", "message", "remedy", "site_words", "code", "worker"]
)
def test_nothing_in_it_is_markup(tmp_path: Path, field: str) -> None:
    html = report(tmp_path, person(1).model_copy(update={"state": "failed", "code": "X", field: EVIL}))

    assert "<script" not in html
    assert "&lt;script&gt;" in html


def test_the_name_of_a_site_is_no_markup_either(tmp_path: Path) -> None:
    assert "<script" not in report(tmp_path, DONE, site=EVIL)


def test_characters_that_no_page_can_hold_are_left_out(tmp_path: Path) -> None:
    html = report(tmp_path, DONE.model_copy(update={"name": "健保\x00\x07\ud800太郎"}))

    assert "健保太郎" in html


def test_a_picture_travels_in_the_page(tmp_path: Path) -> None:
    html = report(tmp_path, with_evidence(FAILED, [str(picture_in(tmp_path))]))

    assert html.count('<img src="data:image/png;base64,') == 1
    assert 'alt="10007 の最後の画面' in html


def test_a_picture_that_is_gone_is_named_from_where_the_report_lies(tmp_path: Path) -> None:
    html = report(tmp_path, with_evidence(FAILED, [str(tmp_path / "evidence" / "a\"onerror='x' .png")]))

    assert "../evidence/a&#34;onerror" in html
    assert "<img" not in html
    assert str(tmp_path) not in html


def test_the_page_of_500_people_with_pictures_can_be_mailed(tmp_path: Path) -> None:
    picture = picture_in(tmp_path)
    with picture.open("ab") as stream:
        stream.write(bytes(200_000))

    html = report(tmp_path, *crowd(500, picture=str(picture)))

    assert len(html.encode()) < 16_000_000
    assert "画面のファイル" in html


def test_it_loads_nothing_and_runs_nothing(tmp_path: Path) -> None:
    html = report(tmp_path, DONE, FAILED)

    assert not re.search(r"https?://|<script|<link|@import|style=|\son\w+=", html)


def test_its_policy_allows_its_own_styles_and_pictures_alone(tmp_path: Path) -> None:
    html = report(tmp_path, DONE)

    (styles,) = re.findall(r"<style>(.*?)</style>", html, re.DOTALL)
    digest = base64.b64encode(hashlib.sha256(styles.encode()).digest()).decode()
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', html)
    assert policy
    assert "default-src &#39;none&#39;" in policy[1]
    assert digest in policy[1].replace("&#43;", "+")


def test_every_id_is_there_once(tmp_path: Path) -> None:
    html = report(tmp_path, *summary(40).results)

    ids = re.findall(r'\sid="([^"]*)"', html)
    assert len(ids) == len(set(ids))
    assert set(re.findall(r'href="#([^"]*)"', html)) <= set(ids)
