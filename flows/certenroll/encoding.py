"""The text forms in which Windows writes and reads bytes: base64 with and without header, hexadecimal, binary."""

from __future__ import annotations

import base64
import binascii
import re

from ekakushin.flows.certenroll.windows import E_INVALIDARG, ERROR_INVALID_DATA, EnrollmentFailure

BASE64_HEADER, BASE64, BINARY, BASE64_REQUEST_HEADER = 0, 1, 2, 3
HEX, HEX_ASCII, BASE64_ANY, ANY, HEX_ANY, BASE64_CRL_HEADER = 4, 5, 6, 7, 8, 9
HEX_ADDRESS, HEX_ASCII_ADDRESS, HEX_RAW = 10, 11, 12
NO_CRLF, NO_CR = 0x4000_0000, 0x8000_0000

_HEADERS = {
    BASE64_HEADER: "CERTIFICATE",
    BASE64_REQUEST_HEADER: "NEW CERTIFICATE REQUEST",
    BASE64_CRL_HEADER: "X509 CRL",
}
_READ_AS_HEX = {HEX, HEX_ASCII, HEX_ANY, HEX_ADDRESS, HEX_ASCII_ADDRESS, HEX_RAW}
_PEM_BLOCK = re.compile(r"-----BEGIN [^-]*-----(.*?)-----END [^-]*-----", re.DOTALL)


def to_text(data: bytes, encoding: int) -> str:
    """The bytes as Windows writes them: 64 columns, every line, the last too, ended by CRLF.

    `encoding` is an EncodingType with its flags (signed or unsigned). Raises EnrollmentFailure
    (E_INVALIDARG) for one that nothing can be written in.
    """
    kind, line_end = encoding & 0xFF, _line_end(encoding)
    if kind in _HEADERS:
        label = _HEADERS[kind]
        body = _base64_lines(data, line_end)
        return f"-----BEGIN {label}-----{line_end}{body}-----END {label}-----{line_end}"
    if kind == BASE64:
        return _base64_lines(data, line_end)
    if kind == BINARY:
        return (data + b"\0" * (len(data) % 2)).decode("utf-16-le", "surrogatepass")
    return _hexadecimal(data, kind, line_end)


def from_text(text: str, encoding: int = ANY) -> list[bytes]:
    """The bytes in a text: one entry for each PEM block, otherwise one.

    Headers are looked for whatever the encoding says, as sites mix them up. Raises EnrollmentFailure:
    E_INVALIDARG for an unknown encoding, ERROR_INVALID_DATA for a text that is not in it.
    """
    kind = encoding & 0xFF
    if kind > HEX_RAW:
        raise EnrollmentFailure(E_INVALIDARG)
    if kind == BINARY:
        return [text.encode("utf-16-le", "surrogatepass")]
    if kind in _READ_AS_HEX:
        return [_from_hexadecimal(text)]
    blocks = _PEM_BLOCK.findall(text) or [text]
    return [_from_base64(block) for block in blocks]


def _line_end(encoding: int) -> str:
    if encoding & NO_CRLF:
        return ""
    return "\n" if encoding & NO_CR else "\r\n"


def _base64_lines(data: bytes, line_end: str) -> str:
    text = base64.b64encode(data).decode("ascii")
    return "".join(text[at : at + 64] + line_end for at in range(0, len(text), 64))


def _hexadecimal(data: bytes, kind: int, line_end: str) -> str:
    if kind == HEX_RAW:
        return data.hex() + line_end
    if kind != HEX:
        raise EnrollmentFailure(E_INVALIDARG)
    rows = [data[at : at + 16] for at in range(0, len(data), 16)]
    lines = ["  ".join(half.hex(" ") for half in (row[:8], row[8:]) if half) for row in rows]
    return "".join(line + line_end for line in lines) if line_end else " ".join(lines)


def _from_hexadecimal(text: str) -> bytes:
    try:
        return bytes.fromhex(text)
    except ValueError as error:
        raise EnrollmentFailure(ERROR_INVALID_DATA) from error


def _from_base64(text: str) -> bytes:
    bare = re.sub(r"\s+", "", text)
    try:
        data = base64.b64decode(bare, validate=True)
    except (binascii.Error, ValueError) as error:
        raise EnrollmentFailure(ERROR_INVALID_DATA) from error
    if not data:
        raise EnrollmentFailure(ERROR_INVALID_DATA)
    return data
