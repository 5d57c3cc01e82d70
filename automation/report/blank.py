"""Whether a picture shows nothing: a PNG that is white or black throughout."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator

_CHANNELS = {0: 1, 2: 3, 4: 2, 6: 4}  # by colour type; palettes (3) are not looked into
_MOST = 100_000_000  # bytes of pixels; more is no screen


def is_blank(png: bytes) -> bool:
    """Whether all pixels are white, or all are black. False for what cannot be read."""
    try:
        width, height, depth, kind, _, _, interlaced = struct.unpack(">IIBBBBB", png[16:29])
        channels = _CHANNELS.get(kind, 0)
        if depth != 8 or interlaced or not channels or width * height * channels > _MOST:
            return False
        stride = width * channels + 1
        rows = zlib.decompressobj().decompress(b"".join(_data(png)), stride * height)
    except (struct.error, zlib.error):
        return False
    colour = rows[1 : 1 + channels]
    solid = colour[: channels - (kind in (4, 6))]
    if len(rows) != stride * height or solid not in (b"\xff" * len(solid), b"\0" * len(solid)):
        return False
    return all(
        rows[at : at + stride] == _row(rows[at], colour, width, is_first=at == 0)
        for at in range(0, len(rows), stride)
    )


def _data(png: bytes) -> Iterator[bytes]:
    at = 8
    while at + 8 <= len(png):
        length, kind = struct.unpack(">I4s", png[at : at + 8])
        if kind == b"IDAT":
            yield png[at + 8 : at + 8 + length]
        at += length + 12


def _row(how: int, colour: bytes, width: int, *, is_first: bool) -> bytes:
    """A row of nothing but this colour, filtered in this way (PNG, 9.2): none, sub, up, average or Paeth."""
    nothing = bytes(len(colour))
    if how == 0 or (how == 2 and is_first):
        pixels = colour * width
    elif how == 3:
        half = bytes(value - value // 2 for value in colour)
        pixels = colour + half * (width - 1) if is_first else half + nothing * (width - 1)
    else:
        pixels = (colour if is_first or how == 1 else nothing) + nothing * (width - 1)
    return bytes([how]) + pixels
