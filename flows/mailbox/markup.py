"""Turns an HTML mail into lines of text as a reader sees them, with the addresses of its links."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ekakushin.flows.mailbox.addresses import choose_address, is_address
from ekakushin.flows.mailbox.captions import captions_in
from ekakushin.flows.mailbox.lines import normal

if TYPE_CHECKING:
    from bs4 import BeautifulSoup, Tag

_LINES = {
    "address",
    "blockquote",
    "center",
    "dd",
    "div",
    "dl",
    "form",
    "hr",
    "ol",
    "pre",
    "section",
    "title",
    "ul",
}
_APART = {"dt", "h1", "h2", "h3", "h4", "h5", "h6", "li", "p", "table", "td", "th", "tr"}
_MANY = 4  # paragraphs
_BORDER = "\x1e"
_BORDERS = re.compile(f"[ ]*{_BORDER}[ {_BORDER}]*")
_BLANKS = re.compile(r"\n(?:[ \t\xa0]*\n)+")
_HTML = re.compile(r"\s*(?:<\?xml[^>]*>\s*)?<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE)


def is_markup(text: str) -> bool:
    """Whether a text is an HTML page, whatever it is called."""
    return _HTML.match(text) is not None


def text_of(markup: str) -> str:
    """The text of an HTML page, a line for each line a reader sees, link targets between < and >."""
    from bs4 import BeautifulSoup

    soup = BeautifulSoup("<html>" + markup, "html.parser")
    for tag in soup(["script", "style"]):
        tag.decompose()
    _collapse_spaces(soup)
    for link in soup("a", href=True):
        link.replace_with(_link_text(link))
    apart = _APART - {"p"} if _is_paragraph_a_line(soup) else _APART
    for tag in soup("br"):
        tag.insert_before("\n")
    for row in soup("tr"):
        _lay_out(row)
    for tag in soup(sorted(_LINES | _APART)):
        is_blank = tag.name == "p" and not tag.get_text().strip(" \n")
        _set_apart(tag, is_apart=tag.name in apart or is_blank)
    return _BLANKS.sub("\n\n", _BORDERS.sub("\n", soup.get_text()))


def _collapse_spaces(soup: BeautifulSoup) -> None:
    from bs4.element import NavigableString

    for string in soup.find_all(string=True):
        if type(string) is NavigableString and string.find_parent("pre") is None:
            string.replace_with(re.sub(r"[ \t\r\n\f]+", " ", string))


def _link_text(link: Tag) -> str:
    """The link's address once, beside words that are not the address itself."""
    shown = link.get_text().strip()
    target = re.sub(r"\s", "", str(link["href"]))
    if not is_address(target):
        return shown
    looks_like_address = shown.lower().startswith("http") and " " not in shown
    return f" <{choose_address(shown, target)}> " if looks_like_address else f"{shown} <{target}> "


def _is_paragraph_a_line(soup: BeautifulSoup) -> bool:
    """Whether the page has a paragraph for each line, as many programs write a text: none holds two lines."""
    paragraphs = soup("p")
    return len(paragraphs) >= _MANY and not any(
        line_break.find_previous_sibling(string=re.compile(r"\S"))
        for each in paragraphs
        for line_break in each("br")
    )


def _set_apart(tag: Tag, *, is_apart: bool) -> None:
    border = _BORDER
    if is_apart and "Mso" not in str(tag.get("class")):  # Outlook writes every line as a paragraph
        border = f"{_BORDER}\n{_BORDER}"
    tag.insert_before(border)
    tag.insert_after(border)


def _lay_out(row: Tag) -> None:
    """A row of plain cells on one line; under a row of captions, each value beside its caption."""
    cells = _cells(row)
    if not cells:
        return
    above = row.find_previous_sibling("tr")
    heads = str(above.get("data-heads", "")).split("\n") if above else []
    if len(heads) == len(cells) > 1:
        row.string = "\n".join(f"{head}: {cell}" for head, cell in zip(heads, cells, strict=True))
    elif len(cells) > 1 and all(_is_caption(cell) for cell in cells):
        row["data-heads"] = "\n".join(cells)
    elif len(cells) == 2 and _is_caption(cells[0]):
        row.string = f"{cells[0].rstrip(':： ')}: {cells[1]}"


def _cells(row: Tag) -> list[str]:
    """The texts of a row's cells; none where a cell holds another table."""
    if row.find("table") is not None:
        return []
    return [cell.get_text().strip() for cell in row(["td", "th"])]


def _is_caption(text: str) -> bool:
    found = captions_in(normal(text))
    return len(found) == 1 and not found[0].rest
