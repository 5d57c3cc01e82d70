"""Each screen is kept once a state, with what its fields are for."""

from __future__ import annotations

from typing import Any

import pytest

from ekakushin.flows.browser.sent import SentDocument
from ekakushin.flows.capture import watching
from ekakushin.flows.capture.watching import ScreenWatch, roles_of
from ekakushin.flows.errors import Unavailable
from ekakushin.flows.journal import Journal
from ekakushin.flows.screens.done import DoneScreen
from ekakushin.flows.screens.issue import AuthenticationScreen
from ekakushin.flows.screens.login import LoginScreen
from ekakushin.flows.screens.password import PasswordScreen
from ekakushin.flows.screens.screen import arrival
from tests.support.readings import button, field, page, password
from tests.support.staging import StagedTab

LOGIN = page(
    field("ユーザID").model_copy(update={"sent_as": "uid"}),
    password("パスワード").model_copy(update={"sent_as": "pw"}),
    button("ログイン"),
)


@pytest.fixture(autouse=True)
def sent(monkeypatch: pytest.MonkeyPatch) -> list[SentDocument]:
    """What every tab has been sent."""
    documents = [
        SentDocument(origin="https://a.example", path="/x", charset="UTF-8", framed=False, markup="<p>")
    ]

    async def sent_documents(tab: Any) -> list[SentDocument]:
        if not documents:
            raise Unavailable("ENV-014")
        return documents

    monkeypatch.setattr(watching, "sent_documents", sent_documents)
    return documents


def test_a_field_is_for_what_the_screen_takes_it_for() -> None:
    assert roles_of(LoginScreen, LOGIN) == {"user-id": "uid", "password": "pw"}
    captions = {"現在のパスワード": "c", "新しいパスワード": "n", "新しいパスワードの確認入力": "a"}
    fields = [password(words).model_copy(update={"sent_as": name}) for words, name in captions.items()]
    assert roles_of(PasswordScreen, page(*fields, button("変更"))) == {
        "password": "c",
        "new-password": "n",
        "new-password-again": "a",
    }


def test_the_only_field_is_the_one_even_without_a_caption() -> None:
    only = password("何か").model_copy(update={"sent_as": "p101"})
    assert roles_of(AuthenticationScreen, page(only, button("次へ"))) == {"password": "p101"}
    assert roles_of(DoneScreen, page("完了しました。")) == {}


async def test_a_screen_that_the_flows_recognise_is_kept_with_its_step_and_once() -> None:
    watch = ScreenWatch()
    for _ in range(2):
        tab = StagedTab(LOGIN)
        tab.watch, tab.journal = watch, Journal("10006", "login")
        await arrival(tab, LOGIN, (LoginScreen,), refused="CRT-001")
    (kept,) = watch.screens
    assert (kept.description.screen, kept.step, kept.roles["user-id"]) == ("LoginScreen", "login", "uid")


async def test_completion_is_another_page_in_each_step() -> None:
    watch = ScreenWatch()
    for step in ("signing", "pin", "pin"):
        tab = StagedTab()
        tab.journal = Journal("10006", step)
        await watch(DoneScreen(tab, page("完了しました。")))
    assert [each.step for each in watch.screens] == ["signing", "pin"]


async def test_a_page_that_cannot_be_had_stops_nobody(sent: list[SentDocument]) -> None:
    watch = ScreenWatch()
    sent.clear()
    await watch(LoginScreen(StagedTab(), LOGIN))
    assert (watch.screens, watch.lost) == ([], ["LoginScreen"])
