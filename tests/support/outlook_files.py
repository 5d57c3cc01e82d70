"""Outlook's files made by hand: compound files with a message's properties in them, winmail.dat, compressed RTF."""

from __future__ import annotations

import struct
from collections.abc import Mapping, Sequence
from typing import Any

Tree = Mapping[str, Any]  # names to bytes, or to another tree
_SECTOR, _MINI, _CUTOFF = 512, 64, 4096
_END, _FREE, _FAT, _NONE = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD, 0xFFFFFFFF


def compound_file(tree: Tree) -> bytes:
    """A file of storages and streams (MS-CFB, version 3); streams under 4096 bytes lie in the mini stream."""
    return _Writer().write(tree)


class _Writer:
    def __init__(self) -> None:
        self.sectors: list[bytes] = []
        self.chain: list[int] = []
        self.mini = bytearray()
        self.mini_chain: list[int] = []
        self.entries: list[list[Any]] = []

    def write(self, tree: Tree) -> bytes:
        self._add("Root Entry", 5)
        self.entries[0][5] = self._children(tree)
        self.entries[0][6], self.entries[0][7] = self._big(bytes(self.mini)), len(self.mini)
        mini_fat = b"".join(struct.pack("<I", each) for each in self.mini_chain)
        mini_start = self._big(mini_fat.ljust(-(-len(mini_fat) // _SECTOR) * _SECTOR, b"\xff"))
        directory = self._big(b"".join(map(_entry, self.entries)))
        return self._fat(directory, mini_start, -(-len(mini_fat) // _SECTOR))

    def _fat(self, directory: int, mini_start: int, mini_count: int) -> bytes:
        count = 1
        while count * 128 < len(self.chain) + count:
            count += 1
        places = range(len(self.chain), len(self.chain) + count)
        chain = [*self.chain, *[_FAT] * count]
        chain += [_FREE] * (count * 128 - len(chain))
        head = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(16)
        head += struct.pack("<HHHHHHIIIIIIIIII", 0x3E, 3, 0xFFFE, 9, 6, 0, 0, 0, count, directory, 0, _CUTOFF,
                            mini_start, mini_count, _END, 0)  # fmt: skip
        head += b"".join(struct.pack("<I", each) for each in [*places, *[_FREE] * (109 - count)])
        return head + b"".join(self.sectors) + b"".join(struct.pack("<I", each) for each in chain)

    def _add(self, name: str, kind: int) -> int:
        self.entries.append([name, kind, _NONE, _NONE, None, _NONE, 0, 0])
        return len(self.entries) - 1

    def _children(self, tree: Tree) -> int:
        """The first of a chain in which each has the next as its right neighbour."""
        names = sorted(tree, key=lambda name: (len(name), name.upper()))
        numbers = [self._add(name, 2 if isinstance(tree[name], bytes) else 1) for name in names]
        for at, (name, number) in enumerate(zip(names, numbers, strict=True)):
            entry = self.entries[number]
            entry[3] = numbers[at + 1] if at + 1 < len(numbers) else _NONE
            if isinstance(tree[name], bytes):
                entry[6], entry[7] = self._stream(tree[name]), len(tree[name])
            else:
                entry[5] = self._children(tree[name])
        return numbers[0] if numbers else _NONE

    def _stream(self, data: bytes) -> int:
        if len(data) >= _CUTOFF:
            return self._big(data)
        if not data:
            return _END
        first = len(self.mini_chain)
        count = -(-len(data) // _MINI)
        self.mini += data.ljust(count * _MINI, b"\0")
        self.mini_chain += [*range(first + 1, first + count), _END]
        return first

    def _big(self, data: bytes) -> int:
        if not data:
            return _END
        first = len(self.sectors)
        pieces = [data[at : at + _SECTOR].ljust(_SECTOR, b"\0") for at in range(0, len(data), _SECTOR)]
        self.sectors += pieces
        self.chain += [*range(first + 1, first + len(pieces)), _END]
        return first


def _entry(entry: Sequence[Any]) -> bytes:
    name, kind, left, right, _, child, start, size = entry
    coded = name.encode("utf-16-le") + b"\0\0"
    return (
        coded.ljust(64, b"\0")
        + struct.pack("<HBBIII", len(coded), kind, 1, left, right, child)
        + bytes(36)
        + struct.pack("<IQ", start, size)
    )


def outlook_message(
    values: Mapping[int, str | bytes | int],
    attached: Sequence[Tree] = (),
    *,
    ansi: str = "",
    header: int = 32,
) -> dict[str, Any]:
    """The tree of a .msg file; text in Unicode, or in the encoding `ansi` as older Outlooks wrote it."""
    numbers = {number: value for number, value in values.items() if isinstance(value, int)}
    fixed = b"".join(struct.pack("<HHII4x", 3, number, 6, value) for number, value in sorted(numbers.items()))
    tree: dict[str, Any] = {"__properties_version1.0": bytes(header) + fixed}
    for number, value in values.items():
        if isinstance(value, bytes):
            tree[f"__substg1.0_{number:04X}0102"] = value
        elif isinstance(value, str):
            kind, encoding = ("001E", ansi) if ansi else ("001F", "utf-16-le")
            tree[f"__substg1.0_{number:04X}{kind}"] = value.encode(encoding)
    return tree | {f"__attach_version1.0_#{at:08X}": each for at, each in enumerate(attached)}


def attached_file(name: str, data: bytes, kind: str = "") -> dict[str, Any]:
    """The tree of an attachment."""
    return outlook_message({0x3707: name, 0x3701: data, **({0x370E: kind} if kind else {})}, header=8)


def attached_message(message: Tree) -> dict[str, Any]:
    """The tree of an attachment that is a message; `message` was made with a header of 24 bytes."""
    return {**outlook_message({0x3001: "mail"}, header=8), "__substg1.0_3701000D": dict(message)}


def rich_text(text: str, *, code_page: int = 932) -> bytes:
    """Compressed RTF as Outlook writes a Japanese text: letters as bytes of the code page, the font's own."""
    from compressed_rtf import compress

    fonts = r"{\fonttbl{\f0\fnil\fcharset0 Arial;}{\f1\fnil\fcharset128 MS Gothic;}}"
    head = rf"{{\rtf1\ansi\ansicpg{code_page}\deff0" + fonts
    body = r"\par ".join(_rich_line(line, code_page) for line in text.splitlines())
    return bytes(compress((head + r"{\*\generator Riched20}\f1 " + body + "}").encode("ascii"), True))


def _rich_line(line: str, code_page: int) -> str:
    signs = {"\\": r"\\", "{": r"\{", "}": r"\}"}
    return "".join(signs.get(each) or _rich_letter(each, f"cp{code_page}") for each in line)


def _rich_letter(letter: str, encoding: str) -> str:
    return letter if letter.isascii() else "".join(f"\\'{byte:02x}" for byte in letter.encode(encoding))


def rich_markup(markup: str) -> bytes:
    """Compressed RTF that wraps an HTML page, tags in htmltag groups, letters as \\u with a byte for old readers."""
    import re

    from compressed_rtf import compress

    pieces = []
    for piece in re.split(r"(<[^>]*>)", markup):
        if piece.startswith("<"):
            pieces.append(r"{\*\htmltag64 " + piece.replace("\\", r"\\") + r"}\htmlrtf \par \htmlrtf0 ")
        else:
            pieces.append(
                "".join(
                    each if each.isascii() else rf"\u{_signed(ord(each))}?" for each in piece if each != "\n"
                )
            )
    head = r"{\rtf1\ansi\ansicpg1252\fromhtml1 \deff0{\fonttbl{\f0\fswiss Arial;}}\uc1\pard "
    return bytes(compress((head + "".join(pieces) + "}").encode("ascii"), True))


def _signed(unit: int) -> int:
    return unit - 0x10000 if unit > 0x7FFF else unit


def winmail(properties: Mapping[int, str | bytes | int], files: Mapping[str, bytes] | None = None) -> bytes:
    """A winmail.dat with these properties and attached files."""
    data = bytes.fromhex("789f3e22") + b"\x01\x00"
    data += _attribute(1, 0x69007, struct.pack("<II", 932, 0)) + _attribute(
        1, 0x69003, _properties(properties)
    )
    for name, content in (files or {}).items():
        data += _attribute(2, 0x69002, bytes(14)) + _attribute(2, 0x6800F, content)
        data += _attribute(2, 0x69005, _properties({0x3707: name}))
    return data


def _attribute(level: int, number: int, value: bytes) -> bytes:
    return struct.pack("<BII", level, number, len(value)) + value + struct.pack("<H", sum(value) & 0xFFFF)


def _properties(properties: Mapping[int, str | bytes | int]) -> bytes:
    named = (
        struct.pack("<HH", 0x1F, 0x8001)
        + bytes(16)
        + struct.pack("<II", 1, 4)
        + "名".encode("utf-16-le")
        + b"\0\0"
    )
    data = struct.pack("<I", len(properties) + 1) + named + struct.pack("<II", 1, 2) + b"x\0\0\0"
    for number, value in properties.items():
        if isinstance(value, int):
            data += struct.pack("<HHI", 3, number, value)
        else:
            coded = (value + "\0").encode("utf-16-le") if isinstance(value, str) else value
            kind = 0x1F if isinstance(value, str) else 0x102
            data += struct.pack("<HHII", kind, number, 1, len(coded)) + coded + bytes(-len(coded) % 4)
    return data
