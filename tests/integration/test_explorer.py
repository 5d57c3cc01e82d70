"""What Internet Explorer alone had, on pages of the issuance origin that are asked for as by it."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator

import pytest
from playwright.async_api import Browser, BrowserContext, Dialog, Page, Route, async_playwright

from ekakushin.flows.browser.finding import BrowserProgram
from ekakushin.flows.certenroll import Bridge
from ekakushin.flows.faces import Face
from tests.support.fakes_certenroll import MemoryStore

ORIGIN, ELSEWHERE = "https://issuance.test", "https://elsewhere.test"
HTML = """<html><head><title>t</title></head><body>
<form name="enrol" id="theForm"><input name="who" value="taro"><input name="who" value="hanako">
<select name="csp" id="csp"><option>first<option selected>second</select></form>
<img name="logo" src="data:,"><table id="grid"><tr><td>a<td>b</table><a name="here" href="#">x</a>
<div id="box"><b>1</b><b>2</b></div></body></html>"""

BOTH = {
    'document.forms("enrol").id': "theForm",
    "document.forms(0).name": "enrol",
    'document.forms("theForm") === document.enrol': True,
    "document.forms.enrol === document.forms[0]": True,
    "document.forms.length": 1,
    "document.forms(3)": None,
    'document.forms(0).elements("who", 1).value': "hanako",
    "document.forms(0).elements(0).value": "taro",
    "document.enrol.csp.options(1).text": "second",
    "csp.options(csp.selectedIndex).text": "second",
    "(csp.options[2] = new Option('third'), csp.options.length)": 3,
    "(csp.options.add(new Option('x')), csp.options(2).text)": "x",
    "(csp.options.length = 0, csp.options.length)": 0,
    "[...csp.options].length": 2,
    "csp.options instanceof HTMLOptionsCollection": True,
    "grid.rows(0).cells(1).innerText": "b",
    'document.getElementsByTagName("b")(1).innerText': "2",
    "box.children(0).innerText": "1",
    'box.all.tags("B").length': 2,
    "for (var n = 0, i = 0; i < box.childNodes.length; i++) n++; n": 2,
    'document.images("logo").name': "logo",
    'document.all("box").id': "box",
    "document.all.box.id": "box",
    'document.createElement("<input name=made value=5>").value': "5",
    'document.createElement("<option value=7>").value': "7",
    'document.createElement("div").localName': "div",
    "(box.attachEvent('onclick', function (e) { box.title = e.srcElement.id + event.type; }),"
    " box.click(), box.title)": "boxclick",
    "(window.h = function () { box.title = 'no'; }, box.attachEvent('onclick', h), box.detachEvent('onclick', h),"
    " box.click(), box.title)": "",
    "(window.attachEvent('onhello', function () { window.heard = 1; }), dispatchEvent(new Event('hello')), heard)": 1,
    "(box.onclick = function () { box.title = 'fired'; }, box.fireEvent('onclick'), box.title)": "fired",
    "(execScript('var made = 6 * 7'), made)": 42,
    "navigator.cpuClass + navigator.userLanguage + navigator.platform": "x86ja-JPWin32",
    "navigator.userAgentData === undefined && window.chrome === undefined": True,
    "document.parentWindow === window && box.document === document": True,
    "box.currentStyle.display": "block",
    "typeof box.uniqueID": "string",
    "ScriptEngine()": "JScript",
}
FACE_11 = {
    "document.documentMode": 11,
    "navigator.appName": "Netscape",
    "!document.all": True,
    "navigator.appVersion.indexOf('5.0 (Windows NT 10.0')": 0,
}
FACE_7 = {
    "document.documentMode": 7,
    "navigator.appName": "Microsoft Internet Explorer",
    "navigator.appVersion.indexOf('4.0 (compatible; MSIE 7.0')": 0,
    "!!document.all && typeof document.all('box')": "object",
    "document.all('who').length": 2,
    "document.all('who', 1).value": "hanako",
    "document.getElementById('enrol').id": "theForm",
    "document.getElementById('box').id": "box",
    "document.getElementById('nothing')": None,
}
CASES = [
    *((face, script, wanted) for face in (Face.EXPLORER, Face.COMPATIBLE) for script, wanted in BOTH.items()),
    *((Face.EXPLORER, script, wanted) for script, wanted in FACE_11.items()),
    *((Face.COMPATIBLE, script, wanted) for script, wanted in FACE_7.items()),
]
RUN = "([html, script]) => { document.documentElement.innerHTML = html; return (0, eval)(script); }"


@pytest.fixture(scope="module")
async def browser(browser_program: BrowserProgram) -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        found = await playwright.chromium.launch(executable_path=str(browser_program.path))
        yield found
        await found.close()


async def made(browser: Browser, face: Face, pages: dict[str, str]) -> tuple[BrowserContext, Page]:
    context = await browser.new_context()

    async def serve(route: Route) -> None:
        html = pages["/" + route.request.url.split("/", 3)[3]]
        await route.fulfill(body=html, content_type="text/html;charset=utf-8")

    await context.route(re.compile(f"^({ORIGIN}|{ELSEWHERE})/\\w*$"), serve)
    await Bridge(user_id="taro", store=MemoryStore(), origin=ORIGIN, face=face).install(context)
    page = await context.new_page()
    await page.goto(f"{ORIGIN}/")
    return context, page


@pytest.fixture(scope="module")
async def blank(browser: Browser) -> AsyncIterator[dict[Face, Page]]:
    """A page for each face, in which scripts are tried one after the other."""
    opened = {face: await made(browser, face, {"/": "<p>"}) for face in Face}
    yield {face: page for face, (_, page) in opened.items()}
    for context, _ in opened.values():
        await context.close()


@pytest.mark.parametrize(("face", "script", "wanted"), CASES)
async def test_a_script_of_that_time_finds_what_it_leans_on(
    blank: dict[Face, Page], face: Face, script: str, wanted: object
) -> None:
    assert await blank[face].evaluate(RUN, [HTML, script]) == wanted


async def test_the_browser_s_own_face_has_none_of_it(blank: dict[Face, Page]) -> None:
    names = "['attachEvent', 'documentMode', 'parentWindow'].filter((name) => name in document)"
    assert await blank[Face.OWN].evaluate(RUN, [HTML, names]) == []


SHOWN = [
    ("<!--[if IE]><p>A</p><![endif]-->", "A"),
    ("<!--[if lt IE 8]><p>A</p><![endif]--><!--[if gte IE 8]><p>B</p><![endif]-->", "A"),
    ("<!--[if (gte IE 5)&(lte IE 7)]><p>A</p><![endif]-->", "A"),
    ("<!--[if IE 6]><p>A</p><![endif]--><p>B</p>", "B"),
    ("<![if !IE]><p>A</p><![endif]><p>B</p>", "B"),
    ("<!--[if !IE]><!--><p>A</p><!--<![endif]--><p>B</p>", "B"),
    ("<![if IE]><p>A</p><![endif]>", "A"),
    (
        "<!--[if IE]><script>document.title = 'run'</script><p>A</p><![endif]-->"
        "<p id=x></p><script>x.innerText = document.title</script>",
        "A run",
    ),
    ("<p id=x></p><script>/*@cc_on x.innerText = 'jscript'; @*/</script>", "jscript"),
    (
        "<p id=x></p><script>/*@cc_on @if (@_jscript_version >= 5) x.innerText = 'new';"
        " @else x.innerText = 'old'; @end @*/</script>",
        "new",
    ),
    ("<p id=x></p><script>var ie = /*@cc_on!@*/false; x.innerText = String(ie)</script>", "true"),
    ("<p>C</p><!-- plain --><script>1</script>", "C"),
    (
        "<!--[if IE]><script language=VBScript>one = 1</script>"
        "<script>two = one + 1</script><![endif]--><p id=x></p>"
        "<script for=window event=onload type='text/vbscript'>x.innerText = two</script>"
        "<!--[if IE]><p>B</p><![endif]-->",
        "2 B",
    ),
]


@pytest.mark.parametrize(("html", "wanted"), SHOWN)
async def test_comments_for_it_are_read_in_compatibility_view(
    browser: Browser, html: str, wanted: str
) -> None:
    context, page = await made(browser, Face.COMPATIBLE, {"/": f"<body>{html}</body>"})
    assert " ".join((await page.inner_text("body")).split()) == wanted
    await context.close()


async def test_without_it_they_stay_comments(browser: Browser) -> None:
    context, page = await made(browser, Face.EXPLORER, {"/": f"<body>{SHOWN[0][0]}B</body>"})
    assert (await page.inner_text("body")).strip() == "B"
    await context.close()


async def test_a_script_that_names_its_event_is_bound_to_an_element_that_comes_later(
    browser: Browser,
) -> None:
    html = "<script for=go event='onclick()'>document.title = 'went ' + this.id</script><button id=go>go</button>"
    context, page = await made(browser, Face.EXPLORER, {"/": html})
    await page.click("#go")
    assert await page.title() == "went go"
    await context.close()


async def test_a_modal_dialog_is_answered_as_by_a_person_who_presses_ok(browser: Browser) -> None:
    dialog = (
        "<p>よろしいですか</p>"
        "<script>function ok() { window.returnValue = dialogArguments + '!'; window.close(); }</script>"
        "<input type=button value=キャンセル onclick='returnValue=0'><input type=button value=OK onclick='ok()'>"
    )
    opener = "<script>document.title = showModalDialog('/ask', 'given')</script>"
    told: list[str] = []
    context, page = await made(browser, Face.COMPATIBLE, {"/": "<p>", "/ask": dialog, "/opener": opener})

    async def answer(box: Dialog) -> None:
        told.append(box.message)
        await box.accept()

    page.on("dialog", answer)
    await page.goto(f"{ORIGIN}/opener")
    assert await page.title() == "given!"
    assert "よろしいですか" in told[0]
    await context.close()


async def test_another_origin_sees_nothing_of_it(browser: Browser) -> None:
    context, page = await made(browser, Face.COMPATIBLE, {"/": "<p>"})
    await page.goto(f"{ELSEWHERE}/")
    assert (
        await page.evaluate("typeof document.attachEvent + typeof window.showModalDialog")
        == "undefinedundefined"
    )
    await context.close()
