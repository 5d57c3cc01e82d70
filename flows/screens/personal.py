"""本人情報: who one is, how often the login failed, and the way to signing certificate and password."""

from __future__ import annotations

import re
import unicodedata

from ekakushin.flows.browser.reading import Reading, caption
from ekakushin.flows.screens.login_certificate import LoginCertificateScreen
from ekakushin.flows.screens.nearest import ScreenPart
from ekakushin.flows.screens.password import PasswordScreen
from ekakushin.flows.screens.screen import Screen
from ekakushin.flows.screens.signing import SigningMenuScreen

_SIGNING = caption("署名用証明書管理", "署名用証明書")
_LOGIN_CERTIFICATE = caption("ログイン用証明書管理", "ログイン用証明書")
_PASSWORD_CHANGE = caption("パスワード変更", "パスワードの変更")
_FAILURES = caption("ログイン失敗回数")


class PersonalScreen(Screen):
    """The table of 本人情報 with its side buttons (G)."""

    parts = (
        ScreenPart("button", _SIGNING),
        ScreenPart("button", _PASSWORD_CHANGE),
    )

    @classmethod
    def is_shown(cls, reading: Reading) -> bool:
        """Whether both side buttons are there."""
        return bool(reading.button(_SIGNING) and reading.button(_PASSWORD_CHANGE)) and not (
            SigningMenuScreen.is_shown(reading) or PasswordScreen.is_shown(reading)
        )

    @property
    def login_failures(self) -> int | None:
        """ログイン失敗回数, or None where it is not shown."""
        digits = re.search(r"\d+", unicodedata.normalize("NFKC", self.reading.value(_FAILURES)))
        return int(digits.group()) if digits else None

    async def signing(self) -> SigningMenuScreen:
        """Press 署名用証明書管理."""
        return await self.press(_SIGNING, SigningMenuScreen)

    async def login_certificate(self) -> LoginCertificateScreen:
        """Press ログイン用証明書管理."""
        return await self.press(_LOGIN_CERTIFICATE, LoginCertificateScreen)

    async def change_password(self) -> PasswordScreen:
        """Press パスワード変更."""
        return await self.press(_PASSWORD_CHANGE, PasswordScreen)
