"""Certificate extensions that a page may ask for in its request, as DER."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable, Mapping
from ipaddress import ip_address
from typing import Any, NamedTuple

from asn1crypto import core
from asn1crypto import x509 as asn1_x509
from cryptography import x509

from ekakushin.flows.certenroll.windows import CRYPT_E_ASN1_BADTAG, E_INVALIDARG, EnrollmentFailure


class Extension(NamedTuple):
    """Dotted object identifier, criticality and the DER of the value."""

    oid: str
    critical: bool
    value: bytes


TEMPLATE_NAME, TEMPLATE = "1.3.6.1.4.1.311.20.2", "1.3.6.1.4.1.311.21.7"
APPLICATION_POLICIES = "1.3.6.1.4.1.311.21.10"
_USAGES = {  # X509KeyUsageFlags of Windows
    "digital_signature": 0x80,
    "content_commitment": 0x40,
    "key_encipherment": 0x20,
    "data_encipherment": 0x10,
    "key_agreement": 0x08,
    "key_cert_sign": 0x04,
    "crl_sign": 0x02,
    "encipher_only": 0x01,
    "decipher_only": 0x8000,
}
_RFC822, _DNS, _DIRECTORY, _URL, _ADDRESS, _REGISTERED, _GUID, _PRINCIPAL = 2, 3, 5, 7, 8, 9, 10, 11


def key_usage(flags: int) -> Extension:
    """Key usage, critical as Windows makes it."""
    usages = {name: bool(flags & bit) for name, bit in _USAGES.items()}
    return _extension(x509.KeyUsage(**usages), critical=True)


def enhanced_key_usage(object_ids: list[str]) -> Extension:
    """Enhanced key usage with these dotted identifiers. Raises ValueError without any."""
    if not object_ids:
        raise ValueError("no usage")
    return _extension(x509.ExtendedKeyUsage([x509.ObjectIdentifier(each) for each in object_ids]))


def basic_constraints(is_authority: bool, path_length: int) -> Extension:
    """Basic constraints; a negative path length means none."""
    length = path_length if is_authority and path_length >= 0 else None
    return _extension(x509.BasicConstraints(ca=is_authority, path_length=length), critical=True)


def alternative_names(names: list[Mapping[str, Any]]) -> Extension:
    """Subject alternative names: each a type (AlternativeNameType) and a text."""
    return _extension(x509.SubjectAlternativeName([_general_name(**each) for each in names]))


def subject_key_identifier(value: bytes) -> Extension:
    """The identifier of the key that a page chose itself."""
    return _extension(x509.SubjectKeyIdentifier(value))


def template_name(name: str) -> Extension:
    """The name of a certificate template, version 1."""
    return Extension(TEMPLATE_NAME, False, core.BMPString(name).dump())


def template(object_id: str, major: int, minor: int) -> Extension:
    """The identifier and version of a certificate template, version 2."""
    parts = (core.ObjectIdentifier(object_id), core.Integer(major), core.Integer(minor))
    return Extension(TEMPLATE, False, sequence(*(part.dump() for part in parts)))


def application_policies(object_ids: list[str]) -> Extension:
    """Microsoft's application policies."""
    policies = [sequence(core.ObjectIdentifier(each).dump()) for each in object_ids]
    return Extension(APPLICATION_POLICIES, False, sequence(*policies))


def name_value(name: str, value: str) -> bytes:
    """Microsoft's pair of texts for the authority (1.3.6.1.4.1.311.13.2.1)."""
    return sequence(core.BMPString(name).dump(), core.BMPString(value).dump())


def sequence(*parts: bytes) -> bytes:
    """A DER SEQUENCE of parts that are DER already."""
    return with_tag(0x30, b"".join(parts))


def with_tag(tag: int, content: bytes) -> bytes:
    """DER with a one-byte tag."""
    length = len(content)
    if length < 0x80:
        return bytes((tag, length)) + content
    size = length.to_bytes((length.bit_length() + 7) // 8, "big")
    return bytes((tag, 0x80 | len(size))) + size + content


_MAKERS: dict[str, Callable[..., Extension]] = {
    "KeyUsage": key_usage,
    "EnhancedKeyUsage": enhanced_key_usage,
    "BasicConstraints": basic_constraints,
    "AlternativeNames": alternative_names,
    "TemplateName": template_name,
    "Template": template,
    "MSApplicationPolicies": application_policies,
}


def make_extension(kind: str, arguments: list[Any]) -> Extension:
    """The extension that CX509Extension`kind`.InitializeEncode makes of its arguments.

    Raises EnrollmentFailure (E_INVALIDARG) for arguments that do not fit.
    """
    try:
        return _MAKERS[kind](*arguments)
    except (KeyError, ValueError, TypeError, binascii.Error) as error:
        raise EnrollmentFailure(E_INVALIDARG) from error


def read_extension(kind: str, data: bytes) -> dict[str, Any]:
    """What CX509Extension`kind`.InitializeDecode finds in DER: its identifier and its own members.

    Raises EnrollmentFailure (CRYPT_E_ASN1_BADTAG) for other bytes.
    """
    try:
        return {"oid": _IDENTIFIERS[kind], "members": _READERS[kind](data)}
    except (KeyError, ValueError, TypeError) as error:
        raise EnrollmentFailure(CRYPT_E_ASN1_BADTAG) from error


def _read_key_usage(data: bytes) -> dict[str, Any]:
    bits = asn1_x509.KeyUsage.load(data, strict=True).native
    return {"KeyUsage": sum(_USAGES[_BIT_NAMES.get(bit, bit)] for bit in bits)}


def _read_policies(data: bytes) -> dict[str, Any]:
    policies = asn1_x509.CertificatePolicies.load(data, strict=True)
    return {"oids": [policy["policy_identifier"].dotted for policy in policies]}


def _read_template(data: bytes) -> dict[str, Any]:
    parts = core.SequenceOf.load(data, spec=core.Any, strict=True)
    identifier = core.ObjectIdentifier.load(parts[0].dump()).dotted
    major, minor = (core.Integer.load(part.dump()).native for part in list(parts)[1:3])
    return {"oids": [identifier], "MajorVersion": major, "MinorVersion": minor}


def _read_constraints(data: bytes) -> dict[str, Any]:
    native = asn1_x509.BasicConstraints.load(data, strict=True).native
    length = native["path_len_constraint"]
    return {"IsCA": native["ca"], "PathLenConstraint": -1 if length is None else length}


_BIT_NAMES = {
    "non_repudiation": "content_commitment",
    "key_cert_sign": "key_cert_sign",
    "crl_sign": "crl_sign",
}
_IDENTIFIERS = {
    "KeyUsage": "2.5.29.15",
    "EnhancedKeyUsage": "2.5.29.37",
    "BasicConstraints": "2.5.29.19",
    "SubjectKeyIdentifier": "2.5.29.14",
    "AlternativeNames": "2.5.29.17",
    "TemplateName": TEMPLATE_NAME,
    "Template": TEMPLATE,
    "MSApplicationPolicies": APPLICATION_POLICIES,
}
_READERS: dict[str, Callable[[bytes], dict[str, Any]]] = {
    "KeyUsage": _read_key_usage,
    "EnhancedKeyUsage": lambda data: {
        "oids": [each.dotted for each in asn1_x509.ExtKeyUsageSyntax.load(data, strict=True)]
    },
    "BasicConstraints": _read_constraints,
    "SubjectKeyIdentifier": lambda data: {
        "identifier": base64.b64encode(core.OctetString.load(data, strict=True).native).decode("ascii")
    },
    "AlternativeNames": lambda data: {"count": len(asn1_x509.GeneralNames.load(data, strict=True))},
    "TemplateName": lambda data: {"TemplateName": core.BMPString.load(data, strict=True).native},
    "Template": _read_template,
    "MSApplicationPolicies": _read_policies,
}


def _extension(value: x509.ExtensionType, *, critical: bool = False) -> Extension:
    return Extension(value.oid.dotted_string, critical, value.public_bytes())


def _general_name(type: int, value: str) -> x509.GeneralName:
    makers: dict[int, Callable[[str], x509.GeneralName]] = {
        _RFC822: x509.RFC822Name,
        _DNS: x509.DNSName,
        _DIRECTORY: _directory_name,
        _URL: x509.UniformResourceIdentifier,
        _ADDRESS: lambda text: x509.IPAddress(ip_address(text)),
        _REGISTERED: lambda text: x509.RegisteredID(x509.ObjectIdentifier(text)),
        _PRINCIPAL: _principal_name,
    }
    return makers[type](value)


def _principal_name(text: str) -> x509.GeneralName:
    return x509.OtherName(x509.ObjectIdentifier("1.3.6.1.4.1.311.20.2.3"), core.UTF8String(text).dump())


def _directory_name(der: str) -> x509.GeneralName:
    chosen = asn1_x509.Name.load(base64.b64decode(der)).chosen
    names = [
        x509.RelativeDistinguishedName(
            x509.NameAttribute(x509.ObjectIdentifier(part["type"].dotted), part["value"].native)
            for part in rdn
        )
        for rdn in chosen
    ]
    return x509.DirectoryName(x509.Name(names))
