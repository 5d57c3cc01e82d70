"""The report as a person sees it: opened from disk in a real browser that has no network."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from ekakushin.automation.report import write_html
from ekakushin.automation.results import Summary
from ekakushin.flows.browser.finding import BrowserProgram
from tests.support.summaries import picture_in, summary

Opened = Callable[[Page], Page]

WIDE, NARROW = 1280, 390
PEOPLE = 60


@pytest.fixture(scope="module")
def browser(browser_program: BrowserProgram) -> Iterator[Browser]:
    """A browser of this module's own: pytest-playwright's lives as long as the session, and its loop with it,
    which no later test could run another loop beside."""
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=str(browser_program.path))
        yield browser
        browser.close()


@pytest.fixture
def told(tmp_path: Path) -> Summary:
    """A run over two days with hostile names in it, every kind of state, and pictures."""
    return summary(PEOPLE, picture=str(picture_in(tmp_path)))


@pytest.fixture
def complaints() -> list[str]:
    """What the browser had to say, and what it wanted to load."""
    return []


@pytest.fixture(params=[WIDE, NARROW])
def page_of_report(
    request: pytest.FixtureRequest, browser: Browser, tmp_path: Path, told: Summary, complaints: list[str]
) -> Iterator[Page]:
    file = tmp_path / "reports" / "run.html"
    write_html(told, file)
    context = browser.new_context(viewport={"width": request.param, "height": 900}, offline=True)
    page = context.new_page()
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("request", lambda asked: complaints.append(asked.url) if _is_foreign(asked.url, file) else None)
    page.goto(file.as_uri())
    yield page
    context.close()


def _is_foreign(address: str, file: Path) -> bool:
    return address != file.as_uri() and not address.startswith("data:image/png;base64,")


def test_the_browser_has_nothing_to_complain_of_and_nothing_to_load(
    page_of_report: Page, complaints: list[str]
) -> None:
    page_of_report.wait_for_load_state("networkidle")

    assert complaints == []


def test_the_page_itself_never_scrolls_sideways(page_of_report: Page) -> None:
    width = page_of_report.evaluate("document.documentElement.scrollWidth")

    assert width <= page_of_report.viewport_size["width"]  # type: ignore[index]


def test_only_the_table_scrolls_and_only_inside_itself(page_of_report: Page) -> None:
    sideways = page_of_report.evaluate(
        "[...document.querySelectorAll('*')].filter(e => e.scrollWidth > e.clientWidth + 1"
        " && getComputedStyle(e).overflowX !== 'visible' && !(e instanceof SVGElement)).map(e => e.className)"
    )

    assert set(sideways) <= {"scroll"}


def test_every_failure_can_be_read(page_of_report: Page, told: Summary) -> None:
    stuck = [each for each in told.results if each.state in ("failed", "waiting")]
    visible = page_of_report.locator("body").inner_text()

    assert stuck
    for each in stuck:
        assert each.code in visible
        assert each.message in visible
        assert each.remedy in visible
        assert each.site_words in visible
        assert page_of_report.locator(".card .id", has_text=each.user_id).first.is_visible()


def test_every_picture_is_shown_and_grows_when_pressed(page_of_report: Page) -> None:
    pictures = page_of_report.locator("img")
    widths = pictures.evaluate_all("all => all.map(each => each.naturalWidth)")
    before = pictures.first.bounding_box()

    pictures.first.click()

    after = pictures.first.bounding_box()
    assert widths
    assert set(widths) == {640}
    assert before
    assert after
    assert after["height"] > before["height"]


def test_both_drawings_have_content_of_some_size(page_of_report: Page) -> None:
    drawings = page_of_report.locator("svg[role=img]")
    boxes = drawings.evaluate_all(
        "all => all.map(each => each.getBBox()).map(box => [box.width, box.height])"
    )

    assert len(boxes) == 2
    assert all(width > 200 and height > 200 for width, height in boxes)
    assert page_of_report.locator("svg .bar.step-issue").count() > PEOPLE / 2


def test_the_styles_are_in_force_under_the_page_s_own_policy(page_of_report: Page) -> None:
    colour = page_of_report.locator("span.state.failed").first.evaluate("e => getComputedStyle(e).color")

    assert colour == "rgb(163, 25, 31)"


def test_a_hostile_name_is_only_text(page_of_report: Page) -> None:
    assert page_of_report.locator("script").count() == 1  # ours
    assert page_of_report.get_by_text("<script>alert(1)</script>").first.is_visible()


def test_people_are_found_by_words_and_states_without_a_server(page_of_report: Page, told: Summary) -> None:
    page, search = page_of_report, page_of_report.get_by_role("searchbox")
    rows, cards = page.locator("tr[data-state]:visible"), page.locator(".card:visible")
    assert rows.count() == PEOPLE
    wanted = [each for each in told.results if each.code == "ACC-001"]

    search.fill("ＡＣＣ-001")
    assert rows.count() == cards.count() == len(wanted)
    assert page.locator("article.problem:visible").count() == 1
    assert page.locator("#find output").inner_text() == f"{len(wanted)} 人"

    search.fill("")
    page.get_by_role("checkbox", name="完了").check()
    assert rows.count() == sum(each.state == "done" for each in told.results)

    search.fill("そのような人はいない")
    assert rows.count() == 0


def test_on_paper_no_heading_stands_apart_from_its_chart_and_no_card_is_split(page_of_report: Page) -> None:
    page_of_report.emulate_media(media="print")
    breaks = page_of_report.evaluate(
        """() => Object.fromEntries(["h2", "h3", ".legend", ".card", ".picture"].map((name) => {
            const style = getComputedStyle(document.querySelector(name));
            return [name, [style.breakInside, style.breakAfter]];
        }))"""
    )

    assert [breaks[name][1] for name in ("h2", "h3", ".legend")] == ["avoid"] * 3
    assert [breaks[name][0] for name in (".card", ".picture")] == ["avoid"] * 2
    assert not page_of_report.locator("#find").is_visible()
