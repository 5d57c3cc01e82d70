"""サインアップ: the form, its completion, and what one sees who is signed up already."""

from __future__ import annotations

import re

from ekakushin.flows.browser.reading import Reading, caption
from ekakushin.flows.screens.done import says_done
from ekakushin.flows.screens.nearest import ScreenPart
from ekakushin.flows.screens.screen import Screen
from ekakushin.flows.secret import Secret

_USER_ID = caption("ユーザID", "User ID", "利用者ID", masked=False)
_PASSWORD = caption("パスワード", "Password", masked=True)
_SIGN_UP = caption("サインアップ", "サインアップする", "Sign up")
_ALREADY = re.compile(
    r"(既に|すでに).{0,20}サインアップ|サインアップは?.{0,12}(済み|済んで|既に|すでに)|サインアップ済|alreadysignedup"
)


class SignupScreen(Screen):
    """ユーザID, パスワード and the button サインアップ (G)."""

    parts = (
        ScreenPart("field", _USER_ID, "user-id"),
        ScreenPart("field", _PASSWORD, "password"),
        ScreenPart("button", _SIGN_UP),
    )

    refused = "ACC-004"
    asks = True

    @classmethod
    def is_shown(cls, reading: Reading) -> bool:
        """Whether there are the two fields and the button."""
        return reading.form(_SIGN_UP, _USER_ID, _PASSWORD) is not None

    async def submit(self, user_id: str, password: Secret) -> SignedUpScreen | AlreadySignedUpScreen:
        """Sign up. Raises Refused (ACC-004) with the site's words."""
        form = self.reading.form(_SIGN_UP, _USER_ID, _PASSWORD)
        return await self.send(form, SignedUpScreen, AlreadySignedUpScreen, values=(user_id, password))


class SignedUpScreen(Screen):
    """サインアップ 完了 (G)."""

    refused = "ACC-004"

    @classmethod
    def is_shown(cls, reading: Reading) -> bool:
        """Whether it says that the sign-up is complete, and does not ask for it any more."""
        signed_up = reading.says("サインアップ", "sign up") and says_done(reading)
        return signed_up and not SignupScreen.is_shown(reading)


class AlreadySignedUpScreen(Screen):
    """What the site says to somebody who is signed up (A: the words are unknown; that is no failure)."""

    refused = "ACC-004"

    @classmethod
    def is_shown(cls, reading: Reading) -> bool:
        """Whether it says that the sign-up was done before."""
        return reading.matches(_ALREADY)
