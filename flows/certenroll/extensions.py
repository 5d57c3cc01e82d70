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

from ekakushin.flows.certenroll.windows import E_INVALIDARG, EnrollmentFailure


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
