"""What a page that is no known screen means: refused, busy, session over, or nothing anybody knows."""

from __future__ import annotations

import re

from flows.browser.reading import Reading, plain
from flows.errors import FlowError, Refused, Unavailable

# Families of words, not sentences: nobody knows the real ones (A). They are matched without spaces and marks.
_LOCKED = re.compile(
    r"ロックされて|ロックされました|ロック中|ロック状態|ロックしました|accountislocked|lockedout"
)
_BUSY = re.compile(
    r"混み合|混雑|アクセスが集中|メンテナンス中|メンテナンスのため|サービス(を)?停止|ただいま停止|しばらく(たって|経って|して)から|underm.intenance|temporarilyunavailable"
)
_SESSION = re.compile(
    r"セッション.{0,12}(切れ|終了|無効|タイムアウト|ありません)|タイムアウトしま|sessionhasexpired|再度ログイン"
)
_REFUSED = re.compile(
    r"正しくありません|一致しま(せん|せんでした)|認識できません|誤りが|誤っています|間違って|不正な|不正です|無効です|無効な"
    r"|失敗しました|エラーが発生|できません(でした)?|有効な証明書情報がありません|許可されて(いません|おりません)|受け付けられません"
    r"|拒否|使用できない|使えません|満たして(いません|おりません)"
    r"|登録されて(いません|おりません)|見つかりません|期限切れ|有効期限が|incorrect|invalid|denied|failed|notfound"
)


def verdict(now: Reading, news: str, refused: str) -> FlowError | None:
    """The error that the page is, or None if its words say nothing.

    `news` are the words that were not there before; `refused` is the code for a plain no.
    """
    words = plain(news)
    if _LOCKED.search(words):
        return Refused("ACC-002", site_words=news)
    if _BUSY.search(words):
        return Unavailable("NET-005", site_words=news)
    if _SESSION.search(words):
        return Unavailable("NET-006", site_words=news)
    if now.status >= 400:
        return Unavailable("NET-004", site_words=news, status=now.status)
    if _REFUSED.search(words):
        return refusal(refused, news)
    return None


def refusal(code: str, news: str) -> Refused:
    """A plain no, with the site's own words."""
    return Refused(code, site_words=news)
