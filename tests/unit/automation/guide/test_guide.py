"""The guide as it is read: the card, the commands' output, the page of the documentation."""

from __future__ import annotations

import io
import json
import re
from dataclasses import asdict
from pathlib import Path

import pytest
from rich.cells import cell_len
from typer.testing import CliRunner

from ekakushin.automation.cli.app import app
from ekakushin.automation.exit_code import ExitCode
from ekakushin.automation.guide.card import card, card_of, tell_error
from ekakushin.automation.guide.page import PAGES, page
from ekakushin.automation.guide.printing import list_guide, search_guide, show_guide
from ekakushin.automation.results import fail, pending
from ekakushin.flows.errors import Misconfigured, NeedsPerson, Refused
from ekakushin.flows.guide import Entry, Wording, entries, entry
from ekakushin.flows.text import Language, use_language
from tests.support.command_line import EVERY as COMMANDS
from tests.support.command_line import OPTIONS
from tests.support.terminals import Terminal, lines

ROOT = Path(__file__).parents[4]
LONG = "ただいま処理を受け付けることができませんでした。お手数ですが担当者までお問い合わせください。" * 9
EVERY = pytest.mark.parametrize("each", entries(), ids=lambda each: each.code)
LANGUAGES = pytest.mark.parametrize("language", ["ja", "en"])


def said_of(each: Entry) -> str:
    return card(fail(pending("10006"), Refused(each.code, site_words=LONG, **every_value(each))))


def every_value(each: Entry) -> dict[str, str]:
    """Long values for all the names of an entry."""
    names = re.findall(r"{(\w+)}", each.ja.sentence + each.ja.now)
    return {name: f"{name}-1234567890-ABCDEFGHIJ" for name in names}


def told(wording: Wording) -> str:
    return " ".join([wording.now, *wording.remedy, wording.when, wording.cause])


@LANGUAGES
@EVERY
def test_a_card_has_at_most_15_lines_of_80_cells_and_loses_no_step(each: Entry, language: Language) -> None:
    use_language(language)

    shown = said_of(each).splitlines()

    assert len(shown) <= 15
    assert max(map(cell_len, shown)) <= 80
    assert shown[0] == f"[{each.code}] {each.wording.title}"
    assert sum("…" in line for line in shown) == 1  # the site's words alone are cut
    assert sum(bool(re.search(r"(^| )\d\. ", line)) for line in shown) >= len(each.wording.remedy)


@LANGUAGES
@EVERY
def test_a_card_without_an_error_names_what_stands_for_the_values(each: Entry, language: Language) -> None:
    use_language(language)

    shown = card(each)

    assert not re.search(r"[{}…]", shown)
    assert len(shown.splitlines()) <= 15


def test_a_card_tells_everything_that_whoever_reads_it_needs() -> None:
    error = Refused("ISS-009", site_words="有効な証明書情報がありません。")

    assert card(error).splitlines() == [
        "[ISS-009] 発行できる証明書がない（使用済み）",
        "何が起きたか  発行サイトに、この認証情報パスワードで発行できる証明書がありません",
        "              （使用済みか取り消し済み）。",
        "サイトの表示  有効な証明書情報がありません。",
        "対処          1. 前に（別のPCやユーザーで）発行していないか本人に聞く。",
        "              2. 2通のメールが同じ人の、同じ時期のものか確かめる。",
        "              3. 健康保険組合に伝え、新しいメールを依頼する。",
        "              4. 届いたら ekakushin mail import で取り込み、再実行する。",
        "対応する人    健康保険組合",
        "再実行        新しいメールを取り込んでから。同じものでは発行できません。",
    ]


def test_the_steps_get_the_values_of_the_error() -> None:
    assert "ekakushin issue 10006" in card(NeedsPerson("CRT-002", user_id="10006"))


def test_the_card_of_a_result_is_that_of_its_error() -> None:
    error = NeedsPerson("CRT-002", user_id="10006")

    assert card(fail(pending("10006"), error)) == card(error)


def test_what_an_error_is_about_finds_room_where_the_steps_leave_some() -> None:
    reason = "・".join(f"項目{number}" for number in range(40))

    shown = card(Misconfigured("ENV-005", file="settings.toml", reason=reason))

    assert "項目39" in shown
    assert len(shown.splitlines()) <= 15


def test_control_characters_of_a_site_do_not_reach_the_terminal() -> None:
    assert "\x1b" not in card(Refused("ACC-004", site_words="\x1b[31m赤\x07"))


def test_a_card_fits_into_a_narrow_terminal() -> None:
    assert max(map(cell_len, card(entry("ISS-004"), width=50).splitlines())) <= 50


def test_a_terminal_shows_the_same_card_with_colours() -> None:
    assert lines(card_of(entry("ACC-002"))) == card(entry("ACC-002")).splitlines()


def test_an_error_that_ends_a_command_is_told_as_its_card() -> None:
    error, stream, screen = NeedsPerson("CRT-002", user_id="10006"), io.StringIO(), Terminal()

    tell_error(error, stream)
    tell_error(error, screen)

    assert stream.getvalue() == card(error) + "\n"
    assert screen.shown.startswith("[CRT-002]")


@LANGUAGES
def test_the_list_names_every_code_once_within_80_columns(
    language: Language, capsys: pytest.CaptureFixture[str]
) -> None:
    use_language(language)

    code = list_guide()

    shown = capsys.readouterr().out.splitlines()
    assert code == ExitCode.DONE
    assert [line.split()[0] for line in shown[1:]] == [each.code for each in entries()]
    assert max(map(cell_len, shown)) <= 80


def test_scripts_get_the_list_with_both_languages(capsys: pytest.CaptureFixture[str]) -> None:
    list_guide(as_json_only=True)

    listed = json.loads(capsys.readouterr().out)["entries"]
    assert [each["code"] for each in listed] == [each.code for each in entries()]
    assert (listed[1]["page"], listed[1]["mark"]) == ("P.4", "G")
    assert listed[0]["ja"]["title"] != listed[0]["en"]["title"]


@pytest.mark.parametrize("typed", ["ISS-002", "iss002", "ＩＳＳ－００２", "iss 002"])
def test_one_entry_is_shown_whole_however_its_code_is_typed(
    typed: str, capsys: pytest.CaptureFixture[str]
) -> None:
    code = show_guide(typed)

    shown = capsys.readouterr().out
    assert code == ExitCode.DONE
    assert shown.startswith("[ISS-002]")
    assert all(
        words in re.sub(r"\n *", "", shown) for words in (entry("ISS-002").ja.cause, "P.4", "G: 設定ガイド")
    )


@LANGUAGES
@EVERY
def test_every_entry_can_be_shown(
    each: Entry, language: Language, capsys: pytest.CaptureFixture[str]
) -> None:
    use_language(language)

    show_guide(each.code)

    shown = capsys.readouterr().out
    assert not re.search(r"[{}]", shown)
    assert max(map(cell_len, shown.splitlines())) <= 80


def test_scripts_get_one_entry(capsys: pytest.CaptureFixture[str]) -> None:
    show_guide("acc-002", as_json_only=True)

    assert json.loads(capsys.readouterr().out) == json.loads(json.dumps(asdict(entry("ACC-002"))))


def test_an_unknown_code_is_wrong_usage(capsys: pytest.CaptureFixture[str]) -> None:
    code = show_guide("ISS-999", as_json_only=True)

    assert code == ExitCode.WRONG_USAGE
    assert capsys.readouterr().out == ""


def test_a_search_prints_the_best_first(capsys: pytest.CaptureFixture[str]) -> None:
    code = search_guide(["アカウント", "ロック"])

    assert code == ExitCode.DONE
    assert capsys.readouterr().out.splitlines()[1].startswith("ACC-002")


def test_a_search_that_finds_nothing_says_so_and_ends_with_1(capsys: pytest.CaptureFixture[str]) -> None:
    code = search_guide(["xyzzy"])

    assert code == ExitCode.NOT_ALL
    assert capsys.readouterr() == (
        "",
        "「xyzzy」では見つかりません。別の言葉か、サイトの表示の一部で試してください。\n",
    )


def test_scripts_get_what_was_found_also_if_that_is_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    search_guide(["0x800B0109"], as_json_only=True)
    search_guide(["xyzzy"], as_json_only=True)

    found, nothing = map(json.loads, capsys.readouterr().out.splitlines())
    assert [each["code"] for each in found["entries"]] == ["ISS-011"]
    assert nothing == {"entries": []}


def test_a_number_that_begins_with_a_minus_is_no_option() -> None:
    done = CliRunner().invoke(app, ["guide", "search", "-2146762487"])

    assert (done.exit_code, "ISS-011" in done.output) == (ExitCode.DONE, True)


@EVERY
def test_the_commands_and_options_that_an_entry_names_are_there(each: Entry) -> None:
    words = f"{told(each.ja)} {told(each.en)}"
    named = re.findall(r"ekakushin(?: [a-z]+)+", words)

    assert all(any(f"{name} ".startswith(f"ekakushin {command} ") for command in COMMANDS) for name in named)
    assert set(re.findall(r"--[a-z-]+", words)) <= OPTIONS


@LANGUAGES
def test_the_pages_of_the_documentation_are_up_to_date(language: Language) -> None:
    written = (ROOT / "docs" / PAGES[language]).read_text("utf-8")

    assert written == page(language), "run python -m ekakushin.automation.guide"


def test_the_pages_do_not_depend_on_the_language_in_use() -> None:
    japanese = page("ja")

    use_language("en")

    assert page("ja") == japanese


@LANGUAGES
def test_a_page_tells_every_entry_in_its_own_language_alone(language: Language) -> None:
    text = page(language)

    for each in entries():
        own = text.partition(f"\n### {each.code}\n")[2].partition("\n### ")[0]
        other = each.wording_in("en" if language == "ja" else "ja")
        assert each.wording_in(language).cause in own
        assert other.cause not in own
