"""The mock's certification authority."""

from __future__ import annotations

from ipaddress import IPv4Address
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import pkcs7
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from cryptography.x509.verification import PolicyBuilder, Store

from fixtures.mock_site.authority import Authority, UnsuitableError, pkcs7_der


def request_der(key: rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey) -> bytes:
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "whoever")])
    request = x509.CertificateSigningRequestBuilder().subject_name(subject).sign(key, hashes.SHA256())
    return request.public_bytes(serialization.Encoding.DER)


def test_the_servers_certificate_is_good_for_loopback(authority: Authority) -> None:
    store = Store([authority.root.certificate])
    verifier = PolicyBuilder().store(store).build_server_verifier(x509.IPAddress(IPv4Address("127.0.0.1")))

    chain = verifier.verify(authority.server.certificate, [authority.issuing.certificate])

    assert chain[-1] == authority.root.certificate


def test_a_client_certificate_comes_from_the_root(authority: Authority, key: rsa.RSAPrivateKey) -> None:
    certificate = authority.sign_request(request_der(key), user_id="10006", romaji="kenpo taro")

    certificate.verify_directly_issued_by(authority.issuing.certificate)
    authority.issuing.certificate.verify_directly_issued_by(authority.root.certificate)
    usage = certificate.extensions.get_extension_for_class(x509.ExtendedKeyUsage).value
    assert ExtendedKeyUsageOID.CLIENT_AUTH in usage


def test_the_subject_is_the_accounts_and_not_the_requests(
    authority: Authority, key: rsa.RSAPrivateKey
) -> None:
    certificate = authority.sign_request(request_der(key), user_id="10006", romaji="kenpo taro")

    subject = certificate.subject.rfc4514_string()
    assert "CN=Kenpo Taro" in subject
    assert "whoever" not in subject


def test_a_request_with_a_broken_signature_is_unsuitable(
    authority: Authority, key: rsa.RSAPrivateKey
) -> None:
    broken = bytearray(request_der(key))
    broken[-1] ^= 1

    with pytest.raises(UnsuitableError, match="wrong signature"):
        authority.sign_request(bytes(broken), user_id="10006", romaji="kenpo taro")


def test_a_short_key_is_unsuitable(authority: Authority) -> None:
    short = request_der(rsa.generate_private_key(65537, 1024))

    with pytest.raises(UnsuitableError, match="weak key"):
        authority.sign_request(short, user_id="10006", romaji="kenpo taro")


def test_a_key_that_is_not_rsa_is_unsuitable(authority: Authority) -> None:
    with pytest.raises(UnsuitableError, match="weak key"):
        authority.sign_request(
            request_der(ec.generate_private_key(ec.SECP256R1())), user_id="10006", romaji="kenpo taro"
        )


def test_what_is_no_request_is_unsuitable(authority: Authority) -> None:
    with pytest.raises(UnsuitableError, match="no request"):
        authority.sign_request(b"hello", user_id="10006", romaji="kenpo taro")


def test_an_authority_is_the_same_after_it_was_kept(authority: Authority, tmp_path: Path) -> None:
    authority.write(tmp_path / "authority")

    kept = Authority.read(tmp_path / "authority")

    assert kept is not None
    assert kept.root_pem == authority.root_pem
    assert kept.issuing.key.private_numbers() == authority.issuing.key.private_numbers()


def test_there_is_no_authority_in_an_empty_folder(tmp_path: Path) -> None:
    assert Authority.read(tmp_path) is None


def test_the_answer_holds_the_whole_chain(authority: Authority) -> None:
    answer = pkcs7_der((authority.server.certificate, *authority.chain))

    assert set(pkcs7.load_der_pkcs7_certificates(answer)) == {authority.server.certificate, *authority.chain}


def test_no_key_shows_in_a_repr(authority: Authority) -> None:
    assert "key" not in repr(authority).lower()
