"""A rendered page is read as a person sees it: whose words are whose, and what cannot be seen."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import pytest
from playwright.async_api import Page, async_playwright

from ekakushin.flows.browser.finding import BrowserProgram
from ekakushin.flows.browser.in_page import NODE, READ, in_page_script
from ekakushin.flows.browser.reading import FrameReading, Reading, caption

USER_ID, PASSWORD = caption("ユーザID", masked=False), caption("パスワード", masked=True)
CURRENT, NEW, AGAIN = caption("現在"), caption("新しいパスワード", never=("確認",)), caption("確認")
LOG_IN = caption("ログイン")
USER, WORD, SEND = '<input id="u">', '<input id="p" type="password">', '<button id="b">ログイン</button>'
FORM = f"<form>{{}}{SEND}</form>"
DECOY = '<div style="{}">ユーザID <input id="x"> パスワード <input type="password"><button>ログイン</button></div>'


@pytest.fixture(scope="module")
async def page(browser_program: BrowserProgram) -> AsyncIterator[Page]:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=str(browser_program.path))
        yield await browser.new_page()
        await browser.close()


async def read(page: Page, html: str) -> Reading:
    await page.set_content(f"<!DOCTYPE html><body>{html}</body>")
    await page.evaluate(f"() => {{ {in_page_script()} }}")
    return Reading(frames=(FrameReading.model_validate_json(await page.evaluate(READ, [1, 0, []])),))


async def chosen(page: Page, html: str, *wanted: Any) -> list[str]:
    """The ids of the button and the fields that a screen would use."""
    reading = await read(page, html)
    form = reading.form(LOG_IN, *(wanted or (USER_ID, PASSWORD)))
    controls = (form.button, *form.fields) if form else ()
    nodes = [await page.evaluate_handle(NODE, [1, each.index]) for each in controls]
    return [await node.evaluate("(node) => node.id") for node in nodes]


@pytest.mark.parametrize(
    "fields",
    [
        f"<p>{USER} ユーザID</p><p>{WORD} パスワード</p>",
        f"<p>{USER}<br>ユーザID</p><p>{WORD}<br>パスワード</p>",
        f"<table><tr><td>{USER}</td><td>ユーザID</td></tr><tr><td>{WORD}</td><td>パスワード</td></tr></table>",
        f"ユーザID {USER} パスワード {WORD}",
        f"<table><tr><td>ユー</td><td>ザID</td><td>{USER}</td></tr><tr><td>パス</td><td>ワード</td><td>{WORD}</td></tr></table>",
        f"<style>i::before{{content:attr(title)}}</style>"
        f"<i title='ユーザID'></i>{USER}<br><i title='パスワード'></i>{WORD}",
        f"<input readonly value='ユーザID'>{USER}<br><input readonly value='パスワード'>{WORD}",
        f"<pre>ユーザID   : {USER}\n\nパスワード : {WORD}</pre>",
        f"<div style='display:flex;flex-direction:column-reverse'><div>{WORD}</div><div>パスワード</div>"
        f"<div>{USER}</div><div>ユーザID</div></div>",
        f"<div><span>ユ</span><span>ーザ</span><b>ＩＤ</b>{USER}</div><div>ﾊﾟｽﾜ-ﾄﾞ{WORD}</div>",
        f"<div>ユーザID {USER}</div>"
        f"<div>パスワード {WORD}<label><input type=checkbox>パスワードを表示する</label></div>",
    ],
)
async def test_every_field_has_its_own_words_wherever_they_stand(page: Page, fields: str) -> None:
    assert await chosen(page, FORM.format(f"<p>ユーザIDとパスワードを入力してください。</p>{fields}")) == [
        "b",
        "u",
        "p",
    ]


@pytest.mark.parametrize(
    "side", ["{field}<br>{words}", "{words}<br>{field}", "{field} {words}", "{words} {field}"]
)
async def test_three_fields_of_one_kind_are_told_apart_by_their_nearest_words(page: Page, side: str) -> None:
    captions = {"c": "現在のパスワード", "n": "新しいパスワード", "a": "確認用パスワード"}
    rows = (
        side.format(field=f'<input id="{key}" type="password">', words=words)
        for key, words in captions.items()
    )
    html = FORM.format("".join(f"<p>{row}</p>" for row in rows))
    assert await chosen(page, html, CURRENT, NEW, AGAIN) == ["b", "c", "n", "a"]


@pytest.mark.parametrize(
    "style",
    [
        "display:none",
        "opacity:0.01",
        "position:absolute;left:-9999px",
        "position:absolute;left:9999px",
        "position:fixed;top:-900px",
        "transform:scale(0)",
        "width:0;overflow:hidden;white-space:nowrap",
        "max-height:0;overflow:hidden",
        "clip-path:inset(50%)",
        "position:absolute;clip:rect(1px,1px,1px,1px)",
        "filter:opacity(0)",
        "content-visibility:hidden",
        "zoom:0.001",
    ],
)
async def test_what_nobody_can_see_is_not_used(page: Page, style: str) -> None:
    reading = await read(page, DECOY.format(style))
    assert reading.form(LOG_IN, USER_ID, PASSWORD) is None
    assert await chosen(page, DECOY.format(style) + FORM.format(f"ユーザID {USER} パスワード {WORD}")) == [
        "b",
        "u",
        "p",
    ]


async def test_what_scrolls_in_a_box_of_its_own_is_used(page: Page) -> None:
    long = "<p>あ</p>" * 60
    html = f"<div style='height:80px;overflow:auto'>{long}{FORM.format(f'ユーザID {USER} パスワード {WORD}')}</div>"
    assert await chosen(page, html) == ["b", "u", "p"]


@pytest.mark.parametrize(
    "markup",
    [
        "<dl><dt>番号</dt><dd>01AB</dd></dl>",
        "<p><span>番号</span><span>01AB</span></p>",
        "<p>番号：01AB</p>",
        "<div style='display:flex;gap:40px'><b>番号</b><i>01AB</i></div>",
        "<h3>番号</h3><div>01AB</div>",
    ],
)
async def test_a_value_is_what_stands_beside_its_caption(page: Page, markup: str) -> None:
    reading = await read(page, markup)
    assert reading.value(caption("番号")) == "01AB"


async def test_a_link_of_the_navigation_is_no_button_of_a_form(page: Page) -> None:
    html = '<a href="#">ログイン</a>' + f"<form>ユーザID {USER} パスワード {WORD}<button>登録</button></form>"
    assert await chosen(page, html) == []


async def test_a_library_that_writes_lists_in_a_way_of_its_own_changes_no_reading(page: Page) -> None:
    own = "<script>Array.prototype.toJSON = String.prototype.toJSON = function () { return '[]'; }</script>"

    assert await chosen(page, own + FORM.format(f"<p>ユーザID {USER}</p><p>パスワード {WORD}</p>")) == [
        "b",
        "u",
        "p",
    ]
    assert await page.evaluate("() => typeof Array.prototype.toJSON") == "function"
