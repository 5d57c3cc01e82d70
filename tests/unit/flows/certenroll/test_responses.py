"""Answers of a site: in every form, for the right key, kept once."""

from __future__ import annotations

import base64

import pytest
from asn1crypto import cms
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from ekakushin.flows.certenroll import EnrollmentFailure, take_in
from ekakushin.flows.certenroll.encoding import to_text
from ekakushin.flows.certenroll.keys import KeyOrder, key_pem, make_key, plan_key
from ekakushin.flows.certenroll.requests import certificate_request
from ekakushin.flows.certenroll.responses import authorities_in
from ekakushin.flows.certenroll.windows import (
    CRYPT_E_ASN1_BADTAG,
    CRYPT_E_NOT_FOUND,
    E_INVALIDARG,
    ERROR_INVALID_DATA,
)
from tests.support.fakes_certenroll import Authority, MemoryStore


@pytest.fixture(scope="module")
def authority():
    return Authority()


@pytest.fixture(scope="module")
def key():
    return make_key(plan_key(KeyOrder(length=2048)))


@pytest.fixture(scope="module")
def request_der(key):
    return certificate_request(key)


@pytest.fixture
def store(key):
    store = MemoryStore()
    store.keep_key("taro", key_pem(make_key(plan_key(KeyOrder(algorithm="ECDSA_P256")))))
    store.keep_key("taro", key_pem(key))
    store.keep_key("taro", key_pem(make_key(plan_key(KeyOrder(algorithm="ECDSA_P256")))))
    return store


def indefinite(der: bytes) -> bytes:
    """The same PKCS#7 with an indefinite length outside, as some authorities write it."""
    content = cms.ContentInfo.load(der)
    return b"\x30\x80" + content.contents + b"\0\0"


FORMS = {
    "DER": lambda der: der,
    "bare base64": lambda der: base64.b64encode(der).decode(),
    "base64 with CRLF": lambda der: to_text(der, 1),
    "base64 as bytes": base64.encodebytes,
    "certificate header": lambda der: to_text(der, 0),
    "PKCS7 header": lambda der: to_text(der, 0).replace("CERTIFICATE", "PKCS7"),
    "text around the header": lambda der: "subject=…\n\n" + to_text(der, 0x80000000) + "\n",
}


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
@pytest.mark.parametrize("kind", ["pkcs7", "indefinite", "single"])
def test_every_form_of_answer_is_taken_in(authority, request_der, store, form, kind):
    pkcs7 = authority.answer(request_der)
    der = {
        "pkcs7": lambda: pkcs7,
        "indefinite": lambda: indefinite(pkcs7),
        "single": lambda: authority.issue(request_der).public_bytes(Encoding.DER),
    }[kind]()

    certificate = take_in(form(der), user_id="taro", store=store)

    assert store.latest("taro") == certificate
    assert len(store.pending_keys("taro")) == 2


def test_the_chain_starts_with_the_own_certificate(authority, request_der, store):
    certificate = take_in(authority.answer(request_der), user_id="taro", store=store)

    chain = x509.load_pem_x509_certificates(store.identity(certificate).certificate_pem)
    assert chain[1:] == [authority.issuer, authority.root]


def test_what_does_not_belong_is_left_out(authority, request_der, store):
    own = authority.issue(request_der).public_bytes(Encoding.PEM)
    stranger = Authority().root.public_bytes(Encoding.PEM)
    certificate = take_in(stranger + own, user_id="taro", store=store)

    assert len(x509.load_pem_x509_certificates(store.identity(certificate).certificate_pem)) == 1


def test_the_same_answer_twice_changes_nothing(authority, request_der, store):
    answer = authority.answer(request_der)
    first = take_in(answer, user_id="taro", store=store)

    assert take_in(answer, user_id="taro", store=store) == first
    assert store.certificates("taro") == [first]


def test_another_certificate_for_the_same_key_is_kept_beside(authority, request_der, store):
    first = take_in(authority.answer(request_der), user_id="taro", store=store)
    second = take_in(authority.answer(request_der), user_id="taro", store=store)

    assert store.certificates("taro") == [second, first]


@pytest.mark.parametrize(
    ("response", "number"),
    [
        ("hello world", ERROR_INVALID_DATA),
        ("", ERROR_INVALID_DATA),
        (b"", ERROR_INVALID_DATA),
        (base64.b64encode(b"hello").decode(), CRYPT_E_ASN1_BADTAG),
        (b"\x30\x03\x02\x01\x01", CRYPT_E_ASN1_BADTAG),
        (b"\x30\x82", CRYPT_E_ASN1_BADTAG),
    ],
)
def test_what_is_no_answer_is_refused(store, response, number):
    with pytest.raises(EnrollmentFailure) as refused:
        take_in(response, user_id="taro", store=store)
    assert refused.value.number == number
    assert "CX509Enrollment::InstallResponse" in str(refused.value)


def test_an_encoding_that_does_not_exist_is_refused(store):
    with pytest.raises(EnrollmentFailure) as refused:
        take_in("AAAA", user_id="taro", store=store, encoding=99)
    assert refused.value.number == E_INVALIDARG


def test_somebody_elses_certificate_is_not_found(authority, request_der, store):
    with pytest.raises(EnrollmentFailure) as refused:
        take_in(authority.answer(request_der), user_id="hanako", store=store)
    assert refused.value.number == CRYPT_E_NOT_FOUND


def test_an_answer_with_authorities_only_is_not_found(authority, store):
    root = authority.root.public_bytes(Encoding.PEM)
    with pytest.raises(EnrollmentFailure) as refused:
        take_in(root, user_id="taro", store=store)
    assert refused.value.number == CRYPT_E_NOT_FOUND


def test_an_answer_is_of_authorities_only_if_all_are(authority, request_der):
    root = authority.root.public_bytes(Encoding.PEM)
    assert authorities_in(root) == [root]
    assert authorities_in(authority.answer(request_der)) == []


def test_a_store_that_fails_says_so_itself(authority, request_der, store):
    store.broken = OSError(28, "No space left on device")
    with pytest.raises(OSError, match="No space"):
        take_in(authority.answer(request_der), user_id="taro", store=store)
