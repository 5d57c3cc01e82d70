"""What stands beside the captions of a page: values of somebody's, by their place alone."""

from __future__ import annotations

import re
from collections.abc import Iterable

from bs4 import BeautifulSoup, Tag

_CONTROLS = ["input", "select", "textarea", "button", "a", "script"]
_CELLS = ["td", "th"]
_CALLED = ["a", "button", "label", "legend", "th", "option", "title", "h1", "h2", "h3", "h4", "h5", "h6"]
_LONGEST = 60  # characters of a value; what is longer is a sentence
_CAPTIONED = re.compile(r"[^:：\d]{1,20}[:：]")  # has a caption of its own
# What says nothing of anybody: small numbers with a unit, and words of a form.
_COMMON = re.compile(
    r"\d{1,2}\s*(文字|個|回|種類|年|か月|bit)?(以上|以下|以内)?|[\W_]+|値|項目|なし|無し?|有り?|あり|必要|不要|可|不可"
    r"|無期限|有効|無効|登録済み?|未登録|はい|いいえ|JP"
)


def values_in(pages: Iterable[str]) -> dict[str, str]:
    """Each value that stands beside a caption on one of the pages, and the caption.

    A word that is also what something on one of the pages is called is no value.
    """
    soups = [soup for page in pages for soup in _documents(page)]
    called = {words for soup in soups for words in _called(soup)}
    found = {value: caption for soup in soups for caption, value in _pairs(soup)}
    return {value: caption for value, caption in found.items() if value not in called}


def names_in(pages: Iterable[str]) -> set[str]:
    """What the pages' elements are called by their scripts: names and ids, however much they look like a token."""
    tags = (tag for page in pages for soup in _documents(page) for tag in soup.find_all(True))
    return {str(tag[name]) for tag in tags for name in ("name", "id") if tag.get(name)}


def _documents(page: str) -> list[BeautifulSoup]:
    soup = BeautifulSoup(page, "html.parser")
    inner = [str(each["srcdoc"]) for each in soup.find_all("iframe", srcdoc=True)]
    return [soup, *(document for each in inner for document in _documents(each))]


def _called(soup: BeautifulSoup) -> list[str]:
    words = [_words(each) for each in soup.find_all(_CALLED)]
    words += [" ".join(str(each.get("value", "")).split()) for each in soup.find_all("input")]
    return [*words, *(caption for caption, _ in _rows(soup))]


def _pairs(soup: BeautifulSoup) -> list[tuple[str, str]]:
    return [
        (caption, text)
        for caption, cell in _rows(soup)
        for text in (" ".join(str(each).split()) for each in cell.find_all(string=True))
        if text and _may_be_a_value(caption, text)
    ]


def _rows(soup: BeautifulSoup) -> list[tuple[str, Tag]]:
    """Each cell behind a caption in its row, with the caption: tables, definition lists, and rows of boxes."""
    found = _below_headings(soup)
    listed = {id(cell) for _, cell in found}
    for row in soup.find_all("tr"):
        cells = _cells(row)
        found += [] if any(id(cell) in listed for cell in cells) else _behind_captions(cells)
    for term in soup.find_all("dt"):
        value = term.find_next_sibling("dd")
        found += _behind_captions([each for each in (term, value) if isinstance(each, Tag)])
    for box in soup.find_all(["div", "section"]):
        parts = [each for each in box.find_all(recursive=False) if isinstance(each, Tag)]
        if len(parts) == 2 and all(each.name in ("div", "section", "span") for each in parts):
            found += _behind_captions(parts)
    return found


def _below_headings(soup: BeautifulSoup) -> list[tuple[str, Tag]]:
    """The cells of a list with a row of headings: there the first of a row is no caption, but somebody's as well."""
    found = []
    for table in soup.find_all("table"):
        rows = [_cells(row) for row in table.find_all("tr") if row.find_parent("table") is table]
        headed = len(rows) > 1 and all(each.name == "th" for each in rows[0]) and len(rows[0]) > 1
        wide = len(rows) > 1 and all(len(row) > 2 for row in rows)
        if headed or wide:
            cells = [
                (at, cell) for row in rows[1:] for at, cell in enumerate(row) if not cell.find(_CONTROLS)
            ]
            found += [(_words(rows[0][min(at, len(rows[0]) - 1)]), cell) for at, cell in cells]
    return found


def _cells(row: Tag) -> list[Tag]:
    return [each for each in row.find_all(_CELLS, recursive=False) if isinstance(each, Tag)]


def _behind_captions(cells: list[Tag]) -> list[tuple[str, Tag]]:
    if len(cells) < 2 or any(each.find(_CONTROLS) or len(each.find_all(_CELLS)) > 1 for each in cells):
        return []
    caption = _words(cells[0])
    return [(caption, cell) for cell in cells[1:]] if 0 < len(caption) <= _LONGEST else []


def _words(tag: Tag) -> str:
    return " ".join(tag.get_text().split())


def _may_be_a_value(caption: str, text: str) -> bool:
    common = _COMMON.fullmatch(text) and "失敗" not in caption
    return not common and "。" not in text and len(text) <= _LONGEST and not _CAPTIONED.match(text)
