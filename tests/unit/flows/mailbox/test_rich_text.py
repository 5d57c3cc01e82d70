"""The text of RTF as Word and Outlook write it."""

from __future__ import annotations

import pytest

from ekakushin.flows.mailbox.rich_text import decompress, text_of_rich

HEAD = (
    rb"{\rtf1\ansi\ansicpg932\deff0{\fonttbl{\f0\fswiss\fcharset128 MS PGothic;}{\f1\fmodern\fcharset0 Arial;}}"
    rb"{\colortbl\red0\green0\blue0;}{\*\generator Riched20 16.0;}{\info{\title secret}}"
)


@pytest.mark.parametrize(
    ("rich", "text"),
    [
        (rb"\f0 \'83\'86\'81[\'83UID\'81F20451\par next", "ユーザID：20451\nnext"),
        (rb"\f1 caf\'e9\f0  \'8aw\tab x\line y", "café 学\tx\ny"),
        (rb"\uc1\u12518 ?\u12540 ?\u12470 ?ID", "ユーザID"),
        (rb"\uc2\u-28641\'88\'ea x", "速 x"),
        (rb"a\~b\_c\{d\}\\e\'5cf", "a b-c{d}\\e\\f"),
        (
            rb'{\field{\*\fldinst{ HYPERLINK "https://ca.example.jp/x?a=1&b=2" }}{\fldrslt{\ul here}}} end',
            " <https://ca.example.jp/x?a=1&b=2> here end",
        ),
        (rb"{\pict\bin5 }{{{x}visible", "visible"),
        (rb"{\*\unknown hidden}shown", "shown"),
    ],
)
def test_letters_lines_and_links_are_read(rich: bytes, text: str) -> None:
    assert text_of_rich(HEAD + rich + b"}") == text


def test_the_html_that_outlook_wraps_comes_out() -> None:
    wrapped = (
        rb"{\rtf1\ansi\ansicpg1252\fromhtml1 \fbidis \deff0{\fonttbl{\f0\fswiss\fcharset0 Arial;}"
        rb"{\f5\fswiss\fcharset128 MS Gothic;}}\uc1\pard\plain\deftab360 \f0\fs24 "
        b"\r\n"
        + rb"{\*\htmltag19 <html>}{\*\mhtmltag84 <a href=gone>}{\*\htmltag84 <a href=\'22https://ca.example.jp/x?a=1&amp;b=2\'22>}"
        rb"\htmlrtf {\htmlrtf0 \f5 \'83\'86\'81[\'83U\htmlrtf\f0}\htmlrtf0 {\*\htmltag92 </a>}"
        rb"{\*\htmltag84 &nbsp;}\htmlrtf \'a0\htmlrtf0 {\*\htmltag27 </html>}}"
    )

    assert (
        text_of_rich(wrapped) == '<html><a href="https://ca.example.jp/x?a=1&amp;b=2">ユーザ</a>&nbsp;</html>'
    )


@pytest.mark.parametrize(
    "rich", [b"", b"{", b"}}}}", rb"\u", rb"\'4", rb"\f99999 x\'", rb"{\rtf1\ansicpg99999 \'83x}"]
)
def test_broken_rtf_does_no_harm(rich: bytes) -> None:
    text_of_rich(rich)


@pytest.mark.parametrize("packed", [b"\x20\0\0\0\x10\0\0\0LZFu\0\0\0\0abc", bytes(16), b"\xff" * 40])
def test_damaged_compression_is_refused(packed: bytes) -> None:
    with pytest.raises(ValueError):
        decompress(packed)
