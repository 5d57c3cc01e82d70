"""The two mails of a person as a small script reads them: by their captions, with Python's own mail parser."""

from __future__ import annotations

import email
import re
import secrets
import string
from collections import defaultdict
from dataclasses import dataclass, field
from email import policy
from email.message import EmailMessage
from pathlib import Path


@dataclass(frozen=True, kw_only=True)
class Invitation:
    """What both mails say, and the secrets that the person will have."""

    user_id: str
    issuance_url: str = field(repr=False)
    signup_url: str = field(repr=False)
    login_url: str = field(repr=False)
    authentication_password: str = field(repr=False)
    password: str = field(repr=False)
    new_password: str = field(repr=False)
    pin: str = field(repr=False)


def read_invitations(folder: Path) -> list[Invitation]:
    """Everybody whose mails are in the folder, by user ID."""
    texts: defaultdict[str, str] = defaultdict(str)
    for file in sorted(folder.glob("*.eml")):
        text = _text(file)
        texts[_after("ユーザID：", text)] += text
    return [_invitation(user_id, text) for user_id, text in sorted(texts.items())]


def _text(file: Path) -> str:
    message = email.message_from_bytes(file.read_bytes(), policy=policy.default)
    assert isinstance(message, EmailMessage)
    return str(message.get_content())


def _after(caption: str, text: str) -> str:
    """The first plain ASCII word behind a caption; the first mail says there that it comes in the other."""
    found = re.search(re.escape(caption) + r"\s*([!-~]+)", text)
    if found is None:
        raise ValueError(f"not in the mails: {caption}")
    return found[1]


def _invitation(user_id: str, text: str) -> Invitation:
    return Invitation(
        user_id=user_id,
        issuance_url=_after("発行サイト\n", text),
        signup_url=_after("サインアップサイト\n", text),
        login_url=_after("ログインサイト\n", text),
        authentication_password=_after("認証情報パスワード：", text),
        password=_after("サインアップ・ログインパスワード：", text),
        new_password=_made(12),
        pin=_made(8),
    )


def _made(length: int) -> str:
    """Letters and digits, at least one of each."""
    body = "".join(secrets.choice(string.ascii_letters + string.digits) for _ in range(length - 2))
    return secrets.choice(string.ascii_lowercase) + body + secrets.choice(string.digits)
