"""Whom a handshake trusts: this PC, as the flows do, or the public roots alone; always with the site's own CA."""

from __future__ import annotations

import secrets
import ssl
import tempfile
from pathlib import Path

from ekakushin.automation.certificates.forms import load_key, new_passphrase, seal_key
from ekakushin.flows.models import Identity
from ekakushin.flows.site import Site

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
