"""Handing a certificate and its key out as a .p12 file that Windows, browsers and NSS can read."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

from ekakushin.automation.certificates import forms
from ekakushin.automation.state.files import create_durably, usable, write_durably
from ekakushin.flows.models import ClientCertificate, Identity
from ekakushin.flows.secret import Secret

SHORTEST_PASSWORD = 8


class NoteExport(Protocol):
    """Writes down that something secret is about to leave; it raises if it cannot."""

    def __call__(self, kind: str, user_ids: Sequence[str], **details: str) -> None: ...


def export_identity(
    certificate: ClientCertificate,
    identity: Identity,
    file: Path,
    password: Secret,
    *,
    overwrite: bool,
    note: NoteExport,
) -> bool:
    """Write certificate, chain and key to `file` (0600), under `password`; False if there is a file already.

    It is noted before the file is written. Raises Misconfigured (ENV-004).
    """
    with usable(file):
        if file.exists() and not overwrite:
            return False
        archive = forms.export(identity, password, name=certificate.user_id, chain=True)
        note(
            "export_certificate",
            [certificate.user_id],
            serial=certificate.serial,
            file=str(file.absolute()),
        )
        if overwrite:
            write_durably(file, archive)
            return True
        return create_durably(file, archive)
