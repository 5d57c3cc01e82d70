"""Login certificates and their keys at rest: encrypted, never overwritten, never deleted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ekakushin.automation.certificates.store import EncryptedCertificates

__all__ = ["EncryptedCertificates"]


def __getattr__(name: str) -> Any:  # whoever wants no more than dates does not load what opens keys
    if name != "EncryptedCertificates":
        raise AttributeError(name)
    from ekakushin.automation.certificates.store import EncryptedCertificates

    return EncryptedCertificates
