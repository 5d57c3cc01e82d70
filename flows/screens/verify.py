"""STEP4: the address that checks the certificate, and the page behind it."""

from __future__ import annotations

import re

from flows.browser.reading import Reading, plain
from flows.screens.screen import Screen
from flows.secret import Secret

_TROUBLE = re.compile(r"できません|ありません|エラー|失敗|無効|不正|異なり|違い|異なる|error|failed|denied|invalid")


class ConfirmationScreen(Screen):
    """【STEP4】 証明書の確認: an address to click (G)."""

    refused = "CRT-003"

    @classmethod
    def shown(cls, reading: Reading) -> bool:
        """Whether the page speaks of checking the certificate and offers an address written out."""
        return reading.says("証明書の確認", "STEP4") and cls._address(reading) is not None

    @staticmethod
    def _address(reading: Reading) -> str | None:
        links = [control for control in reading.controls if control.address.startswith("https://")]
        written = [link.address for link in links if plain(link.name).startswith("https")]
        return written[0] if written else None

    @property
    def address(self) -> Secret:
        """The address that asks for the certificate; it may hold personal parts."""
        return Secret(self._address(self.reading) or "")


class CertifiedScreen(Screen):
    """Whatever is shown behind STEP4's address, as long as it does not speak of trouble.

    The guide shows the page as a picture only (「右記の表示が出れば正常です」), so its words are unknown.
    """

    refused = "CRT-003"

    @classmethod
    def shown(cls, reading: Reading) -> bool:
        """Whether there are words, none of them of trouble, on a page that was served well."""
        return bool(reading.words) and reading.status < 400 and not reading.matches(_TROUBLE)
