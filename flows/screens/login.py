"""ログイン: the form for user ID and password, which the site asks for besides the client certificate."""

from __future__ import annotations

from ekakushin.flows.browser.reading import Reading, caption
from ekakushin.flows.screens.home import HomeScreen
from ekakushin.flows.screens.nearest import ScreenPart
from ekakushin.flows.screens.screen import S, Screen
from ekakushin.flows.secret import Secret

_USER_ID = caption("ユーザID", "User ID", "利用者ID", "ログインID", masked=False)
_PASSWORD = caption("パスワード", "Password", masked=True)
_LOG_IN = caption("ログイン", "ログインする", "Login", "Log in", "Sign in")


class LoginScreen(Screen):
    """ユーザID, パスワード and the button ログイン (G)."""

    parts = (
        ScreenPart("field", _USER_ID, "user-id"),
        ScreenPart("field", _PASSWORD, "password"),
        ScreenPart("button", _LOG_IN),
    )

    refused = "ACC-001"
    asks = True

    @classmethod
    def is_shown(cls, reading: Reading) -> bool:
        """Whether there are the two fields and the button."""
        return reading.form(_LOG_IN, _USER_ID, _PASSWORD) is not None

    async def submit(self, user_id: str, password: Secret, *to: type[S]) -> HomeScreen | S:
        """Log in, once; `to` are other screens that may follow.

        Raises Refused: ACC-001 for a plain no, ACC-002 for a locked account.
        """
        form = self.reading.form(_LOG_IN, _USER_ID, _PASSWORD)
        return await self.send(form, HomeScreen, *to, values=(user_id, password))
