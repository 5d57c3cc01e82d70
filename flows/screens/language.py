"""Japanese / English, the language switch of the issuance site (G)."""

from __future__ import annotations

import re

from ekakushin.flows.browser.reading import Control, Reading, caption

_JAPANESE = caption("Japanese", "日本語", "日本語表示", "Japanese (日本語)")
_LETTERS = re.compile(r"[ぁ-んァ-ヶ一-龠]")
_FEW = 0.4  # of the letters: banners and menus stay Japanese around a page in English


def way_to_japanese(reading: Reading) -> Control | None:
    """The link or button that shows the page in Japanese; None where there is none, or it is in Japanese."""
    words = reading.words
    if len(_LETTERS.findall(words)) > _FEW * len(words):
        return None
    found = reading.button(_JAPANESE)
    return found if found and found.enabled else None
