"""What every page behind the login has, the tabs and ログアウト, and the page after logging out."""

from __future__ import annotations

from ekakushin.flows.browser.reading import Reading, caption
from ekakushin.flows.screens.nearest import ScreenPart
from ekakushin.flows.screens.personal import PersonalScreen
from ekakushin.flows.screens.screen import Screen
from ekakushin.flows.screens.signing import SigningMenuScreen

_PERSONAL = caption("本人情報")
_LOG_OUT = caption("ログアウト", "Logout", "Log out")


class HomeScreen(Screen):
    """Any page of somebody who is logged in: the tab 本人情報 and ログアウト (G)."""

    parts = (
        ScreenPart("button", _LOG_OUT),
        ScreenPart("button", _PERSONAL),
    )

    @classmethod
    def is_shown(cls, reading: Reading) -> bool:
        """Whether there are ログアウト and the tab 本人情報."""
        return bool(reading.button(_LOG_OUT) and reading.button(_PERSONAL))

    async def personal(self) -> PersonalScreen:
        """Choose the tab 本人情報, unless it is shown."""
        if PersonalScreen.is_shown(self.reading):
            return PersonalScreen(self.tab, self.reading)
        return await self.press(_PERSONAL, PersonalScreen)

    async def signing(self) -> SigningMenuScreen:
        """Go to 署名用証明書管理, unless it is shown."""
        if SigningMenuScreen.is_shown(self.reading):
            return SigningMenuScreen(self.tab, self.reading)
        return await (await self.personal()).signing()

    async def log_out(self) -> LoggedOutScreen:
        """Press ログアウト."""
        return await self.press(_LOG_OUT, LoggedOutScreen)


class LoggedOutScreen(Screen):
    """Whatever is shown to somebody who has just logged out."""

    awaited = False  # a session that cannot be left ends by itself

    @classmethod
    def is_shown(cls, reading: Reading) -> bool:
        """Whether there is a page without ログアウト."""
        return bool(reading.words) and not reading.button(_LOG_OUT)

    @classmethod
    def variant(cls, reading: Reading) -> str:
        """What has led here: pages of this kind have nothing else in common."""
        return reading.frames[0].path if reading.frames else ""
