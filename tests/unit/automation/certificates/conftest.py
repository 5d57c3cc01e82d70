"""A store with certificates that were made when needed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import ec

from ekakushin.automation.certificates import EncryptedCertificates
from ekakushin.flows.models import ClientCertificate
from tests.support.fakes import MemoryVault
from tests.support.issued import Issuer

Keep = Callable[..., ClientCertificate]


@pytest.fixture(scope="session")
def issuer() -> Issuer:
    return Issuer()


@pytest.fixture
def vault() -> MemoryVault:
    return MemoryVault()


@pytest.fixture
def store(tmp_path: Path, vault: MemoryVault) -> EncryptedCertificates:
    return EncryptedCertificates(tmp_path, vault)


@pytest.fixture
def keep(store: EncryptedCertificates, issuer: Issuer) -> Keep:
    """Keep a new certificate of somebody, with its key."""

    def kept(user_id: str = "10006", *, days: int = 300, proven: bool = True) -> ClientCertificate:
        identity = issuer.identity(user_id, days=days, key=ec.generate_private_key(ec.SECP256R1()))
        store.keep_key(user_id, identity.key_pem)
        certificate = store.keep_certificate(
            user_id, chain_pem=identity.certificate_pem, key_pem=identity.key_pem
        )
        return store.mark_proven(certificate) if proven else certificate

    return kept
