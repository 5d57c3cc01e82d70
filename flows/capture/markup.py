"""The markup of a page, struck out piece by piece; whatever is not struck stays as the site has sent it."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from itertools import pairwise

from ekakushin.flows.capture.striking import Striker

_CAPTIONS = frozenset(
    {"title", "button", "label", "legend", "th", "caption", "h1", "h2", "h3", "h4", "h5", "h6"}
)
_EMPTY = frozenset(
    re.findall(
        r"\S+",
        """area base br col embed frame hr img input link
        meta param source track wbr""",
    )
)
_ATTRIBUTE = re.compile(r"""(\s)([^\s=>"'/]+)(\s*=\s*)("[^"]*"|'[^']*'|[^\s>]+)""")
_TYPED = re.compile(r"(<textarea\b[^>]*>)(.*?)(</textarea>)", re.IGNORECASE | re.DOTALL)
_ADDRESSES = frozenset({"href", "src", "action", "formaction", "data", "background", "cite", "codebase"})
_STRUCTURE = frozenset(
    re.findall(
        r"\S+",
        """type style size maxlength width height align valign border cellspacing
        cellpadding bgcolor color face lang dir method target enctype rel
        charset http-equiv content colspan rowspan nowrap topmargin leftmargin marginwidth marginheight
        classid language tabindex accesskey cols rows frameborder scrolling noresize autocomplete
        required readonly disabled checked selected multiple novalidate usemap shape coords
        vspace hspace clear media role scope accept-charset pattern inputmode min
        max step wrap xmlns span rules frame summary""",
    )
)
_NAMES = frozenset({"name", "id", "class", "for", "headers", "form", "list"})
_WORDS = frozenset({"alt", "title", "placeholder", "label", "abbr"})
_PRESSED = frozenset({"submit", "button", "reset", "image"})
_PLAIN_WORD = re.compile(r"[A-Za-z_-]{0,30}|\d{1,3}")

Piece = tuple[str, str]  # what it is (start, end, text, other) and as it was written


def strike_markup(text: str, striker: Striker) -> str:
    """The markup without what is anybody's. Nothing else of it changes, not even its spaces."""
    text = _TYPED.sub(lambda found: found[1] + _typed(found[2], striker) + found[3], text)
    inside: list[str] = []
    kept = []
    for kind, piece in pieces_of(text):
        if kind == "start":
            tag = _tag_of(piece)
            kept.append(_strike_tag(piece, tag, striker))
            if tag not in _EMPTY:
                inside.append(tag)
        elif kind == "end":
            kept.append(piece)
            _leave(inside, _tag_of(piece))
        elif kind == "text":
            kept.append(_strike_text(piece, inside, striker))
        else:
            kept.append(striker.caption(piece))
    return striker.whole("".join(kept))


def pieces_of(text: str) -> Iterator[Piece]:
    """The markup cut into tags, texts and the rest; put together again it is the same."""
    cutter = _Cutter(text)
    places = [*cutter.places, ("", len(text))]
    before: Piece | None = None
    for (kind, begin), (_, end) in pairwise(places):
        piece = (kind, text[begin:end])
        if before and before[0] == "text" == kind:
            before = ("text", before[1] + piece[1])
            continue
        if before:
            yield before
        before = piece
    if before:
        yield before


class _Cutter(HTMLParser):
    """Notes where each piece begins."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=False)
        self._starts = [0]
        for line in text.split("\n"):
            self._starts.append(self._starts[-1] + len(line) + 1)
        self.places: list[tuple[str, int]] = []
        self.feed(text)
        self.close()
        if not self.places or self.places[0][1]:
            self.places.insert(0, ("text", 0))

    def _note(self, kind: str) -> None:
        line, column = self.getpos()
        self.places.append((kind, self._starts[line - 1] + column))

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self._note("start")

    def handle_startendtag(self, tag: str, attrs: object) -> None:
        self._note("start")

    def handle_endtag(self, tag: str) -> None:
        self._note("end")

    def handle_data(self, data: str) -> None:
        self._note("text")

    def handle_entityref(self, name: str) -> None:
        self._note("text")

    def handle_charref(self, name: str) -> None:
        self._note("text")

    def handle_comment(self, data: str) -> None:
        self._note("other")

    def handle_decl(self, decl: str) -> None:
        self._note("declaration")

    def handle_pi(self, data: str) -> None:
        self._note("other")

    def unknown_decl(self, data: str) -> None:
        self._note("other")


def _typed(text: str, striker: Striker) -> str:
    return striker.data(text.strip(), "value") if text.strip() else text


def _tag_of(piece: str) -> str:
    found = re.match(r"</?\s*([^\s/>]+)", piece)
    return found[1].lower() if found else ""


def _leave(inside: list[str], tag: str) -> None:
    if tag in inside:
        while inside and inside.pop() != tag:
            pass


def _strike_text(piece: str, inside: list[str], striker: Striker) -> str:
    if not piece.strip():
        return piece
    if "script" in inside:
        return striker.script(piece)
    if {"style", "textarea"} & set(inside):
        return piece
    return striker.caption(piece) if _CAPTIONS & set(inside[-4:]) else striker.line(piece)


def _strike_tag(piece: str, tag: str, striker: Striker) -> str:
    found = {each[2].lower(): _unquoted(each[4]) for each in _ATTRIBUTE.finditer(piece)}
    kind = found.get("type", "").lower()

    def attribute(match: re.Match[str]) -> str:
        mark = match[4][0] if match[4][0] in "\"'" else ""
        value = match[4][1:-1] if mark else match[4]
        struck = _strike_attribute(tag, kind, match[2].lower(), value, striker)
        if struck == value:
            return match.group()
        mark = mark or '"'
        return f"{match[1]}{match[2]}{match[3]}{mark}{struck}{mark}"

    return _ATTRIBUTE.sub(attribute, piece)


def _unquoted(value: str) -> str:
    return value[1:-1] if value[:1] in ("'", '"') else value


def _strike_attribute(tag: str, kind: str, name: str, value: str, striker: Striker) -> str:
    if not value.strip():
        return value
    if name == "value":
        return _strike_value(tag, kind, value, striker)
    if name == "srcdoc":
        return html.escape(strike_markup(html.unescape(value), striker), quote=True)
    way = _way_of(name, value, striker)
    return way(value) if way else striker.instead("attribute")


def _way_of(name: str, value: str, striker: Striker) -> Callable[[str], str] | None:
    """How an attribute is struck; None for one of which nobody knows what it holds."""
    if name in _ADDRESSES:
        return striker.address
    if name.startswith("on"):
        return striker.script
    if name in _WORDS or name.startswith("aria-"):
        return striker.line
    if name in _NAMES:
        return striker.whole
    if name == "content":
        return striker.caption
    return str if name in _STRUCTURE or _PLAIN_WORD.fullmatch(value) else None


def _strike_value(tag: str, kind: str, value: str, striker: Striker) -> str:
    if tag == "option":
        return striker.line(value)
    if tag in ("button", "param", "li") or kind in _PRESSED:
        return striker.caption(value)
    return striker.data(html.unescape(value), "value")
