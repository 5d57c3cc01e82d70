"""ログイン用証明書管理: what the service itself says of the login certificate."""

from __future__ import annotations

from ekakushin.flows.browser.reading import Reading, caption
from ekakushin.flows.screens.screen import Screen

_RENEWAL = caption("更新", "証明書更新", "証明書の更新", "更新申請", "再発行", "証明書再発行", "Renew")
_SIGNING = caption("署名用証明書管理", "署名用証明書")


class LoginCertificateScreen(Screen):
    """The page behind 本人情報's side button ログイン用証明書管理 (G). What is on it nobody knows (A)."""

    @classmethod
    def is_shown(cls, reading: Reading) -> bool:
        """Whether the page has that title, and the side buttons that lead to it are gone."""
        return reading.says("ログイン用証明書管理") and not reading.button(_SIGNING)

    @property
    def renewal(self) -> str:
        """The words of a button that may renew the certificate (A), "" where there is none."""
        button = self.reading.button(_RENEWAL)
        return button.name if button else ""
