"""Keys and requests: what a page asks for is what is made."""

from __future__ import annotations

import pytest
from asn1crypto import core
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, ExtensionOID

from ekakushin.flows.certenroll import extensions, objectids
from ekakushin.flows.certenroll.keys import (
    KeyOrder,
    fingerprint,
    key_pem,
    make_key,
    plan_key,
    public_bytes,
    public_bytes_of,
)
from ekakushin.flows.certenroll.names import encode_name
from ekakushin.flows.certenroll.requests import certificate_request, key_identifier
from ekakushin.flows.certenroll.windows import (
    CRYPT_E_NOT_FOUND,
    E_INVALIDARG,
    NTE_BAD_ALGID,
    NTE_BAD_FLAGS,
    NTE_BAD_LEN,
    NTE_KEYSET_NOT_DEF,
    NTE_NOT_SUPPORTED,
    SCARD_E_NO_READERS_AVAILABLE,
    EnrollmentFailure,
)

ENHANCED = "Microsoft Enhanced Cryptographic Provider v1.0"
SOFTWARE = "Microsoft Software Key Storage Provider"
BASE = "Microsoft Base Cryptographic Provider v1.0"
AES = "Microsoft Enhanced RSA and AES Cryptographic Provider"


@pytest.fixture(scope="module")
def key():
    return make_key(plan_key(KeyOrder(provider=ENHANCED, provider_type=1, key_spec=1, length=2048)))


def read(key, **wishes) -> x509.CertificateSigningRequest:
    return x509.load_der_x509_csr(certificate_request(key, **wishes))


@pytest.mark.parametrize(
    ("order", "provider", "length"),
    [
        ({}, ENHANCED, 2048),
        ({"key_spec": 1}, ENHANCED, 2048),
        ({"provider": ENHANCED.upper(), "length": 4096}, ENHANCED, 4096),
        ({"provider": ENHANCED, "key_spec": 3}, ENHANCED, 2048),
        ({"provider": SOFTWARE, "provider_type": 1, "key_spec": 1}, SOFTWARE, 2048),
        (
            {"provider": "Microsoft Enhanced RSA and AES Cryptographic Provider", "provider_type": 1},
            AES,
            2048,
        ),
        ({"algorithm": "ECDSA_P256"}, SOFTWARE, 256),
        ({"provider_type": 24}, "Microsoft Enhanced RSA and AES Cryptographic Provider", 2048),
        ({"provider": SOFTWARE, "algorithm": "ECDSA_P384"}, SOFTWARE, 384),
        (
            {"provider": "Microsoft Base Cryptographic Provider v1.0"},
            "Microsoft Base Cryptographic Provider v1.0",
            2048,
        ),
    ],
)
def test_the_provider_decides_what_the_page_left_open(order, provider, length):
    plan = plan_key(KeyOrder(**order))
    assert (plan.provider, plan.length) == (provider, length)


@pytest.mark.parametrize(
    ("order", "asked"),
    [
        ({"provider": ENHANCED}, 1024),
        ({"provider": ENHANCED, "length": 512}, 512),
        ({"provider": ENHANCED, "length": 1024}, 1024),
        ({"provider": SOFTWARE, "length": 1024}, 1024),
        ({"provider": BASE}, 512),
        ({"provider": BASE, "length": 2048}, 2048),
    ],
)
def test_a_short_key_is_raised_and_what_was_asked_is_known(order, asked):
    plan = plan_key(KeyOrder(**order))
    assert (plan.length, plan.asked) == (2048, asked)
    assert plan.is_like(plan_key(KeyOrder(**{**order, "length": 2048})))


@pytest.mark.parametrize(
    ("order", "number"),
    [
        ({"provider": "Nobody's Provider"}, NTE_KEYSET_NOT_DEF),
        ({"provider_type": 77}, NTE_KEYSET_NOT_DEF),
        ({"provider": ENHANCED, "length": 16385}, NTE_BAD_FLAGS),
        ({"provider": ENHANCED, "length": 2047}, NTE_BAD_FLAGS),
        ({"provider": ENHANCED, "length": -1}, NTE_BAD_FLAGS),
        ({"provider": ENHANCED, "length": 376}, NTE_BAD_FLAGS),
        ({"provider": BASE, "length": 4096}, NTE_BAD_FLAGS),
        ({"provider": SOFTWARE, "length": 20000}, NTE_BAD_LEN),
        ({"provider": SOFTWARE, "algorithm": "AES"}, NTE_BAD_ALGID),
        ({"provider": "Microsoft Base DSS Cryptographic Provider", "key_spec": 1}, NTE_BAD_ALGID),
        ({"provider": "Microsoft Base Smart Card Crypto Provider"}, SCARD_E_NO_READERS_AVAILABLE),
        ({"provider": "Microsoft Platform Crypto Provider"}, NTE_NOT_SUPPORTED),
    ],
)
def test_an_order_that_windows_refuses_is_refused(order, number):
    with pytest.raises(EnrollmentFailure) as refused:
        plan_key(KeyOrder(**order))
    assert refused.value.number == number


def test_a_signature_key_of_a_dss_provider_is_refused():
    plan = plan_key(KeyOrder(provider="Microsoft Base DSS Cryptographic Provider", key_spec=2))
    with pytest.raises(EnrollmentFailure):
        make_key(plan)


def test_the_request_carries_key_subject_and_a_valid_signature(key):
    request = read(key, subject=encode_name("CN=山田,O=Example"))
    assert request.is_signature_valid
    assert request.public_key().key_size == 2048
    assert request.subject.rfc4514_string() == "CN=山田,O=Example"
    assert public_bytes(request.public_key()) == public_bytes(key.public_key())


@pytest.mark.parametrize(
    ("hash_oid", "name"),
    [
        ("", "sha256"),
        (objectids.SHA256, "sha256"),
        (objectids.SHA384, "sha384"),
        (objectids.SHA512, "sha512"),
        ("1.2.840.113549.1.1.13", "sha512"),
        (objectids.SHA1, "sha256"),
        ("1.2.840.113549.2.5", "sha256"),
    ],
)
def test_the_hash_is_the_one_asked_for_unless_it_is_broken(key, hash_oid, name):
    request = read(key, hash_oid=hash_oid)
    assert request.signature_hash_algorithm.name == name
    assert request.is_signature_valid


def test_what_is_no_hash_is_refused(key):
    with pytest.raises(EnrollmentFailure) as refused:
        certificate_request(key, hash_oid="1.2.3")
    assert refused.value.number == NTE_BAD_ALGID


def test_a_key_on_a_curve_works_too():
    key = make_key(plan_key(KeyOrder(provider=SOFTWARE, algorithm="ECDSA_P256")))
    assert isinstance(key, ec.EllipticCurvePrivateKey)
    assert read(key).is_signature_valid


def test_extensions_and_attributes_stand_in_the_request(key):
    challenge = core.PrintableString("word").dump()
    request = read(
        key,
        extensions=[
            key_identifier(key),
            extensions.key_usage(0xA0),
            extensions.enhanced_key_usage(["1.3.6.1.5.5.7.3.2"]),
            extensions.alternative_names(
                [{"type": 3, "value": "example.jp"}, {"type": 11, "value": "taro@example"}]
            ),
            extensions.template_name("User"),
        ],
        attributes=[("1.2.840.113549.1.9.7", challenge)],
    )
    found = {each.oid: each for each in request.extensions}
    usage = found[ExtensionOID.KEY_USAGE]
    assert (usage.critical, usage.value.digital_signature, usage.value.key_encipherment) == (True, True, True)
    assert list(found[ExtensionOID.EXTENDED_KEY_USAGE].value) == [ExtendedKeyUsageOID.CLIENT_AUTH]
    names = found[ExtensionOID.SUBJECT_ALTERNATIVE_NAME].value
    assert names.get_values_for_type(x509.DNSName) == ["example.jp"]
    expected = x509.SubjectKeyIdentifier.from_public_key(key.public_key())
    assert found[ExtensionOID.SUBJECT_KEY_IDENTIFIER].value == expected
    assert (
        request.attributes.get_attribute_for_oid(x509.ObjectIdentifier("1.2.840.113549.1.9.7")).value
        == b"word"
    )


@pytest.mark.parametrize(
    ("kind", "arguments"),
    [
        ("EnhancedKeyUsage", [[]]),
        ("KeyUsage", [1]),
        ("AlternativeNames", [[{"type": 8, "value": "x"}]]),
        ("Any", []),
    ],
)
def test_an_extension_that_cannot_be_is_refused(kind, arguments):
    with pytest.raises(EnrollmentFailure) as refused:
        extensions.make_extension(kind, arguments)
    assert refused.value.number == E_INVALIDARG


def test_a_key_is_known_by_its_public_half(key):
    pem = key_pem(key)
    assert public_bytes_of(pem) == public_bytes(key.public_key())
    assert len(fingerprint(public_bytes_of(pem))) == 64
    assert "PRIVATE" not in f"{pem} {pem!r}"


@pytest.mark.parametrize(
    ("number", "dotted"), [(89, objectids.SHA1), (345, objectids.SHA256), (245, "1.3.6.1.5.5.7.3.2")]
)
def test_an_identifier_is_known_by_its_number(number, dotted):
    assert objectids.by_number(number).dotted == dotted


@pytest.mark.parametrize("name", ["sha256", "SHA256", "SHA-256"])
def test_an_identifier_is_known_by_its_name(name):
    assert objectids.by_name(name).dotted == objectids.SHA256


@pytest.mark.parametrize("value", ["", "1", "abc", "3.1", "1.40", "1.2.", "1.02"])
def test_what_is_no_identifier_is_refused(value):
    with pytest.raises(EnrollmentFailure) as refused:
        objectids.by_value(value)
    assert refused.value.number == E_INVALIDARG


@pytest.mark.parametrize("number", [0, 99999])
def test_a_number_that_nobody_knows_is_refused(number):
    with pytest.raises(EnrollmentFailure) as refused:
        objectids.by_number(number)
    assert refused.value.number == CRYPT_E_NOT_FOUND
