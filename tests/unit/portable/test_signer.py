"""Who has signed a program: somebody whom Windows trusts with programs, and of a name that was agreed on."""

from __future__ import annotations

import pytest
from cryptography.x509.oid import ExtendedKeyUsageOID

from portable import signer
from portable.problem import CannotBuild
from portable.signer import check_signers, signer_of
from tests.support.authenticode import Signer, program, sign

PYTHON = "Python Software Foundation"


@pytest.fixture(scope="module")
def theirs() -> Signer:
    """Whoever says that they are the Python Software Foundation."""
    return Signer.named(PYTHON)


def trust(monkeypatch: pytest.MonkeyPatch, trusted: Signer) -> None:
    """Let Windows trust this one's root, and no other."""
    root = trusted.root_der
    monkeypatch.setattr(signer, "_roots", lambda: {signer._subject(root): root})


def test_a_program_is_its_signer_s(monkeypatch: pytest.MonkeyPatch, theirs: Signer) -> None:
    trust(monkeypatch, theirs)

    assert signer_of("python.exe", sign(program(), theirs)) == PYTHON


def test_the_right_name_without_a_root_that_windows_trusts_is_refused(theirs: Signer) -> None:
    with pytest.raises(CannotBuild, match="nobody whom Windows trusts"):
        signer_of("python.exe", sign(program(), theirs))


def test_a_root_of_the_same_name_vouches_for_nobody(monkeypatch: pytest.MonkeyPatch, theirs: Signer) -> None:
    trust(monkeypatch, Signer.named(PYTHON))

    with pytest.raises(CannotBuild, match="nobody whom Windows trusts"):
        signer_of("python.exe", sign(program(), theirs))


def test_a_program_that_was_changed_afterwards_is_refused(
    monkeypatch: pytest.MonkeyPatch, theirs: Signer
) -> None:
    trust(monkeypatch, theirs)
    signed = sign(program(), theirs)

    with pytest.raises(CannotBuild, match="does not hold"):
        signer_of("python.exe", signed.replace(b"\xc3", b"\xc2", 1))


def test_a_program_that_nobody_has_signed_is_refused() -> None:
    with pytest.raises(CannotBuild, match="not signed"):
        signer_of("python.exe", program())


def test_what_is_no_program_is_refused() -> None:
    with pytest.raises(CannotBuild, match="no program"):
        signer_of("python.exe", b"MZ")


def test_a_certificate_for_web_servers_signs_no_programs(monkeypatch: pytest.MonkeyPatch) -> None:
    server = Signer.named(PYTHON, usage=ExtendedKeyUsageOID.SERVER_AUTH)
    trust(monkeypatch, server)

    with pytest.raises(CannotBuild, match="not one for programs"):
        signer_of("python.exe", sign(program(), server))


def test_another_organisation_is_refused_however_well_it_signs(monkeypatch: pytest.MonkeyPatch) -> None:
    other = Signer.named("Somebody Else")
    trust(monkeypatch, other)
    files = {"LICENSE.txt": b"", "python.exe": sign(program(), other)}

    check_signers(files, ["Somebody Else"])
    with pytest.raises(CannotBuild, match="signed by Somebody Else, not by Python"):
        check_signers(files, [PYTHON])


def test_windows_list_of_roots_has_the_one_of_today_s_signatures() -> None:
    subjects = b"".join(signer._roots())

    assert b"Microsoft Identity Verification Root Certificate Authority 2020" in subjects
