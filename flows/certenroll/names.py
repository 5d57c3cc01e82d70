"""X.500 names as Windows' CertStrToName reads them and CX500DistinguishedName encodes them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from asn1crypto import core
from asn1crypto import x509 as asn1_x509

from ekakushin.flows.certenroll.extensions import sequence, with_tag
from ekakushin.flows.certenroll.windows import (
    CRYPT_E_ASN1_BADTAG,
    CRYPT_E_INVALID_IA5_STRING,
    CRYPT_E_INVALID_PRINTABLE_STRING,
    CRYPT_E_INVALID_X500_STRING,
    EnrollmentFailure,
)

SEMICOLON, NO_PLUS, NO_QUOTING = 0x4000_0000, 0x2000_0000, 0x1000_0000
CRLF, COMMA, REVERSE, FORWARD = 0x0800_0000, 0x0400_0000, 0x0200_0000, 0x0100_0000
ENABLE_UTF8, DISABLE_UTF8 = 0x0004_0000, 0x0010_0000

KEYS = {
    "CN": "2.5.4.3",
    "SN": "2.5.4.4",
    "SERIALNUMBER": "2.5.4.5",
    "C": "2.5.4.6",
    "L": "2.5.4.7",
    "S": "2.5.4.8",
    "ST": "2.5.4.8",
    "STREET": "2.5.4.9",
    "O": "2.5.4.10",
    "OU": "2.5.4.11",
    "T": "2.5.4.12",
    "TITLE": "2.5.4.12",
    "DESCRIPTION": "2.5.4.13",
    "POSTALCODE": "2.5.4.17",
    "POBOX": "2.5.4.18",
    "PHONE": "2.5.4.20",
    "G": "2.5.4.42",
    "GIVENNAME": "2.5.4.42",
    "I": "2.5.4.43",
    "INITIALS": "2.5.4.43",
    "DNQ": "2.5.4.46",
    "DNQUALIFIER": "2.5.4.46",
    "E": "1.2.840.113549.1.9.1",
    "EMAIL": "1.2.840.113549.1.9.1",
    "EMAILADDRESS": "1.2.840.113549.1.9.1",
    "DC": "0.9.2342.19200300.100.1.25",
    "UID": "0.9.2342.19200300.100.1.1",
}
_PREFERRED = {dotted: key for key, dotted in reversed(KEYS.items())}
_PRINTABLE_ONLY = {KEYS["C"], KEYS["SERIALNUMBER"], KEYS["DNQ"]}
_IA5_ONLY = {KEYS["E"], KEYS["DC"]}
_PRINTABLE_TEXT = re.compile(r"[A-Za-z0-9 '()+,\-./:=?]*")
_UTF8, _PRINTABLE, _IA5, _BMP = (0x0C, "utf-8"), (0x13, "ascii"), (0x16, "ascii"), (0x1E, "utf-16-be")
_SET = 0x31
_LENGTHS = {KEYS["CN"]: (1, 64), KEYS["C"]: (2, 2)}  # characters
_DOTTED = re.compile(r"(?:OID\.)?([0-2](?:\.(?:0|[1-9]\d*))+)", re.IGNORECASE)
_KEY = re.compile(r"\s*([^=,;+\"]+?)\s*=[^\S\r\n]*")
_QUOTED = re.compile(r'"((?:[^"]|"")*)"[^\S\r\n]*')


class Attribute(NamedTuple):
    """One attribute of a name: dotted object identifier, value."""

    oid: str
    value: str


def parse_name(text: str, flags: int = 0) -> list[list[Attribute]]:
    """The relative distinguished names of a text in the order they are written.

    `flags` are X500NameFlags: which characters separate, whether `+` and quotes mean something. Raises
    EnrollmentFailure (CRYPT_E_INVALID_X500_STRING) for a text that is no name.
    """
    names: list[list[Attribute]] = []
    joined = False
    for attribute, joins_next in _attributes(text, flags):
        if joined:
            names[-1].append(attribute)
        else:
            names.append([attribute])
        joined = joins_next
    if joined:
        raise EnrollmentFailure(CRYPT_E_INVALID_X500_STRING)
    return names


def encode_name(text: str, flags: int = 0) -> bytes:
    """The DER of a name, encoded as CX500DistinguishedName.Encode does.

    Windows reverses the order unless FORWARD is set (CN first in the text is last in the DER) and writes
    directory strings as UTF8String unless DISABLE_UTF8 is set. Raises EnrollmentFailure.
    """
    names = parse_name(text, flags)
    if not flags & FORWARD:
        names.reverse()
    sets = [sorted(_encode(attribute, flags) for attribute in rdn) for rdn in names]
    return sequence(*(with_tag(_SET, b"".join(attributes)) for attributes in sets))


def decode_name(der: bytes, flags: int = 0) -> str:
    """A DER name as text, in the order Windows shows it. Raises EnrollmentFailure for other bytes."""
    try:
        chosen = asn1_x509.Name.load(der, strict=True).chosen
        names = [[Attribute(each["type"].dotted, each["value"].native) for each in rdn] for rdn in chosen]
    except (ValueError, TypeError) as error:
        raise EnrollmentFailure(CRYPT_E_ASN1_BADTAG) from error
    if not flags & FORWARD:
        names.reverse()
    return format_name(names)


def format_name(names: list[list[Attribute]]) -> str:
    """Names as text: `CN=…, O=…`, values quoted where they must be."""
    return ", ".join(" + ".join(_write(attribute) for attribute in rdn) for rdn in names)


def _write(attribute: Attribute) -> str:
    key = _PREFERRED.get(attribute.oid, f"OID.{attribute.oid}")
    value = str(attribute.value)
    if re.search(r'[,;+="<>#\r\n]|^\s|\s$|^$', value):
        value = '"' + value.replace('"', '""') + '"'
    return f"{key}={value}"


def _separators(flags: int) -> str:
    choices = ((COMMA, ","), (SEMICOLON, ";"), (CRLF, "\r\n"))
    return "".join(separator for flag, separator in choices if flags & flag) or ",;"


def _attributes(text: str, flags: int) -> Iterator[tuple[Attribute, bool]]:
    """Each attribute, and whether a `+` joins the next one to it."""
    separators = _separators(flags)
    plus = "" if flags & NO_PLUS else "+"
    text = text.rstrip()
    at = 0
    while text[at:].strip():
        key = _KEY.match(text, at)
        if key is None:
            raise EnrollmentFailure(CRYPT_E_INVALID_X500_STRING)
        value, at = _value(text, key.end(), separators + plus, flags)
        joins = text[at : at + 1] == "+" and bool(plus)
        yield Attribute(_oid(key[1]), value), joins
        at += 1
        while text[at : at + 1] in ("\r", "\n"):
            at += 1


def _value(text: str, at: int, ends: str, flags: int) -> tuple[str, int]:
    """The value that starts at `at`, and where its separator (or the end of the text) is."""
    quoted = None if flags & NO_QUOTING else _QUOTED.match(text, at)
    if quoted:
        value, end = quoted[1].replace('""', '"'), quoted.end()
        well_formed = end == len(text) or text[end] in ends
    else:
        end = next((i for i in range(at, len(text)) if text[i] in ends), len(text))
        value = text[at:end].strip()
        well_formed = bool(flags & NO_QUOTING) or '"' not in value
    if not well_formed or not value:
        raise EnrollmentFailure(CRYPT_E_INVALID_X500_STRING)
    return value, end


def _oid(key: str) -> str:
    dotted = _DOTTED.fullmatch(key)
    found = dotted[1] if dotted else KEYS.get(key.upper())
    if found is None:
        raise EnrollmentFailure(CRYPT_E_INVALID_X500_STRING)
    return found


def _encode(attribute: Attribute, flags: int) -> bytes:
    least, most = _LENGTHS.get(attribute.oid, (1, len(attribute.value)))
    if not least <= len(attribute.value) <= most:
        raise EnrollmentFailure(CRYPT_E_INVALID_X500_STRING)
    tag, codec = _string_type(attribute, flags)
    try:
        identifier = core.ObjectIdentifier(attribute.oid).dump()
        return sequence(identifier, with_tag(tag, attribute.value.encode(codec)))
    except ValueError as error:  # half of a surrogate pair, or an identifier that cannot be
        raise EnrollmentFailure(CRYPT_E_INVALID_X500_STRING) from error


def _string_type(attribute: Attribute, flags: int) -> tuple[int, str]:
    """Tag and codec of the string in which Windows writes this attribute."""
    if attribute.oid in _IA5_ONLY:
        if not attribute.value.isascii():
            raise EnrollmentFailure(CRYPT_E_INVALID_IA5_STRING)
        return _IA5
    printable = bool(_PRINTABLE_TEXT.fullmatch(attribute.value))
    if attribute.oid in _PRINTABLE_ONLY:
        if not printable:
            raise EnrollmentFailure(CRYPT_E_INVALID_PRINTABLE_STRING)
        return _PRINTABLE
    if not flags & DISABLE_UTF8:
        return _UTF8
    if printable:
        return _PRINTABLE
    return _UTF8 if flags & ENABLE_UTF8 else _BMP
