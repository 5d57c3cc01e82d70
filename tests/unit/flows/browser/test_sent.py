"""Documents are kept as the site has sent them, whatever they were written in."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from playwright.async_api import Error as PlaywrightError

from ekakushin.flows.browser.sent import sent_documents
from tests.support.staging import StagedTab

ADDRESS = "https://ds.example/ebunsho/UrLogin.do;jsessionid=1?k=2"
META = '<meta http-equiv="Content-Type" content="text/html; charset=Shift_JIS"><p>ログイン'


class Answer:
    def __init__(self, body: bytes | None, content_type: str = "text/html") -> None:
        self._body, self._content_type = body, content_type

    async def body(self) -> bytes:
        if self._body is None:
            raise PlaywrightError("No resource with given identifier found")
        return self._body

    async def header_value(self, name: str) -> str:
        return self._content_type


class Shown(StagedTab):
    def __init__(self, *parts: tuple[str, Answer | None]) -> None:
        super().__init__()
        self.answering: Any = SimpleNamespace(within_limit=_NoLimit)
        self._parts = [
            (_frame(address, framed=bool(at)), answer) for at, (address, answer) in enumerate(parts)
        ]

    @property
    def frames(self) -> list[Any]:
        return [frame for frame, _ in self._parts]

    def answer_of(self, frame: Any) -> Any:
        return next(answer for each, answer in self._parts if each is frame)


class _NoLimit:
    async def __aenter__(self) -> None:
        pass

    async def __aexit__(self, *_: object) -> None:
        pass


def _frame(address: str, *, framed: bool) -> Any:
    async def content() -> str:
        return "<p>now</p>"

    return SimpleNamespace(url=address, parent_frame=object() if framed else None, content=content)


@pytest.mark.parametrize(
    ("body", "content_type", "charset"),
    [
        (META.encode("cp932"), "text/html;charset=Shift_JIS", "Shift_JIS"),
        (META.encode("cp932"), "text/html", "Shift_JIS"),
        (META.encode("utf-8"), "text/html; charset=Shift_JIS", "Shift_JIS"),  # as Chromium hands it over
        (META.encode("euc_jp"), "text/html; charset=EUC-JP", "EUC-JP"),
        (META.encode("utf-8"), "text/html; charset=no-such", "no-such"),
    ],
)
async def test_the_markup_is_what_was_sent_and_the_charset_what_it_was_called(
    body: bytes, content_type: str, charset: str
) -> None:
    (found,) = await sent_documents(Shown((ADDRESS, Answer(body, content_type))))
    assert (found.markup, found.charset) == (META, charset)
    assert (found.origin, found.path) == ("https://ds.example", "/ebunsho/UrLogin.do")


async def test_where_the_bytes_are_gone_the_page_is_taken_as_it_stands() -> None:
    for answer in (Answer(None), None):
        (found,) = await sent_documents(Shown((ADDRESS, answer)))
        assert (found.markup, found.charset) == ("<p>now</p>", "UTF-8")


async def test_frames_come_behind_the_page_and_those_without_an_address_are_part_of_another() -> None:
    tab = Shown((ADDRESS, None), ("about:srcdoc", None), ("https://ds.example/menu", None))
    assert [(each.path, each.framed) for each in await sent_documents(tab)] == [
        ("/ebunsho/UrLogin.do", False),
        ("/menu", True),
    ]
