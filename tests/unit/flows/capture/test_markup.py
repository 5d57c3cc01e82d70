"""Of a page stays what says nothing of anybody, byte for byte; the rest goes by its place."""

from __future__ import annotations

import base64
from datetime import UTC, datetime, timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import pkcs7
from cryptography.x509.oid import NameOID

from ekakushin.flows.capture.markup import pieces_of, strike_markup
from ekakushin.flows.capture.striking import Striker
from ekakushin.flows.capture.values import names_in, values_in
from ekakushin.flows.capture.words import PersonalWord

ORIGINS = {"issuance": "https://issue.example", "service": "https://ds.example"}
LOGIN = """<!DOCTYPE HTML PUBLIC "-//W3C//DTD HTML 4.01 Transitional//EN">
<HTML lang=ja><head><meta http-equiv="Content-Type" content="text/html; charset=Shift_JIS"><title>ログイン</title>
<script type="text/javascript"><!--
function doAction(no, ev, to) {
  var f = document.forms[no]; if (to) { f.action = to; }   // 2009/05/01
  f.elements["actionEvent"].value = ev ? ev : 'login'; f.submit();
}
//--></script></head>
<body bgcolor=#ffffff onload='init( 1 )'><!-- 見出し --><table border=0><tr><TD>■ ログイン
<form method="post" action="/ebunsho/UrLogin.do"><p>ユーザIDとパスワードを入力してから「ログイン」を押してください。</p>
<table><tr><td class="t2">ユーザID</td><td><input type=text name="items[0].value" size=30></td></tr>
<tr><td>パスワード</td><td><input type=password name='items[1].value'></td></tr></table>
<input type="button" value="　ログイン　" onclick="doAction(0, 'login')"> <a href="/ebunsho/Help.do">ヘルプ</a>
<select name=area><option value="all">全エリア</option></select>
</form></table></body></HTML>
"""


def struck(page: str, *words: PersonalWord) -> str:
    striker = Striker(words, origins=ORIGINS, values=values_in([page]), names=names_in([page]))
    striker.begin("pages/01.html")
    return strike_markup(page, striker)


def test_a_page_that_says_nothing_of_anybody_stays_as_it_is() -> None:
    assert struck(LOGIN) == LOGIN


@pytest.mark.parametrize(
    "sent", [LOGIN, "", "<p>a<b", "a &amp; b<!-- x", '<a title="1 > 2">x</a>', "<![CDATA[x]]>y"]
)
def test_a_page_that_is_cut_into_pieces_can_be_put_together(sent: str) -> None:
    assert "".join(piece for _, piece in pieces_of(sent)) == sent


@pytest.mark.parametrize(
    ("sent", "left"),
    [
        (
            '<input type="hidden" name="t" value="0a1b2c3d4e5f60718293">',
            '<input type="hidden" name="t" value="{{token:1}}">',
        ),
        ("<input type=hidden name=m value=admin>", '<input type=hidden name=m value="{{value:1}}">'),
        ('<input name="u" value="健保">', '<input name="u" value="{{value:1}}">'),
        ('<input type="hidden" name="e" value="">', '<input type="hidden" name="e" value="">'),
        ("<textarea name=n>私の住所\n<b>東京</b></textarea>", "<textarea name=n>{{value:1}}</textarea>"),
        ('<a href="/a.do?k=secret&amp;x=1#top">次</a>', '<a href="/a.do?{{query:1}}#top">次</a>'),
        (
            "<a href='/a.do;jsessionid=0A1B?k=1'>次</a>",
            "<a href='/a.do;jsessionid={{session:1}}?{{query:1}}'>次</a>",
        ),
        ('<form action="https://ds.example/x.do">', '<form action="{{site.service}}/x.do">'),
        (
            "<div data-user='u-18273645' data-kind='menu'>",
            "<div data-user='{{attribute:1}}' data-kind='menu'>",
        ),
        ("<td>連絡先 taro@kenpo.example まで</td>", "<td>連絡先 {{mail:1}} まで</td>"),
        ("<td>最終ログイン日時: 2026/05/08 15:47</td>", "<td>最終ログイン日時: {{date:1}}</td>"),
        ("<td>最終ログイン日時: </td>", "<td>最終ログイン日時: </td>"),
        ("<td>登録番号 12345678</td>", "<td>登録番号 {{number:1}}</td>"),
        ("<p>鈴木 花子 様<br>お客様</p>", "<p>{{name:1}} 様<br>お客様</p>"),
        ("<p>株式会社サンプル</p>", "<p>{{company:1}}</p>"),
        (
            "<tr><td>氏名</td><td>鈴木 花子</td></tr><p>鈴木 花子</p>",
            "<tr><td>氏名</td><td>{{text:1}}</td></tr><p>{{text:2}}</p>",
        ),
        ("<tr><td>最小文字数</td><td>8文字</td></tr>", "<tr><td>最小文字数</td><td>8文字</td></tr>"),
        (
            "<tr><td>ログイン失敗回数</td><td>0</td></tr>",
            "<tr><td>ログイン失敗回数</td><td>{{text:1}}</td></tr>",
        ),
        (
            "<dl><dt>PIN</dt><dd><tt>a1b2c3</tt></dd></dl>",
            "<dl><dt>PIN</dt><dd><tt>{{text:1}}</tt></dd></dl>",
        ),
        (
            "<tr><td>証明書</td><td>[OK]ボタンを押してください。</td></tr>",
            "<tr><td>証明書</td><td>[OK]ボタンを押してください。</td></tr>",
        ),
        (
            '<script>var a = b ? "x" : "/H.jsp?t=" + t;</script>',
            '<script>var a = b ? "x" : "/H.jsp?{{query:1}}" + t;</script>',
        ),
        (
            '<script>f("X509Enrollment.CX509CertificateRequestPkcs10")</script>',
            '<script>f("X509Enrollment.CX509CertificateRequestPkcs10")</script>',
        ),
        (
            '<input type=submit name="x72656e616d65645f3132" value="次へ">',
            '<input type=submit name="x72656e616d65645f3132" value="次へ">',
        ),
        (
            '<iframe srcdoc="&lt;input name=&quot;a&quot; value=&quot;x&quot;&gt;"></iframe>',
            '<iframe srcdoc="&lt;input name=&quot;a&quot; value=&quot;{{value:1}}&quot;&gt;"></iframe>',
        ),
    ],
)
def test_what_is_anybodys_goes_by_its_place(sent: str, left: str) -> None:
    assert struck(sent) == left


def test_a_known_word_goes_wherever_it_stands() -> None:
    page = '<script>var n = "健保 太郎";</script><a href="/健保太郎/">健保　太郎さんの頁</a><!-- 健保太郎 -->'
    left = struck(page, PersonalWord("健保 太郎", "person.name"))
    assert left.count("{{person.name}}") == 4
    assert "健保" not in left


def test_of_a_list_the_first_cell_of_a_row_is_somebodys_as_well() -> None:
    page = (
        "<table><tr><th>氏名</th><th>部署</th></tr><tr><td>鈴木 花子</td><td>営業部</td></tr>"
        "<tr><td>佐藤 健</td><td><a href='#'>詳細</a></td></tr></table>"
    )
    left = struck(page)
    assert not [word for word in ("鈴木", "営業部", "佐藤") if word in left]
    assert all(word in left for word in ("氏名", "部署", "詳細"))


def test_a_choice_may_name_somebody_and_an_address_as_a_link_is_no_value() -> None:
    assert struck("<option>株式会社サンプル</option>") == "<option>{{company:1}}</option>"
    page = "<a href='https://other.example/a'>https://other.example/a</a><option>CSP</option>"
    assert struck(page) == page


def test_what_the_page_calls_a_tab_is_no_value_beside_a_caption() -> None:
    page = "<tr><td>エリア名</td><td><b>本人情報</b></td></tr><a href='#'>本人情報</a>"
    assert struck(page) == page


def certificate(name: str, *, authority: bool) -> x509.Certificate:
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = datetime.now(UTC)
    builder = x509.CertificateBuilder(
        subject, subject, key.public_key(), x509.random_serial_number(), now, now + timedelta(1)
    )
    constraints = x509.BasicConstraints(ca=authority, path_length=None)
    return builder.add_extension(constraints, critical=True).sign(key, hashes.SHA256())


def in_script(data: bytes) -> str:
    lines = base64.encodebytes(data).decode().split()
    return '<script>var g = ""' + "".join(f'\n + "{line}"' for line in lines) + ";</script>"


def test_a_certificate_in_a_script_is_known_by_what_it_is() -> None:
    own, root = certificate("10006", authority=False), certificate("root", authority=True)
    kinds = {
        "certificate.client": own.public_bytes(serialization.Encoding.DER),
        "certificate.root": root.public_bytes(serialization.Encoding.DER),
        "certificate.answer": pkcs7.serialize_certificates([own, root], serialization.Encoding.DER),
        "certificate.roots": pkcs7.serialize_certificates([root], serialization.Encoding.DER),
    }
    for kind, data in kinds.items():
        assert struck(in_script(data)) == f'<script>var g = "{{{{{kind}}}}}";</script>'
    assert struck(in_script(b"\x00" * 300)) == '<script>var g = "{{data:1}}";</script>'
