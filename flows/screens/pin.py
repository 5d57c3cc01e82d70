"""署名用暗証コードの初期設定: the first PIN of the signing certificate."""

from __future__ import annotations

from ekakushin.flows.browser.reading import Reading, caption
from ekakushin.flows.screens.done import DoneScreen
from ekakushin.flows.screens.nearest import ScreenPart
from ekakushin.flows.screens.screen import Screen
from ekakushin.flows.secret import Secret

_NEW = caption("新しい暗証コード", "暗証コード", never=("確認", "初期"), masked=True)
_AGAIN = caption("新しい暗証コードの確認入力", "暗証コードの確認", "確認入力", "確認用", "確認", masked=True)
_REGISTER = caption("登録", "登録する")


class PinScreen(Screen):
    """新しい暗証コード, the same again, and 登録 (G)."""

    parts = (
        ScreenPart("field", _NEW, "new-pin"),
        ScreenPart("field", _AGAIN, "new-pin-again"),
        ScreenPart("button", _REGISTER),
    )

    refused = "SGN-003"
    asks = True

    @classmethod
    def is_shown(cls, reading: Reading) -> bool:
        """Whether both fields and the button are there."""
        return reading.form(_REGISTER, _NEW, _AGAIN) is not None

    @property
    def notes(self) -> tuple[str, ...]:
        """What the page says about the 暗証コード; nobody knows the real rule."""
        return tuple(line for line in self.reading.lines if "暗証コード" in line or "PIN" in line)

    @property
    def most(self) -> int | None:
        """The field's maxlength in characters, where it has one."""
        return self._present(self.reading.field(_NEW)).most

    async def submit(self, pin: Secret) -> Screen:
        """Register the PIN. Raises Refused (SGN-003) with the site's words."""
        form = self.reading.form(_REGISTER, _NEW, _AGAIN)
        return await self.send(form, DoneScreen, PinRegisteredScreen, values=(pin, pin))


class PinRegisteredScreen(Screen):
    """The menu again, with nothing left to register."""

    refused = "SGN-003"

    @classmethod
    def is_shown(cls, reading: Reading) -> bool:
        """Whether it is the signing menu without 登録."""
        return (
            reading.says("署名用証明書管理メニュー")
            and not reading.button(_REGISTER)
            and not reading.says("登録が完了していません")
        )
