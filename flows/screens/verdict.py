"""The error that an unknown page stands for: refused, busy, session over, under way, or not recognised."""

from __future__ import annotations

import re
from collections.abc import Iterable

from ekakushin.flows.browser.reading import Reading
from ekakushin.flows.errors import FlowError, Refused, Unavailable, UnexpectedPage
from ekakushin.flows.screens.refusals import finer_code
from ekakushin.flows.screens.sentences import sentences_in, words_of

# Families of words, not sentences: nobody knows the real ones (A), which are looked at as `sentences_in` gives them.
_LOCKED = re.compile(
    r"ロック(アウト)?(されて|されました|中|しました|いたしました|致しました|しています|状態です|がかか)"
    r"|(アカウント|ユーザ|利用者).{0,8}(停止|凍結)(され|し|中)|accountislocked|lockedout"
)
_BUSY = re.compile(
    r"混み合|混雑し|込み合|アクセスが.{0,4}集中|アクセス(数|過多)|過負荷|負荷が(高|増|集中)|同時(接続|アクセス|利用)数|処理能力"
    r"|処理が(集中|追いつ)|つながりにく|繋がりにく|リソース.{0,6}不足|toobusy|overload"
)
_CLOSED = re.compile(
    r"メンテナンス中|メンテナンスのため.{0,12}(停止|できません|お待ち)|サービス.{0,6}(停止|休止)(中|して|いたして)|ただいま停止"
    r"|時間外|ご利用いただける時間|undermaintenance|temporarilyunavailable"
)
# S: the service cannot ask its own database; that refuses nobody.
_OUT_OF_ORDER = re.compile(
    r"データ(ベース)?(の|へ|へ?の|に)?(問い?合わ?せ|照会|検索|取得|接続|アクセス)(に|が|を|は)?(失敗|でき|エラー)"
    r"|(データベース|db).{0,8}(エラー|異常|障害)|databaseerror"
)
_SESSION = re.compile(
    r"一定時間.{0,6}操作|ログイン(情報|状態).{0,12}(確認|取得|保持|維持)(でき|され)|ログイン(して|されて)(い|お)(ない|りません|ません)|セッション.{0,12}(切れ|終了|無効|タイムアウト|ありません)|タイムアウトしま|sessionhasexpired"
)
# S: 多重ログイン, 現在利用中です.
_ELSEWHERE = re.compile(
    r"(多重|二重|重複|同時)(に)?ログイン|(現在|既に|すでに|他(の|で)|別の|ほかの).{0,20}(利用中|使用中|ログイン(中|され|して(い|お)))|ログイン中です"
    r"|(前回|以前|他|別|ほか)の(ログイン|セッション|接続).{0,12}(残|有効|継続|終了(して|されて)(い|お)(ない|りません|ません))"
    r"|alreadyloggedin|loggedinelsewhere|multiplelogin"
)
_REPEATED = re.compile(
    r"二重(に)?(送信|投稿|登録|操作|クリック|押下).{0,8}(され|しま|検|エラー|です|防止)|(同じ|同一の?)(ページ|画面|リクエスト|操作|内容).{0,12}(送信|二度|複数)|二度押し"
    r"|(画面|ページ).{0,6}期限.{0,6}切れ|(画面|ページ)は.{0,6}無効|不正な(画面)?(遷移|操作)|(画面)?遷移が(不正|正しく)|トークン|(既に|すでに)(送信|処理)(され|済)|送信済"
    r"|doublesubmi|submittedtwice|invalidtoken|alreadysubmitted"
)
_REFUSED = re.compile(
    r"正しく(ありません|ない)|(一致|認識|存在|対応|合致)(し|でき)(ません|ない)|誤り|誤って|間違(い|え|って)|違います|異なります|異なって"
    r"|不一致|不正|無効|失敗(?!回数)|エラー(?!内容)|異常(?!がない|はない|なし|があれば)|^ng$|できません|出来ません|いただけません|しませんでした|有効な証明書情報が|許可されて|受け付け(られ|でき)ません"
    r"|拒否|使えません|満たして(い|お)(ません|りません)|(登録|完了)(されて|して)(い|お)(ません|りません)"
    r"|(既に|すでに).{0,12}((使用|発行|利用|取得)(され|済)|取得して)|見つかりません|期限切れ|期限が切れ|incorrect|invalid|wrongpassword|denied|failed|notfound"
)
_LATER = re.compile(r"しばらく(たって|経って|して|時間を)|時間を(おいて|置いて)")
_LOG_IN_AGAIN = re.compile(r"再度ログイン|もう一度ログイン|ログインし直")
_UNDER_WAY = re.compile(
    r"処理(中|して)|読み込み中|読込中|(発行|登録|送信|作成|確認)(中|しています)|お待ち(ください|下さい)|loading|pleasewait|processing"
)


def verdict(now: Reading, news: Iterable[str], refused: str) -> FlowError | None:
    """The error that the page is, or None if its words say nothing.

    `news` are the lines that were not there before; `refused` is the code for a plain no.
    """
    lines = tuple(news)
    said, sentences = words_of(lines), sentences_in(lines)
    if now.status >= 400 and not _any(_BUSY, sentences) and not _any(_CLOSED, sentences):
        return Unavailable("NET-004", site_words=said, status=now.status)
    for family, error in (
        (_LOCKED, Refused("ACC-002", site_words=said)),
        (_CLOSED, Unavailable("NET-005", site_words=said)),
        (_BUSY, Unavailable("NET-008", site_words=said)),
        (_OUT_OF_ORDER, Unavailable("NET-004", site_words=said, status=now.status)),
        (_SESSION, Unavailable("NET-006", site_words=said)),
        (_ELSEWHERE, Unavailable("NET-006", site_words=said)),
        (_REPEATED, Unavailable("NET-007", site_words=said)),
        (_REFUSED, refusal(now, lines, refused)),
        (_LATER, Unavailable("NET-005", site_words=said)),
        (_LOG_IN_AGAIN, Unavailable("NET-006", site_words=said)),
    ):
        if _any(family, sentences):
            return error
    return None


def refusal(now: Reading, news: Iterable[str], refused: str) -> FlowError:
    """A plain no, with the site's own words; where nothing was asked that could be refused, an unknown page."""
    lines = tuple(news)
    said = words_of(lines)
    if refused:
        return Refused(finer_code(refused, sentences_in(lines)), site_words=said)
    return UnexpectedPage("TOOL-001", address=now.address, site_words=said)


def under_way(now: Reading) -> bool:
    """Whether the page asks for patience, with nothing on it to be filled in."""
    typing = any(control.kind == "field" and control.type == "password" for control in now.controls)
    return not typing and _any(_UNDER_WAY, sentences_in(now.lines))


def says_logged_in_elsewhere(now: Reading) -> bool:
    """Whether the page says that the same person is still logged in elsewhere."""
    return _any(_ELSEWHERE, sentences_in(now.lines))


def _any(family: re.Pattern[str], sentences: Iterable[str]) -> bool:
    return any(family.search(sentence) for sentence in sentences)
