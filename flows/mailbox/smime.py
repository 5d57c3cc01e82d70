"""Opens signed S/MIME mails whose text lies inside the signature (S: some mails of the vendor are signed)."""

from __future__ import annotations


def content_of(data: bytes) -> bytes | None:
    """The mail inside PKCS#7 signed-data (DER or BER), or None for encrypted or damaged data.

    The signature itself is not checked: the site's own origins decide which addresses are used.
    """
    from asn1crypto import cms

    try:
        info = cms.ContentInfo.load(data)
        if info["content_type"].native != "signed_data":
            return None
        content = info["content"]["encap_content_info"]["content"].native
    except (ValueError, TypeError, KeyError, AttributeError):
        return None
    return content if isinstance(content, bytes) else None
