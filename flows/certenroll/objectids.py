"""Object identifiers by Windows' enumeration number, by name and by dotted value."""

from __future__ import annotations

import re
from typing import NamedTuple

from ekakushin.flows.certenroll.windows import CRYPT_E_NOT_FOUND, E_INVALIDARG, EnrollmentFailure


class Known(NamedTuple):
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

KNOWN: tuple[Known, ...] = (
    Known(1, "1.2.840.113549.1.1.1", "RSA"),
    Known(17, "1.2.840.113549.1.1.2", "md2RSA"),
    Known(19, "1.2.840.113549.1.1.4", "md5RSA"),
    Known(20, "1.2.840.113549.1.1.5", "sha1RSA"),
    Known(30, "1.2.840.113549.1.9.1", "E"),
    Known(36, "1.2.840.113549.1.9.7", "challengePassword"),
    Known(39, "1.2.840.113549.1.9.14", "certExtensions"),
    Known(40, "1.2.840.113549.1.9.15", "SMIMECapabilities"),
    Known(46, "1.2.840.113549.2.2", "md2"),
    Known(47, "1.2.840.113549.2.4", "md4"),
    Known(48, "1.2.840.113549.2.5", "md5"),
    Known(49, "1.2.840.113549.3.2", "rc2"),
    Known(51, "1.2.840.113549.3.7", "3des"),
    Known(54, "1.2.840.10046.2.1", "DH"),
    Known(56, "1.2.840.10040.4.1", "DSA"),
    Known(70, "1.3.14.3.2.7", "des"),
    Known(89, SHA1, "sha1"),
    Known(173, "2.5.29.7", "subjectAltName"),
    Known(176, "2.5.29.15", "keyUsage"),
    Known(178, "2.5.29.19", "basicConstraints"),
    Known(179, "2.5.29.32", "certificatePolicies"),
    Known(182, "2.5.29.14", "subjectKeyIdentifier"),
    Known(183, "2.5.29.17", "subjectAltName2"),
    Known(188, "2.5.29.37", "enhancedKeyUsage"),
    Known(199, "1.3.6.1.4.1.311.13.2.2", "enrollmentCspProvider"),
    Known(200, "1.3.6.1.4.1.311.13.2.3", "osVersion"),
    Known(207, "1.3.6.1.4.1.311.2.1.14", "certExtensions2"),
    Known(214, "1.3.6.1.4.1.311.20.2.3", "principalName"),
    Known(216, "1.3.6.1.4.1.311.10.12.1", "anyApplicationPolicy"),
    Known(218, "1.3.6.1.4.1.311.20.2", "certificateTemplateName"),
    Known(226, "1.3.6.1.4.1.311.21.7", "certificateTemplate"),
    Known(229, "1.3.6.1.4.1.311.21.10", "applicationPolicies"),
    Known(238, "1.3.6.1.4.1.311.21.20", "clientInformation"),
    Known(244, "1.3.6.1.5.5.7.3.1", "serverAuth"),
    Known(245, "1.3.6.1.5.5.7.3.2", "clientAuth"),
    Known(246, "1.3.6.1.5.5.7.3.3", "codeSigning"),
    Known(247, "1.3.6.1.5.5.7.3.4", "emailProtection"),
    Known(248, "1.3.6.1.5.5.7.3.5", "ipsecEndSystem"),
    Known(249, "1.3.6.1.5.5.7.3.6", "ipsecTunnel"),
    Known(250, "1.3.6.1.5.5.7.3.7", "ipsecUser"),
    Known(251, "1.3.6.1.5.5.7.3.8", "timeStamping"),
    Known(252, "1.3.6.1.5.5.7.3.9", "OCSPSigning"),
    Known(259, "1.3.6.1.4.1.311.10.3.4", "encryptingFileSystem"),
    Known(268, "1.3.6.1.4.1.311.10.3.12", "documentSigning"),
    Known(277, "1.3.6.1.4.1.311.20.2.2", "smartcardLogon"),
    Known(342, "1.2.840.113549.1.1.11", "sha256RSA"),
    Known(343, "1.2.840.113549.1.1.12", "sha384RSA"),
    Known(344, "1.2.840.113549.1.1.13", "sha512RSA"),
    Known(345, SHA256, "sha256"),
    Known(346, SHA384, "sha384"),
    Known(347, SHA512, "sha512"),
    Known(349, "1.2.840.10045.2.1", "ECC"),
    Known(0, "1.2.840.10045.3.1.7", "ECDSA_P256"),
    Known(0, "1.3.132.0.34", "ECDSA_P384"),
    Known(0, "1.3.132.0.35", "ECDSA_P521"),
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


def by_value(dotted: str) -> Known:
    """Raises EnrollmentFailure (E_INVALIDARG) for what is no object identifier."""
    value = dotted.strip()
    if not _DOTTED.fullmatch(value) or (value[0] in "01" and int(value.split(".")[1]) > 39):
        raise EnrollmentFailure(E_INVALIDARG)
    return next((known for known in KNOWN if known.dotted == value), Known(0, value, ""))


def by_number(number: int) -> Known:
    """Raises EnrollmentFailure (CRYPT_E_NOT_FOUND) for a number that is not among the known."""
    for known in KNOWN:
        if known.number == number and number:
            return known
    raise EnrollmentFailure(CRYPT_E_NOT_FOUND)


def by_name(name: str) -> Known:
    """By an algorithm's name, letter case and hyphens aside. Raises EnrollmentFailure (CRYPT_E_NOT_FOUND)."""
    wanted = _plain(name)
    for known in KNOWN:
        if _plain(known.name) == wanted:
            return known
    raise EnrollmentFailure(CRYPT_E_NOT_FOUND)


def _plain(name: str) -> str:
    return name.strip().casefold().replace("-", "")
