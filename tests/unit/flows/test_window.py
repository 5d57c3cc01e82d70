"""One window a person: shared from step to step, closed by an error, left at the end."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, cast

import pytest

from ekakushin.flows.errors import Refused, UnderWay
from ekakushin.flows.models import SecretName
from ekakushin.flows.steps.login import log_out_after, login
from ekakushin.flows.steps.pin import pin
from ekakushin.flows.steps.signing import signing
from ekakushin.flows.workplace import Case
from tests.support.fakes import USER, Surroundings, certificate, invitation
from tests.support.guide_pages import PAGES
from tests.support.staging import SILENCE, StagedBrowsing, StagedTab, staged

ENTERED = (PAGES["login"], PAGES["top"], PAGES["personal"])
LEFT = (PAGES["personal"], PAGES["logged out"])


@pytest.fixture
def around(around: Surroundings) -> Surroundings:
    """Somebody with a proven certificate whose password works."""
    around.certificates.known[USER] = [certificate(proven=True)]
    around.has(SecretName.PASSWORD, "login9012")
    return around


def case_with(around: Surroundings, *tabs: StagedTab, **changed: Any) -> Case:
    return replace(staged(around.workplace, *tabs), **changed).of(invitation())


def opened(case: Case) -> int:
    return len(cast(StagedBrowsing, case.browsing).asked)


async def test_the_next_step_goes_on_where_the_one_before_has_ended(around: Surroundings) -> None:
    tab = StagedTab(*ENTERED, PAGES["personal"], PAGES["menu, ready"], *LEFT)
    case = case_with(around, tab)

    async with log_out_after(case):
        await login(case)
        await signing(case)

    assert opened(case) == 1
    assert tab.pressed == ["ログイン", "本人情報", "署名用証明書管理", "ログアウト"]


async def test_a_login_that_has_ended_meanwhile_is_made_again(around: Surroundings) -> None:
    tab = StagedTab(*ENTERED, PAGES["logged out"], *ENTERED, PAGES["menu, ready"], *LEFT)
    case = case_with(around, tab)

    async with log_out_after(case):
        await login(case)
        await signing(case)

    assert tab.pressed.count("ログイン") == 2
    assert opened(case) == 1


async def test_while_the_service_works_nothing_is_open(around: Surroundings) -> None:
    first = StagedTab(*ENTERED, PAGES["menu, preparing"], *LEFT)
    second = StagedTab(*ENTERED, PAGES["menu, ready"], *LEFT)
    case = case_with(around, first, second)

    with pytest.raises(UnderWay):
        await signing(case)
    await signing(case)

    assert first.pressed[-1] == "ログアウト"
    assert opened(case) == 2


async def test_an_error_closes_the_window(around: Surroundings) -> None:
    case = case_with(around, StagedTab(*ENTERED), StagedTab(*ENTERED, PAGES["menu, ready"]))
    identity = case.identity(certificate(proven=True))

    with pytest.raises(Refused):
        async with case.shared_tab("login", identity):
            raise Refused("SGN-002")

    assert case.window.tab is None
    async with case.shared_tab("signing", identity):
        assert opened(case) == 2


async def test_another_certificate_takes_another_window(around: Surroundings) -> None:
    case = case_with(around, StagedTab(), StagedTab())

    for fingerprint in ("ab" * 32, "cd" * 32):
        async with case.shared_tab("login", case.identity(certificate(fingerprint=fingerprint))):
            pass

    assert opened(case) == 2


async def test_a_certificate_is_offered_to_no_origin_more_than_it_was_opened_for(
    around: Surroundings,
) -> None:
    case = case_with(around, StagedTab(), StagedTab())
    identity = case.identity(certificate())

    async with case.shared_tab("login", identity):
        pass
    async with case.shared_tab("verify", identity, offered_to=(case.site.issuance, case.site.service)):
        pass

    asked = cast(StagedBrowsing, case.browsing).asked
    assert [each["offered_to"] for each in asked] == [
        (case.site.service,),
        (case.site.issuance, case.site.service),
    ]


async def test_while_traces_are_wanted_each_step_has_a_window_of_its_own(around: Surroundings) -> None:
    steps = [StagedTab(*ENTERED, *LEFT), StagedTab(*ENTERED, PAGES["menu, ready"], *LEFT)]
    case = case_with(around, *steps, tracing=True)

    await login(case)
    await signing(case)

    assert [tab.pressed[-1] for tab in steps] == ["ログアウト", "ログアウト"]


async def test_the_pin_is_looked_for_in_the_menu_as_it_is_then(around: Surroundings) -> None:
    tab = StagedTab(
        *ENTERED,
        PAGES["menu, pin needed"],
        PAGES["menu, pin needed"],
        PAGES["pin"],
        PAGES["pin done"],
        PAGES["personal"],
        PAGES["menu, ready"],
        SILENCE,
    )
    case = case_with(around, tab)

    await signing(case)
    await pin(case)

    assert tab.pressed == ["ログイン", "本人情報", "署名用証明書管理", "登録", "登録", "署名用証明書管理"]
