"""Removes secrets from texts and bytes; the only redactor of the project."""

from __future__ import annotations

import re
import threading
from collections import defaultdict
from typing import AnyStr

from ekakushin.flows.secret import MASK, known_values
from ekakushin.flows.spellings import SHORTEST, spellings

_PATTERNS = (
    (re.compile(r"-----BEGIN [A-Z ]*PRIVATE KEY-----.*?(?:-----END [A-Z ]*PRIVATE KEY-----|\Z)", re.S), "…"),
    (
        re.compile(r"""(?i)\b((?:set-)?cookie|(?:proxy-)?authorization)(["']?\s*[:=]\s*["']?)[^"'\r\n<>]+"""),
        r"\1\2…",
    ),
    (re.compile(r"""(?i)\b(JSESSIONID["']?(?:\s*[=:]\s*["']?|%3d))[^;"'\s<>&?,}]+"""), r"\1…"),
    (re.compile(r"""(?i);jsessionid=[^"'\s<>?]*"""), ";…"),
    (re.compile(r"""(?:\?|%3[fF])[^"'\s<>]*"""), "?…"),
    (re.compile(r"""\b(p2|p3|cd|k)(=|%3[dD])[^&"'\s<>;%]+"""), r"\1\2…"),
    (re.compile(r"[A-Za-z0-9+/=_-]{40,}"), "…"),
)


class _KnownSecrets:
    """Every spelling of every secret, by its first letters; grows with the secrets of the process.

    A regular expression of so many words takes seconds to be made, and would be made again and again.
    """

    def __init__(self) -> None:
        self._seen = 0
        self._turn = threading.Lock()
        self._by_beginning: defaultdict[str, set[str]] = defaultdict(set)

    def strike_out(self, text: str) -> str:
        kept, end = [], 0
        for begin, length in self._find(text):
            if begin >= end:
                kept += [text[end:begin], MASK]
            end = max(end, begin + length)
        return "".join((*kept, text[end:]))

    def is_in(self, text: str) -> bool:
        return bool(self._find(text))

    def _find(self, text: str) -> list[tuple[int, int]]:
        """Where in the text a spelling begins, and how long the longest one there is."""
        self._learn()
        beginnings = self._by_beginning
        places = [at for at in range(len(text) - SHORTEST + 1) if text[at : at + SHORTEST] in beginnings]
        found = ((at, self._longest(text, at)) for at in places)
        return [(at, length) for at, length in found if length]

    def _longest(self, text: str, at: int) -> int:
        forms = tuple(self._by_beginning[text[at : at + SHORTEST]])
        return max((len(form) for form in forms if text.startswith(form, at)), default=0)

    def _learn(self) -> None:
        with self._turn:
            new = known_values(self._seen)
            for form in (form for value in new for form in spellings(value)):
                self._by_beginning[form[:SHORTEST]].add(form)
            self._seen += len(new)


_known = _KnownSecrets()


def redact(text: AnyStr) -> AnyStr:
    """The text without any secret of this process, and without what looks like one: personal parts and other
    queries of addresses, sessions, cookies, private keys, long tokens.
    """
    if isinstance(text, bytes):
        return redact(text.decode("utf-8", "surrogateescape")).encode("utf-8", "surrogateescape")
    text = _known.strike_out(text)
    for pattern, instead in _PATTERNS:
        text = pattern.sub(instead, text)
    return text


def without_known(text: str) -> str:
    """The text with every secret of this process struck out, whichever way it is written there."""
    return _known.strike_out(text)


def holds_known(data: bytes) -> bool:
    """Whether a secret of this process is in it."""
    return _known.is_in(data.decode("utf-8", "surrogateescape"))
