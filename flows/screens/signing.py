"""署名用証明書管理メニュー and its four states."""

from __future__ import annotations

from enum import StrEnum
from itertools import pairwise

from ekakushin.flows.browser.reading import Control, Reading, caption, plain
from ekakushin.flows.models import SigningCertificate
from ekakushin.flows.screens.done import DoneScreen
from ekakushin.flows.screens.nearest import ScreenPart
from ekakushin.flows.screens.pin import PinScreen
from ekakushin.flows.screens.screen import Screen

_NEW = caption("新規発行")
_AGAIN = caption("再発行")
_REGISTER = caption("登録", "登録する")
_FIRST_PIN = caption("初期暗証コード登録", "初期暗証コード")
_SERIAL = caption("証明書シリアルナンバー")
_SUBJECT = caption("CN:発行対象者", "発行対象者")
_EXPIRY = caption("有効期限終了日時")


class SigningState(StrEnum):
    """Where the signing certificate stands (G: four pictures of the menu)."""

    NOT_ISSUED = "not issued"
    PREPARING = "preparing"
    PIN_NEEDED = "pin needed"
    READY = "ready"


# G: the notices of the menu, of which only the words that matter are asked for.
_NOTICES = (
    (("準備が完了していません", "準備中です"), SigningState.PREPARING),
    (("初期暗証コードの登録が完了していません", "初期暗証コードを登録してください"), SigningState.PIN_NEEDED),
    (("署名用の証明書が有効ではありません", "署名用証明書が有効ではありません"), SigningState.NOT_ISSUED),
)


def _notice(reading: Reading) -> SigningState | None:
    """The state whose notice stands most by itself: help texts may quote the others."""
    found = [
        (len(plain(line)) - len(plain(phrase)), state)
        for phrases, state in _NOTICES
        for phrase in phrases
        for line in (*reading.lines, *("".join(pair) for pair in pairwise(reading.lines)))
        if plain(phrase) in plain(line)
    ]
    if not found:
        return None
    nearest = min(excess for excess, _ in found)
    states = {state for excess, state in found if excess == nearest}
    return states.pop() if len(states) == 1 else None


def _is_enabled(control: Control | None) -> bool:
    return control is not None and control.enabled


def _offers_what_it_asks(reading: Reading, state: SigningState) -> bool:
    """Whether the menu's buttons are there: a page may show its words first."""
    asks = state in (SigningState.NOT_ISSUED, SigningState.PIN_NEEDED)
    return not asks or any(reading.button(each) for each in (_NEW, _AGAIN, _REGISTER))


class SigningMenuScreen(Screen):
    """The menu: what the notice says, 新規発行 or 再発行, and 登録 in the row of the first PIN."""

    parts = (
        ScreenPart("words", caption("署名用証明書発行")),
        ScreenPart("words", caption("初期暗証コード登録")),
        ScreenPart("words", caption("署名用証明書管理メニュー")),
    )

    refused = "SGN-002"

    @classmethod
    def is_shown(cls, reading: Reading) -> bool:
        """Whether it is the menu, in any of its states."""
        return cls._state(reading) is not None

    @classmethod
    def parts_in(cls, variant: str) -> tuple[ScreenPart, ...]:
        """Where something is to be pressed, the button too."""
        wanted = {SigningState.NOT_ISSUED: _NEW, SigningState.PIN_NEEDED: _REGISTER}
        pressed = wanted.get(SigningState(variant)) if variant else None
        return (*cls.parts, ScreenPart("button", pressed)) if pressed else cls.parts

    @classmethod
    def variant(cls, reading: Reading) -> str:
        """The state of the menu."""
        return cls._state(reading) or ""

    @classmethod
    def _state(cls, reading: Reading) -> SigningState | None:
        """The state, by the notice first; the buttons decide only where no notice is understood."""
        if not reading.says("署名用証明書発行") or not reading.says("初期暗証コード登録"):
            return None
        noticed = _notice(reading)
        if noticed:
            return noticed if _offers_what_it_asks(reading, noticed) else None
        if _is_enabled(reading.button(_REGISTER, _FIRST_PIN)):
            return SigningState.PIN_NEEDED
        if reading.button(_NEW):
            return SigningState.NOT_ISSUED if _is_enabled(reading.button(_NEW)) else SigningState.PREPARING
        return SigningState.READY if reading.button(_AGAIN) or reading.value(_SERIAL) else None

    @property
    def state(self) -> SigningState:
        """Which of the four states is shown."""
        return self._state(self.reading) or SigningState.NOT_ISSUED

    def certificate(self, user_id: str) -> SigningCertificate:
        """The certificate's table; empty where the page has none."""
        return SigningCertificate(
            user_id=user_id,
            serial=self.reading.value(_SERIAL),
            subject=self.reading.value(_SUBJECT),
            not_after=self.reading.value(_EXPIRY),
        )

    async def issue(self) -> DoneScreen | SigningMenuScreen:
        """Press 新規発行. Raises Refused (SGN-002) with the site's words."""
        return await self.press(_NEW, _PreparingMenu, DoneScreen)

    async def register(self) -> PinScreen:
        """Press 登録 in the row 初期暗証コード登録."""
        row = _FIRST_PIN if self.reading.button(_REGISTER, _FIRST_PIN) else None
        return await self.press(_REGISTER, PinScreen, row=row)


class _PreparingMenu(SigningMenuScreen):
    """The menu again, but with the certificate under way or there."""

    @classmethod
    def is_shown(cls, reading: Reading) -> bool:
        return cls._state(reading) not in (None, SigningState.NOT_ISSUED)
