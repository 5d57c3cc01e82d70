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
    KnownObjectId(121, "2.5.4.3", "CN"),
    KnownObjectId(122, "2.5.4.4", "SN"),
    KnownObjectId(123, "2.5.4.5", "SERIALNUMBER"),
    KnownObjectId(124, "2.5.4.6", "C"),
    KnownObjectId(125, "2.5.4.7", "L"),
    KnownObjectId(126, "2.5.4.8", "S"),
    KnownObjectId(127, "2.5.4.9", "STREET"),
    KnownObjectId(128, "2.5.4.10", "O"),
    KnownObjectId(129, "2.5.4.11", "OU"),
    KnownObjectId(130, "2.5.4.12", "T"),
    KnownObjectId(131, "2.5.4.13", "Description"),
    KnownObjectId(134, "2.5.4.16", "postalAddress"),
    KnownObjectId(135, "2.5.4.17", "PostalCode"),
    KnownObjectId(136, "2.5.4.18", "POBox"),
    KnownObjectId(138, "2.5.4.20", "Phone"),
    KnownObjectId(159, "2.5.4.42", "G"),
    KnownObjectId(160, "2.5.4.43", "I"),
    KnownObjectId(161, "2.5.4.46", "dnQualifier"),
    KnownObjectId(162, "0.9.2342.19200300.100.1.25", "DC"),
    KnownObjectId(163, "1.2.840.113549.1.9.20", "friendlyName"),
    KnownObjectId(169, "2.5.29.1", "authorityKeyIdentifier1"),
    KnownObjectId(171, "2.5.29.3", "certificatePolicies1"),
    KnownObjectId(172, "2.5.29.4", "keyUsageRestriction"),
    KnownObjectId(173, "2.5.29.7", "subjectAltName"),
    KnownObjectId(174, "2.5.29.8", "issuerAltName1"),
    KnownObjectId(175, "2.5.29.10", "basicConstraints1"),
    KnownObjectId(176, "2.5.29.15", "keyUsage"),
    KnownObjectId(177, "2.5.29.16", "privateKeyUsagePeriod"),
    KnownObjectId(178, "2.5.29.19", "basicConstraints"),
    KnownObjectId(179, "2.5.29.32", "certificatePolicies"),
    KnownObjectId(180, "2.5.29.32.0", "anyPolicy"),
    KnownObjectId(181, "2.5.29.35", "authorityKeyIdentifier"),
    KnownObjectId(182, "2.5.29.14", "subjectKeyIdentifier"),
    KnownObjectId(183, "2.5.29.17", "subjectAltName2"),
    KnownObjectId(184, "2.5.29.18", "issuerAltName"),
    KnownObjectId(185, "2.5.29.21", "cRLReason"),
    KnownObjectId(187, "2.5.29.31", "cRLDistributionPoints"),
    KnownObjectId(188, "2.5.29.37", "enhancedKeyUsage"),
    KnownObjectId(189, "2.5.29.20", "cRLNumber"),
    KnownObjectId(190, "2.5.29.27", "deltaCRLIndicator"),
    KnownObjectId(191, "2.5.29.28", "issuingDistributionPoint"),
    KnownObjectId(192, "2.5.29.46", "freshestCRL"),
    KnownObjectId(193, "2.5.29.30", "nameConstraints"),
    KnownObjectId(194, "2.5.29.33", "policyMappings"),
    KnownObjectId(196, "2.5.29.36", "policyConstraints"),
    KnownObjectId(197, "1.3.6.1.4.1.311.13.1", "renewalCertificate"),
    KnownObjectId(198, "1.3.6.1.4.1.311.13.2.1", "enrollmentNameValuePair"),
    KnownObjectId(199, "1.3.6.1.4.1.311.13.2.2", "enrollmentCspProvider"),
    KnownObjectId(200, "1.3.6.1.4.1.311.13.2.3", "osVersion"),
    KnownObjectId(201, "1.3.6.1.4.1.311.20.2.1", "enrollmentAgent"),
    KnownObjectId(204, "1.3.6.1.5.5.7.1.1", "authorityInfoAccess"),
    KnownObjectId(207, "1.3.6.1.4.1.311.2.1.14", "certExtensions2"),
    KnownObjectId(214, "1.3.6.1.4.1.311.20.2.3", "principalName"),
    KnownObjectId(216, "1.3.6.1.4.1.311.10.12.1", "anyApplicationPolicy"),
    KnownObjectId(218, "1.3.6.1.4.1.311.20.2", "certificateTemplateName"),
    KnownObjectId(220, "1.3.6.1.4.1.311.21.1", "caVersion"),
    KnownObjectId(224, "1.3.6.1.4.1.311.21.5", "privateKeyArchival"),
    KnownObjectId(225, "1.3.6.1.4.1.311.21.6", "keyRecoveryAgent"),
    KnownObjectId(226, "1.3.6.1.4.1.311.21.7", "certificateTemplate"),
    KnownObjectId(229, "1.3.6.1.4.1.311.21.10", "applicationPolicies"),
    KnownObjectId(230, "1.3.6.1.4.1.311.21.11", "applicationPolicyMappings"),
    KnownObjectId(231, "1.3.6.1.4.1.311.21.12", "applicationPolicyConstraints"),
    KnownObjectId(232, "1.3.6.1.4.1.311.21.13", "archivedKey"),
    KnownObjectId(238, "1.3.6.1.4.1.311.21.20", "clientInformation"),
    KnownObjectId(242, "2.5.29.9", "subjectDirectoryAttributes"),
    KnownObjectId(244, "1.3.6.1.5.5.7.3.1", "serverAuth"),
    KnownObjectId(245, "1.3.6.1.5.5.7.3.2", "clientAuth"),
    KnownObjectId(246, "1.3.6.1.5.5.7.3.3", "codeSigning"),
    KnownObjectId(247, "1.3.6.1.5.5.7.3.4", "emailProtection"),
    KnownObjectId(248, "1.3.6.1.5.5.7.3.5", "ipsecEndSystem"),
    KnownObjectId(249, "1.3.6.1.5.5.7.3.6", "ipsecTunnel"),
    KnownObjectId(250, "1.3.6.1.5.5.7.3.7", "ipsecUser"),
    KnownObjectId(251, "1.3.6.1.5.5.7.3.8", "timeStamping"),
    KnownObjectId(252, "1.3.6.1.5.5.7.3.9", "OCSPSigning"),
    KnownObjectId(253, "1.3.6.1.5.5.7.48.1.5", "ocspNoCheck"),
    KnownObjectId(254, "1.3.6.1.5.5.8.2.2", "ipsecIkeIntermediate"),
    KnownObjectId(255, "1.3.6.1.4.1.311.10.3.1", "trustListSigning"),
    KnownObjectId(256, "1.3.6.1.4.1.311.10.3.2", "microsoftTimeStamping"),
    KnownObjectId(259, "1.3.6.1.4.1.311.10.3.4", "encryptingFileSystem"),
    KnownObjectId(260, "1.3.6.1.4.1.311.10.3.4.1", "fileRecovery"),
    KnownObjectId(267, "1.3.6.1.4.1.311.10.3.11", "keyRecovery"),
    KnownObjectId(268, "1.3.6.1.4.1.311.10.3.12", "documentSigning"),
    KnownObjectId(277, "1.3.6.1.4.1.311.20.2.2", "smartcardLogon"),
    KnownObjectId(279, "1.3.6.1.5.5.7.2.1", "cps"),
    KnownObjectId(280, "1.3.6.1.5.5.7.2.2", "userNotice"),
    KnownObjectId(283, "1.3.6.1.5.5.7.48.1", "ocsp"),
    KnownObjectId(284, "1.3.6.1.5.5.7.48.2", "caIssuers"),
    KnownObjectId(291, "2.16.840.1.113730.1.1", "netscapeCertType"),
    KnownObjectId(301, "1.3.6.1.5.5.7.12.2", "cmcData"),
    KnownObjectId(302, "1.3.6.1.5.5.7.12.3", "cmcResponse"),
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
    KnownObjectId(0, "1.2.840.113549.3.4", "rc4"),
    KnownObjectId(0, "2.16.840.1.101.3.4.1.2", "AES 128"),
    KnownObjectId(0, "2.16.840.1.101.3.4.1.22", "AES 192"),
    KnownObjectId(0, "2.16.840.1.101.3.4.1.42", "AES 256"),
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
