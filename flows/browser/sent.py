"""The documents of a tab's frames as the site has sent them: their bytes, before any script has changed them."""

from __future__ import annotations

import asyncio
import codecs
import re
from contextlib import suppress
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from playwright.async_api import Error as PlaywrightError
from playwright.async_api import Frame, Response

from ekakushin.flows.browser.places import origin_or_nothing
from ekakushin.flows.browser.tab import Tab

_BODY = 10.0  # seconds until the browser has handed over what it shows already
_META = re.compile(rb"""<meta[^>]+charset\s*=\s*["']?\s*([\w-]+)""", re.IGNORECASE)
# What pages call Shift_JIS holds the letters of Windows' cp932, and browsers read it so.
_AS_READ = {
    "shift_jis": "cp932",
    "shift-jis": "cp932",
    "sjis": "cp932",
    "x-sjis": "cp932",
    "windows-31j": "cp932",
}


@dataclass(frozen=True, kw_only=True)
class SentDocument:
    """One document: `charset` is the name that the site gave it, `path` is without query and session.

    `framed` says that it is shown in a frame of another. `markup` may hold anything; nobody has struck it out yet.
    """

    origin: str
    path: str
    charset: str
    framed: bool
    markup: str = field(repr=False)


async def sent_documents(tab: Tab) -> list[SentDocument]:
    """The documents that a person sees in this tab, the page itself first.

    One whose bytes are gone is taken as it stands now. Raises Unavailable (ENV-014) where the browser does not answer.
    """
    found = []
    async with tab.answering.within_limit():
        for frame in tab.frames:
            if not frame.url.startswith("about:"):
                found.append(await _sent(frame, tab.answer_of(frame)))
    return found


async def _sent(frame: Frame, answer: Response | None) -> SentDocument:
    body, declared = b"", ""
    if answer is not None:
        with suppress(PlaywrightError, TimeoutError):
            async with asyncio.timeout(_BODY):
                body = await answer.body()
                declared = await answer.header_value("content-type") or ""
    charset = _charset(declared, body)
    markup = _decode(body, charset) if body else await frame.content()
    return SentDocument(
        origin=origin_or_nothing(frame.url),
        path=urlsplit(frame.url).path.partition(";")[0],
        charset=charset,
        framed=frame.parent_frame is not None,
        markup=markup,
    )


def _charset(content_type: str, body: bytes) -> str:
    named = re.search(r"charset\s*=\s*[\"']?([\w-]+)", content_type, re.IGNORECASE)
    meta = _META.search(body[:4096])
    return named[1] if named else meta[1].decode("ascii") if meta else "UTF-8"


def _decode(body: bytes, charset: str) -> str:
    """The text; Chromium hands over what it has decoded already as UTF-8, whatever the page was in (tried)."""
    with suppress(UnicodeDecodeError):
        return body.decode("utf-8-sig")
    codec = _AS_READ.get(charset.lower(), charset)
    try:
        codecs.lookup(codec)
    except LookupError:
        codec = "utf-8"
    return body.decode(codec, "replace")
