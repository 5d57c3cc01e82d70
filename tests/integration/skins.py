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


def _rows(soup: BeautifulSoup) -> list[tuple[Tag, Tag, Tag]]:
    """The rows of a caption and one field: row, caption's cell, field's cell."""
    found = []
    for row in soup.find_all("tr"):
        cells = row.find_all("td", recursive=False)
        fields = cells[1].find_all("input") if len(cells) == 2 else []
        typed = [each for each in fields if each.get("type", "text") in ("text", "password")]
        if len(typed) == 1 and cells[0].get_text(strip=True) and not cells[0].find(["input", "table"]):
            found.append((row, cells[0], cells[1]))
    return found


def headed(html: str, path: str) -> str:
    """Captions stand in a row of their own, the fields in the row below."""
    soup = _soup(html)
    tables: dict[int, tuple[Tag, Tag]] = {}
    for row, caption, field in _rows(soup):
        table = id(row.find_parent("table"))
        if table not in tables:
            tables[table] = soup.new_tag("tr"), soup.new_tag("tr")
            row.insert_before(*tables[table])
        tables[table][0].append(caption.extract())
        tables[table][1].append(field.extract())
        row.decompose()
    return str(soup)


def decorated(html: str, path: str) -> str:
    """Captions with readings, 必須 and a colon in cells of their own; buttons with arrows, numbers and English."""
    english = {"次へ": "Next", "発行": "Issue", "ログイン": "Login", "登録": "Register", "変更": "Change"}
    soup = _soup(html)
    for _, caption, field in _rows(soup):
        required, colon = soup.new_tag("td"), soup.new_tag("td")
        required.string, colon.string = "必須", "："
        field.insert_before(required, colon)
        for text in caption.find_all(string=re.compile("暗証")):
            text.replace_with(_soup(text.replace("暗証", "<ruby>暗証<rt>あんしょう</rt></ruby>")))
    for number, each in enumerate(_buttons(soup)):
        name = each.get("value", "").strip("　 ")
        each["value"] = f"▶ {number}. {name} ({english[name]})" if name in english else f"【 {name} 】≫"
    return str(soup)


def distracted(html: str, path: str) -> str:
    """Copies that nobody sees, links of the same words, and help texts that quote what a site may say."""
    hidden = (
        '<div style="position:absolute;left:-9999px"><form action="/nowhere">ユーザID <input name="u1">'
        'パスワード <input type="password" name="p1"><input type="submit" value="ログイン"></form></div>'
    )
    helping = (
        '<p><a href="#">ログイン</a> <a href="#">サインアップ</a></p><p>よくあるお問い合わせ:'
        "「ユーザIDまたはパスワードが正しくありません。」と表示された場合は入力内容をご確認ください。"
        "「アカウントがロックされています。」と表示された場合は窓口へ。※ブラウザの「戻る」は使用できません。</p>"
    )
    return re.sub(r"(</body>)", lambda found: helping + hidden + found[1], html, count=1, flags=re.I)


def slow(html: str, path: str) -> str:
    """Every page first asks for patience and shows itself a while later."""
    curtain = (
        '<div id="wait">処理中です。しばらくお待ちください。この間、他の操作はできません。</div>'
        '<script>document.getElementById("all").style.display = "none"; setTimeout(function () {'
        'document.getElementById("all").style.display = ""; document.getElementById("wait").style.display = "none";'
        "}, 300);</script>"
    )
    html = re.sub(r"(<body[^>]*>)", lambda found: found[1] + '<div id="all">', html, count=1, flags=re.I)
    return re.sub(r"(</body>)", lambda found: "</div>" + curtain + found[1], html, count=1, flags=re.I)


def awkward(html: str, path: str) -> str:
    """Fields that open by a click, buttons that wake by a key, and a bar that lies over the foot of the page."""
    soup = _soup(html)
    for _, _, cell in _rows(soup):
        field = cell.find("input")
        if not field.has_attr("readonly"):
            field["readonly"] = "readonly"
            field["onclick"] = "this.readOnly = false"
    wake = (
        '<div style="position:fixed;bottom:0;left:0;right:0;height:60px;background:#eee">Cookie</div>'
        "<script>(function () {"
        'var names = ["次へ", "ログイン", "サインアップ"]; var all = document.getElementsByTagName("input");'
        "for (var i = 0; i < all.length; i++) if (names.indexOf(all[i].value) >= 0) (function (button) {"
        'button.disabled = true; document.addEventListener("keyup", function () { button.disabled = false; });'
        "})(all[i]);})();</script>"
    )
    return re.sub(r"(</body>)", lambda found: wake + found[1], str(soup), count=1, flags=re.I)


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
    headed,
    decorated,
    distracted,
    slow,
    awkward,
)
