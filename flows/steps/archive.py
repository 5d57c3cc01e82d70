"""The P12 profile: a PIN that is shown once and a .p12 file, both kept before the file is opened."""

from __future__ import annotations

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.serialization import pkcs12

from ekakushin.flows.crash import crash_point
from ekakushin.flows.errors import FlowError, Refused
from ekakushin.flows.models import ClientCertificate, SecretName
from ekakushin.flows.screens.issue import ArchiveScreen
from ekakushin.flows.secret import Secret
from ekakushin.flows.steps.acts import act
from ekakushin.flows.steps.receipt import shut_and_judge, write_ahead
from ekakushin.flows.workplace import Case


async def from_archive(case: Case, screen: ArchiveScreen) -> ClientCertificate:
    """Press 発行 and take the certificate out of the file. Raises Refused (ISS-006), OutcomeUnknown (ISS-004)."""
    tab, pins = screen.tab, screen.pins
    for pin in pins:
        tab.keep_to_itself(pin)
    _keep_pins(case, pins)
    pressed = tab.departure.left  # by a person who had taken over; it is not pressed again
    departure = tab.departure if pressed else await tab.before_sending(write_ahead(case))
    try:
        async with act(tab, "issue"):
            seconds = tab.site.limits.issuance
            archive = await (tab.helping.file(seconds=seconds) if pressed else screen.issue())
    except FlowError as error:
        raise shut_and_judge(error, departure) from error
    case.certificates.keep_archive(case.user_id, archive)
    crash_point("issue.archived")
    return _take_out(case, archive, pins)


def from_kept_archive(case: Case) -> ClientCertificate | None:
    """The certificate of a file that an earlier run has kept, without visiting the site; None without file or PIN.

    Raises Refused (ISS-006) if it does not open.
    """
    archive = next(iter(case.certificates.archives(case.user_id)), None)
    pins = _read_pins(case)
    return _take_out(case, archive, pins) if archive and pins else None


def _keep_pins(case: Case, pins: tuple[Secret, ...]) -> None:
    # Every way in which the page can be read: which of them opens the file is known only when it is there.
    written = " ".join(pin.reveal() for pin in pins)
    case.keep(SecretName.P12_PIN, Secret(written))


def _read_pins(case: Case) -> tuple[Secret, ...]:
    written = case.secret(SecretName.P12_PIN)
    return tuple(Secret(pin) for pin in written.reveal().split()) if written else ()


def _take_out(case: Case, archive: bytes, pins: tuple[Secret, ...]) -> ClientCertificate:
    chain_pem, key_pem = open_archive(archive, *pins)
    certificate = case.certificates.keep_certificate(case.user_id, chain_pem=chain_pem, key_pem=key_pem)
    crash_point("issue.kept")
    case.forget(SecretName.P12_PIN)  # certificate and key are kept in our own form now
    return certificate


def open_archive(archive: bytes, *pins: Secret) -> tuple[bytes, Secret]:
    """Certificates (PEM, the person's first) and key (PKCS#8 PEM) of a .p12 file, old ciphers included.

    Raises Refused (ISS-006) if none of the PINs opens it or there is no key in it.
    """
    found = next((each for pin in pins if (each := _open_with(archive, pin))), None)
    if found is None or found.key is None or found.cert is None:
        raise Refused("ISS-006")
    certificates = [found.cert, *found.additional_certs]
    chain = b"".join(each.certificate.public_bytes(serialization.Encoding.PEM) for each in certificates)
    key = found.key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    return chain, Secret(key.decode())


def _open_with(archive: bytes, pin: Secret) -> pkcs12.PKCS12KeyAndCertificates | None:
    try:
        return pkcs12.load_pkcs12(archive, pin.reveal().encode())
    except ValueError:
        return None
