"""多重ログイン: what the site shows to somebody who is still logged in elsewhere."""

from __future__ import annotations

import re

from ekakushin.flows.browser.reading import Control, Reading, plain
from ekakushin.flows.errors import Unavailable
from ekakushin.flows.screens.home import HomeScreen
from ekakushin.flows.screens.login import LoginScreen
from ekakushin.flows.screens.screen import Screen
from ekakushin.flows.screens.sentences import words_of
from ekakushin.flows.screens.verdict import says_logged_in_elsewhere

# S: 切断. The others are families of words (A); ログアウト alone, which any page may have, is not among them.
_ENDS = re.compile(
    r"切断|(セッション|接続|ログイン|利用)(状態)?を?(強制)?(終了|解除|破棄|無効)|強制(的に)?(ログイン|終了|解除|ログアウト)"
    r"|ログアウト(させ|して(から)?ログイン)|disconnect|end(the)?(other|earlier|previous)session"
)
_DOES_NOT = re.compile(r"しない|せず|やめる|キャンセル|cancel|戻る")


class EarlierLoginScreen(Screen):
    """Words of another login that is still open, and a button that ends it (S)."""

    awaited = False

    @classmethod
    def is_shown(cls, reading: Reading) -> bool:
        """Whether it says so and offers such a button."""
        return says_logged_in_elsewhere(reading) and cls._button(reading) is not None

    @staticmethod
    def _button(reading: Reading) -> Control | None:
        pressable = (each for each in reading.controls if each.kind in ("button", "link") and each.enabled)
        named = ((each, plain(each.name)) for each in pressable)
        return next((each for each, name in named if _ENDS.search(name) and not _DOES_NOT.search(name)), None)

    async def end_it(self) -> HomeScreen | LoginScreen:
        """Press the button. Raises Unavailable (NET-006) where the other login is still open after that."""
        button = self._button(self.reading)
        screen: HomeScreen | LoginScreen | _StillElsewhereScreen = await self.press(
            button, HomeScreen, LoginScreen, _StillElsewhereScreen
        )
        if isinstance(screen, _StillElsewhereScreen):
            raise Unavailable("NET-006", site_words=words_of(screen.reading.lines))
        return screen


class _StillElsewhereScreen(Screen):
    """The same words after the button was pressed."""

    awaited = False

    @classmethod
    def is_shown(cls, reading: Reading) -> bool:
        return says_logged_in_elsewhere(reading)
