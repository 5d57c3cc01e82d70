"""Takes out of a workbook what openpyxl refuses and nobody reads: properties, and colours that are none."""

from __future__ import annotations

import re
from io import BytesIO
from zipfile import ZipFile

_COLOUR = re.compile(rb"""\s(?:rgb|lastClr)=["'](?![0-9A-Fa-f]{8}["']|[0-9A-Fa-f]{6}["'])[^"']*["']""")
_LISTS = re.compile(
    rb"<(?:\w+:)?(dxfs|colors|tableStyles|cellStyles)\b[^>]*?(?:/>|>.*?</(?:\w+:)?\1>)", re.DOTALL
)
_PROPERTIES = "docProps/"
_STYLES = "xl/styles.xml"


def without_flaws(data: bytes) -> bytes:
    """The workbook without them; formats, which give numbers their zeros, stay."""
    target = BytesIO()
    with ZipFile(BytesIO(data)) as book, ZipFile(target, "w") as mended:
        for entry in book.infolist():
            if not entry.filename.startswith(_PROPERTIES):
                mended.writestr(entry.filename, _mend(entry.filename, book.read(entry)))
    return target.getvalue()


def _mend(name: str, part: bytes) -> bytes:
    return _LISTS.sub(b"", _COLOUR.sub(b"", part)) if name == _STYLES else part
