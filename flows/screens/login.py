"""ログイン: user ID and password on top of the certificate."""

from __future__ import annotations

from flows.browser.reading import Reading, caption
from flows.screens.home import HomeScreen
from flows.screens.screen import Screen
from flows.secret import Secret

_USER_ID = caption("ユーザID", "User ID", "利用者ID", "ログインID", masked=False)
_PASSWORD = caption("パスワード", "Password", masked=True)
_LOG_IN = caption("ログイン", "ログインする", "Login", "Log in", "Sign in")


class LoginScreen(Screen):
    """ユーザID, パスワード and the button ログイン (G)."""

    refused = "ACC-001"

    @classmethod
    def shown(cls, reading: Reading) -> bool:
        """Whether there are the two fields and the button."""
        return bool(reading.button(_LOG_IN) and reading.fields(_USER_ID, _PASSWORD))

    async def submit(self, user_id: str, password: Secret) -> HomeScreen:
        """Log in, once. Raises Refused: ACC-001 for a plain no, ACC-002 for a locked account."""
        await self.fill((_USER_ID, user_id), (_PASSWORD, password))
        return await self.press(_LOG_IN, HomeScreen)
