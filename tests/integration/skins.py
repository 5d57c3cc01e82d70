"""The same words in other markup: filters for the mock, each a way in which a real page may differ from ours."""

from __future__ import annotations

import re
from collections.abc import Callable

from bs4 import BeautifulSoup, Tag

Skin = Callable[[str, str], str]


def _soup(html: str) -> BeautifulSoup:
    return BeautifulSoup(html, "html.parser")


def _buttons(soup: BeautifulSoup) -> list[Tag]:
    return [each for each in soup.find_all("input") if each.get("type") in ("button", "submit")]


def blocks(html: str, path: str) -> str:
    """Every table is a pile of blocks: captions stand above their fields."""
    soup = _soup(html)
    for tag in soup.find_all(["table", "tbody", "thead", "tr", "td", "th"]):
        tag.name = "div"
    return str(soup)


def labels(html: str, path: str) -> str:
    """Captions are labels, bound by id; ids are made up."""
    soup = _soup(html)
    for number, cell in enumerate(soup.find_all(["td", "th"])):
        following = cell.find_next_sibling(["td", "th"])
        fields = following.find_all(["input", "select"]) if following else []
        fields = [each for each in fields if each.get("type") not in ("button", "submit", "hidden")]
        if len(fields) == 1 and not cell.find(["input", "table", "select"]) and cell.get_text(strip=True):
            fields[0]["id"] = fields[0].get("id") or f"f{number}"
            label = soup.new_tag("label", attrs={"for": fields[0]["id"]})
            label.extend(list(cell.contents))
            cell.append(label)
    return blocks(str(soup), path)


def real_buttons(html: str, path: str) -> str:
    """<button> instead of <input>."""
    soup = _soup(html)
    for each in _buttons(soup):
        caption = each.get("value", "")
        each.name = "button"
        each.string = caption
        del each["value"]
    return str(soup)


def image_buttons(html: str, path: str) -> str:
    """Buttons are pictures with an alt text."""
    soup = _soup(html)
    for each in _buttons(soup):
        if each["type"] == "button":
            each["onclick"] = f"{each.get('onclick', '')};return false"
        each["type"], each["alt"] = "image", each.get("value", "")
        each["src"] = "/gone.gif"
        del each["value"]
    return str(soup)


def link_buttons(html: str, path: str) -> str:
    """Links that submit by script."""
    soup = _soup(html)
    for each in _buttons(soup):
        if each.get("id") or each.has_attr("disabled"):
            continue  # a script of the page has a hold of it
        link = soup.new_tag("a", href="#")
        act = each.get("onclick") or "form.submit()"
        form = each.find_parent("form")
        where = f"document.forms[{soup.find_all('form').index(form)}]" if form else "null"
        link["onclick"] = (
            f"(function(){{var form={where};{act.replace('this.form', 'form')}}}).call(this);return false"
        )
        link.string = each.get("value", "")
        each.replace_with(link)
    return str(soup)


def wide(html: str, path: str) -> str:
    """Letters, digits and marks are full-width, with spaces and line breaks inside captions."""
    table = str.maketrans({"I": "Ｉ", "D": "Ｄ", "/": "／", "(": "（", ")": "）", ":": "："})
    soup = _soup(html)
    for text in soup.find_all(string=True):
        if text.parent and text.parent.name not in ("script", "style", "title", "option", "a"):
            text.replace_with(text.translate(table))
    for each in _buttons(soup):
        each["value"] = " ".join(each.get("value", "")) if len(each.get("value", "")) <= 3 else each["value"]
    return str(soup)


def crowded(html: str, path: str) -> str:
    """A banner with a search box and links before everything, a newsletter form behind it, extra columns."""
    before = (
        '<div><a href="#">トップ</a> | <a href="#">ヘルプ</a> | <a href="#">ログイン方法について</a>'
        '<div><input><input type="button" value="検索"></div>'
        "<p>お知らせ: パスワードは6回続けて間違えるとロックされます。エラーが出たときは窓口へ。</p></div>"
    )
    after = '<div>メールマガジン <input><input type="button" value="購読する"></div>'
    html = re.sub(r"(<body[^>]*>)", lambda found: found[1] + before, html, count=1, flags=re.I)
    html = re.sub(r"(</body>)", lambda found: after + found[1], html, count=1, flags=re.I)
    return re.sub(r"(<tr[^>]*>)(\s*<t[dh][^>]*>[^<]{1,12}</t[dh]>)", r"\1<td>※</td>\2", html, flags=re.I)


def other_words(html: str, path: str) -> str:
    """The variants that the guide itself uses for the same things."""
    return (
        html.replace("認証情報/パスワード", "認証情報(パスワード)")
        .replace("ログインへ", "ログイン画面へ")
        .replace("ユーザID", "ユーザーID")
    )


def definitions(html: str, path: str) -> str:
    """Two-column rows are definition lists."""
    soup = _soup(html)
    for row in soup.find_all("tr"):
        cells = row.find_all(["td", "th"], recursive=False)
        if len(cells) == 2 and not row.find("table"):
            row.name = "dl"
            cells[0].name, cells[1].name = "dt", "dd"
    for tag in soup.find_all(["table", "tbody", "thead", "tr", "td", "th"]):
        tag.name = "div"
    return str(soup)


def framed(html: str, path: str) -> str:
    """Everything stands in a frame of the page."""
    inner = re.sub(r"<form ", '<form target="_top" ', html, flags=re.I)
    inner = re.sub(r"<a (?=[^>]*href=\"(?!#|javascript))", '<a target="_top" ', inner, flags=re.I)
    escaped = inner.replace("&", "&amp;").replace('"', "&quot;")
    frame = f'<iframe width="1000" height="800" srcdoc="{escaped}"></iframe>'
    return f"<html><head><title>frame</title></head><body>{frame}</body></html>"


SKINS: tuple[Skin, ...] = (
    blocks,
    labels,
    real_buttons,
    image_buttons,
    link_buttons,
    wide,
    crowded,
    other_words,
    definitions,
    framed,
)
