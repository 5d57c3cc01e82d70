"""The issuance site up to the certificate: STEP1, STEP2, STEP3, and the page of the P12 profile."""

from __future__ import annotations

import re
import unicodedata

from ekakushin.flows.browser.reading import Caption, Control, Form, Reading, caption, plain
from ekakushin.flows.screens.language import way_to_japanese
from ekakushin.flows.screens.nearest import ScreenPart
from ekakushin.flows.screens.refusals import WRONG_PASSWORD
from ekakushin.flows.screens.screen import Screen
from ekakushin.flows.screens.sentences import sentences_in
from ekakushin.flows.screens.verify import ConfirmationScreen
from ekakushin.flows.secret import Secret

_AUTHENTICATION = caption(
    "認証情報/パスワード", "認証情報(パスワード)", "認証情報", "認証パスワード", "password"
)
_NEXT = caption("次へ", "次", "Next", "Next step", "Continue", "Proceed")
_ISSUE = caption("発行", "発行する", "Issue", "Issue certificate", "Issue the certificate")
_OK = caption("OK")
_INSTALL_CLIENT = caption(
    "クライアント証明書のインストール",
    "クライアント証明書をインストール",
    "クライアント証明書インストール",
    "Install client certificate",
    "Install the client certificate",
    "Install your client certificate",
    "Client certificate installation",
    "Installation of client certificate",
    "Installation of the client certificate",
)
_INSTALL_ROOT = caption(
    "ルートCA証明書のインストール",
    "ルートCA証明書をインストール",
    "ルート証明書のインストール",
    "Install root CA certificate",
    "Install the root CA certificate",
    "Install root certificate",
    "Install the root certificate",
    "Root CA certificate installation",
    "Installation of root CA certificate",
    "Installation of the root CA certificate",
)
_PROVIDER = caption("CSP", "暗号化サービスプロバイダ", "Cryptographic Service Provider")
_KEY_LENGTH = caption(
    "Key長", "鍵長", "キー長", "Key length", "Key size", "Length of the key", "Key bit length"
)
_ARCHIVE_PIN = caption(
    "P12ファイル証明書PIN",
    "P12ファイルPIN",
    "証明書PIN",
    "P12 file certificate PIN",
    "PIN of the P12 file",
    "Certificate PIN",
)

_SHORTEST_PIN = 4
_OTHER_BROWSER = re.compile(
    r"(サポート|対応)(して|されて)?(い|お)?(ない|ません|りません|外の?)?.{0,8}ブラウザ(です|では)"
    r"|ブラウザ.{0,16}((サポート|対応)(して|されて)(い|お)(ない|ません|りません)|対象外|非対応|ご?利用(に?なれ|いただけ|でき)ません)"
    r"|(internetexplorer|ie\d*).{0,20}(で|を|から)(ご?利用|お使い|ご?使用|アクセス)|互換表示|browserisnotsupported|unsupportedbrowser"
)

# What a list says (plain, the whole option) before a script fills it, or when it found nothing: no choice.
_NO_CHOICE = re.compile(
    r"ー*|(now|please)*(loading|wait)|(読み?込み?|取得|検索|準備|処理)中(です)?|(しばらく)?お待ち?(ください|下さい)"
    r"|(.*を)?(選択|選んで)(して)?(ください|下さい)?|未選択|(please)?(select|choose).{0,24}"
    r"|na|none|なし|no(csps?|providers?)(were|was)?(found|available)|(csp|プロバイダ).{0,6}(ありません|見つかりません)"
)

# G: what the guide's picture of STEP2 shows chosen.
_USUAL_PROVIDER = "Microsoft Enhanced Cryptographic Provider v1.0"
_USUAL_LENGTH = 2048


class AuthenticationScreen(Screen):
    """【STEP1】: one field for the authentication password, and 次へ (G)."""

    parts = (
        ScreenPart("field", _AUTHENTICATION, "password"),
        ScreenPart("button", _NEXT),
    )

    refused = "ISS-001"
    owner = "issuance"
    asks = True

    @classmethod
    def is_shown(cls, reading: Reading) -> bool:
        """Whether there is 次へ, and a field for the authentication password."""
        return cls._form(reading) is not None

    @classmethod
    def in_japanese(cls, reading: Reading) -> Control | None:
        """The way to Japanese where the lists of STEP2 are: a PIN or a certificate is shown once."""
        lists = any(control.kind == "list" for control in reading.controls)
        return way_to_japanese(reading) if lists else None

    @staticmethod
    def _form(reading: Reading) -> Form | None:
        captioned = reading.form(_NEXT, _AUTHENTICATION)
        button = reading.button(_NEXT)
        fields = [control for control in reading.controls if control.kind == "field" and control.writable]
        if captioned or button is None or len(fields) != 1:
            return captioned
        return Form(button=button, fields=(fields[0],), wanted=(_NEXT, _AUTHENTICATION))

    async def submit(self, password: Secret) -> RequestScreen | ArchiveScreen | ReceiptScreen:
        """Enter the authentication password. Raises Refused (ISS-001) with the site's words.

        STEP3 is what a site may show to whoever has issued and not received (A).
        """
        form = self._form(self.reading)
        return await self.send(form, RequestScreen, ArchiveScreen, ReceiptScreen, values=(password,))


def denies_the_password(words: str) -> bool:
    """Whether the site's words say that the password is wrong, and not that there is nothing to issue."""
    return any(WRONG_PASSWORD.search(sentence) for sentence in sentences_in([words]))


def refuses_the_browser(words: str) -> bool:
    """Whether the site's words say that it is not for this browser (S: 「サポートされていないブラウザです」)."""
    return any(_OTHER_BROWSER.search(sentence) for sentence in sentences_in([words]))


class RequestScreen(Screen):
    """【STEP2】 CSPとKey長を選択: two lists that a script fills, and 発行 (G)."""

    parts = (
        ScreenPart("words", _PROVIDER),
        ScreenPart("words", _KEY_LENGTH),
        ScreenPart("button", _ISSUE),
    )

    refused = "ISS-007"

    @classmethod
    def is_shown(cls, reading: Reading) -> bool:
        """Whether there is 発行 together with the two captions, and neither a PIN nor the certificate itself."""
        named = reading.says("CSP") and reading.says(*_KEY_LENGTH.words)
        behind = ArchiveScreen.is_shown(reading) or ReceiptScreen.is_shown(reading)
        return bool(reading.button(_ISSUE)) and named and not behind

    @property
    def filled(self) -> bool:
        """Whether both lists offer something, or the page names provider and length without lists.

        「読み込み中」, "Loading..." or 「選択してください」 alone is what a list says that its script has not filled.
        """
        return self.offers_a_choice(self.reading)

    @classmethod
    def offers_a_choice(cls, reading: Reading) -> bool:
        """As `filled`, of any reading."""
        lists = cls._lists(reading)
        if lists:
            return all(any(map(_is_choice, each.options)) for each in lists)
        return reading.says("Cryptographic Provider") and reading.says(str(_USUAL_LENGTH))

    @staticmethod
    def _lists(reading: Reading) -> list[Control]:
        named = list(reading.choices(_PROVIDER, _KEY_LENGTH))
        return named or [control for control in reading.controls if control.kind == "list"]

    async def choose_provider(self) -> bool:
        """Choose the guide's provider where it is offered and not chosen yet; whether it was chosen now.

        A page may fill the list of key lengths only then, or anew.
        """
        return await self._choose(0, _PROVIDER)

    async def choose_length(self) -> bool:
        """Choose the guide's key length where it is offered and not chosen yet; whether it was chosen now."""
        return await self._choose(1, _KEY_LENGTH)

    async def _choose(self, place: int, wanted: Caption) -> bool:
        for each in self._lists(self.reading)[place : place + 1]:
            self._note(wanted, each)
            option = _usual(each.options)
            if option and option != each.chosen:
                await self.tab.choose(each, option)
                return True
        return False

    async def issue(self) -> ReceiptScreen:
        """Press 発行, which is done once per person. Raises Refused (ISS-007) with the site's words."""
        return await self.press(_ISSUE, ReceiptScreen, seconds=self.tab.site.limits.issuance)


class FilledRequestScreen(RequestScreen):
    """STEP2 with something to choose in both lists."""

    @classmethod
    def is_shown(cls, reading: Reading) -> bool:
        """Whether it is STEP2 and its lists are filled."""
        return RequestScreen.is_shown(reading) and cls.offers_a_choice(reading)


def _is_choice(option: str) -> bool:
    return not _NO_CHOICE.fullmatch(plain(option))


def _usual(options: tuple[str, ...]) -> str | None:
    for option in options:
        length = re.search(r"\d{4,5}", option)
        if plain(option) == plain(_USUAL_PROVIDER) or (length and int(length.group()) == _USUAL_LENGTH):
            return option
    return None


class ReceiptScreen(Screen):
    """【STEP3】 証明書を受け取る: the two installations, and OK (G)."""

    parts = (
        ScreenPart("button", _INSTALL_CLIENT),
        ScreenPart("button", _INSTALL_ROOT),
        ScreenPart("button", _OK),
    )

    refused = "ISS-005"

    @classmethod
    def is_shown(cls, reading: Reading) -> bool:
        """Whether クライアント証明書のインストール can be pressed."""
        return reading.button(_INSTALL_CLIENT) is not None

    @property
    def install_client(self) -> Control:
        """The button クライアント証明書のインストール."""
        return self._find_and_note(_INSTALL_CLIENT, self.reading.button(_INSTALL_CLIENT))

    @property
    def install_root(self) -> Control | None:
        """The button ルートCA証明書のインストール, where there is one."""
        found = self.reading.button(_INSTALL_ROOT)
        return self._find_and_note(_INSTALL_ROOT, found) if found else None

    async def confirm(self) -> ConfirmationScreen:
        """Press OK, which leads to STEP4."""
        return await self.press(_OK, ConfirmationScreen)


class ArchiveScreen(Screen):
    """The other profile: a PIN that is shown once, and 発行 which downloads a .p12 file (S)."""

    refused = "ISS-007"

    @classmethod
    def is_shown(cls, reading: Reading) -> bool:
        """Whether the PIN of a P12 file stands on the page."""
        return bool(reading.button(_ISSUE)) and bool(cls._pins(reading))

    @staticmethod
    def _pins(reading: Reading) -> list[str]:
        values = [unicodedata.normalize("NFKC", value) for value in reading.values(_ARCHIVE_PIN)]
        readings = [found for value in values for found in _as_written(value)]
        return list(dict.fromkeys(readings))

    @property
    def pins(self) -> tuple[Secret, ...]:
        """The PIN that opens the file, in the ways the page can be read; the page shows it this once."""
        return tuple(Secret(pin) for pin in self._pins(self.reading))

    async def issue(self) -> bytes:
        """Press 発行 and return the file.

        Raises Refused (ISS-007) with the words of a page that comes in its place, Unavailable (NET-003) if nothing
        comes.
        """
        button = self._find_and_note(_ISSUE, self.reading.button(_ISSUE))
        return await self.press_for_file(button, seconds=self.tab.site.limits.issuance)


def _as_written(value: str) -> list[str]:
    """A PIN as a page may space it: the first word, or all the words put together."""
    words = re.match(r"[!-~]+(?: [!-~]+)*", value.strip())
    if not words:
        return []
    first, whole = words.group().split()[0], words.group().replace(" ", "")
    return [pin for pin in (whole, first) if len(pin) >= _SHORTEST_PIN]
