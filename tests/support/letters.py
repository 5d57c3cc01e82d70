"""The two mails of somebody, as files, without the mock."""

from __future__ import annotations

from pathlib import Path

REGISTRATION = """ユーザID：{user_id}
認証情報パスワード：別のメールで記載いたしました。

発行サイト
https://webra2.secomtrust.net/scira/Entrance.jsp?p1=1&p2=8f3a{user_id}&p3=Qk7Z{user_id}

サインアップサイト
https://ds.e-kakushin.com/ebunsho/SignUp.do?cd=00{user_id}

ログインサイト
https://ds.e-kakushin.com/ebunsho/UrLogin.do?cd=76{user_id}
"""
PASSWORDS = """TJK株式会社
健保 太郎 様

ユーザID：{user_id}
認証情報パスワード：auth{user_id}
サインアップ・ログインパスワード：login{user_id}
"""


def two_mails(folder: Path, user_id: str = "10006", *, kind: str = ".txt") -> tuple[Path, Path]:
    """Both mails in `folder`, which is made where it is missing: the one with the addresses first."""
    folder.mkdir(parents=True, exist_ok=True)
    head = "From: a@example.com\nContent-Type: text/plain; charset=utf-8\n\n" if kind == ".eml" else ""
    files = (folder / f"{user_id}-1{kind}", folder / f"{user_id}-2{kind}")
    for file, text in zip(files, (REGISTRATION, PASSWORDS), strict=True):
        file.write_text(head + text.format(user_id=user_id), "utf-8")
    return files
