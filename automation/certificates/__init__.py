"""Login certificates and their keys at rest: encrypted, never overwritten, never deleted."""

from ekakushin.automation.certificates.store import EncryptedCertificates

__all__ = ["EncryptedCertificates"]
