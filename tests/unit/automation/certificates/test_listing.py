"""Every version of everybody, as values, for scripts and for people."""

from __future__ import annotations

import io
import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from rich.cells import cell_len
from rich.console import Console

from ekakushin.automation.certificates import EncryptedCertificates
from ekakushin.automation.certificates.listing import (
    CertificateTable,
    CertificateVersion,
    SerialColumn,
    as_json,
    versions_of,
)
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


def shown(*versions: CertificateVersion, width: int) -> list[str]:
    console = Console(width=width, file=io.StringIO(), record=True)
    console.print(CertificateTable(versions), crop=False)
    return console.export_text().splitlines()


def versions_in(store: EncryptedCertificates, home: Path) -> list[CertificateVersion]:
    return versions_of(store, PEOPLE, InstalledBook(home), datetime.now(UTC))[0]


@pytest.mark.parametrize("width", [40, 60, 80, 130, 200])
def test_serials_are_never_broken_whole_or_as_far_as_tells_them_apart(
    store: EncryptedCertificates, keep: Keep, tmp_path: Path, width: int
) -> None:
    kept = [keep(), keep("10007")]

    lines = shown(*versions_in(store, tmp_path), width=width)

    for each in kept:
        (line,) = [line for line in lines if each.serial[:8] in line]
        assert (each.serial in line) is (width >= 80)
    assert all(cell_len(line) <= width for line in lines)
    assert any("使用中" in line for line in lines)


def test_shortened_serials_that_begin_alike_are_shown_as_far_as_they_differ() -> None:
    alike = ["1234567890" + "a" * 30, "1234567891" + "a" * 30]

    column = SerialColumn(alike, 20)

    assert [column.shown(each) for each in alike] == ["1234567890", "1234567891"]
    assert (column.heading, SerialColumn(alike, 40).heading) == ("serial_short", "serial")


def test_places_are_lines_of_their_own_that_are_not_broken(
    store: EncryptedCertificates, keep: Keep, tmp_path: Path
) -> None:
    keep()
    (version,) = versions_in(store, tmp_path)
    place = "/home/" + "x" * 100

    lines = shown(version.model_copy(update={"installed": (place,)}), width=80)

    assert f"  10006 健保 太郎: {place}" in lines
