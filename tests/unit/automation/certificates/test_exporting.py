"""A certificate that is handed out: a modern .p12, noted before, never in the place of another file unasked."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from asn1crypto import pkcs12 as loose
from cryptography.hazmat.primitives.serialization import pkcs12

from ekakushin.automation.certificates import EncryptedCertificates
from ekakushin.automation.certificates.exporting import export_identity
from ekakushin.flows.secret import Secret
from tests.support.systems import is_its_owners_alone
from tests.unit.automation.certificates.conftest import Keep

PASSWORD = Secret("鍵のパスワード 1")
Export = Callable[..., bool]


@pytest.fixture
def notes() -> list[tuple[str, bool]]:
    """What was noted, and whether the file was there already."""
    return []


@pytest.fixture
def export(store: EncryptedCertificates, keep: Keep, tmp_path: Path, notes: list[tuple[str, bool]]) -> Export:
    certificate = keep()
    file = tmp_path / "taro.p12"

    def note(kind: str, user_ids: Sequence[str], **details: str) -> None:
        assert PASSWORD.reveal() not in str(details)
        notes.append((f"{kind} {' '.join(user_ids)}", file.exists()))

    def exported(*, overwrite: bool = False) -> bool:
        identity = store.identity(certificate)
        return export_identity(certificate, identity, file, PASSWORD, overwrite=overwrite, note=note)

    return exported


def test_key_certificate_and_chain_come_out_under_the_password(export: Export, tmp_path: Path) -> None:
    assert export()

    key, own, others = pkcs12.load_key_and_certificates(
        (tmp_path / "taro.p12").read_bytes(), PASSWORD.reveal().encode()
    )
    assert key
    assert own
    assert len(others) == 1
    assert is_its_owners_alone(tmp_path / "taro.p12")


def test_it_is_encrypted_as_windows_10_and_nss_read_it(export: Export, tmp_path: Path) -> None:
    export()

    pfx = loose.Pfx.load((tmp_path / "taro.p12").read_bytes())
    assert pfx["mac_data"]["mac"]["digest_algorithm"]["algorithm"].native == "sha256"
    parts = [
        part["content"] for part in pfx.authenticated_safe if part["content_type"].native == "encrypted_data"
    ]
    ciphers = {
        part["encrypted_content_info"]["content_encryption_algorithm"].encryption_cipher for part in parts
    }
    assert ciphers == {"aes"}


@pytest.mark.skipif(not shutil.which("pk12util"), reason="needs NSS' tools (Debian: libnss3-tools)")
def test_nss_reads_it(export: Export, tmp_path: Path) -> None:
    export()
    (tmp_path / "password").write_text(PASSWORD.reveal())

    command = ["pk12util", "-l", str(tmp_path / "taro.p12"), "-w", str(tmp_path / "password")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stderr
    assert "Kenpo Taro" in done.stdout


def test_it_is_noted_before_it_leaves(export: Export, notes: list[tuple[str, bool]]) -> None:
    export()

    assert notes == [("export_certificate 10006", False)]


def test_a_file_that_is_there_stays_unless_it_may_be_replaced(
    export: Export, tmp_path: Path, notes: list[tuple[str, bool]]
) -> None:
    (tmp_path / "taro.p12").write_text("theirs")

    refused = export()
    kept = (tmp_path / "taro.p12").read_text()

    assert (refused, kept, notes) == (False, "theirs", [])
    assert export(overwrite=True)
    assert (tmp_path / "taro.p12").read_bytes()[:1] == b"\x30"


def test_what_cannot_be_noted_does_not_leave(
    store: EncryptedCertificates, keep: Keep, tmp_path: Path
) -> None:
    certificate = keep()

    def unable(kind: str, user_ids: Sequence[str], **details: str) -> None:
        raise OSError("no audit log")

    with pytest.raises(Exception, match="no audit log"):
        export_identity(
            certificate,
            store.identity(certificate),
            tmp_path / "taro.p12",
            PASSWORD,
            overwrite=False,
            note=unable,
        )
    assert not (tmp_path / "taro.p12").exists()
