"""The text of RTF, in which Outlook keeps bodies: as it is, or the HTML or plain text wrapped in it (MS-OXRTFEX)."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

LARGEST = 8 << 20  # bytes, unpacked
_TOKEN = re.compile(
    rb"\\(?P<word>[a-zA-Z]{1,32})(?P<number>-?\d{1,10})? ?|\\'(?P<hex>[0-9a-fA-F]{2})|\\(?P<sign>[^a-zA-Z])"
    rb"|(?P<brace>[{}])|(?P<text>[^\\{}\r\n]+)|[\r\n]+|\\",
    re.DOTALL,
)
_SILENT = {b"colortbl", b"stylesheet", b"info", b"pict", b"object", b"header", b"footer", b"mhtmltag"}
_SPECIAL = {
    **{b"par": "\n", b"line": "\n", b"row": "\n", b"page": "\n", b"sect": "\n", b"tab": "\t", b"cell": "\t"},
    **{b"lquote": "‘", b"rquote": "’", b"ldblquote": "“", b"rdblquote": "”", b"bullet": "•"},
    **{b"endash": "–", b"emdash": "—", b"emspace": " ", b"enspace": " "},
}
_SIGNS = {b"\\": b"\\", b"{": b"{", b"}": b"}", b"~": b" ", b"_": b"-"}
_CHARSETS = {0: 1252, 128: 932, 129: 949, 134: 936, 136: 950, 204: 1251, 238: 1250}
_LINK = re.compile(r"HYPERLINK\s+(?:\\[a-z]\s+)*\"?([^\"\s]+)\"?", re.IGNORECASE)


def decompress(packed: bytes) -> bytes:
    """The RTF in PR_RTF_COMPRESSED; b"" for none. Raises ValueError for what is damaged or too large."""
    from compressed_rtf import decompress as unpack

    if len(packed) < 16:
        return b""
    if int.from_bytes(packed[4:8], "little") > LARGEST:
        raise ValueError("too large")
    try:
        return bytes(unpack(packed))
    except Exception as error:  # the package raises plain Exception for what it does not know
        raise ValueError("damaged RTF") from error


def is_markup_inside(rich: bytes) -> bool:
    """Whether the RTF only wraps an HTML page."""
    return b"\\fromhtml" in rich[:1024]


def text_of_rich(rich: bytes) -> str:
    """The text, links as `words <address>`; of wrapped HTML the markup."""
    reader = _Reader(from_html=is_markup_inside(rich))
    at = 0
    while match := _TOKEN.match(rich, at):
        at = match.end() + reader.take(match)
    reader.flush()
    return "".join(reader.parts)


@dataclass(frozen=True, kw_only=True)
class _Group:
    """What holds between two braces."""

    kind: str = ""  # "silent", "fonts", "markup" or "link"
    font: int = -1
    hidden: bool = False
    skipped: int = 1  # characters behind \\u for readers that do not know it


@dataclass(kw_only=True)
class _Reader:
    from_html: bool
    parts: list[str] = field(default_factory=list)
    _group: _Group = field(default_factory=_Group)
    _outer: list[_Group] = field(default_factory=list)
    _fonts: dict[int, int] = field(default_factory=dict)
    _page: int = 1252
    _left_to_skip: int = 0
    _bytes: bytearray = field(default_factory=bytearray)
    _link: str = ""
    _is_optional: bool = False

    def take(self, token: re.Match[bytes]) -> int:
        """Take in one token; how many bytes behind it are no text."""
        word, is_optional = token["word"], self._is_optional
        self._is_optional = token["sign"] == b"*"
        if token["brace"]:
            self._brace(token["brace"])
        elif word:
            return self._control(word, int(token["number"] or -1), is_optional=is_optional)
        elif token["hex"]:
            self._add(bytes.fromhex(token["hex"].decode()))
        elif token["sign"]:
            self._sign(token["sign"])
        elif token["text"]:
            self._add(token["text"])
        return 0

    def flush(self) -> None:
        """Decode what has come in so far: a character may lie in two tokens."""
        if self._bytes:
            self._say(_decode(bytes(self._bytes), self._fonts.get(self._group.font) or self._page))
            self._bytes.clear()

    def _brace(self, brace: bytes) -> None:
        self.flush()
        self._left_to_skip = 0
        if brace == b"{":
            self._outer.append(self._group)
        elif self._outer:
            if self._group.kind == "link" and self._outer[-1].kind != "link":
                found = _LINK.search(self._link)
                self.parts += [f" <{found[1]}> "] if found else []
                self._link = ""
            self._group = self._outer.pop()

    def _control(self, word: bytes, number: int, *, is_optional: bool) -> int:
        if word == b"u":
            self.flush()
            self._say(_unit(number))
            self._left_to_skip = self._group.skipped
            return 0
        self.flush()
        if word == b"bin":
            return max(number, 0)
        if word in _SPECIAL and not self._hides():
            self._say(_SPECIAL[word])
        self._enter(word, is_optional=is_optional)
        self._change(word, number)
        return 0

    def _enter(self, word: bytes, *, is_optional: bool) -> None:
        kinds = {
            b"fonttbl": "fonts",
            b"htmltag": "markup",
            b"fldinst": "link",
            **dict.fromkeys(_SILENT, "silent"),
        }
        kind = kinds.get(word, "silent" if is_optional else "")
        if kind and self._group.kind != "silent":
            self._group = replace(self._group, kind=kind)

    def _change(self, word: bytes, number: int) -> None:
        if word == b"ansicpg" and number > 0:
            self._page = number
        elif word == b"f":
            self._group = replace(self._group, font=number)
        elif word == b"fcharset" and self._group.kind == "fonts" and number in _CHARSETS:
            self._fonts[self._group.font] = _CHARSETS[number] if number else self._page
        elif word == b"uc":
            self._group = replace(self._group, skipped=max(number, 0))
        elif word == b"htmlrtf":
            self._group = replace(self._group, hidden=number != 0)

    def _sign(self, sign: bytes) -> None:
        if sign in b"\r\n":
            self.flush()
            self._say("\n")
        elif sign in _SIGNS:
            self._add(_SIGNS[sign])

    def _add(self, data: bytes) -> None:
        skipped = min(self._left_to_skip, len(data))
        self._left_to_skip -= skipped
        self._bytes += data[skipped:]

    def _hides(self) -> bool:
        group = self._group
        return group.kind in ("silent", "fonts", "link") or (self.from_html and group.hidden)

    def _say(self, text: str) -> None:
        if self._group.kind == "link":
            self._link += text
        elif not self._hides():
            self.parts.append(text)


def _unit(number: int) -> str:
    """\\u counts in UTF-16 units, those above 32767 as negative numbers."""
    return chr(number % 0x10000)


def _decode(data: bytes, page: int) -> str:
    """In the code page, unless it cannot be: Japanese is found in fonts for the West, and the West's letters too."""
    for name in ("utf-8" if page == 65001 else f"cp{page}", "cp1252"):
        try:
            return data.decode(name)
        except (LookupError, ValueError):
            continue
    return data.decode("cp932", "replace")
