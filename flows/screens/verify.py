"""STEP4: the address that checks the certificate, and the page behind it."""

from __future__ import annotations

import re

from ekakushin.flows.browser.reading import Reading, plain
from ekakushin.flows.screens.screen import Screen
from ekakushin.flows.screens.sentences import sentences_in
from ekakushin.flows.secret import Secret

# Families of words, looked for line by line (A): a page may carry notices that have nothing to do with it.
_TROUBLE = re.compile(
    r"できません|証明書.{0,20}(ありません|異な|違|無効|不正|失効|期限切れ)|エラーが発生|失敗しました|不正な|denied|failed"
)
_WELL = re.compile(
    r"正常|(確認|接続|アクセス|認証)(が|に|を)?(でき|し|され|完了|成功)|成功|有効です|問題なく|(使用|利用)でき(ます|ました)|successful|confirmed"
)


class ConfirmationScreen(Screen):
    """【STEP4】 証明書の確認: an address to click (G)."""

    refused = "CRT-003"
    awaited = False  # the certificate is there already, and is proven in another way as well

    @classmethod
    def is_shown(cls, reading: Reading) -> bool:
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
    """The page behind STEP4's address, speaking well of the certificate.

    The guide shows it as a picture only (「右記の表示が出れば正常です」), so its words are a guess (A).
    """

    refused = "CRT-003"
    awaited = False  # the login page proves as much

    @classmethod
    def is_shown(cls, reading: Reading) -> bool:
        """Whether the page was served well, and one of its sentences speaks well and not of trouble."""
        sentences = sentences_in(reading.lines)
        well = [each for each in sentences if _WELL.search(each) and not _TROUBLE.search(each)]
        return reading.status < 400 and bool(well)
