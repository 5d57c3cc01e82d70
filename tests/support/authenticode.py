"""Programs for Windows as small as can be, signed (Authenticode) by an authority of the test's own."""

from __future__ import annotations

import hashlib
import struct
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from asn1crypto import algos, cms, core
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

_CHECKSUM = 64 + 4 + 20 + 64  # where the optional header has it
_SECURITY = 64 + 4 + 20 + 112 + 4 * 8  # and where it says where the signature lies
_INDIRECT, _IMAGE = "1.3.6.1.4.1.311.2.1.4", "1.3.6.1.4.1.311.2.1.15"


@dataclass(frozen=True)
class Signer:
    """A certificate for signing programs, its key, and the root behind it."""

    certificate: x509.Certificate
    key: rsa.RSAPrivateKey
    root: x509.Certificate

    @property
    def root_der(self) -> bytes:
        """The root, as Windows' list would have it."""
        return self.root.public_bytes(serialization.Encoding.DER)

    @classmethod
    def named(
        cls, organisation: str, *, usage: x509.ObjectIdentifier = ExtendedKeyUsageOID.CODE_SIGNING
    ) -> Signer:
        """One of an organisation, vouched for by a root of its own."""
        root_key, key = (rsa.generate_private_key(65537, 2048) for _ in range(2))
        root = _certificate("Test Root", root_key, "Test Root", root_key)
        return cls(_certificate(organisation, key, "Test Root", root_key, usage), key, root)


def _certificate(
    subject: str,
    key: rsa.RSAPrivateKey,
    issuer: str,
    issuer_key: rsa.RSAPrivateKey,
    usage: x509.ObjectIdentifier | None = None,
) -> x509.Certificate:
    now = datetime.now(UTC)
    builder = x509.CertificateBuilder(
        issuer_name=_name(issuer),
        subject_name=_name(subject),
        public_key=key.public_key(),
        serial_number=x509.random_serial_number(),
        not_valid_before=now - timedelta(days=1),
        not_valid_after=now + timedelta(days=1),
    )
    if usage:
        builder = builder.add_extension(x509.ExtendedKeyUsage([usage]), critical=False)
    return builder.sign(issuer_key, hashes.SHA256())


def _name(organisation: str) -> x509.Name:
    return x509.Name(
        [x509.NameAttribute(oid, organisation) for oid in (NameOID.ORGANIZATION_NAME, NameOID.COMMON_NAME)]
    )


def program(words: bytes = b"\xc3") -> bytes:
    """A program with one section, which holds these bytes; nobody has signed it."""
    optional = struct.pack("<HBBIIIII", 0x20B, 0, 0, 512, 0, 0, 0x1000, 0x1000)
    optional += struct.pack(
        "<QIIHHHHHHIIIIHH", 0x140000000, 0x1000, 512, 6, 0, 0, 0, 6, 0, 0, 0x2000, 512, 0, 3, 0
    )
    optional += struct.pack("<QQQQII", 0x100000, 0x1000, 0x100000, 0x1000, 0, 16) + bytes(16 * 8)
    file_header = struct.pack("<HHIIIHH", 0x8664, 1, 0, 0, 0, len(optional), 0x22)
    section = struct.pack("<8sIIIIIIHHI", b".text", 512, 0x1000, 512, 512, 0, 0, 0, 0, 0x60000020)
    dos = b"MZ".ljust(60, b"\0") + struct.pack("<I", 64)
    return (dos + b"PE\0\0" + file_header + optional + section).ljust(512, b"\0") + words.ljust(512, b"\0")


def sign(data: bytes, signer: Signer) -> bytes:
    """The same program, signed."""
    signature = _signed_data(_digest(data), signer).dump()
    entry = struct.pack("<IHH", len(signature) + 8, 0x200, 2) + signature
    entry += bytes(-len(entry) % 8)
    return data[:_SECURITY] + struct.pack("<II", len(data), len(entry)) + data[_SECURITY + 8 :] + entry


def _digest(data: bytes) -> bytes:
    """What Authenticode signs: neither the checksum nor the place of the signature."""
    parts = data[:_CHECKSUM], data[_CHECKSUM + 4 : _SECURITY], data[_SECURITY + 8 :]
    return hashlib.sha256(b"".join(parts)).digest()


def _tagged(number: int, content: bytes, *, constructed: bool = True) -> bytes:
    return bytes([0x80 | number | (0x20 if constructed else 0), len(content)]) + content


def _sequence(content: bytes) -> bytes:
    return bytes([0x30, len(content)]) + content


def _indirect(digest: bytes) -> bytes:
    """SpcIndirectDataContent: that it is a program, and its hash."""
    file = _tagged(0, _tagged(2, _tagged(0, b"", constructed=False)))
    image = core.BitString(()).dump() + file
    kind = core.ObjectIdentifier(_IMAGE).dump() + _sequence(image)
    hashed = algos.DigestInfo({"digest_algorithm": {"algorithm": "sha256"}, "digest": digest}).dump()
    return _sequence(_sequence(kind) + hashed)


def _signed_data(digest: bytes, signer: Signer) -> cms.ContentInfo:
    content = _indirect(digest)
    kind = core.ObjectIdentifier(_INDIRECT).dump()
    told = hashlib.sha256(content[2:]).digest()  # what is inside the sequence, without tag and length
    attributes = cms.CMSAttributes(
        [
            cms.CMSAttribute({"type": "content_type", "values": [_INDIRECT]}),
            cms.CMSAttribute({"type": "message_digest", "values": [told]}),
        ]
    )
    leaf = asn1_x509.Certificate.load(signer.certificate.public_bytes(serialization.Encoding.DER))
    info = cms.SignerInfo(
        {
            "version": "v1",
            "sid": cms.IssuerAndSerialNumber({"issuer": leaf.issuer, "serial_number": leaf.serial_number}),
            "digest_algorithm": {"algorithm": "sha256"},
            "signed_attrs": attributes,
            "signature_algorithm": {"algorithm": "rsassa_pkcs1v15"},
            "signature": signer.key.sign(attributes.dump(), padding.PKCS1v15(), hashes.SHA256()),
        }
    )
    signed = cms.SignedData(
        {
            "version": "v1",
            "digest_algorithms": [{"algorithm": "sha256"}],
            "encap_content_info": cms.ContentInfo.load(_sequence(kind + _tagged(0, content))),
            "certificates": [leaf],
            "signer_infos": [info],
        }
    )
    return cms.ContentInfo({"content_type": "signed_data", "content": signed})
