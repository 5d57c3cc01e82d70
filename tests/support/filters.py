"""Filters for the mock's pages, as somebody may write one."""

from __future__ import annotations


def other_words(html: str, path: str) -> str:
    """The other way in which the guide writes the same."""
    return html.replace("認証情報/パスワード", "認証情報(パスワード)")
