"""Decodes the bytes of a mail to text, whatever encoding their label names."""

from __future__ import annotations

import codecs
import html
import re
from collections.abc import Callable, Iterator, Sequence
from itertools import chain

from ekakushin.flows.mailbox.japanese import decode_euc_jp, decode_iso_2022_jp
from ekakushin.flows.mailbox.lines import normal
from ekakushin.flows.mailbox.mending import lacks_escapes, restored

_LABELLED_ONLY = {"ascii", "iso8859-1", "cp1252", "gb2312", "gbk", "gb18030", "big5", "euc_kr"}
_CAPTIONS = re.compile(
    r"ユーザ|パスワード|サインアップ|ログイン"
)  # G: in both mails, so in every right reading
_RUBBISH = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f]")
_META = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?([A-Za-z0-9_.:-]+)", re.IGNORECASE)

Decoder = Callable[[bytes], str]


def decode(data: bytes, label: str = "") -> str | None:
    """The text of `data`, or None where no reading makes sense.

    The label is tried first, but labels lie: the first reading in which a caption of the mails (G) appears
    is taken, otherwise the first without an error. Nothing is replaced or left out.
    """
    readings = _readings(data, label)
    mended = (text for each in restored(data) for text in _readings(each, label))
    known = next((text for text in chain(readings, mended) if _has_captions(text)), None)
    if known is not None or lacks_escapes(data):
        return known
    return readings[0] if readings else None


def _readings(data: bytes, label: str) -> list[str]:
    return [text for decoder in _decoders(data, label) if (text := _reading(decoder, data)) is not None]


def _has_captions(text: str) -> bool:
    return _CAPTIONS.search(normal(html.unescape(text))) is not None


def _reading(decoder: Decoder, data: bytes) -> str | None:
    try:
        text = decoder(data).removeprefix("\ufeff").rstrip("\x1a")  # Ctrl-Z ends old DOS text files
    except ValueError:
        return None
    return None if _RUBBISH.search(text) else text


def _decoders(data: bytes, label: str) -> Iterator[Decoder]:
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        yield _codec("utf-16")
    for each in (label, *_meta_labels(data)):
        yield from _decoders_labelled(each)
    if b"\x1b" in data:
        yield decode_iso_2022_jp
    yield from (_codec("utf-8"), _codec("cp932"), decode_euc_jp, decode_iso_2022_jp)
    if data.isascii() and b"+" in data:
        yield _codec("utf-7")


def _meta_labels(data: bytes) -> Sequence[str]:
    found = _META.search(data[:4096])
    return (found.group(1).decode("ascii"),) if found else ()


def _decoders_labelled(label: str) -> Iterator[Decoder]:
    name = label.lower().replace("_", "-").removeprefix("x-")
    if name.startswith(("iso-2022-jp", "cp5022", "csiso2022jp")):
        yield decode_iso_2022_jp
    elif name.startswith(("euc", "cp51932")) and "kr" not in name:
        yield decode_euc_jp
    elif name.startswith(("shift", "sjis", "ms-kanji", "windows-31j", "cp932", "ms932")):
        yield _codec("cp932")
    elif name.removeprefix("unicode-1-1-").startswith("utf"):
        yield from _known_codec(name.removeprefix("unicode-1-1-"))
    else:
        yield from (decoder for decoder in _known_codec(name) if _python_name(name) in _LABELLED_ONLY)


def _known_codec(name: str) -> Iterator[Decoder]:
    if _python_name(name):
        yield _codec(name)


def _python_name(name: str) -> str:
    try:
        return codecs.lookup(name).name
    except (LookupError, ValueError):
        return ""


def _codec(name: str) -> Decoder:
    return lambda data: data.decode(name)
