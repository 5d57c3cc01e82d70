"""Full CMC requests (RFC 5272): a PKCS#10 request, wrapped and signed by its own key."""

from __future__ import annotations

from asn1crypto import cms, core
from cryptography import x509
from cryptography.hazmat.primitives import hashes

from ekakushin.flows.certenroll.extensions import sequence, with_tag
from ekakushin.flows.certenroll.keys import PrivateKey
from ekakushin.flows.certenroll.requests import HASH_ALGORITHMS, choose_hash, sign

_PKI_DATA = "1.3.6.1.5.5.7.12.2"
_FIRST = core.Integer(1).dump()  # the body part that is the request


def cmc_request(key: PrivateKey, request: bytes, hash_oid: str = "") -> bytes:
    """The wrapped request as DER. `request` is DER, of this key. Raises EnrollmentFailure for what is no hash."""
    hash_oid = choose_hash(hash_oid)
    content = sequence(
        sequence(),  # no controls
        sequence(with_tag(0xA0, _FIRST + request)),
        sequence(),
        sequence(),
    )
    signed = cms.SignedData(
        {
            "version": "v3",
            "digest_algorithms": [{"algorithm": hash_oid}],
            "encap_content_info": {
                "content_type": _PKI_DATA,
                "content": core.ParsableOctetString(content),
            },
            "signer_infos": [_signer(key, content, hash_oid)],
        }
    )
    return bytes(cms.ContentInfo({"content_type": "signed_data", "content": signed}).dump())


def _signer(key: PrivateKey, content: bytes, hash_oid: str) -> cms.SignerInfo:
    digest = hashes.Hash(HASH_ALGORITHMS[hash_oid])
    digest.update(content)
    attributes = cms.CMSAttributes(
        [
            {"type": "content_type", "values": [_PKI_DATA]},
            {"type": "message_digest", "values": [digest.finalize()]},
        ]
    )
    signature, algorithm = sign(key, attributes.dump(), hash_oid)
    return cms.SignerInfo(
        {
            "version": "v3",
            "sid": cms.SignerIdentifier("subject_key_identifier", _identifier(key)),
            "digest_algorithm": {"algorithm": hash_oid},
            "signed_attrs": attributes,
            "signature_algorithm": cms.SignedDigestAlgorithm.load(algorithm),
            "signature": signature,
        }
    )


def _identifier(key: PrivateKey) -> bytes:
    return x509.SubjectKeyIdentifier.from_public_key(key.public_key()).digest
