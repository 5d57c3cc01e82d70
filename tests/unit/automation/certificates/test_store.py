"""Login certificates and keys at rest."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, ed448, rsa
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
    pkcs12,
)

from ekakushin.automation.certificates import EncryptedCertificates, forms
from ekakushin.automation.vault import FileVault
from ekakushin.flows.errors import Misconfigured, NeedsPerson, VaultClosed
from ekakushin.flows.keeping import CertificateStore
from ekakushin.flows.models import ClientCertificate, Identity, SecretName
from ekakushin.flows.secret import Secret
from tests.support.keeping import (
    CHEAP,
    PASSPHRASE,
    FullDisk,
    Issued,
    Start,
    everything_under,
    issue,
    make_key,
)
from tests.support.systems import MODES, posix_only

USER = "10006"


@pytest.fixture
def vault(home: Path) -> FileVault:
    return FileVault(home / "vault.bin", Secret(PASSPHRASE), cost=CHEAP)


@pytest.fixture
def store(home: Path, vault: FileVault) -> EncryptedCertificates:
    return EncryptedCertificates(home, vault)


def keep(store: CertificateStore, issued: Issued) -> str:
    """Keeps it and returns its fingerprint."""
    kept = store.keep_certificate(USER, chain_pem=issued.chain_pem, key_pem=issued.key_pem)
    return kept.fingerprint


def the_file(home: Path, ending: str) -> Path:
    (file,) = home.rglob(f"*{ending}")
    return file


def test_keys_without_a_certificate_come_back_newest_first(store: EncryptedCertificates) -> None:
    first, second = make_key(), make_key()
    store.keep_key(USER, first)
    store.keep_key(USER, second)
    store.keep_key(USER, first)
    assert store.pending_keys(USER) == [second, first]


def test_a_key_is_no_longer_pending_once_its_certificate_is_kept_but_its_file_stays(
    home: Path, store: EncryptedCertificates
) -> None:
    waiting, issued = make_key(), issue()
    for key in (waiting, issued.key_pem):
        store.keep_key(USER, key)
    keep(store, issued)
    assert store.pending_keys(USER) == [waiting]
    assert len(list(home.rglob("*.key.pem"))) == 2


def test_nothing_is_there_for_a_stranger_and_no_folder_is_made(
    home: Path, store: EncryptedCertificates
) -> None:
    answers = [store.pending_keys("?"), store.certificates("?"), store.latest("?"), store.requested_at("?")]
    assert answers == [[], [], None, None]
    assert not (home / "certificates").exists()


def test_the_facts_are_those_of_the_certificate(store: EncryptedCertificates) -> None:
    issued = issue(2031)
    own = x509.load_pem_x509_certificates(issued.chain_pem)[0]
    kept = store.keep_certificate(USER, chain_pem=issued.chain_pem, key_pem=issued.key_pem)
    assert (kept.user_id, kept.subject, kept.issuer) == (USER, "CN=健保 太郎", "CN=Test CA")
    assert int(kept.serial, 16) == own.serial_number
    assert kept.not_before == datetime(2031, 1, 1, tzinfo=UTC)
    assert not kept.proven


def test_certificate_chain_and_key_come_back_as_they_were(
    home: Path, vault: FileVault, store: EncryptedCertificates
) -> None:
    issued = issue()
    kept = store.keep_certificate(USER, chain_pem=issued.chain_pem, key_pem=issued.key_pem)
    identity = EncryptedCertificates(home, vault).identity(kept)
    assert identity.certificate_pem == issued.chain_pem
    assert identity.key_pem == issued.key_pem


def test_keeping_the_same_certificate_again_changes_nothing(home: Path, store: EncryptedCertificates) -> None:
    issued = issue()
    keep(store, issued)
    before = everything_under(home)
    keep(store, issued)
    assert everything_under(home) == before


def test_a_key_that_is_not_the_certificates_own_is_refused(home: Path, store: EncryptedCertificates) -> None:
    with pytest.raises(ValueError, match="does not belong"):
        store.keep_certificate(USER, chain_pem=issue().chain_pem, key_pem=make_key())
    assert list(home.rglob("*.pfx")) == []


@pytest.mark.parametrize(
    "text", ["", "TopSecret1", "-----BEGIN PRIVATE KEY-----\nTopSecret1\n-----END PRIVATE KEY-----\n"]
)
def test_what_is_no_key_is_refused_without_being_repeated(store: EncryptedCertificates, text: str) -> None:
    with pytest.raises(ValueError, match="not a private key") as caught:
        store.keep_key(USER, Secret(text))
    assert "TopSecret1" not in repr(caught.value)


def test_a_key_of_a_kind_without_certificates_is_refused(store: EncryptedCertificates) -> None:
    key = ed448.Ed448PrivateKey.generate()
    pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()
    with pytest.raises(ValueError, match="not a key"):
        store.keep_key(USER, Secret(pem))


def test_an_rsa_key_comes_back_too(store: EncryptedCertificates) -> None:
    key = rsa.generate_private_key(65537, 2048)
    pem = Secret(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode())
    store.keep_key(USER, pem)
    assert store.pending_keys(USER) == [pem]


def test_the_newest_is_used_as_long_as_none_is_proven(store: EncryptedCertificates) -> None:
    newer, older = keep(store, issue(2031)), keep(store, issue(2030))
    assert [each.fingerprint for each in store.certificates(USER)] == [newer, older]
    latest = store.latest(USER)
    assert latest is not None
    assert latest.fingerprint == newer


def test_of_two_from_the_same_moment_the_later_kept_is_the_newer(store: EncryptedCertificates) -> None:
    first, second = keep(store, issue(2030)), keep(store, issue(2030))
    assert [each.fingerprint for each in store.certificates(USER)] == [second, first]


def test_a_proven_one_is_preferred_to_a_newer_one(
    home: Path, vault: FileVault, store: EncryptedCertificates
) -> None:
    older = store.keep_certificate(USER, chain_pem=(one := issue(2030)).chain_pem, key_pem=one.key_pem)
    keep(store, issue(2031))
    proven = store.mark_proven(older)
    store.mark_proven(older)
    assert EncryptedCertificates(home, vault).latest(USER) == proven
    assert proven.proven


def test_a_certificate_of_somebody_else_is_not_found(store: EncryptedCertificates) -> None:
    issued = issue()
    kept = store.keep_certificate(USER, chain_pem=issued.chain_pem, key_pem=issued.key_pem)
    stranger = kept.model_copy(update={"user_id": "10007"})
    for ask in (store.identity, store.mark_proven):
        with pytest.raises(KeyError):
            ask(stranger)


def test_a_downloaded_archive_comes_back_byte_by_byte_and_is_not_readable_on_disk(
    home: Path, store: EncryptedCertificates
) -> None:
    archives = [b"\x30\x82 first archive", b"\x30\x82 second archive"]
    for archive in [*archives, archives[0]]:
        store.keep_archive(USER, archive)
    assert store.archives(USER) == archives[::-1]
    assert b"archive" not in b"".join(file.read_bytes() for file in home.rglob("*.sealed"))


def test_the_request_is_remembered_as_the_same_moment(store: EncryptedCertificates) -> None:
    japan = timezone(timedelta(hours=9))
    store.note_requested(USER, datetime(2026, 1, 1, tzinfo=japan))
    store.note_requested(USER, datetime(2026, 1, 2, 3, 4, 5, tzinfo=japan))
    assert store.requested_at(USER) == datetime(2026, 1, 2, 3, 4, 5, tzinfo=japan)


def test_a_closed_vault_is_found_out_before_anything_is_requested(
    home: Path, vault: FileVault, store: EncryptedCertificates
) -> None:
    (home / "vault.bin").unlink()
    with pytest.raises(VaultClosed):
        store.note_requested(USER, datetime.now(UTC))
    assert store.requested_at(USER) is None


def test_a_vault_that_closes_after_the_request_does_not_cost_the_download(
    home: Path, vault: FileVault, store: EncryptedCertificates
) -> None:
    store.note_requested(USER, datetime.now(UTC))
    sealed = (home / "vault.bin").read_bytes()
    (home / "vault.bin").unlink()
    store.keep_archive(USER, b"the only copy")
    (home / "vault.bin").write_bytes(sealed)
    assert EncryptedCertificates(home, vault).archives(USER) == [b"the only copy"]


def test_the_passphrase_is_made_once(vault: FileVault, store: EncryptedCertificates) -> None:
    store.keep_key(USER, make_key())
    made = vault.get(USER, SecretName.CERTIFICATE_PASSPHRASE)
    keep(store, issue())
    assert made
    assert vault.get(USER, SecretName.CERTIFICATE_PASSPHRASE) == made


def test_a_lost_passphrase_is_never_replaced_by_another(
    home: Path, vault: FileVault, store: EncryptedCertificates
) -> None:
    store.keep_key(USER, make_key())
    vault.forget(USER, SecretName.CERTIFICATE_PASSPHRASE)
    for act in (lambda: store.pending_keys(USER), lambda: store.keep_key(USER, make_key())):
        with pytest.raises(VaultClosed, match="certificates"):
            act()
    assert vault.get(USER, SecretName.CERTIFICATE_PASSPHRASE) is None


def read_everything(store: EncryptedCertificates, certificate: ClientCertificate) -> None:
    store.pending_keys(USER)
    store.identity(certificate)
    store.requested_at(USER)
    store.archives(USER)


@pytest.mark.parametrize("ending", [".key.pem", ".pfx", ".json", ".sealed", ".requested"])
def test_a_damaged_file_is_named_and_left_alone(
    home: Path, store: EncryptedCertificates, ending: str
) -> None:
    store.keep_key(USER, make_key())
    store.keep_archive(USER, b"archive")
    store.note_requested(USER, datetime.now(UTC))
    issued = issue()
    kept = store.keep_certificate(USER, chain_pem=issued.chain_pem, key_pem=issued.key_pem)
    file = the_file(home, ending)
    file.write_bytes(b"damaged")
    with pytest.raises(VaultClosed) as caught:
        read_everything(store, kept)
    assert str(file) in str(caught.value)
    assert file.read_bytes() == b"damaged"


def test_a_damaged_pfx_is_not_taken_for_a_kept_certificate(home: Path, store: EncryptedCertificates) -> None:
    issued = issue()
    keep(store, issued)
    the_file(home, ".pfx").write_bytes(b"damaged")
    with pytest.raises(VaultClosed, match=r"\.pfx"):
        keep(store, issued)


def test_a_certificate_whose_file_has_gone_is_missed(home: Path, store: EncryptedCertificates) -> None:
    keep(store, issue())
    the_file(home, ".pfx").unlink()
    with pytest.raises(NeedsPerson, match=r"\.pfx"):
        store.latest(USER)


def test_a_crash_between_pfx_and_facts_loses_nothing(home: Path, store: EncryptedCertificates) -> None:
    issued = issue()
    kept = store.keep_certificate(USER, chain_pem=issued.chain_pem, key_pem=issued.key_pem)
    the_file(home, ".json").unlink()
    assert store.certificates(USER) == [kept]
    assert store.pending_keys(USER) == []


def test_a_full_disk_is_told_with_the_folder(store: EncryptedCertificates, full_disk: FullDisk) -> None:
    store.keep_key(USER, make_key())
    before = store.pending_keys(USER)
    with full_disk(), pytest.raises(Misconfigured, match="certificates") as raised:
        store.keep_key(USER, make_key())
    assert raised.value.code == "ENV-012"
    assert store.pending_keys(USER) == before


def test_no_file_under_home_holds_a_key_or_a_passphrase_in_clear(
    home: Path, vault: FileVault, store: EncryptedCertificates
) -> None:
    issued = issue()
    store.keep_key(USER, issued.key_pem)
    keep(store, issued)
    found = everything_under(home)
    key = issued.key_pem.reveal()
    passphrase = vault.get(USER, SecretName.CERTIFICATE_PASSPHRASE)
    assert passphrase is not None
    assert passphrase.reveal().encode() not in found
    assert b"BEGIN PRIVATE KEY" not in found
    assert not [line for line in key.splitlines()[1:-1] if line.encode() in found]
    assert _der_of(key) not in found


def _der_of(key_pem: str) -> bytes:
    key = load_pem_private_key(key_pem.encode(), None)
    assert isinstance(key, ec.EllipticCurvePrivateKey)
    return key.private_numbers().private_value.to_bytes(32, "big")


def test_the_pfx_opens_with_its_passphrase_and_no_other(
    home: Path, vault: FileVault, store: EncryptedCertificates
) -> None:
    keep(store, issue())
    pfx = the_file(home, ".pfx").read_bytes()
    passphrase = vault.get(USER, SecretName.CERTIFICATE_PASSPHRASE)
    assert passphrase is not None
    key, _, others = pkcs12.load_key_and_certificates(pfx, passphrase.reveal().encode())
    assert key is not None
    assert len(others) == 1
    with pytest.raises(ValueError, match="password"):
        pkcs12.load_key_and_certificates(pfx, b"another")


@posix_only(MODES)
def test_everything_is_for_the_owner_alone(home: Path, store: EncryptedCertificates) -> None:
    keep(store, issue())
    store.mark_proven(store.certificates(USER)[0])
    modes = {(file.is_dir(), file.stat().st_mode & 0o777) for file in home.rglob("*")}
    assert modes == {(True, 0o700), (False, 0o600)}


WRITER = """
    import sys
    from pathlib import Path
    from ekakushin.automation.certificates import EncryptedCertificates
    from ekakushin.automation.vault import FileVault
    from ekakushin.automation.vault.sealing import Cost
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
    from ekakushin.flows.secret import Secret

    home = Path(sys.argv[1])
    vault = FileVault(home / "vault.bin", Secret("correct horse"), cost=Cost(n=2, r=1, p=1))
    store = EncryptedCertificates(home, vault)
    for number in range(int(sys.argv[2])):
        key = ec.generate_private_key(ec.SECP256R1())
        pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()
        store.keep_key("10006", Secret(pem))
        print(number, flush=True)
"""


def test_processes_that_keep_keys_at_once_use_one_passphrase_and_lose_none(
    home: Path, store: EncryptedCertificates, python: Start
) -> None:
    for writer in [python(WRITER, home, "10"), python(WRITER, home, "10")]:
        writer.communicate()
    assert len(store.pending_keys(USER)) == 20


def test_a_process_killed_while_keeping_loses_no_key_that_it_had_kept(
    home: Path, store: EncryptedCertificates, python: Start
) -> None:
    writer = python(WRITER, home, "100000")
    assert writer.stdout is not None
    for _ in range(5):
        writer.stdout.readline()
    writer.kill()
    acknowledged = 5 + len(writer.stdout.read().split())
    assert len(store.pending_keys(USER)) >= acknowledged


def test_an_expired_one_is_not_preferred_for_having_been_proven(home: Path, vault: FileVault) -> None:
    store = EncryptedCertificates(home, vault, clock=lambda: datetime(2031, 6, 1, tzinfo=UTC))
    old = store.keep_certificate(USER, chain_pem=(one := issue(2030)).chain_pem, key_pem=one.key_pem)
    store.mark_proven(old)
    newer = keep(store, issue(2031))
    latest = store.latest(USER)
    assert latest
    assert latest.fingerprint == newer


def test_a_file_that_is_the_same_is_opened_once(
    store: EncryptedCertificates, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[bytes] = []
    open_identity = forms.open_identity

    def count(sealed: bytes, passphrase: Secret) -> Identity:
        opened.append(sealed)
        return open_identity(sealed, passphrase)

    monkeypatch.setattr(forms, "open_identity", count)
    keep(store, issue())
    (certificate,) = store.certificates(USER)

    assert store.identity(certificate) == store.identity(certificate)
    assert len(opened) == 1


def test_a_file_that_is_damaged_later_is_not_taken_from_memory(
    store: EncryptedCertificates, home: Path
) -> None:
    keep(store, issue())
    (certificate,) = store.certificates(USER)
    the_file(home, ".pfx").write_bytes(b"damaged")

    with pytest.raises(VaultClosed):
        store.identity(certificate)
