"""VBScript programs run by the bridge in a real browser."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass

from playwright.async_api import Page, async_playwright

from ekakushin.flows.browser.finding import BrowserProgram
from ekakushin.flows.certenroll import Bridge
from tests.support.fakes_certenroll import MemoryStore

ORIGIN = "https://issuance.test"

# What the programs of the tables use. `Tell` is a function of the page, in JavaScript.
PRELUDE = """
Sub Say(value)
  Tell "" & value
End Sub
Function Show(value)
  Dim mark
  If Not IsArray(value) Then
    Show = TypeName(value) & " " & value
    Exit Function
  End If
  mark = ","
  If InStr(Join(value, "|"), ",") > 0 Then mark = "|"
  Show = TypeName(value) & " " & Join(value, mark)
End Function
Dim number, text, word, empty_object
number = 5 : text = "5" : word = "abc" : Set empty_object = Nothing
"""

_RUN = """([prelude, programs, together]) => {
    let element = null, lines = [];
    const open = () => {
        if (element) element.remove();
        element = document.body.appendChild(document.createElement("iframe"));
        element.contentWindow.Tell = (line) => void lines.push(line);
        element.contentWindow.execScript(prelude, "VBScript");
    };
    return programs.map((program) => {
        let line = null, number = null;
        lines = [];
        if (!element || !together) open();
        try { element.contentWindow.execScript(program, "VBScript") }
        catch (error) { line = error.line; number = error.number & 0xffff }
        return {text: lines.join("\\n"), line, number};
    });
}"""


@dataclass(frozen=True)
class Ending:
    """What a program said, and where it failed, if it did: its line and the error's number."""

    text: str
    line: int | None
    number: int | None


@asynccontextmanager
async def open_page(program: BrowserProgram) -> AsyncIterator[Page]:
    """An empty page of the issuance origin of a Japanese PC; message boxes are accepted."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=str(program.path))
        context = await browser.new_context(locale="ja-JP", timezone_id="Asia/Tokyo")
        await context.route(f"{ORIGIN}/**", lambda route: route.fulfill(content_type="text/html", body="<p>"))
        await Bridge(user_id="taro", store=MemoryStore(), origin=ORIGIN).install(context)
        page = await context.new_page()
        page.on("dialog", lambda dialog: dialog.accept())
        await page.goto(f"{ORIGIN}/")
        yield page
        await browser.close()


async def run_all(page: Page, programs: Sequence[str], *, together: bool = False) -> list[Ending]:
    """What each of the programs ends with. Each has a frame of its own, unless they are run `together` in one."""
    return [Ending(**each) for each in await page.evaluate(_RUN, [PRELUDE, list(programs), together])]
