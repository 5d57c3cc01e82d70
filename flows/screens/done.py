"""完了: the page that says that something was done."""

from __future__ import annotations

import re

from ekakushin.flows.browser.reading import Reading
from ekakushin.flows.screens.screen import Screen
from ekakushin.flows.screens.sentences import sentences_in

_DONE = re.compile(
    r"完了(しました|いたしました|致しました|です|しております)$|(登録|変更|更新|設定|サインアップ)(しました|されました|いたしました)$|completed$"
)
_NOT_DONE = re.compile(
    r"(完了|登録|変更|更新|発行|設定|サインアップ).{0,4}(して|されて|し|でき|出来)(い|お)?(ません|ない)|正しく(ありません|ない)"
    r"|一致し(ません|ない)|失敗(?!回数)|エラー(?!内容)|異常終了|^ng$|誤り|間違|無効|不正|違います|異なります|拒否"
)


def is_complete(reading: Reading) -> bool:
    """Whether a sentence says that something is complete, none says it is not, and no password is asked for."""
    typing = any(
        control.kind == "field" and control.type == "password" and control.writable
        for control in reading.controls
    )
    return says_done(reading) and not typing


def says_done(reading: Reading) -> bool:
    """Whether a sentence says that something is complete, and none says it is not."""
    sentences = sentences_in(reading.lines)
    done = any(_DONE.search(sentence) for sentence in sentences)
    return done and not any(_NOT_DONE.search(sentence) for sentence in sentences)


class DoneScreen(Screen):
    """Some 完了しました。, with no form left to fill (G: 署名管理 完了).

    What was done is proven elsewhere: by the menu, or by a login.
    """

    @classmethod
    def is_shown(cls, reading: Reading) -> bool:
        """Whether something is said to be done."""
        return is_complete(reading)

    @classmethod
    def variant(cls, reading: Reading) -> str:
        """What has led here: pages of this kind have nothing else in common."""
        return reading.frames[0].path if reading.frames else ""
