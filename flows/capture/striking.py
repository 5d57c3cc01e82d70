"""Strikes out of the texts, addresses and scripts of a page what is anybody's, and counts what was struck."""

from __future__ import annotations

import base64
import binascii
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping

from cryptography import x509
from cryptography.hazmat.primitives.serialization import pkcs7

from ekakushin.flows.capture.words import PersonalWord, Search, placeholder

_PLACEHOLDER = re.compile(r"\{\{[a-z0-9.:-]+\}\}")
_GUID = re.compile(r"[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}")
_CAMEL = re.compile(r"[A-Z]{0,3}\d{0,4}(?:[A-Z][a-z]+\d{0,2})+")  # CX509CertificateRequestPkcs10
_MAIL = re.compile(r"[\w.+-]+[@＠][\w-]+(?:\.[\w-]+)+")
_DATE = re.compile(
    r"(?<!\d)\d{4}(?:[/年.-]\s?\d{1,2}[/月.-]\s?\d{1,2}日?)(?:[\sT]*\d{1,2}:\d{2}(?::\d{2})?)?(?!\d)"
)
_NUMBER = re.compile(r"(?<![\w:{-])(?:\d{7,}|(?=[0-9A-F]*\d)[0-9A-F]{12,}|\d{2,4}-\d{2,4}-\d{3,4})(?![\w-])")
_TOKEN = re.compile(r"[A-Za-z0-9+/=_-]{20,}")
_ADDRESSED = re.compile(
    r"""((?:https?://|/|[\w-]+\.(?:do|jsp|html?|cgi|asp|php))[^\s?"'<>{}\\]*)\?([^\s"'<>\\]+)"""
)
_SESSION = re.compile(r"(?i)(;jsessionid=)[^\"'\s<>?;]+")
_LITERAL = re.compile(r""""(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'""")
_JOINED = re.compile(r""""[A-Za-z0-9+/=\\rn \-]*"(?:\s*[+&_]+\s*"[A-Za-z0-9+/=\\rn \-]*")+""")
_OF_SOMEBODY = re.compile(
    r"([^\s、。，（）()<>「」:：{}]{1,20}(?:[ 　][^\s、。，（）()<>「」:：{}]{1,20})?)"
    r"([ 　]*(?:様|殿)(?=$|[\s　、。）)]))"
)
_ANYBODY = re.compile(r"(?:お客|皆|みな|ユーザー?|利用者|管理者|担当者|会員)$")
_COMPANY = re.compile(
    r"(?:株式会社|有限会社|合同会社|[（(]株[）)])[^\s、。<>()（）:：{}]{1,30}|[^\s、。<>()（）:：{}]{1,30}(?:株式会社|有限会社|合同会社|健康保険組合)"
)
_CAPTIONED = re.compile(r"^(\s*[^:：。\n{}]{1,20}[:：][ 　]*)([^\n]+?)(\s*)$", re.DOTALL)
_MEANT = re.compile(r"[\w]")
_LONG_DATA = 200  # characters of base64 that may be a certificate
_SHORTEST_TOKEN = 16  # characters
_FEW_DIGITS = 4  # of a name with numbers in it; a token has more


class Striker:
    """Strikes out, and numbers what it strikes file by file, so that two people's pages come out the same.

    `words` are known to be somebody's; `values` (text → caption) are what stands beside captions on the pages,
    `names` what scripts call the pages' elements by: those stay.
    """

    def __init__(
        self,
        words: Iterable[PersonalWord],
        *,
        origins: Mapping[str, str],
        values: Mapping[str, str] = {},
        names: Iterable[str] = (),
    ) -> None:
        self._search = Search(words)
        self._origins = {origin: f"site.{name}" for name, origin in origins.items()}
        self._values = dict(values)
        self._names = "\n".join(names)
        telling = [each for each in values if re.search(r"[A-Za-z0-9]", each) and len(each) >= 4]
        self._telling = sorted(telling, key=len, reverse=True)
        self._counts: Counter[str] = Counter()
        self.place = ""
        self.captions: dict[str, str] = {}
        self.struck: Counter[tuple[str, str]] = Counter()

    def begin(self, place: str) -> None:
        """From now on what is struck stands in this file; numbers begin with 1 again."""
        self.place, self._counts, self.captions = place, Counter(), {}

    def instead(self, rule: str) -> str:
        """The next numbered placeholder of this kind."""
        self._counts[rule] += 1
        self.struck[rule, self.place] += 1
        return placeholder(f"{rule}:{self._counts[rule]}")

    def whole(self, text: str) -> str:
        """A whole file, of which the parts were struck: words that are known, wherever they are left."""
        for origin, name in self._origins.items():
            text = text.replace(origin, placeholder(name))
        text, counts = self._search.strike(text)
        for name, count in counts.items():
            self.struck[name, self.place] += count
        return text

    def caption(self, text: str) -> str:
        """Words by which something is called: they stay, unless they hold a word of somebody's."""
        return self._patterns(self.whole(text))

    def line(self, text: str) -> str:
        """Any other text: what stands beside a caption, behind a colon or before 様 goes too."""
        bare = " ".join(text.split())
        if bare in self._values:
            return text.replace(text.strip(), self._value(bare))
        text = self.caption(text)
        for value in self._telling:
            if value in text:
                text = text.replace(value, self._value(value))
        text = _COMPANY.sub(lambda found: self._unless_placeholder(found, "company"), text)
        text = _OF_SOMEBODY.sub(self._addressee, text)
        return _CAPTIONED.sub(self._behind_colon, text)

    def address(self, text: str) -> str:
        """An address without its query, session and origin; a script in it is a script."""
        if text.lower().startswith("javascript:"):
            return self.script(text)
        text = self.whole(_SESSION.sub(lambda found: found[1] + self.instead("session"), text))
        before, mark, query = text.partition("?")
        if query and not query.startswith("{{query:"):
            _, fragment, rest = query.partition("#")
            query = self.instead("query") + fragment + rest
        return self._patterns(before) + mark + query

    def script(self, text: str) -> str:
        """A script: its lines stay, but for certificates, addresses' queries and personal values in its literals."""
        text = _JOINED.sub(self._joined, text)
        return self.whole(_LITERAL.sub(self._literal, text))

    def data(self, text: str, otherwise: str) -> str:
        """The placeholder of what a field holds: a certificate by its kind, else a token or `otherwise`."""
        kind = _kind_of(text) if len(text) >= _LONG_DATA else ""
        if kind:
            self.struck[kind, self.place] += 1
            return placeholder(kind)
        return self.instead("token" if _is_token(text) else otherwise)

    def _value(self, bare: str) -> str:
        found = self.instead("text")
        self.captions[found.strip("{}")] = self._values[bare]
        return found

    def _patterns(self, text: str) -> str:
        def query(found: re.Match[str]) -> str:
            kept = found[2].startswith("{{query:")
            return found.group() if kept else f"{found[1]}?{self.instead('query')}"

        rules: tuple[tuple[re.Pattern[str], str | Callable[[re.Match[str]], str]], ...] = (
            (_ADDRESSED, query),
            (_MAIL, "mail"),
            (_DATE, "date"),
            (_NUMBER, "number"),
        )
        for pattern, rule in rules:
            text = pattern.sub(rule if callable(rule) else lambda _, name=rule: self.instead(name), text)
        return _TOKEN.sub(self._token, text)

    def _token(self, found: re.Match[str]) -> str:
        stays = not _is_token(found.group()) or found.group() in self._names
        return found.group() if stays else self.instead("token")

    def _literal(self, found: re.Match[str]) -> str:
        mark, inner = found.group()[0], found.group()[1:-1]
        if len(inner) >= _LONG_DATA and _is_token(inner):
            return mark + self.data(inner, "data") + mark
        inner = _SESSION.sub(lambda each: each[1] + self.instead("session"), inner)
        return mark + self._patterns(self.whole(inner)) + mark

    def _joined(self, found: re.Match[str]) -> str:
        text = "".join(each.group()[1:-1] for each in _LITERAL.finditer(found.group()))
        return f'"{self.data(text, "data")}"' if len(text) >= _LONG_DATA else found.group()

    def _unless_placeholder(self, found: re.Match[str], rule: str) -> str:
        return found.group() if "{{" in found.group() else self.instead(rule)

    def _addressee(self, found: re.Match[str]) -> str:
        if "{{" in found.group() or _ANYBODY.search(found[1]):
            return found.group()
        return self.instead("name") + found[2]

    def _behind_colon(self, found: re.Match[str]) -> str:
        rest = _PLACEHOLDER.sub("", found[2])
        if "。" in rest or "://" in found[2] or found[2].startswith("//") or not _MEANT.search(rest):
            return found.group()
        return found[1] + self.instead("text") + found[3]


def _is_token(text: str) -> bool:
    digits = sum(letter.isdigit() for letter in text)
    named = _GUID.search(text) or _CAMEL.fullmatch(text) or "{" in text
    return len(text) >= _SHORTEST_TOKEN and digits >= _FEW_DIGITS and not named


def _kind_of(text: str) -> str:
    """`certificate.` and what base64 of certificates it is: `answer` and `roots` are PKCS#7; "" for anything else."""
    bare = re.sub(r"-----[A-Z0-9 ]+-----|\\[rn]|\s", "", text)
    try:
        der = base64.b64decode(bare, validate=True)
    except (binascii.Error, ValueError):
        return ""
    for load, own, others in (
        (pkcs7.load_der_pkcs7_certificates, "answer", "roots"),
        (lambda data: [x509.load_der_x509_certificate(data)], "client", "root"),
    ):
        try:
            found = load(der)
        except ValueError:
            continue
        return f"certificate.{own if any(not _is_authority(each) for each in found) else others}"
    return ""


def _is_authority(certificate: x509.Certificate) -> bool:
    try:
        return certificate.extensions.get_extension_for_class(x509.BasicConstraints).value.ca
    except x509.ExtensionNotFound:
        return certificate.issuer == certificate.subject
