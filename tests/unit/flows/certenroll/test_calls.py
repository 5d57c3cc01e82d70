"""The page's calls one by one: keys within limits, containers, requests wrapped and read, answers."""

from __future__ import annotations

import base64

import pytest
from asn1crypto import cms, core
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding
from cryptography.hazmat.primitives.serialization import Encoding

from ekakushin.flows.certenroll import calls as certenroll_calls
from ekakushin.flows.certenroll import extensions, limits
from ekakushin.flows.certenroll.calls import Calls
from ekakushin.flows.certenroll.windows import (
    CRYPT_E_ASN1_BADTAG,
    CRYPT_E_NOT_FOUND,
    NTE_BAD_KEYSET,
    NTE_EXISTS,
    EnrollmentFailure,
)
from ekakushin.flows.errors import UnexpectedPage
from tests.support.fakes_certenroll import Authority, MemoryStore

CNG = "Microsoft Software Key Storage Provider"
PLAIN = {"subject": "", "hash": "", "suppress_defaults": True, "extensions": [], "attributes": []}


@pytest.fixture
def store():
    return MemoryStore()


@pytest.fixture
def calls(store):
    return Calls(user_id="taro", store=store)


def create(calls, container="", **order):
    """A key on a curve, which takes no time."""
    return calls.answer(
        "create_key", {"container": container, "provider": CNG, "algorithm": "ECDSA_P256", **order}
    )


def request(calls, key, **wishes):
    return base64.b64decode(calls.answer("create_request", {"key": key, **PLAIN, **wishes})["data"])


def text(data: bytes) -> str:
    return base64.b64encode(data).decode()


def refusal(calls, call, **arguments) -> int:
    with pytest.raises(EnrollmentFailure) as refused:
        calls.answer(call, arguments)
    return refused.value.number


class TestKeys:
    def test_a_container_that_is_not_named_is_the_prefix_and_a_guid(self, calls):
        name = create(calls, prefix="lp-")["container"]
        assert (name[:3], len(name)) == ("lp-", 39)
        assert calls.answer("containers", {})["names"] == [name]

    def test_a_container_is_made_once_and_opened_again(self, calls):
        made = create(calls, "mine")
        assert calls.answer("open_key", {"container": "mine"}) == made
        assert refusal(calls, "create_key", container="mine") == NTE_EXISTS
        assert refusal(calls, "open_key", container="other") == NTE_BAD_KEYSET

    def test_a_page_cannot_fill_the_store_with_keys(self, calls, store, monkeypatch):
        made = iter(range(limits.KEYS))
        monkeypatch.setattr(
            certenroll_calls, "make_key", lambda plan: ec.generate_private_key(ec.SECP256R1())
        )
        for _ in range(limits.KEYS):
            calls.answer("create_key", {"container": "", "length": 2048 + 8 * next(made)})
        with pytest.raises(UnexpectedPage) as ended:
            calls.answer("create_key", {"container": "", "length": 4096})
        assert ended.value.code == "ISS-019"
        assert len(store.pending_keys("taro")) == limits.KEYS

    def test_keys_that_no_visit_used_are_counted_too(self, store):
        unsent = [key for _ in range(limits.UNSENT_KEYS) if (key := key_of(store))]
        calls = Calls(user_id="taro", store=store, unsent=unsent)
        create(calls)  # like one that lies there
        with pytest.raises(UnexpectedPage):
            create(calls, algorithm="ECDSA_P384")

    def test_a_key_that_takes_minutes_is_not_begun(self, calls, store):
        with pytest.raises(UnexpectedPage) as ended:
            calls.answer("create_key", {"container": "", "length": 16384})
        assert (ended.value.code, store.pending_keys("taro")) == ("ISS-019", [])
        assert "8192" in str(ended.value)

    def test_what_the_page_itself_found_too_much_ends_it_too(self, calls):
        with pytest.raises(UnexpectedPage):
            calls.answer("exceed", {"limit": "calls"})

    def test_what_was_asked_for_stands_in_the_request(self, calls):
        key = calls.answer("create_key", {"container": "", "length": 1024})["fingerprint"]
        request(calls, key)
        assert [(each.asked_length, each.length) for each in calls.requests] == [(1024, 2048)]


def key_of(store):
    create(Calls(user_id="other", store=store))
    return store.pending_keys("other")[0]


class TestRequests:
    def test_a_request_is_read_as_it_was_made(self, calls):
        data = request(calls, create(calls)["fingerprint"])
        read = calls.answer("read_request", {"text": text(data), "encoding": 1})
        known = x509.load_der_x509_csr(data)
        assert base64.b64decode(read["to_be_signed"]) == known.tbs_certrequest_bytes
        assert base64.b64decode(read["signature"]) == known.signature
        assert read["valid"]

    def test_what_was_changed_on_its_way_is_not_valid(self, calls):
        data = bytearray(request(calls, create(calls)["fingerprint"]))
        data[-1] ^= 1
        assert not calls.answer("read_request", {"text": text(bytes(data)), "encoding": 1})["valid"]

    def test_what_is_no_request_or_key_is_refused(self, calls):
        assert refusal(calls, "read_request", text=text(b"hello"), encoding=1) == CRYPT_E_ASN1_BADTAG
        assert refusal(calls, "read_public_key", data=text(b"hello")) == CRYPT_E_ASN1_BADTAG

    @pytest.mark.parametrize("order", [{"provider": CNG, "algorithm": "ECDSA_P256"}, {"length": 2048}])
    def test_a_full_request_is_signed_by_the_key_of_the_one_within(self, calls, order):
        key = calls.answer("create_key", {"container": "", **order})["fingerprint"]
        inner = request(calls, key)
        answer = calls.answer("wrap_request", {"key": key, "request": text(inner), "hash": ""})
        signed = cms.ContentInfo.load(base64.b64decode(answer["data"]), strict=True)["content"]
        content = signed["encap_content_info"]["content"].native
        (signer,) = signed["signer_infos"]
        assert inner in content
        assert signed["encap_content_info"]["content_type"].dotted == "1.3.6.1.5.5.7.12.2"
        assert isinstance(core.Sequence.load(content), core.Sequence)
        verify(x509.load_der_x509_csr(inner).public_key(), signer)


def verify(public_key, signer) -> None:
    signature, data = signer["signature"].native, signer["signed_attrs"].untag().dump()
    if isinstance(public_key, ec.EllipticCurvePublicKey):
        public_key.verify(signature, data, ec.ECDSA(hashes.SHA256()))
    else:
        public_key.verify(signature, data, padding.PKCS1v15(), hashes.SHA256())


class TestAnswers:
    def test_the_older_control_installs_a_chain(self, calls, store):
        answer = Authority().answer(request(calls, create(calls)["fingerprint"]))
        assert calls.answer("install_chain", {"response": text(answer)}) == {"count": 3}
        assert len(calls.authorities) == 2
        assert calls.installed == store.latest("taro")

    def test_roots_alone_install_nothing(self, calls):
        root = Authority().root.public_bytes(Encoding.DER)
        assert calls.answer("install_chain", {"response": text(root)}) == {"count": 1}
        assert (len(calls.authorities), calls.installed) == (1, None)

    def test_the_own_certificate_is_found_and_not_kept(self, calls, store):
        answer = Authority().answer(request(calls, create(calls)["fingerprint"]))
        found = calls.answer("own_certificate", {"response": text(answer)})["certificate"]
        assert (
            x509.load_der_x509_certificate(base64.b64decode(found)).issuer.rfc4514_string()
            == "CN=Test Issuer"
        )
        assert store.certificates("taro") == []
        root = text(Authority().root.public_bytes(Encoding.DER))
        assert refusal(calls, "own_certificate", response=root) == CRYPT_E_NOT_FOUND


@pytest.mark.parametrize(
    ("kind", "arguments", "members"),
    [
        ("KeyUsage", [0xE0], {"KeyUsage": 0xE0}),
        ("EnhancedKeyUsage", [["1.3.6.1.5.5.7.3.2"]], {"oids": ["1.3.6.1.5.5.7.3.2"]}),
        ("BasicConstraints", [True, 3], {"IsCA": True, "PathLenConstraint": 3}),
        ("BasicConstraints", [False, -1], {"IsCA": False, "PathLenConstraint": -1}),
        ("TemplateName", ["User"], {"TemplateName": "User"}),
        ("Template", ["1.2.3", 4, 5], {"oids": ["1.2.3"], "MajorVersion": 4, "MinorVersion": 5}),
        ("MSApplicationPolicies", [["1.2.3"]], {"oids": ["1.2.3"]}),
    ],
)
def test_an_extension_is_read_as_it_was_made(kind, arguments, members):
    made = extensions.make_extension(kind, arguments)
    assert extensions.read_extension(kind, made.value) == {"oid": made.oid, "members": members}


@pytest.mark.parametrize("kind", ["KeyUsage", "EnhancedKeyUsage", "Template", "TemplateName", "Any"])
def test_what_is_no_such_extension_is_refused(kind):
    with pytest.raises(EnrollmentFailure) as refused:
        extensions.read_extension(kind, b"hello")
    assert refused.value.number == CRYPT_E_ASN1_BADTAG
