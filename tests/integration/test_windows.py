"""Windows that a site's pages open: the flow goes on there, and comes back when they close."""

from __future__ import annotations

import pytest

from ekakushin.flows.browser.reading import caption
from ekakushin.flows.errors import ForeignAddress, UnexpectedPage
from ekakushin.flows.screens.done import DoneScreen
from ekakushin.flows.screens.login import LoginScreen
from ekakushin.flows.screens.screen import arrival
from ekakushin.flows.screens.signup import SignedUpScreen, SignupScreen
from ekakushin.flows.secret import Secret
from tests.support.visits import Visit

WORD = "TopSecret1"
FORM = (
    '<form method="post" action="/send" {target}>ユーザID <input name="u">パスワード <input type="password" name="p">'
    '<input type="submit" value="{button}" {onclick}></form>'
)
DONE = "<p>サインアップが完了しました。</p>{more}"


async def sign_up(world: Visit) -> object:
    return await SignupScreen(world.tab, await world.open()).submit("10006", Secret(WORD))


async def signup_screen(world: Visit) -> SignupScreen:
    return await world.tab.until(
        lambda now: SignupScreen(world.tab, now) if SignupScreen.is_shown(now) else None, seconds=8.0
    )


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
async def test_a_form_that_opens_a_window_is_answered_there(world: Visit, way: str) -> None:
    world.server.pages |= {"/": OPENING[way], "/send": DONE.format(more="")}
    screen = await sign_up(world)
    assert isinstance(screen, SignedUpScreen)
    assert world.posts() == 1
    assert (await world.tab.present()).says("完了しました")


async def test_a_link_that_opens_a_window_is_followed_and_a_form_is_filled_there(world: Visit) -> None:
    world.server.pages |= {
        "/": '<a href="/form" target="_blank">次へ</a>',
        "/form": sign_up_form(""),
        "/send": DONE.format(more=""),
    }
    await world.open()
    await world.press("次へ")
    screen = await signup_screen(world)
    assert isinstance(await screen.submit("10006", Secret(WORD)), SignedUpScreen)
    assert ("POST", "/send", f"u=10006&p={WORD}") in world.server.asked


async def test_a_window_that_is_written_by_the_page_is_read_too(world: Visit) -> None:
    written = "var w=window.open('');w.document.write('<p>完了しました。</p>');w.document.close()"
    world.server.pages["/"] = f'<input type="button" value="次へ" onclick="{written}">'
    await world.open()
    await world.press("次へ")
    await world.wait_for("完了しました")


async def test_a_window_that_closes_itself_gives_way_to_the_page_behind(world: Visit) -> None:
    answer = "<script>opener.document.getElementById('to').innerText='登録しました。';close()</script>"
    world.server.pages |= {
        "/": sign_up_form('target="_blank" rel="opener"') + "<p id=to></p>",
        "/send": answer,
    }
    await world.open()
    await world.press("サインアップ")
    await world.wait_for("登録しました")


async def test_a_button_that_closes_its_own_window_is_pressed_once_and_the_page_behind_goes_on(
    world: Visit,
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


async def test_a_window_that_nobody_asked_for_does_not_lead_astray(world: Visit) -> None:
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


async def test_a_notice_that_the_answer_is_shown_beside_is_left_alone(world: Visit) -> None:
    notice = "onclick=\"window.open('/notice')\""
    world.server.pages |= {
        "/": sign_up_form("", notice),
        "/notice": "<p>ご案内</p>",
        "/send": DONE.format(more='<a href="/next">次へ</a>'),
        "/next": "<p>ログイン</p>",
    }
    assert isinstance(await sign_up(world), SignedUpScreen)
    await world.press("次へ")
    await world.wait_for("ログイン")


async def test_what_stood_behind_is_no_answer(world: Visit) -> None:
    world.server.pages |= {
        "/": '<p>登録が完了しました。</p><a href="/form" target="_blank">次へ</a>',
        "/form": sign_up_form(""),
        "/send": "<p>ご案内</p>",
    }
    await world.open()
    await world.press("次へ")
    screen = await signup_screen(world)
    with pytest.raises(UnexpectedPage):
        await screen.press(caption("サインアップ"), DoneScreen)


async def test_a_window_of_somebody_else_s_is_refused_and_nothing_reaches_them(world: Visit) -> None:
    world.server.pages["/"] = sign_up_form().replace("/send", f"{world.elsewhere.origin}/send")
    with pytest.raises(ForeignAddress) as raised:
        await sign_up(world)
    assert raised.value.code == "NET-009"
    assert world.elsewhere.asked == []


async def test_a_form_in_a_new_window_leaves_once_however_often_its_page_sends_it(world: Visit) -> None:
    twice = "setTimeout(() => this.form.submit(), 50)"
    world.server.pages |= {
        "/": '<a href="/form" target="_blank">次へ</a>',
        "/form": sign_up_form("", f'onclick="{twice}"'),
        "/send": DONE.format(more=""),
    }
    await world.open()
    await world.press("次へ")
    screen = await signup_screen(world)
    async with world.tab.sending_once():
        await screen.submit("10006", Secret(WORD))
    assert world.posts() == 1


async def test_a_message_box_of_a_new_window_is_answered(world: Visit) -> None:
    world.server.pages |= {
        "/": sign_up_form(),
        "/send": DONE.format(more="<script>alert('お疲れさまでした')</script>"),
    }
    assert isinstance(await sign_up(world), SignedUpScreen)
    assert world.tab.dialogs == ("お疲れさまでした",)


async def test_an_address_is_opened_with_no_other_window_left(world: Visit) -> None:
    world.server.pages |= {"/": sign_up_form(), "/send": DONE.format(more="")}
    await sign_up(world)
    reading = await world.open()
    assert reading.behind == ()
    assert SignupScreen.is_shown(reading)
