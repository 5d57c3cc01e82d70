"""Object identifiers by Windows' enumeration number, by name and by dotted value."""

from __future__ import annotations

import re
from typing import NamedTuple

from ekakushin.flows.certenroll.windows import CRYPT_E_NOT_FOUND, E_INVALIDARG, EnrollmentFailure


class KnownObjectId(NamedTuple):
    """`number` is the one in Windows' CERTENROLL_OBJECTID, 0 where it has none."""

    number: int
    dotted: str
    name: str


SHA1, SHA256, SHA384, SHA512 = (
    "1.3.14.3.2.26",
    "2.16.840.1.101.3.4.2.1",
    "2.16.840.1.101.3.4.2.2",
    "2.16.840.1.101.3.4.2.3",
)

KNOWN: tuple[KnownObjectId, ...] = (
    KnownObjectId(1, "1.2.840.113549.1.1.1", "RSA"),
    KnownObjectId(17, "1.2.840.113549.1.1.2", "md2RSA"),
    KnownObjectId(19, "1.2.840.113549.1.1.4", "md5RSA"),
    KnownObjectId(20, "1.2.840.113549.1.1.5", "sha1RSA"),
    KnownObjectId(30, "1.2.840.113549.1.9.1", "E"),
    KnownObjectId(36, "1.2.840.113549.1.9.7", "challengePassword"),
    KnownObjectId(39, "1.2.840.113549.1.9.14", "certExtensions"),
    KnownObjectId(40, "1.2.840.113549.1.9.15", "SMIMECapabilities"),
    KnownObjectId(46, "1.2.840.113549.2.2", "md2"),
    KnownObjectId(47, "1.2.840.113549.2.4", "md4"),
    KnownObjectId(48, "1.2.840.113549.2.5", "md5"),
    KnownObjectId(49, "1.2.840.113549.3.2", "rc2"),
    KnownObjectId(51, "1.2.840.113549.3.7", "3des"),
    KnownObjectId(54, "1.2.840.10046.2.1", "DH"),
    KnownObjectId(56, "1.2.840.10040.4.1", "DSA"),
    KnownObjectId(70, "1.3.14.3.2.7", "des"),
    KnownObjectId(89, SHA1, "sha1"),
    KnownObjectId(173, "2.5.29.7", "subjectAltName"),
    KnownObjectId(176, "2.5.29.15", "keyUsage"),
    KnownObjectId(178, "2.5.29.19", "basicConstraints"),
    KnownObjectId(179, "2.5.29.32", "certificatePolicies"),
    KnownObjectId(182, "2.5.29.14", "subjectKeyIdentifier"),
    KnownObjectId(183, "2.5.29.17", "subjectAltName2"),
    KnownObjectId(188, "2.5.29.37", "enhancedKeyUsage"),
    KnownObjectId(199, "1.3.6.1.4.1.311.13.2.2", "enrollmentCspProvider"),
    KnownObjectId(200, "1.3.6.1.4.1.311.13.2.3", "osVersion"),
    KnownObjectId(207, "1.3.6.1.4.1.311.2.1.14", "certExtensions2"),
    KnownObjectId(214, "1.3.6.1.4.1.311.20.2.3", "principalName"),
    KnownObjectId(216, "1.3.6.1.4.1.311.10.12.1", "anyApplicationPolicy"),
    KnownObjectId(218, "1.3.6.1.4.1.311.20.2", "certificateTemplateName"),
    KnownObjectId(226, "1.3.6.1.4.1.311.21.7", "certificateTemplate"),
    KnownObjectId(229, "1.3.6.1.4.1.311.21.10", "applicationPolicies"),
    KnownObjectId(238, "1.3.6.1.4.1.311.21.20", "clientInformation"),
    KnownObjectId(244, "1.3.6.1.5.5.7.3.1", "serverAuth"),
    KnownObjectId(245, "1.3.6.1.5.5.7.3.2", "clientAuth"),
    KnownObjectId(246, "1.3.6.1.5.5.7.3.3", "codeSigning"),
    KnownObjectId(247, "1.3.6.1.5.5.7.3.4", "emailProtection"),
    KnownObjectId(248, "1.3.6.1.5.5.7.3.5", "ipsecEndSystem"),
    KnownObjectId(249, "1.3.6.1.5.5.7.3.6", "ipsecTunnel"),
    KnownObjectId(250, "1.3.6.1.5.5.7.3.7", "ipsecUser"),
    KnownObjectId(251, "1.3.6.1.5.5.7.3.8", "timeStamping"),
    KnownObjectId(252, "1.3.6.1.5.5.7.3.9", "OCSPSigning"),
    KnownObjectId(259, "1.3.6.1.4.1.311.10.3.4", "encryptingFileSystem"),
    KnownObjectId(268, "1.3.6.1.4.1.311.10.3.12", "documentSigning"),
    KnownObjectId(277, "1.3.6.1.4.1.311.20.2.2", "smartcardLogon"),
    KnownObjectId(342, "1.2.840.113549.1.1.11", "sha256RSA"),
    KnownObjectId(343, "1.2.840.113549.1.1.12", "sha384RSA"),
    KnownObjectId(344, "1.2.840.113549.1.1.13", "sha512RSA"),
    KnownObjectId(345, SHA256, "sha256"),
    KnownObjectId(346, SHA384, "sha384"),
    KnownObjectId(347, SHA512, "sha512"),
    KnownObjectId(349, "1.2.840.10045.2.1", "ECC"),
    KnownObjectId(0, "1.2.840.10045.3.1.7", "ECDSA_P256"),
    KnownObjectId(0, "1.3.132.0.34", "ECDSA_P384"),
    KnownObjectId(0, "1.3.132.0.35", "ECDSA_P521"),
)

# A hash may also be named by the signature it is part of.
HASHES = {
    SHA256: SHA256,
    SHA384: SHA384,
    SHA512: SHA512,
    "1.2.840.113549.1.1.11": SHA256,
    "1.2.840.113549.1.1.12": SHA384,
    "1.2.840.113549.1.1.13": SHA512,
}
BROKEN_HASHES = {
    SHA1,
    "1.2.840.113549.1.1.2",
    "1.2.840.113549.1.1.4",
    "1.2.840.113549.1.1.5",
    "1.2.840.113549.2.2",
    "1.2.840.113549.2.4",
    "1.2.840.113549.2.5",
}
_DOTTED = re.compile(r"[0-2](\.(0|[1-9]\d{0,38}))+")


def by_value(dotted: str) -> KnownObjectId:
    """Raises EnrollmentFailure (E_INVALIDARG) for what is no object identifier."""
    value = dotted.strip()
    if not _DOTTED.fullmatch(value) or (value[0] in "01" and int(value.split(".")[1]) > 39):
        raise EnrollmentFailure(E_INVALIDARG)
    return next((known for known in KNOWN if known.dotted == value), KnownObjectId(0, value, ""))


def by_number(number: int) -> KnownObjectId:
    """Raises EnrollmentFailure (CRYPT_E_NOT_FOUND) for a number that is not among the known."""
    for known in KNOWN:
        if known.number == number and number:
            return known
    raise EnrollmentFailure(CRYPT_E_NOT_FOUND)


def by_name(name: str) -> KnownObjectId:
    """By an algorithm's name, letter case and hyphens aside. Raises EnrollmentFailure (CRYPT_E_NOT_FOUND)."""
    wanted = _plain(name)
    for known in KNOWN:
        if _plain(known.name) == wanted:
            return known
    raise EnrollmentFailure(CRYPT_E_NOT_FOUND)


def _plain(name: str) -> str:
    return name.strip().casefold().replace("-", "")
