"""Every version of everybody, as values, for scripts and for people."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

from rich.console import Console

from ekakushin.automation.certificates import EncryptedCertificates
from ekakushin.automation.certificates.listing import as_json, table_of, versions_of
from ekakushin.automation.certificates.stores import InstalledBook
from tests.unit.automation.certificates.conftest import Keep

PEOPLE = [("10006", "健保 太郎"), ("10007", "健保 花子"), ("10008", "")]


def listed(store: EncryptedCertificates, home: Path) -> list[tuple[str, str]]:
    versions, _ = versions_of(store, PEOPLE, InstalledBook(home), datetime.now(UTC))
    return [(each.certificate.user_id, each.state) for each in versions]


def test_versions_stand_side_by_side(store: EncryptedCertificates, keep: Keep, tmp_path: Path) -> None:
    keep(days=-1)
    keep(days=30)
    keep(proven=False)
    keep("10007")

    assert listed(store, tmp_path) == [
        ("10006", "pending"),
        ("10006", "current"),
        ("10006", "former"),
        ("10007", "current"),
    ]


def test_somebody_whose_certificates_cannot_be_read_hides_nobody(
    store: EncryptedCertificates, keep: Keep, tmp_path: Path
) -> None:
    keep("10007")
    keep("10006")
    for pfx in (tmp_path / "certificates" / "10006").glob("*.pfx"):
        pfx.unlink()

    versions, troubles = versions_of(store, PEOPLE, InstalledBook(tmp_path), datetime.now(UTC))

    assert [each.certificate.user_id for each in versions] == ["10007"]
    assert {user_id: error.code for user_id, error in troubles.items()} == {"10006": "CRT-007"}


def test_scripts_get_every_fact(store: EncryptedCertificates, keep: Keep, tmp_path: Path) -> None:
    certificate = keep()
    ((version,), _) = versions_of(store, PEOPLE[:1], InstalledBook(tmp_path), datetime.now(UTC))

    told = json.loads(json.dumps(as_json(version)))

    assert {"user_id", "name", "serial", "issuer", "not_before", "not_after", "state", "installed"} <= set(
        told
    )
    assert (told["serial"], told["state"], told["installed"]) == (certificate.serial, "current", [])


def test_people_get_a_table(store: EncryptedCertificates, keep: Keep, tmp_path: Path) -> None:
    certificate = keep()
    versions, _ = versions_of(store, PEOPLE, InstalledBook(tmp_path), datetime.now(UTC))
    console = Console(width=160, record=True)

    console.print(table_of(versions))

    shown = console.export_text()
    assert "健保 太郎" in shown
    assert "使用中" in shown
    assert certificate.serial[:12] in shown
