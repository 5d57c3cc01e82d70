"""Changes that a site might make to its pages, each with the one line that has to tell it."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

from ekakushin.flows.changes.change import Rule

STEP1, STEP2 = "AuthenticationScreen", "RequestScreen"
SIGNUP, LOGIN, HOME, PERSONAL = "SignupScreen", "LoginScreen", "HomeScreen", "PersonalScreen"
SIGNING_NEW, SIGNING_PIN = "SigningMenuScreen/not issued", "SigningMenuScreen/pin needed"
PIN, PASSWORD = "PinScreen", "PasswordScreen"

Change = Callable[[str], str]


class ChangedPage(NamedTuple):
    """A change of one screen, and what is to be told of it: kind of change, what is named, and whether it breaks."""

    screen: str
    change: Change
    rule: Rule
    named: str
    breaking: bool


def put(old: str, new: str) -> Change:
    """Put `new` in the place of `old`, once."""

    def changed(html: str) -> str:
        assert old in html, old
        return html.replace(old, new, 1)

    return changed


def put_all(old: str, new: str) -> Change:
    """The same, wherever it stands."""

    def changed(html: str) -> str:
        assert old in html, old
        return html.replace(old, new)

    return changed


def before(old: str, new: str) -> Change:
    """Add `new` in front of `old`."""
    return put(old, f"{new}{old}")


def swap_rows(one: str, other: str) -> Change:
    """Let two rows of a table change places."""

    def changed(html: str) -> str:
        rows = re.findall(r"<tr><td class=\"t2\".*?<input.*?</tr>", html, re.DOTALL)
        first = next(row for row in rows if one in row)
        second = next(row for row in rows if other in row)
        return html.replace(first, "\0").replace(second, first).replace("\0", second)

    return changed


def in_a_frame(html: str) -> str:
    """The page inside of a frame of another one."""
    inner = html.replace("&", "&amp;").replace('"', "&quot;")
    frame = f'<iframe width="1200" height="900" srcdoc="{inner}"></iframe>'
    return f"<html><head><title>枠</title></head><body>{frame}</body></html>"


INTERSTITIAL = (
    "<html><head><title>重要なお知らせ</title></head><body><h2>重要なお知らせ</h2><p>年末年始の休業について。</p>"
    '<form method="post" action="/x"><input type="submit" value="閉じる"></form></body></html>'
)
BANNER = '<p style="background:#ff0">【重要】本サービスは来年終了します。</p>'
AGREE = '<p><label><input type="checkbox" name="agree"{}> 利用規約に同意する</label></p>'
TITLE = "<title>セコムあんしんエコ文書サービス</title>"

CHANGED_PAGES: dict[str, ChangedPage] = {
    "step1 button": ChangedPage(STEP1, put('value="　次へ　"', 'value="ログオン"'), "button", "次へ", True),
    "step1 caption": ChangedPage(
        STEP1,
        put("認証情報/パスワード(半角英数字):", "ワンタイムコード:"),
        "caption",
        "認証情報/パスワード",
        False,
    ),
    "step1 caption, only longer": ChangedPage(
        STEP1, put("パスワード(半角英数字):", "パスワード(半角英数字 8文字):"), "caption", "認証情報", False
    ),
    "step1 type": ChangedPage(STEP1, put('type="password"', 'type="text"'), "type", "認証情報", False),
    "step1 heading": ChangedPage(
        STEP1, put("【STEP1】認証情報/パスワードを入力", "【STEP1】ご本人の確認"), "heading", "STEP1", False
    ),
    "step1 banner": ChangedPage(STEP1, before("<form ", BANNER), "text", "来年終了します", False),
    "step1 interstitial": ChangedPage(STEP1, lambda html: INTERSTITIAL, "unknown", "重要なお知らせ", True),
    "step1 frame": ChangedPage(STEP1, in_a_frame, "frame", "1", False),
    "step2 button": ChangedPage(
        STEP2, put_all('value="　発行　"', 'value="　申し込む　"'), "button", "発行", True
    ),
    "step2 required": ChangedPage(
        STEP2, before("</form>", AGREE.format(" required")), "required", "利用規約に同意する", True
    ),
    "step2 new list": ChangedPage(
        STEP2,
        before("</form>", '<p>用途 <select name="use"><option>申請</option></select></p>'),
        "field",
        "用途",
        False,
    ),
    "step2 banner": ChangedPage(STEP2, before("<form ", BANNER), "text", "来年終了します", False),
    "sign-up button": ChangedPage(
        SIGNUP, put('value="サインアップ"', 'value="はじめる"'), "button", "サインアップ", True
    ),
    "sign-up button is a link": ChangedPage(
        SIGNUP,
        put(
            '<input type="button" value="サインアップ" onclick="doAction(0, \'signup\')">',
            '<a href="#" onclick="doAction(0, \'signup\')">サインアップ</a>',
        ),
        "type",
        "サインアップ",
        False,
    ),
    "sign-up field gone": ChangedPage(
        SIGNUP,
        lambda html: re.sub(
            r'<tr><td class="t2" width="120">.*?</tr></table></td>.*?</tr>', "", html, count=1, flags=re.S
        ),
        "field",
        "ユーザID",
        True,
    ),
    "sign-up new field": ChangedPage(
        SIGNUP,
        put(
            "</table>\n<br>",
            '<tr><td class="t2">生年月日</td><td class="t3"><input name="b"></td></tr></table>\n<br>',
        ),
        "field",
        "生年月日",
        False,
    ),
    "sign-up new required field": ChangedPage(
        SIGNUP,
        put(
            "</table>\n<br>",
            '<tr><td class="t2">生年月日</td><td class="t3"><input name="b" required></td></tr></table>\n<br>',
        ),
        "required",
        "生年月日",
        True,
    ),
    "sign-up order": ChangedPage(SIGNUP, swap_rows("a101", "a102"), "order", "", False),
    "sign-up text": ChangedPage(
        SIGNUP,
        put("ログインするユーザIDとパスワードを入力してから", "ユーザIDとパスワードを入れて"),
        "text",
        "ボタンをクリック",
        False,
    ),
    "login button": ChangedPage(
        LOGIN, put('value="ログイン"', 'value="次へ進む"'), "button", "ログイン", True
    ),
    "login button, still understood": ChangedPage(
        LOGIN, put('value="ログイン"', 'value="ログインする"'), "button", "ログイン", False
    ),
    "login caption": ChangedPage(
        LOGIN, put("<tr><td>ユーザID</td>", "<tr><td>会員番号</td>"), "caption", "ユーザID", False
    ),
    "login password caption": ChangedPage(
        LOGIN, put("<tr><td>パスワード</td>", "<tr><td>暗号</td>"), "caption", "パスワード", False
    ),
    "login type": ChangedPage(LOGIN, put('type="password"', 'type="text"'), "type", "パスワード", False),
    "login required box": ChangedPage(
        LOGIN,
        before('<br>\n<table border="0" width="420">', AGREE.format(" required")),
        "required",
        "利用規約",
        True,
    ),
    "login box": ChangedPage(
        LOGIN, before('<br>\n<table border="0" width="420">', AGREE.format("")), "field", "利用規約", False
    ),
    "login is required now": ChangedPage(
        LOGIN, put('type="password"', 'required type="password"'), "required", "パスワード", False
    ),
    "login title": ChangedPage(LOGIN, put(TITLE, "<title>電子申請</title>"), "title", "セコム", False),
    "login heading": ChangedPage(LOGIN, put("■ ログイン", "■ ようこそ"), "heading", "ログイン", False),
    "login banner with a link": ChangedPage(
        LOGIN,
        before("<form ", '<div>お知らせは<a href="/n">こちら</a>です。</div>'),
        "text",
        "お知らせは",
        False,
    ),
    "login interstitial": ChangedPage(LOGIN, lambda html: INTERSTITIAL, "unknown", "重要なお知らせ", True),
    "login new link": ChangedPage(
        LOGIN,
        before("</form>", '<div><a href="/f">パスワードを忘れた方</a></div>'),
        "button",
        "忘れた",
        False,
    ),
    "login length": ChangedPage(
        LOGIN, put('maxlength="64"', 'maxlength="12"'), "length", "パスワード", False
    ),
    "login name": ChangedPage(LOGIN, put("items[1].value", "loginPassword"), "name", "パスワード", False),
    "login frame": ChangedPage(LOGIN, in_a_frame, "frame", "1", False),
    "login form elsewhere": ChangedPage(
        LOGIN, put('action="/ebunsho/UrLogin.do"', 'action="/ebunsho/Auth.do"'), "form", "UrLogin", False
    ),
    "login order of the button": ChangedPage(
        LOGIN,
        lambda html: re.sub(
            r"(<table border=.0. cellspacing=.1.(?:(?!<br>).)*</table>)\n<br>\n"
            r"(<table border=.0. width=.420.>.*?</table>)",
            r"\2\n<br>\n\1",
            html,
            flags=re.DOTALL,
        ),
        "order",
        "ログイン",
        False,
    ),
    "home tab": ChangedPage(HOME, put_all(">本人情報<", ">マイページ<"), "button", "本人情報", True),
    "home text": ChangedPage(
        HOME,
        put("ご利用になるメニューを選択してください。", "メニューをお選びください。"),
        "text",
        "メニュー",
        False,
    ),
    "personal button": ChangedPage(
        PERSONAL, put('value="署名用証明書管理"', 'value="電子証明書"'), "button", "署名用証明書管理", True
    ),
    "personal other button": ChangedPage(
        PERSONAL,
        put('value="ログイン用証明書管理"', 'value="証明書管理"'),
        "button",
        "ログイン用証明書管理",
        False,
    ),
    "personal policy": ChangedPage(PERSONAL, put(">8文字<", ">12文字<"), "text", "8文字", False),
    "signing button": ChangedPage(
        SIGNING_NEW, put('value="新規発行"', 'value="申請"'), "button", "新規発行", True
    ),
    "signing caption": ChangedPage(
        SIGNING_PIN, put("署名用証明書発行", "電子証明書の発行"), "text", "署名用証明書発行", False
    ),
    "signing heading": ChangedPage(
        SIGNING_PIN,
        put("■ 署名用証明書管理メニュー", "■ 署名メニュー"),
        "heading",
        "署名用証明書管理メニュー",
        True,
    ),
    "signing register": ChangedPage(SIGNING_PIN, put('value="登録"', 'value="設定"'), "button", "登録", True),
    "pin caption": ChangedPage(
        PIN, put(">新しい暗証コード</td>", ">署名PIN</td>"), "caption", "新しい暗証コード", True
    ),
    "pin button": ChangedPage(PIN, put('value="登録"', 'value="決定"'), "button", "登録", True),
    "pin required box": ChangedPage(
        PIN, before("</form>\n", AGREE.format(" required")), "required", "利用規約", True
    ),
    "pin text": ChangedPage(
        PIN,
        put("※暗証コードは電子署名を付けるときのパスワードになります。", ""),
        "text",
        "電子署名を付ける",
        False,
    ),
    "password caption": ChangedPage(
        PASSWORD, put("<td>確認用パスワード</td>", "<td>もう一度</td>"), "caption", "確認用パスワード", True
    ),
    "password button": ChangedPage(PASSWORD, put('value="変更"', 'value="保存"'), "button", "変更", True),
    "password order": ChangedPage(
        PASSWORD, swap_rows("現在のパスワード", "新しいパスワード"), "order", "パスワード", False
    ),
    "password field gone": ChangedPage(
        PASSWORD,
        lambda html: re.sub(
            r' <tr><td class="t2">(?:(?!<tr><td class="t2").)*現在のパスワード.*?</td></tr>\n(?= <tr>)',
            "",
            html,
            flags=re.S,
        ),
        "field",
        "現在のパスワード",
        True,
    ),
    "password heading": ChangedPage(
        PASSWORD, put("■ パスワード変更", "■ パスワードの更新"), "heading", "パスワード変更", False
    ),
    "password interstitial": ChangedPage(
        PASSWORD, lambda html: INTERSTITIAL, "unknown", "重要なお知らせ", True
    ),
}
