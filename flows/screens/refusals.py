"""The more exact codes of the guide for a refusal, by the words in which a site may say it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from ekakushin.flows.guide import find_code


class _FinerCode(NamedTuple):
    """A more exact code, and the words (A: nobody knows the real ones) that speak for it."""

    code: str
    words: re.Pattern[str]


# Also what leaves open which of two things it was: a wrong password or something else.
WRONG_PASSWORD = re.compile(
    r"(パスワード|認証情報).{0,12}(正しく(ありません|ない)|誤り|誤って|間違|違い|違って|(一致|合致)し|異な|不一致)"
    r"|(wrong|incorrect|invalid)password|password.{0,8}(wrong|incorrect|invalid)"
)

_OVER = r"(切れ|過ぎ|終了|満了|超え|経過)"

# Sentences are looked at as `sentences.sentences_in` gives them: without width, spaces and marks.
_EXPIRED_INVITATION = _FinerCode(
    "ISS-010",
    re.compile(
        rf"(期限|期間).{{0,8}}{_OVER}|失効|期限(内|まで)(に|で).{{0,20}}(ません|なかった|ない)|expired"
    ),
)
_USED_UP = _FinerCode(
    "ISS-009",
    re.compile(
        r"有効な証明書情報が|(既に|すでに).{0,16}(発行|取得|使用|利用|受領)|(発行|使用|利用|取得)済"
        r"|証明書が?(作成|準備)されていない"
        r"|取り?消(され|し)|発行(できる|可能な).{0,10}(ありません|ない)|alreadybeen|alreadyissued|cancel"
    ),
)
_EXPIRED_CERTIFICATE = _FinerCode(
    "CRT-005",
    re.compile(
        rf"証明書.{{0,16}}(期限|期間).{{0,10}}{_OVER}|(期限|期間).{{0,8}}{_OVER}.{{0,10}}証明書|certificate.{{0,12}}expired"
        r"|expiredcertificate"
    ),
)
_REVOKED = _FinerCode(
    "CRT-006",
    re.compile(r"証明書.{0,20}(失効|取り?消|無効化)|(失効|取り?消).{0,12}証明書|revoked"),
)
_ANOTHERS = _FinerCode(
    "CRT-004",
    re.compile(
        r"証明書.{0,28}(一致|合致|対応|該当)(し|でき)|(一致|合致|対応)し(ない|ていない).{0,8}証明書"
        r"|証明書.{0,16}(異な|違(い|う|って)|別の|他の|他人|他者|ご?本人.{0,6}(なく|ない|ありません))"
        r"|(異なる|別の|他の|他人の|ほかの).{0,12}証明書|ご?本人.{0,8}証明書では(ない|ありません)"
        r"|(ご利用|お使い|使用中|選択).{0,8}証明書では|証明書.{0,10}組み?合わ?せ|組み?合わ?せ.{0,16}証明書"
    ),
)
# Nothing that speaks of the password too: whatever else it may have been, that is not to be tried again.
_NOT_ACCEPTED = _FinerCode(
    "CRT-001", re.compile(r"^(?!.*パスワード).*証明書(の|による)?認証(に失敗|でき|エラー)")
)
_NOT_SIGNED_UP = _FinerCode(
    "ACC-009",
    re.compile(
        r"サインアップ.{0,16}(ません|なされていない|されていない|していない|済んでいない|未)|未サインアップ"
        r"|(先に|まず).{0,12}サインアップ|サインアップ(を|が)?.{0,6}(行って|実施|必要|してから)|notsignedup|signupfirst"
        r"|(利用者?|ユーザ|初期|初回)登録.{0,10}(お?済みで(ない|は)|(済んで|完了して|行われて|されて).{0,2}(い|お)(ない|ません|りません))"
    ),
)
_ADDRESS = re.compile(r"url|アドレス|パラメ|リンク|クエリ|address")
_UNKNOWN_LOGIN = _FinerCode("ACC-014", _ADDRESS)
_USED_BEFORE = _FinerCode(
    "ACC-012",
    re.compile(
        r"(過去|以前|前回|直近|履歴|世代|一度).{0,20}(使|利用|設定|同じ|同一|登録)|パスワードと(は)?(同じ|同一|異なる|別)"
        r"|(同じ|同一の)パスワード|再利用|前と同じ|usedbefore|recentlyused|history"
    ),
)
_PRESENT_WRONG = _FinerCode(
    "ACC-013",
    re.compile(
        r"(現在|今|現|旧|元|変更前|古い)の?パスワード(が|は|に|を|の入力)?.{0,10}"
        r"(正しく|誤|間違|違(い|って)|一致し|不正|異なって|異なります|不一致|確認でき)|currentpassword"
    ),
)
_PIN_SET = _FinerCode(
    "SGN-006",
    re.compile(r"(既に|すでに).{0,16}(登録|設定)|(登録|設定)済|alreadyregistered|alreadyset"),
)

_CERTIFICATE = (_REVOKED, _EXPIRED_CERTIFICATE, _ANOTHERS)
_FINER: Mapping[str, Sequence[_FinerCode]] = {
    "ISS-001": (_FinerCode("ISS-001", WRONG_PASSWORD), _EXPIRED_INVITATION, _USED_UP),
    "ISS-018": (_EXPIRED_INVITATION, _USED_UP),
    "ISS-007": (_USED_UP, _EXPIRED_INVITATION),
    "CRT-001": (*_CERTIFICATE, _NOT_SIGNED_UP, _UNKNOWN_LOGIN),
    "CRT-003": _CERTIFICATE,
    "ACC-001": (_FinerCode("ACC-001", WRONG_PASSWORD), *_CERTIFICATE, _NOT_SIGNED_UP, _NOT_ACCEPTED),
    "ACC-004": (_FinerCode("ACC-004", WRONG_PASSWORD), *_CERTIFICATE, _NOT_ACCEPTED),
    "ACC-005": (_PRESENT_WRONG, _USED_BEFORE),
    "ACC-011": _CERTIFICATE,
    "SGN-003": (_PIN_SET,),
}

# What Windows may throw where the page makes its request, and where it installs the answer (S), the clearest first.
_AT_THE_REQUEST = ("ISS-014", "ISS-015", "ISS-016", "ENV-012", "ISS-013", "ISS-017")
_AT_THE_INSTALLATION = ("ISS-011", "ISS-012", "ISS-014", "ISS-013", "ENV-012")


def finer_code(code: str, sentences: Iterable[str]) -> str:
    """The code for a no that a screen knows as `code`, by the sentences it was said in; `code` if they say no more.

    A refusal that leaves open which of two things it was (a wrong password or …) stays what it was.
    """
    said = tuple(sentences)
    return next(
        (each.code for each in _FINER.get(code, ()) if any(map(each.words.search, said))),
        code,
    )


def request_refusal(words: str) -> str:
    """The code for a 発行 that the page gave up before it sent anything, by what its message box says."""
    return find_code(words, _AT_THE_REQUEST) or "ISS-003"


def installation_refusal(words: str) -> str:
    """The code for an installation that failed, by what the page's message boxes say."""
    return find_code(words, _AT_THE_INSTALLATION) or "ISS-005"
