"""完了: the page that says that something was done."""

from __future__ import annotations

import re

from flows.browser.reading import Reading
from flows.screens.screen import Screen

_DONE = re.compile(
    r"完了(しました|いたしました|です)|が完了(?!していません)|(登録|変更|更新|設定)(し|されま|いたしま)した|完了$|completed"
)
_NOT_DONE = re.compile(r"完了していません|できません|失敗しました")


class DoneScreen(Screen):
    """Some 完了しました。, with no form left to fill (G: 署名管理 完了)."""

    @classmethod
    def shown(cls, reading: Reading) -> bool:
        """Whether something is said to be done, and nothing to be undone."""
        done = any(_DONE.search(frame_words) for frame_words in _lines(reading))
        undone = any(_NOT_DONE.search(frame_words) for frame_words in _lines(reading))
        typing = any(control.kind == "field" and control.type == "password" for control in reading.controls)
        return done and not undone and not typing


def _lines(reading: Reading) -> list[str]:
    return ["".join(line.split()).rstrip("。.!！") for line in reading.lines]
