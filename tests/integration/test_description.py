"""A screen of the mock, in Chromium, as the description that captures keep and checks compare."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from playwright.async_api import Page, async_playwright

from ekakushin.flows.browser.finding import BrowserProgram
from ekakushin.flows.screens.description import (
    READ_FRAME,
    ScreenDescription,
    describe,
    describe_page,
    reading_of,
)

STEP1 = """<title>証明書発行サイト</title><h2>【STEP1】</h2><p>説明です。</p>
<form method="POST" action="/scira/Step1.do;jsessionid=A1?x=1"><input type="hidden" name="t" value="secret-token">
認証情報/パスワード: <input type="password" name="p101" maxlength="64" required value="typed-secret">
<input type="submit" value="次へ"></form>"""
LOGIN = """<title>外</title><p>外の文</p><iframe width="600" height="300" srcdoc="<title>中</title>
<table><tr><td style='font-size:20px'>■ ログイン</td></tr></table><form action='/ebunsho/UrLogin.do' method='post'>
<table><tr><td>ユーザID</td><td><input name='items[0].value'></td></tr>
<tr><td>パスワード</td><td><input type='password' name='items[1].value'></td></tr></table>
<input type='checkbox' name='keep'>保存する <select name='area'><option>全エリア</option></select>
<a href='/ebunsho/Help.do?k=1'>ヘルプ</a> <button name='go' disabled>ログイン</button></form>"></iframe>"""


@pytest.fixture(scope="module")
async def page(browser_program: BrowserProgram) -> AsyncIterator[Page]:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=str(browser_program.path))
        yield await browser.new_page()
        await browser.close()


async def described(page: Page, html: str) -> ScreenDescription:
    await page.set_content(f"<!DOCTYPE html>{html}")
    return await describe_page(page, [])


async def test_a_description_names_the_screen_and_all_that_is_on_it_but_no_value(page: Page) -> None:
    found = await described(page, STEP1)
    assert (found.screen, found.title) == ("AuthenticationScreen", "証明書発行サイト")
    assert found.headings == ("【STEP1】",)
    assert "説明です。" in found.texts
    assert found.frames[0].forms == (("post", "/scira/Step1.do"),)
    (field,) = found.controls
    assert (field.sent_as, field.type, field.required, field.most) == ("p101", "password", True, 64)
    assert field.caption == "認証情報/パスワード:"
    assert [(each.words, each.kind, each.form) for each in found.buttons] == [("次へ", "button", 0)]
    assert not {"secret-token", "typed-secret"} & set(found.to_json().split('"'))


async def test_a_description_reaches_into_frames_and_counts_over_all_of_them(page: Page) -> None:
    found = await described(page, LOGIN)
    assert [frame.title for frame in found.frames] == ["外", "中"]
    assert [(each.sent_as, each.kind, each.order, each.frame) for each in found.controls] == [
        ("items[0].value", "field", 0, 1),
        ("items[1].value", "field", 1, 1),
        ("keep", "field", 2, 1),
        ("area", "list", 3, 1),
    ]
    assert [(each.words, each.kind, each.enabled) for each in found.buttons] == [
        ("ヘルプ", "link", True),
        ("ログイン", "button", False),
    ]
    assert found.headings == ("■ ログイン",)


async def test_a_description_is_the_same_after_being_kept_and_read(page: Page) -> None:
    found = await described(page, LOGIN)
    assert ScreenDescription.from_json(found.to_json()) == found
    assert await describe_page(page, []) == found
    read = [await frame.evaluate(READ_FRAME) for frame in page.frames]
    assert describe(reading_of("about:blank", read)) == found, "a sync page gives the same"
