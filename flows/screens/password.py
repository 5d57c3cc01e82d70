"""パスワード変更: the present password, the new one twice, and the policy."""

from __future__ import annotations

from itertools import pairwise

from ekakushin.flows.browser.reading import Reading, caption
from ekakushin.flows.screens.done import DoneScreen
from ekakushin.flows.screens.nearest import ScreenPart
from ekakushin.flows.screens.screen import Screen
from ekakushin.flows.secret import Secret

_CURRENT = caption("現在のパスワード", "現在", "今のパスワード", "旧パスワード", masked=True)
_NEW = caption("新しいパスワード", "新パスワード", never=("確認", "再入力"), masked=True)
_AGAIN = caption(
    "新しいパスワードの確認入力", "確認用パスワード", "新しいパスワード(確認)", "確認", "再入力", masked=True
)
_CHANGE = caption("変更", "変更する")


class PasswordScreen(Screen):
    """ユーザID, three fields, 変更, and the table パスワードポリシー (G)."""

    parts = (
        ScreenPart("field", _CURRENT, "password"),
        ScreenPart("field", _NEW, "new-password"),
        ScreenPart("field", _AGAIN, "new-password-again"),
        ScreenPart("button", _CHANGE),
    )

    refused = "ACC-005"
    asks = True

    @classmethod
    def is_shown(cls, reading: Reading) -> bool:
        """Whether the three fields and 変更 are there."""
        return reading.form(_CHANGE, _CURRENT, _NEW, _AGAIN) is not None

    @property
    def rules(self) -> tuple[tuple[str, str], ...]:
        """The rows of パスワードポリシー and whatever else stands in two columns, in tables or on the screen."""
        rows = tuple((row[0], row[1]) for row in self.reading.rows if len(row) >= 2)
        if any("文字" in name for name, _ in rows):
            return rows
        return rows + tuple(pair for line in self.reading.beside for pair in pairwise(line))

    @property
    def notes(self) -> tuple[str, ...]:
        """What the page says about passwords in sentences."""
        return tuple(line for line in self.reading.lines if "文字" in line or "英数" in line)

    @property
    def most(self) -> int | None:
        """The new password's maxlength in characters, where the field has one."""
        return self._present(self.reading.field(_NEW)).most

    async def submit(self, current: Secret, new: Secret) -> DoneScreen:
        """Change the password. Raises Refused (ACC-005) with the site's words."""
        form = self.reading.form(_CHANGE, _CURRENT, _NEW, _AGAIN)
        return await self.send(form, DoneScreen, values=(current, new, new))
