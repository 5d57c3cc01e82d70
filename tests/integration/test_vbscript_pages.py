"""Pages written in VBScript, on the bridge in real Chromium."""

from __future__ import annotations

import asyncio
import base64
from contextlib import asynccontextmanager
from pathlib import Path
from urllib.parse import parse_qs

import pytest
from playwright.async_api import async_playwright

from ekakushin.flows.certenroll import Bridge
from tests.support.fakes_certenroll import Authority, MemoryStore

ORIGIN, ELSEWHERE = "https://issuance.test", "https://elsewhere.test"
PAGES = Path(__file__).parent / "pages" / "vbscript"
MAKE_SCRIPT = """(text) => {
    const element = document.createElement("script");
    element.language = "VBScript";
    element.text = text;
    document.body.appendChild(element);
}"""


@pytest.fixture(scope="module")
async def browser(browser_program):
    async with async_playwright() as playwright:
        found = await playwright.chromium.launch(executable_path=str(browser_program.path))
        yield found
        await found.close()


class Site:
    """Serves the pages of the folder, in the encoding they name, and signs requests."""

    def __init__(self) -> None:
        self.authority = Authority()
        self.asked: list[str] = []

    async def serve(self, route):
        path = route.request.url.split("/", 3)[3]
        self.asked.append(route.request.url)
        if path == "sign":
            await route.fulfill(body=self.signed(route.request.post_data))
        elif path == "issued":
            csr = parse_qs(route.request.post_data)["csr"][0]
            page = (PAGES / "issued.html").read_text("utf-8")
            await self.show(route, page.replace("%ANSWER%", self.signed(csr).replace("\n", "\\r\\n")))
        else:
            await self.show(route, (PAGES / path).read_text("utf-8"))

    def signed(self, csr: str) -> str:
        return base64.encodebytes(self.authority.answer(base64.b64decode(csr))).decode()

    async def show(self, route, page: str):
        encoding = "Shift_JIS" if "Shift_JIS" in page or route.request.url.endswith(".vbs") else "utf-8"
        kind = "text/plain; charset=Shift_JIS" if route.request.url.endswith(".vbs") else "text/html"
        await route.fulfill(body=page.encode(encoding), headers={"Content-Type": kind})


@pytest.fixture
def store():
    return MemoryStore()


@pytest.fixture
def bridge(store):
    return Bridge(user_id="taro", store=store, origin=ORIGIN)


@pytest.fixture
def site():
    return Site()


@asynccontextmanager
async def open_page(browser, bridge, site):
    context = await browser.new_context()
    await context.route(f"{ORIGIN}/**", site.serve)
    await context.route(f"{ELSEWHERE}/**", site.serve)
    await bridge.install(context)
    page = await context.new_page()
    page.set_default_timeout(20_000)
    yield page
    await context.close()


@pytest.fixture
async def page(browser, bridge, site):
    async with open_page(browser, bridge, site) as page:
        yield page


async def test_request_and_installation(page, bridge, store):
    await page.goto(f"{ORIGIN}/request.html")
    await page.select_option("[name=csp]", label="Microsoft Base Cryptographic Provider v1.0")
    short = await page.locator("[name=bits] option").all_inner_texts()
    await page.select_option("[name=csp]", label="Microsoft Enhanced Cryptographic Provider v1.0")
    await page.select_option("[name=bits]", label="2048 bit")
    await page.click("[value=発行]")
    await page.click("[value=クライアント証明書のインストール]")

    assert await page.inner_text("#state") == "80070005 インストールが完了しました"
    assert short == ["512 bit", "1024 bit"]
    assert bridge.installed == store.latest("taro")
    assert bridge.installed.subject == "CN=山田 太郎,C=JP"
    assert [made.length for made in bridge.requests] == [2048]
    assert bridge.script_failures == ()


async def test_the_control_before_certenroll(page, bridge):
    await page.goto(f"{ORIGIN}/xenroll.html")

    assert await page.inner_text("#state") == "4 Microsoft Enhanced Cryptographic Provider v1.0"
    assert bridge.installed.subject == "CN=old control,O=Example"
    assert bridge.script_failures == ()


async def test_events_reach_their_procedures_in_every_way(page, bridge):
    await page.goto(f"{ORIGIN}/events.html")
    names = (
        "prefixed",
        "spoken",
        "scripted",
        "parametered",
        "javascript",
        "linked",
        "nothing",
        "referred",
        "submitted",
    )
    await page.click("[name=named]")
    for name in names:
        await page.click(f"#{name}")
    await page.evaluate("document.body.insertAdjacentHTML('beforeend', '<b id=later>x</b>')")
    await page.click("#later")

    seen = await page.evaluate("seen")
    assert set(seen[:2]) == {"window", "timer"}
    assert seen[2:] == [
        *("named x", "prefixed", "spoken spoken", "twice", "for scripted", "for click"),
        *("javascript", "linked", "document", "referred", "submit", "later"),
    ]
    assert page.url == f"{ORIGIN}/events.html"
    assert bridge.script_failures == ()


async def test_the_first_script_says_what_language_handlers_have(page, bridge):
    await page.goto(f"{ORIGIN}/first.html")
    await page.click("#bare")
    await page.click("#either")

    assert await page.evaluate("seen") == "started bare either "
    assert bridge.script_failures == ()


async def test_calls_between_both_languages_in_the_order_of_the_document(page, bridge):
    await page.goto(f"{ORIGIN}/calls.html")
    await page.wait_for_function("document.title === 'done'")

    assert await page.evaluate("order") == [
        *("js1", "vb1", "js2", "vb99", "source", "js3", "日本", "unnamed", "late")
    ]
    assert await page.evaluate("result") == [
        *(6, 6, 7, 42, 8, [1, "x", [2]], 2024, "Taro you", [5, "words"], "P", "23True")
    ]
    assert bridge.script_failures == ()


async def test_frames_of_the_origin_run_it_and_others_do_not(page, bridge):
    await page.goto(f"{ORIGIN}/framed.html")
    own = await (await page.query_selector("#own")).content_frame()
    foreign = await (await page.query_selector("#foreign")).content_frame()
    await own.wait_for_selector("#state:not(:empty)", state="attached")
    await foreign.wait_for_load_state()

    assert bridge.installed.subject == "CN=old control,O=Example"
    assert await foreign.evaluate("typeof Note + typeof execScript") == "undefinedundefined"


async def test_a_script_that_comes_in_pieces(browser, store):
    pieces = (
        "<script language=VBScript>\na = 1\nb = ",
        'a + 1\nc = "',
        'x"\n<',
        "/script><script>d = b + c</script>",
    )

    async def send(reader, writer):
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nConnection: close\r\n\r\n" + b" " * 2000)
        for piece in pieces:
            writer.write(piece.encode())
            await writer.drain()
            await asyncio.sleep(0.1)  # the browser is to read what has come
        writer.close()

    async with await asyncio.start_server(send, "127.0.0.1", 0) as server:
        origin = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
        bridge = Bridge(user_id="taro", store=store, origin=origin)
        context = await browser.new_context()
        await bridge.install(context)
        page = await context.new_page()
        await page.goto(origin)
        found = await page.evaluate("typeof d === 'undefined' ? document.documentElement.outerHTML : d")
        await context.close()

    assert found == "2x"
    assert bridge.script_failures == ()


async def test_what_cannot_be_read_is_told_without_its_strings(page, bridge):
    await page.goto(f"{ORIGIN}/broken.html")

    assert await page.evaluate("worked") is True
    (failure,) = bridge.script_failures
    assert (failure.reason, failure.line, failure.text) == ("syntax", 3, 'password = "…" : GoTo Fill')


@pytest.mark.parametrize(
    ("script", "reason", "number", "line"),
    [
        ('x = 1\nCreateObject("WScript.Shell").Run "calc"\n', "error", 429, 2),
        ("Sub A\nx = nobody.there\nEnd Sub\nA\n", "error", 424, 2),
        ("x = ChrB(1)\n", "unsupported", 5, 1),
    ],
)
async def test_what_ends_in_an_error_is_told_with_its_line(page, bridge, script, reason, number, line):
    await page.goto(f"{ORIGIN}/plain.html")
    await page.evaluate(MAKE_SCRIPT, script)
    (failure,) = bridge.script_failures
    assert (failure.reason, failure.number, failure.line) == (reason, number, line)


@pytest.mark.parametrize(
    ("before", "prevented"),
    [('Set made = CreateObject("X509Enrollment.CObjectId")', True), ("' a page of another kind", False)],
)
async def test_a_form_whose_request_failed_is_not_sent(page, before, prevented):
    await page.goto(f"{ORIGIN}/plain.html")
    fill = "Function Fill(f)\nf.All.csr.value = f.document.title\nf.nothing.value = 1\nEnd Function\n"
    await page.evaluate(MAKE_SCRIPT, f"{before}\n{fill}")
    await page.evaluate("""() => {
        document.title = "filled";
        document.body.insertAdjacentHTML("beforeend",
            "<form onsubmit='Fill(this)'><input name=csr><input type=submit id=send></form>");
        addEventListener("submit", (event) => { prevented = event.defaultPrevented; event.preventDefault(); });
    }""")
    await page.click("#send")

    assert await page.evaluate("[prevented, document.forms[0].csr.value]") == [prevented, "filled"]


async def test_a_source_of_another_site_is_refused(page, bridge, site):
    await page.goto(f"{ORIGIN}/first.html")
    await page.evaluate("""() => {
        const element = document.createElement("script");
        element.language = "VBScript";
        element.src = "https://elsewhere.test/unnamed.vbs";
        document.body.appendChild(element);
    }""")
    await page.evaluate("null")

    assert [failure.reason for failure in bridge.script_failures] == ["unsupported"]
    assert f"{ELSEWHERE}/unnamed.vbs" not in site.asked


async def test_a_loop_without_an_end_is_ended(browser, bridge, site, monkeypatch):
    monkeypatch.setattr("ekakushin.flows.certenroll.bridge.SECONDS", 0.3)
    async with open_page(browser, bridge, site) as page:
        await page.goto(f"{ORIGIN}/endless.html")

        assert await page.evaluate("js") is True
        (failure,) = bridge.script_failures
        assert failure.reason == "endless"
        assert failure.line in (3, 4)  # wherever the loop was just then


async def test_the_interpreter_is_asked_for_when_there_is_vbscript_and_once(page, bridge, monkeypatch):
    answer, asked = bridge._calls.answer, []
    monkeypatch.setattr(
        bridge._calls, "answer", lambda call, given: asked.append(call) or answer(call, given)
    )
    await page.goto(f"{ORIGIN}/plain.html")
    assert await page.evaluate("loaded") is True
    assert asked == []

    for text in ("a = 1", "b = a + 1"):
        await page.evaluate(MAKE_SCRIPT, text)
    assert await page.evaluate("b") == 2
    assert asked == ["vbscript"]
