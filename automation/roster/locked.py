"""Opens workbooks with a password, Excel's own one for files that are only marked as read-only first."""

from __future__ import annotations

from io import BytesIO

from ekakushin.flows.secret import AskPassword, ask_again
from ekakushin.flows.text import say

# Excel opens what it has locked with this password without asking (MS-OFFCRYPTO 2.3.7.4).
_EXCELS_OWN = "VelvetSweatshop"


def has_password(data: bytes) -> bool:
    """Whether a compound file is an encrypted workbook. Raises what msoffcrypto raises for a damaged one."""
    import msoffcrypto
    from msoffcrypto.exceptions import FileFormatError

    try:
        return bool(msoffcrypto.OfficeFile(BytesIO(data)).is_encrypted())
    except FileFormatError:  # neither encrypted nor one that it knows
        return False


def open_with(data: bytes, ask: AskPassword, name: str) -> bytes | str:
    """The workbook in clear, or the sentence that tells why not."""
    if (opened := _opened(data, _EXCELS_OWN)) is not None:
        return opened
    for password in ask_again(ask, name):
        if password is None:
            return say("roster.encrypted")
        if (opened := _opened(data, password.reveal())) is not None:
            return opened
    return say("roster.wrong_password")


def _opened(data: bytes, password: str) -> bytes | None:
    import msoffcrypto
    from msoffcrypto.exceptions import DecryptionError, InvalidKeyError

    target = BytesIO()
    try:
        file = msoffcrypto.OfficeFile(BytesIO(data))
        file.load_key(password=password)
        file.decrypt(target)
    except (InvalidKeyError, DecryptionError):
        return None
    opened = target.getvalue()
    return opened if opened.startswith((b"PK", b"\xd0\xcf\x11\xe0")) else None
