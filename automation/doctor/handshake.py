"""One handshake with a site: what it showed, what it asked for, how it ended, and what time it is there.

The certificate is always checked, and read from the handshake's own messages, so that one which is not trusted
can be named too. Nothing but a HEAD for / is sent, and that only over a connection that is trusted.
"""

from __future__ import annotations

import email.utils
import re
import secrets
import socket
import ssl
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import monotonic

from cryptography import x509

from ekakushin.automation.certificates.forms import load_key, new_passphrase, seal_key
from ekakushin.automation.proxies.connecting import Connector
from ekakushin.automation.proxies.proxy import Route
from ekakushin.automation.proxies.unreachable import Unreachable
from ekakushin.automation.proxies.waiting import SECONDS, reason_of
from ekakushin.flows.models import Identity
from ekakushin.flows.site import Site
from ekakushin.flows.text import say

_CERTIFICATE, _CERTIFICATE_REQUEST = 11, 13  # RFC 8446, 4
_LONGEST_HEADERS = 16_384
# OpenSSL's X509_V_ERR_…: self-signed, no issuer found; another host or address.
_UNKNOWN_ROOT, _OTHER_NAME = (18, 19, 20, 21), (62, 64)


@dataclass(frozen=True, kw_only=True)
class Handshake:
    """The course of one TLS handshake. `chain` is what the server showed, its own first, () if it showed none.

    `asked` says that it wants a client certificate, `distrust` why its own is not trusted, `broke` how the
    connection broke; `answered` that it spoke HTTP, `ahead` how far its clock is before this PC's.
    """

    chain: tuple[x509.Certificate, ...] = ()
    asked: bool = False
    distrust: str = ""
    broke: str = ""
    answered: bool = False
    ahead: timedelta | None = None


class _Ear:
    """Notes the server's chain and its request for a certificate, also where the handshake fails."""

    def __init__(self) -> None:
        self.chain: list[x509.Certificate] = []
        self.asked = False

    def __call__(self, _of: object, way: str, version: int, _kind: int, message: int, data: bytes) -> None:
        if way != "read":
            return
        if message == _CERTIFICATE:
            self.chain.extend(certificates_in(data, tls13=version >= ssl.TLSVersion.TLSv1_3))
        elif message == _CERTIFICATE_REQUEST:
            self.asked = True


def shake_hands(route: Route, context: ssl.SSLContext, connector: Connector) -> Handshake:
    """Do it, in seconds that are counted; what goes wrong is in the answer. `context` is for this one alone."""
    ear, answer, distrust, broke = _Ear(), b"", "", ""
    context._msg_callback = ear  # type: ignore[attr-defined]  # what the ssl module's own tests use
    try:
        with connector.connect(route) as raw:
            raw.settimeout(SECONDS)
            with context.wrap_socket(raw, server_hostname=route.host) as connection:
                answer = _ask_for_time(connection, route)
    except ssl.SSLCertVerificationError as error:
        distrust = _why(error)
    except ssl.SSLError as error:
        broke = error.reason or type(error).__name__
    except Unreachable as error:
        broke = error.told
    except OSError as error:
        broke = reason_of(error)
    spoke = answer.startswith(b"HTTP/")
    seen = Handshake(chain=tuple(ear.chain), asked=ear.asked, distrust=distrust, broke=broke)
    return replace(seen, answered=spoke, ahead=_ahead(answer))


def _why(error: ssl.SSLCertVerificationError) -> str:
    """In plain words where it is one of the common reasons, otherwise as OpenSSL says it."""
    if error.verify_code in _UNKNOWN_ROOT:
        return say("doctor.unknown_root")
    return say("doctor.other_name") if error.verify_code in _OTHER_NAME else error.verify_message


def _ask_for_time(connection: socket.socket, route: Route) -> bytes:
    request = f"HEAD / HTTP/1.1\r\nHost: {route.in_ascii}\r\nUser-Agent: ekakushin-doctor\r\nConnection: close\r\n\r\n"
    end, answer = monotonic() + SECONDS, b""
    connection.sendall(request.encode("ascii"))
    while b"\r\n\r\n" not in answer and len(answer) < _LONGEST_HEADERS and monotonic() < end:
        piece = connection.recv(4096)
        if not piece:
            break
        answer += piece
    return answer


def _ahead(answer: bytes) -> timedelta | None:
    found = re.search(rb"^date:\s*(.+?)\s*$", answer, re.IGNORECASE | re.MULTILINE)
    if not found:
        return None
    try:
        moment = email.utils.parsedate_to_datetime(found.group(1).decode("latin-1"))
    except ValueError:
        return None
    return moment.replace(tzinfo=moment.tzinfo or UTC) - datetime.now(UTC)


def certificates_in(message: bytes, *, tls13: bool) -> Iterator[x509.Certificate]:
    """The certificates of a handshake's Certificate message (RFC 5246, 7.4.2; RFC 8446, 4.4.2)."""
    start = 4 + (1 + message[4] if tls13 else 0) + 3
    while start < len(message):
        end = start + 3 + int.from_bytes(message[start : start + 3])
        with suppress(ValueError):  # one that breaks the rules is not shown, the others are
            yield x509.load_der_x509_certificate(message[start + 3 : end])
        start = end + (2 + int.from_bytes(message[end : end + 2]) if tls13 else 0)


_NO_CHECK_TIME = ssl.VerifyFlags(0x200000)  # OpenSSL's X509_V_FLAG_NO_CHECK_TIME
TLS = {"1.2": ssl.TLSVersion.TLSv1_2, "1.3": ssl.TLSVersion.TLSv1_3}


def trusting_this_pc(site: Site, version: str, identity: Identity | None = None) -> ssl.SSLContext:
    """This PC's roots, one version of TLS, and the certificate to show where one is asked for."""
    context = _context(site)
    context.load_default_certs()
    context.minimum_version = context.maximum_version = TLS[version]
    if identity:
        _show(context, identity)
    return context


def trusting_public_roots(site: Site, roots_pem: str) -> ssl.SSLContext:
    """The public roots, and no other that somebody has put on this PC."""
    context = _context(site)
    context.load_verify_locations(cadata=roots_pem)
    return context


def _context(site: Site) -> ssl.SSLContext:
    """Checks chain and name, but no dates: whether this PC's clock is right is asked apart."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.verify_flags |= _NO_CHECK_TIME
    if site.ca:
        context.load_verify_locations(site.ca)
    return context


def _show(context: ssl.SSLContext, identity: Identity) -> None:
    """Python takes a key from a file only: it lies there encrypted, under a passphrase of this moment."""
    passphrase = new_passphrase()
    sealed = seal_key(load_key(identity.key_pem), passphrase)
    with tempfile.TemporaryDirectory(prefix="ekakushin-doctor-") as folder:
        file = Path(folder) / f"{secrets.token_hex(4)}.pem"
        file.touch(mode=0o600)
        file.write_bytes(sealed + identity.certificate_pem)
        context.load_cert_chain(file, password=passphrase.reveal())
