"""Windows that a site's pages open: the flow goes on there, and comes back when they close."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from ekakushin.fixtures.mock_site import Authority
from ekakushin.flows.browser.driving import Browsing
from ekakushin.flows.browser.finding import BrowserProgram
from ekakushin.flows.browser.reading import Reading, caption
from ekakushin.flows.browser.tab import Tab
from ekakushin.flows.errors import ForeignAddress, UnexpectedPage
from ekakushin.flows.screens.done import DoneScreen
from ekakushin.flows.screens.login import LoginScreen
from ekakushin.flows.screens.screen import arrival
from ekakushin.flows.screens.signup import SignedUpScreen, SignupScreen
from ekakushin.flows.secret import Secret
from ekakushin.flows.site import Limits, Site
from tests.support.strangers import Stranger, stranger

WORD = "TopSecret1"
FORM = (
    '<form method="post" action="/send" {target}>ユーザID <input name="u">パスワード <input type="password" name="p">'
    '<input type="submit" value="{button}" {onclick}></form>'
)
DONE = "<p>サインアップが完了しました。</p>{more}"


@dataclass
class World:
    """A site of one server, somebody else's server, and a tab on the site."""

    server: Stranger
    elsewhere: Stranger
    tab: Tab

    async def open(self) -> Reading:
        return await self.tab.open(Secret(f"{self.server.origin}/"))

    async def sign_up(self) -> SignedUpScreen | object:
        return await SignupScreen(self.tab, await self.open()).submit("10006", Secret(WORD))

    async def press(self, words: str) -> None:
        reading = await self.tab.present()
        control = reading.button(caption(words))
        assert control, reading.lines
        await self.tab.press(control)

    async def wait_for(self, words: str) -> Reading:
        return await self.tab.until(lambda now: now if now.says(words) else None, seconds=5.0)

    def posts(self) -> int:
        return sum(method == "POST" for method, *_ in self.server.asked)


@pytest.fixture
async def world(
    tmp_path: Path, mock_authority: Authority, browser_program: BrowserProgram
) -> AsyncIterator[World]:
    ca = tmp_path / "ca.pem"
    ca.write_bytes(mock_authority.root_pem)
    async with stranger(mock_authority) as server, stranger(mock_authority) as elsewhere:
        site = Site(issuance=server.origin, service=server.origin, ca=ca, limits=Limits(page=8.0))
        async with Browsing.start(browser_program, site=site) as browsing, browsing.tab() as tab:
            yield World(server, elsewhere, tab)


def sign_up_form(target: str = 'target="_blank"', onclick: str = "") -> str:
    return FORM.format(target=target, button="サインアップ", onclick=onclick)


OPENING = {
    "a form's target": sign_up_form(),
    "a window of that name": sign_up_form(
        'target="result"', "onclick=\"window.open('', 'result', 'width=300')\""
    ),
    "without an opener": sign_up_form('target="_blank" rel="noopener"'),
    "a script that sends it there": sign_up_form(
        "target=\"result\" onsubmit=\"window.open('about:blank', 'result')\""
    ),
}


@pytest.mark.parametrize("way", OPENING)
async def test_a_form_that_opens_a_window_is_answered_there(world: World, way: str) -> None:
    world.server.pages |= {"/": OPENING[way], "/send": DONE.format(more="")}
    screen = await world.sign_up()
    assert isinstance(screen, SignedUpScreen)
    assert world.posts() == 1
    assert (await world.tab.present()).says("完了しました")


async def test_a_link_that_opens_a_window_is_followed_and_a_form_is_filled_there(world: World) -> None:
    world.server.pages |= {
        "/": '<a href="/form" target="_blank">次へ</a>',
        "/form": sign_up_form(""),
        "/send": DONE.format(more=""),
    }
    await world.open()
    await world.press("次へ")
    screen = SignupScreen(world.tab, await world.wait_for("パスワード"))
    assert isinstance(await screen.submit("10006", Secret(WORD)), SignedUpScreen)
    assert ("POST", "/send", f"u=10006&p={WORD}") in world.server.asked


async def test_a_window_that_is_written_by_the_page_is_read_too(world: World) -> None:
    written = "var w=window.open('');w.document.write('<p>完了しました。</p>');w.document.close()"
    world.server.pages["/"] = f'<input type="button" value="次へ" onclick="{written}">'
    await world.open()
    await world.press("次へ")
    await world.wait_for("完了しました")


async def test_a_window_that_closes_itself_gives_way_to_the_page_behind(world: World) -> None:
    answer = "<script>opener.document.getElementById('to').innerText='登録しました。';close()</script>"
    world.server.pages |= {
        "/": sign_up_form('target="_blank" rel="opener"') + "<p id=to></p>",
        "/send": answer,
    }
    await world.open()
    await world.press("サインアップ")
    await world.wait_for("登録しました")


async def test_a_button_that_closes_its_own_window_is_pressed_once_and_the_page_behind_goes_on(
    world: World,
) -> None:
    leave = "opener.location='/done';window.close()"
    world.server.pages |= {
        "/": '<a href="/ask" target="_blank" rel="opener">次へ</a>',
        "/ask": f'<p>よろしいですか</p><input type="button" value="OK" onclick="{leave}">',
        "/done": "<p>登録しました。</p>",
    }
    await world.open()
    await world.press("次へ")
    await world.wait_for("よろしいですか")
    await world.press("OK")
    await world.wait_for("登録しました")
    assert [path for _, path, _ in world.server.asked].count("/done") == 1


async def test_a_window_that_nobody_asked_for_does_not_lead_astray(world: World) -> None:
    notice = "<script>window.open('/notice')</script>"
    world.server.pages |= {
        "/": FORM.format(target="", button="ログイン", onclick="") + notice,
        "/notice": "<p>メンテナンスのお知らせ</p>",
        "/send": DONE.format(more=""),
    }
    reading = await world.open()
    await world.tab.until(lambda now: now.behind or None, seconds=5.0)
    screen = await arrival(world.tab, reading, (LoginScreen,), refused="CRT-001")
    assert isinstance(screen, LoginScreen)


async def test_a_notice_that_the_answer_is_shown_beside_is_left_alone(world: World) -> None:
    notice = "onclick=\"window.open('/notice')\""
    world.server.pages |= {
        "/": sign_up_form("", notice),
        "/notice": "<p>ご案内</p>",
        "/send": DONE.format(more='<a href="/next">次へ</a>'),
        "/next": "<p>ログイン</p>",
    }
    assert isinstance(await world.sign_up(), SignedUpScreen)
    await world.press("次へ")
    await world.wait_for("ログイン")


async def test_what_stood_behind_is_no_answer(world: World) -> None:
    world.server.pages |= {
        "/": '<p>登録が完了しました。</p><a href="/form" target="_blank">次へ</a>',
        "/form": sign_up_form(""),
        "/send": "<p>ご案内</p>",
    }
    await world.open()
    await world.press("次へ")
    screen = SignupScreen(world.tab, await world.wait_for("パスワード"))
    with pytest.raises(UnexpectedPage):
        await screen.press(caption("サインアップ"), DoneScreen)


async def test_a_window_of_somebody_else_s_is_refused_and_nothing_reaches_them(world: World) -> None:
    world.server.pages["/"] = sign_up_form().replace("/send", f"{world.elsewhere.origin}/send")
    with pytest.raises(ForeignAddress) as raised:
        await world.sign_up()
    assert raised.value.code == "NET-009"
    assert world.elsewhere.asked == []


async def test_a_form_in_a_new_window_leaves_once_however_often_its_page_sends_it(world: World) -> None:
    twice = "setTimeout(() => this.form.submit(), 50)"
    world.server.pages |= {
        "/": '<a href="/form" target="_blank">次へ</a>',
        "/form": sign_up_form("", f'onclick="{twice}"'),
        "/send": DONE.format(more=""),
    }
    await world.open()
    await world.press("次へ")
    screen = SignupScreen(world.tab, await world.wait_for("パスワード"))
    async with world.tab.sending_once():
        await screen.submit("10006", Secret(WORD))
    assert world.posts() == 1


async def test_a_message_box_of_a_new_window_is_answered(world: World) -> None:
    world.server.pages |= {
        "/": sign_up_form(),
        "/send": DONE.format(more="<script>alert('お疲れさまでした')</script>"),
    }
    assert isinstance(await world.sign_up(), SignedUpScreen)
    assert world.tab.dialogs == ("お疲れさまでした",)


async def test_an_address_is_opened_with_no_other_window_left(world: World) -> None:
    world.server.pages |= {"/": sign_up_form(), "/send": DONE.format(more="")}
    await world.sign_up()
    reading = await world.open()
    assert reading.behind == ()
    assert SignupScreen.is_shown(reading)
