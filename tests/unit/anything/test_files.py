"""Whatever stands in a file: it is read, or refused with a code and the place, and nothing else happens."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TypeVar

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, pkcs12
from cryptography.x509.oid import NameOID
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from ekakushin.automation import sources
from ekakushin.automation.people import People
from ekakushin.automation.settings import read_settings
from ekakushin.automation.vault import FileVault
from ekakushin.automation.vault.sealing import Cost
from ekakushin.flows.certenroll.responses import take_in
from ekakushin.flows.certenroll.windows import EnrollmentFailure
from ekakushin.flows.errors import Explained, VaultClosed
from ekakushin.flows.secret import Secret
from ekakushin.flows.site import load_site
from ekakushin.flows.steps.archive import open_archive
from tests.support.fakes_certenroll import MemoryStore

T = TypeVar("T")
ANY = settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
CHEAP = Cost(n=2, r=1, p=1)
KEYS = [
    "name",
    "issuance",
    "service",
    "others",
    "ca",
    "limits",
    "limits.page",
    "limits.people",
    "home",
    "site",
]
KEYS += [
    "vault",
    "workers",
    "lang",
    "pin_length",
    "password_alphabet",
    "headed",
    "database",
    "stop_after",
    "x",
]
VALUES = [
    '""',
    '"real"',
    '"https://a.example"',
    '"http://a.example"',
    '"https://["',
    "1",
    "-1",
    "1e999",
    "nan",
    "true",
]
VALUES += [
    "[]",
    '["https://b.example:99999"]',
    "{}",
    "{page = 0}",
    "1979-05-27",
    '"\\u0000"',
    '"日本"',
    '"..//.."',
]
TOML = st.lists(st.tuples(st.sampled_from(KEYS), st.sampled_from(VALUES)), max_size=6).map(
    lambda rows: "\n".join(f"{key} = {value}" for key, value in rows).encode()
)
BYTES = st.one_of(
    TOML, st.binary(max_size=300), st.text(max_size=200).map(lambda text: text.encode("utf-8", "ignore"))
)


def came_to(call: Callable[[], T]) -> tuple[T | None, Explained | None]:
    """What it answered, or which error of ours it raised; any other error is a bug and passes through."""
    try:
        return call(), None
    except Explained as error:
        return None, error


@ANY
@given(BYTES)
@example(b'issuance = "https://a.example:99999"')
@example(b'issuance = "https://[::1"')
@example(b"\xff\xfe")
def test_any_site_file_is_a_site_or_refused_with_its_place(tmp_path: Path, data: bytes) -> None:
    file = tmp_path / "site.toml"
    file.write_bytes(data)

    site, error = came_to(lambda: load_site(file))

    assert site is None or all(origin.startswith("https://") for origin in site.origins)
    assert error is None or (error.code, str(file) in str(error)) == ("ENV-005", True)


@ANY
@given(BYTES)
def test_any_settings_file_is_settings_or_refused_with_its_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, data: bytes
) -> None:
    file = tmp_path / "settings.toml"
    file.write_bytes(data)
    monkeypatch.setattr(sources, "FILE", file)

    _, error = came_to(read_settings)

    assert error is None or error.code == "ENV-005"


def archive() -> bytes:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "10006")])
    now = datetime.now(UTC)
    builder = x509.CertificateBuilder(name, name, key.public_key(), 1, now, now + timedelta(days=1))
    certificate = builder.sign(key, hashes.SHA256())
    return pkcs12.serialize_key_and_certificates(
        b"", key, certificate, None, BestAvailableEncryption(b"pin12345")
    )


ARCHIVE = archive()
CHANGES = st.lists(st.tuples(st.integers(0, len(ARCHIVE) - 1), st.integers(0, 255)), min_size=1, max_size=8)


def changed(changes: list[tuple[int, int]]) -> bytes:
    data = bytearray(ARCHIVE)
    for at, byte in changes:
        data[at] = byte
    return bytes(data)


@ANY
@given(
    st.one_of(
        CHANGES.map(changed), st.binary(max_size=400), st.integers(0, len(ARCHIVE)).map(lambda n: ARCHIVE[:n])
    )
)
def test_any_archive_opens_or_is_refused(data: bytes) -> None:
    found, error = came_to(lambda: open_archive(data, Secret("pin12345"), Secret("\ud7ff日本")))

    assert found is None or (found[0][:10], "PRIVATE KEY" in found[1].reveal()) == (b"-----BEGIN", True)
    assert error is None or error.code == "ISS-006"


@ANY
@given(
    st.one_of(st.text(max_size=300), st.binary(max_size=300).map(lambda data: data.hex())),
    st.sampled_from([0, 1, 7, 99]),
)
def test_any_answer_of_a_site_is_refused_as_windows_refuses(text: str, encoding: int) -> None:
    with pytest.raises(EnrollmentFailure):
        take_in(text, user_id="10006", store=MemoryStore(), encoding=encoding)


@ANY
@given(st.binary(max_size=400))
def test_any_vault_file_is_refused_and_left_as_it_is(tmp_path: Path, data: bytes) -> None:
    file = tmp_path / "vault.bin"
    file.write_bytes(data)

    with suppress(VaultClosed):
        FileVault(file, Secret("for this test alone"), cost=CHEAP).people()

    assert file.read_bytes() == data


@ANY
@given(
    st.one_of(
        st.binary(max_size=200),
        st.recursive(
            st.none() | st.integers() | st.text(max_size=5),
            lambda x: st.lists(x, max_size=3) | st.dictionaries(st.text(max_size=8), x, max_size=3),
            max_leaves=6,
        ).map(lambda value: json.dumps(value).encode()),
    )
)
def test_any_file_of_people_is_read_or_refused(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "people.json").write_bytes(data)

    _, error = came_to(People(tmp_path, lambda: None).everybody)  # type: ignore[arg-type, return-value]

    assert error is None or error.code == "ENV-005"
