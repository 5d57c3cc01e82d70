"""The Japanese encodings as mail programs really write them, where Python's codecs follow the bare standard.

Outlook writes ISO-2022-JP with NEC's and IBM's characters (①, ㈱, 髙) and half-width katakana in it, which
Microsoft calls CP50220 to CP50222, and EUC-JP likewise (CP51932). Both hold the same pairs as CP932.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache

_JIS_PIECE = re.compile(rb"(\x1b(?:\$\([@-Q]|\$[@B]|\([A-Z])|\r?\n|\r|[\x0e\x0f])")
_EUC = re.compile(rb"[\x00-\x7f]+|(?:[\xa1-\xfe]{2})+|\x8e[\xa1-\xdf]|\x8f[\xa1-\xfe]{2}")

_SINGLE = bytes([*range(0x80), *range(0xA1, 0xE0)])
_KATAKANA = bytes([*range(0x21, 0x60), *range(0xA1, 0xE0)])
_UP, _DOWN = bytes(byte | 0x80 for byte in range(256)), bytes(byte & 0x7F for byte in range(256))


def decode_iso_2022_jp(data: bytes) -> str:
    """Text of ISO-2022-JP in any dialect. Raises ValueError for what is none of them."""
    text: list[str] = []
    reader: Callable[[bytes], str] = _single
    for piece in _JIS_PIECE.split(data):
        if piece[:1] in (b"\x1b", b"\x0e", b"\x0f"):
            reader = _reader(piece)
        elif piece in (b"\r\n", b"\n", b"\r"):
            reader = _single  # RFC 1468: every line begins in ASCII
            text.append(piece.decode("ascii"))
        else:
            text.append(reader(piece))
    return "".join(text)


def decode_euc_jp(data: bytes) -> str:
    """Text of EUC-JP in any dialect. Raises ValueError for what is none of them."""
    text, end = [], 0
    for match in _EUC.finditer(data):
        if match.start() != end:
            raise ValueError("no EUC-JP")
        end = match.end()
        piece = match.group()
        text.append(_double(_low(piece)) if piece[0] >= 0xA1 else piece.decode("euc_jp"))
    if end != len(data):
        raise ValueError("no EUC-JP")
    return "".join(text)


def _reader(escape: bytes) -> Callable[[bytes], str]:
    readers = {
        b"\x1b(B": _single,
        b"\x1b(J": _single,
        b"\x1b(H": _single,
        b"\x0f": _single,
        b"\x1b(I": _katakana,
        b"\x0e": _katakana,
        b"\x1b$@": _double,
        b"\x1b$B": _double,
        b"\x1b$(D": _supplement,
        b"\x1b$(O": _jis_2004,
        b"\x1b$(Q": _jis_2004,
    }
    if escape not in readers:
        raise ValueError("unknown character set")
    return readers[escape]


def _single(data: bytes) -> str:
    if data.translate(None, _SINGLE):
        raise ValueError("no ISO-2022-JP")
    return data.decode("cp932")


def _katakana(data: bytes) -> str:
    if data.translate(None, _KATAKANA):
        raise ValueError("no half-width katakana")
    return _high(data).decode("cp932")


def _double(data: bytes) -> str:
    shifted = _all_shifted()
    try:
        return b"".join([shifted[data[at : at + 2]] for at in range(0, len(data), 2)]).decode("cp932")
    except KeyError:
        raise ValueError("no pairs") from None


@cache
def _all_shifted() -> dict[bytes, bytes]:
    """The pairs of JIS (two bytes from 0x21 to 0x7E) as CP932 writes them."""
    cells = range(94)
    return {bytes((row + 0x21, cell + 0x21)): _shift(row, cell) for row in cells for cell in cells}


def _shift(row: int, cell: int) -> bytes:
    lead = row // 2 + (0x81 if row < 62 else 0xC1)
    trail = cell + 0x9F if row % 2 else cell + 0x40 + (cell >= 63)
    return bytes((lead, trail))


def _supplement(data: bytes) -> str:
    if len(data) % 2:
        raise ValueError("no pairs")
    pairs = (data[at : at + 2] for at in range(0, len(data), 2))
    return b"".join(b"\x8f" + _high(pair) for pair in pairs).decode("euc_jp")


def _jis_2004(data: bytes) -> str:
    return _high(data).decode("euc_jis_2004")


def _high(data: bytes) -> bytes:
    return data.translate(_UP)


def _low(data: bytes) -> bytes:
    return data.translate(_DOWN)
