"""The redactor strikes a secret out in whatever way it is written."""

from __future__ import annotations

import base64
import html
import json
from urllib.parse import quote

import pytest

from ekakushin.flows.redaction import holds_known, redact, without_known
from ekakushin.flows.secret import MASK, Secret

WORD = "Zq7&w/Xy+9<k>ü"
PIN = "84031957"
MARKED = Secret(WORD)
MARKED_PIN = Secret(PIN)


def in_base64(word: str, shift: int) -> str:
    return base64.b64encode(b"abc"[:shift] + word.encode() + b"xyz").decode()


WRITTEN = {
    "plain": WORD,
    "in an address": quote(WORD, safe=""),
    "in an address, small letters": quote(WORD, safe="").lower().replace("zq", "Zq").replace("xy", "Xy"),
    "in a page": html.escape(WORD),
    "in JSON": json.dumps(WORD),
    "in JSON with its letters": json.dumps(WORD, ensure_ascii=False),
    "in hex": WORD.encode().hex(),
    "in HEX": WORD.encode().hex().upper(),
    "in base64": in_base64(WORD, 0),
    "in base64, one behind": in_base64(WORD, 1),
    "in base64, two behind": in_base64(WORD, 2),
    "in base64 for addresses": in_base64(WORD, 0).replace("+", "-").replace("/", "_"),
}


@pytest.mark.parametrize("written", WRITTEN.values(), ids=WRITTEN.keys())
def test_a_secret_is_struck_out_in_every_way_of_writing_it(written: str) -> None:
    assert without_known(f"before {written} behind") != f"before {written} behind"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le", "utf-16-be"])
def test_a_secret_is_struck_out_of_bytes(encoding: str) -> None:
    data = b"\xff\x00" + f"<{WORD}>".encode(encoding) + b"\xfe"

    assert holds_known(data)
    assert not holds_known(redact(data))


def test_what_stands_around_it_stays() -> None:
    assert without_known(f"a {PIN}, b {PIN}") == f"a {MASK}, b {MASK}"


def test_a_secret_that_is_made_later_is_known_at_once() -> None:
    before = without_known("rather-new-word")
    Secret("rather-new-word")

    assert (before, without_known("rather-new-word")) == ("rather-new-word", MASK)


def test_of_an_address_the_personal_part_is_secret_and_the_place_is_not() -> None:
    Secret("https://site.example/a/Entrance.jsp?p1=1&p2=6f1d2c3b&p3=5550001119")

    assert without_known("https://site.example/a/Entrance.jsp") == "https://site.example/a/Entrance.jsp"
    assert without_known("p3 was 5550001119 and p2 6f1d2c3b") == f"p3 was {MASK} and p2 {MASK}"


def test_an_address_without_a_personal_part_is_no_secret() -> None:
    Secret("https://plain.example/")

    assert without_known("https://plain.example/x") == "https://plain.example/x"


def test_the_password_in_a_databases_address_is_secret() -> None:
    Secret("postgresql://somebody:p%40ssw0rd@host/base")

    assert without_known("p%40ssw0rd p@ssw0rd somebody") == f"{MASK} {MASK} somebody"


def test_each_line_of_a_key_is_secret() -> None:
    line = "MIIBVgIBADANBgkqhkiG9w0BAQEFAASCAUAwggE8"
    Secret(f"-----BEGIN PRIVATE KEY-----\n{line}\nAgEAAkEA\n-----END PRIVATE KEY-----\n")

    assert without_known(f"x {line} AgEAAkEA") == f"x {MASK} {MASK}"


def test_what_is_shorter_than_four_letters_stays() -> None:
    Secret("ab3")

    assert without_known("ab3") == "ab3"


@pytest.mark.parametrize(
    ("text", "gone"),
    [
        ("GET https://x.example/a?cd=000000123456 HTTP/1.1", "000000123456"),
        ("p3=1234512345 is personal", "1234512345"),
        ("a%3Fk%3D998877665544", "998877665544"),
        ("/ebunsho/x.do;jsessionid=A1B2C3D4", "A1B2C3D4"),
        ("JSESSIONID=A1B2C3D4; Path=/", "A1B2C3D4"),
        ('{"name": "JSESSIONID", "JSESSIONID": "A1B2C3D4"}', "A1B2C3D4"),
        ("Set-Cookie: session=A1B2C3D4; Secure", "A1B2C3D4"),
        ("cookie: one=1; two=A1B2C3D4", "A1B2C3D4"),
        ("authorization: Bearer A1B2C3D4", "A1B2C3D4"),
        ("-----BEGIN RSA PRIVATE KEY-----\nA1B2C3D4\n-----END RSA PRIVATE KEY-----", "A1B2C3D4"),
        ("-----BEGIN PRIVATE KEY-----\\nA1B2C3D4 and cut off", "A1B2C3D4"),
        ("token " + "0123456789abcdef" * 3, "0123456789abcdef"),
    ],
)
def test_what_looks_like_a_secret_is_struck_out_although_nobody_knows_it(text: str, gone: str) -> None:
    assert gone not in redact(text)
    assert gone.encode() not in redact(text.encode())


def test_what_a_developer_needs_stays() -> None:
    line = "net::ERR_CONNECTION_REFUSED at https://ds.e-kakushin.com/ebunsho/Login.do (TOOL-001)"

    assert redact(line) == line
