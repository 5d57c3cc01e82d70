"""X.500 names: what a page writes, what Windows makes of it."""

from __future__ import annotations

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from hypothesis import given
from hypothesis import strategies as st

from ekakushin.flows.certenroll.names import (
    COMMA,
    CRLF,
    DISABLE_UTF8,
    ENABLE_UTF8,
    FORWARD,
    NO_PLUS,
    NO_QUOTING,
    SEMICOLON,
    Attribute,
    decode_name,
    encode_name,
    format_name,
    parse_name,
)
from ekakushin.flows.certenroll.requests import certificate_request
from ekakushin.flows.certenroll.windows import (
    CRYPT_E_ASN1_BADTAG,
    CRYPT_E_INVALID_IA5_STRING,
    CRYPT_E_INVALID_PRINTABLE_STRING,
    CRYPT_E_INVALID_X500_STRING,
    EnrollmentFailure,
)

CN, OU, O, C = "2.5.4.3", "2.5.4.11", "2.5.4.10", "2.5.4.6"  # noqa: E741
KEY = ec.generate_private_key(ec.SECP256R1())


def pairs(text: str, flags: int = 0) -> list[list[tuple[str, str]]]:
    return [[(each[0], each[1]) for each in rdn] for rdn in parse_name(text, flags)]


@pytest.mark.parametrize(
    ("text", "flags", "expected"),
    [
        ("CN=a,O=b", 0, [[(CN, "a")], [(O, "b")]]),
        (" cn = a ; o = b c ", 0, [[(CN, "a")], [(O, "b c")]]),
        ('CN="a, ""b""; c"', 0, [[(CN, 'a, "b"; c')]]),
        ('CN="a" , O=b', 0, [[(CN, "a")], [(O, "b")]]),
        ("CN=a+OU=b,O=c", 0, [[(CN, "a"), (OU, "b")], [(O, "c")]]),
        ("CN=a+b", NO_PLUS, [[(CN, "a+b")]]),
        ("CN=a,b;O=c", SEMICOLON, [[(CN, "a,b")], [(O, "c")]]),
        ("CN=a;b,O=c", COMMA, [[(CN, "a;b")], [(O, "c")]]),
        ("CN=a,b\r\nO=c\r\n", CRLF, [[(CN, "a,b")], [(O, "c")]]),
        ('CN="a",O=b', NO_QUOTING, [[(CN, '"a"')], [(O, "b")]]),
        ("2.5.4.3=a,OID.2.5.4.10=b", 0, [[(CN, "a")], [(O, "b")]]),
        ("CN=a=b", 0, [[(CN, "a=b")]]),
        ("CN=a,", 0, [[(CN, "a")]]),
        ("", 0, []),
        ("S=東京都,CN=山田 太郎", 0, [[("2.5.4.8", "東京都")], [(CN, "山田 太郎")]]),
    ],
)
def test_a_text_is_read_as_windows_reads_it(text, flags, expected):
    assert pairs(text, flags) == expected


@pytest.mark.parametrize(
    "text",
    [
        "name",
        "CN",
        "=a",
        "CN=",
        "CN=a,,O=b",
        "XY=a",
        'CN="a',
        'CN="a"b',
        'CN=a"b',
        "CN=a+",
        "CN=a,O",
        "9.9.9=a",
    ],
)
def test_what_is_no_name_is_refused(text):
    with pytest.raises(EnrollmentFailure) as refused:
        encode_name(text)
    assert refused.value.number == CRYPT_E_INVALID_X500_STRING


def test_the_first_in_the_text_is_the_last_in_the_request():
    request = x509.load_der_x509_csr(certificate_request(KEY, subject=encode_name("CN=a,O=b,C=JP")))
    assert [each.oid.dotted_string for each in request.subject] == [C, O, CN]
    assert request.subject.rfc4514_string() == "CN=a,O=b,C=JP"


def test_forward_keeps_the_order():
    request = x509.load_der_x509_csr(certificate_request(KEY, subject=encode_name("CN=a,C=JP", FORWARD)))
    assert [each.oid.dotted_string for each in request.subject] == [CN, C]


@pytest.mark.parametrize(
    ("text", "flags", "tag"),
    [
        ("CN=日本", 0, 0x0C),
        ("CN=abc", 0, 0x0C),
        ("CN=abc", DISABLE_UTF8, 0x13),
        ("CN=日本", DISABLE_UTF8, 0x1E),
        ("CN=日本", DISABLE_UTF8 | ENABLE_UTF8, 0x0C),
        ("C=JP", 0, 0x13),
        ("serialNumber=12", 0, 0x13),
        ("E=a@example.jp", 0, 0x16),
        ("DC=example", 0, 0x16),
    ],
)
def test_each_kind_of_attribute_has_its_string_type(text, flags, tag):
    value = text.split("=")[1]
    der = encode_name(text, flags)
    encoded = value.encode("utf-16-be" if tag == 0x1E else "utf-8")
    assert der.endswith(bytes((tag, len(encoded))) + encoded)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("E=日本", CRYPT_E_INVALID_IA5_STRING),
        ("serialNumber=日本", CRYPT_E_INVALID_PRINTABLE_STRING),
        ("C=Japan", CRYPT_E_INVALID_X500_STRING),
        ("CN=" + "a" * 65, CRYPT_E_INVALID_X500_STRING),
        ("CN=\ud842", CRYPT_E_INVALID_X500_STRING),
        ("9.9.9=a", CRYPT_E_INVALID_X500_STRING),
        ("1.40.1=a", CRYPT_E_INVALID_X500_STRING),
    ],
)
def test_a_value_that_does_not_fit_is_refused(text, number):
    with pytest.raises(EnrollmentFailure) as refused:
        encode_name(text)
    assert refused.value.number == number


def test_a_long_japanese_name_is_counted_in_characters():
    der = encode_name("CN=" + "漢" * 64)
    assert decode_name(der) == "CN=" + "漢" * 64


def test_a_name_is_shown_in_the_order_it_was_written():
    assert decode_name(encode_name('CN="a, b",O=c,C=JP')) == 'CN="a, b", O=c, C=JP'


def test_bytes_that_are_no_name_are_refused():
    with pytest.raises(EnrollmentFailure) as refused:
        decode_name(b"hello")
    assert refused.value.number == CRYPT_E_ASN1_BADTAG


VALUES = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), min_size=1, max_size=16)
NAMES = st.lists(
    st.lists(
        st.builds(Attribute, st.sampled_from([CN, OU, O]), VALUES),
        min_size=1,
        max_size=2,
        unique_by=lambda a: a.oid,
    ),
    min_size=1,
    max_size=4,
)


@given(NAMES)
def test_any_name_that_is_written_is_read_again(names):
    assert parse_name(format_name(names)) == names


@given(NAMES)
def test_any_name_stands_in_the_request_as_it_was_meant(names):
    subject = encode_name(format_name(names))
    request = x509.load_der_x509_csr(certificate_request(KEY, subject=subject))
    found = [{(each.oid.dotted_string, each.value) for each in rdn} for rdn in request.subject.rdns]
    assert found == [set(map(tuple, rdn)) for rdn in reversed(names)]
    assert request.is_signature_valid
    assert isinstance(request.signature_hash_algorithm, hashes.SHA256)
