"""The .p12 file that 発行 sends, and the pages that come in its place."""

from __future__ import annotations

import pytest
from aiohttp import web

from ekakushin.flows.errors import Refused, Unavailable, UnexpectedPage
from ekakushin.flows.screens.issue import ArchiveScreen
from tests.support.visits import Visit

PAGE = (
    "<table><tr><td>P12ファイル証明書PIN</td><td>Abcd1234</td></tr></table>"
    '<form method="post" action="/send" {target}><input type="submit" value="発行"></form>'
)
REFUSED = "<p>証明書ファイルは取得できませんでした。認証に失敗しました。</p>"
TABLE = (
    "<p>発行処理が正常に終了しませんでした。</p><table><tr><th>SEQ</th><th>処理結果</th><th>エラー内容</th></tr>"
    "<tr><td>1</td><td>異常</td><td>既に証明書を取得済みです</td></tr></table>"
)


def archive() -> web.Response:
    headers = {"Content-Disposition": 'attachment; filename="a.p12"'}
    return web.Response(body=b"archive", content_type="application/x-pkcs12", headers=headers)


async def issue(world: Visit) -> bytes:
    screen = ArchiveScreen(world.tab, await world.open())
    async with world.tab.sending_once():
        return await screen.issue()


@pytest.mark.parametrize("target", ["", 'target="_blank"', 'target="file" rel="opener"'])
async def test_a_file_comes_into_whichever_window(world: Visit, target: str) -> None:
    world.server.pages |= {"/": PAGE.format(target=target), "/send": archive}
    assert await issue(world) == b"archive"
    assert world.posts() == 1


@pytest.mark.parametrize(("page", "code"), [(REFUSED, "ISS-007"), (TABLE, "ISS-009")])
@pytest.mark.parametrize("target", ["", 'target="_blank"'])
async def test_a_refusal_in_its_place_is_told(world: Visit, page: str, code: str, target: str) -> None:
    world.server.pages |= {"/": PAGE.format(target=target), "/send": page}
    with pytest.raises(Refused) as raised:
        await issue(world)
    assert raised.value.code == code


async def test_a_page_that_sends_the_file_later_is_left_the_time(world: Visit) -> None:
    later = "<p>ダウンロード</p><script>setTimeout(() => location='/file', 7000)</script>"
    world.server.pages |= {"/": PAGE.format(target=""), "/send": later, "/file": archive}
    assert await issue(world) == b"archive"


async def test_a_page_that_nobody_knows_is_told_when_time_is_over(world: Visit) -> None:
    world.server.pages |= {"/": PAGE.format(target=""), "/send": "<p>月見うどん</p>"}
    with pytest.raises(UnexpectedPage) as raised:
        await issue(world)
    assert "月見うどん" in raised.value.site_words


async def test_nothing_at_all_is_the_site_s_silence(world: Visit) -> None:
    world.server.pages |= {"/": PAGE.format(target="") + "<script>onsubmit = () => false</script>"}
    with pytest.raises(Unavailable) as raised:
        await issue(world)
    assert raised.value.code == "NET-003"
