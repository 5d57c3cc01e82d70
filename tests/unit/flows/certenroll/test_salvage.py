"""A certificate is found in the page that carries it."""

from __future__ import annotations

import base64

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from ekakushin.flows.certenroll import salvage
from ekakushin.flows.secret import Secret
from tests.support.fakes_certenroll import Authority, MemoryStore


@pytest.fixture
def answered() -> tuple[MemoryStore, str]:
    """A store that waits for a certificate, and the answer as bare base64."""
    store, key = MemoryStore(), rsa.generate_private_key(public_exponent=65537, key_size=2048)
    pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    store.keep_key("10006", Secret(pem.decode()))
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Kenpo Taro")])
    request = x509.CertificateSigningRequestBuilder().subject_name(name).sign(key, hashes.SHA256())
    return store, base64.b64encode(Authority().answer(request.public_bytes(Encoding.DER))).decode()


def in_lines(text: str) -> str:
    return "\n".join(text[at : at + 64] for at in range(0, len(text), 64))


@pytest.mark.parametrize(
    "written",
    [
        lambda answer: f'var p7 = "{answer}";',
        lambda answer: f"<textarea>{in_lines(answer)}</textarea>",
        lambda answer: (
            "var p7 = " + " +\n  ".join(f'"{line}\\r\\n"' for line in in_lines(answer).splitlines())
        ),
        lambda answer: f"-----BEGIN PKCS7-----\n{in_lines(answer)}\n-----END PKCS7-----",
    ],
    ids=["a string", "lines", "pieces of a script", "PEM"],
)
def test_the_answer_is_found_however_it_is_written(answered, written) -> None:  # type: ignore[no-untyped-def]
    store, answer = answered
    found = salvage(f"<html>{written(answer)}</html>", user_id="10006", store=store)
    assert found
    assert found.user_id == "10006"


def test_a_page_with_other_certificates_is_left_alone(answered) -> None:  # type: ignore[no-untyped-def]
    _, answer = answered
    nobody = MemoryStore()
    assert salvage(f'var p7 = "{answer}";', user_id="10006", store=nobody) is None
