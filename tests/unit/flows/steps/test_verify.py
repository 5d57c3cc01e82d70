"""A certificate is proven by a page that it opened, once."""

from __future__ import annotations

import pytest

from ekakushin.flows.errors import Refused
from ekakushin.flows.models import SecretName
from ekakushin.flows.steps.verify import verify
from tests.support.fakes import Surroundings, certificate, invitation
from tests.support.guide_pages import PAGES
from tests.support.readings import page
from tests.support.staging import StagedBrowsing, StagedTab, staged

STEP4 = "https://ds.e-kakushin.com/check?u=10006"


async def test_a_proven_certificate_needs_no_visit(around: Surroundings) -> None:
    known = certificate(proven=True)

    assert await verify(around.workplace.of(invitation()), known) == known
    assert around.browsing.asked == []


@pytest.mark.parametrize("name", ["login", "top"])
async def test_the_login_page_proves_a_certificate_where_step4_is_unknown(
    around: Surroundings, name: str
) -> None:
    assert (
        await verify(staged(around.workplace, StagedTab(PAGES[name])).of(invitation()), certificate())
    ).proven


async def test_step4_s_own_page_proves_it(around: Surroundings) -> None:
    around.has(SecretName.VERIFICATION_URL, STEP4)
    workplace = staged(around.workplace, StagedTab(PAGES["certified"]))

    assert (await verify(workplace.of(invitation()), certificate())).proven


async def test_step4_outside_the_site_is_not_visited(around: Surroundings) -> None:
    around.has(SecretName.VERIFICATION_URL, "https://elsewhere.example/check")
    workplace = staged(around.workplace, StagedTab(PAGES["login"]))

    assert (await verify(workplace.of(invitation()), certificate())).proven


async def test_words_of_step4_that_nobody_knows_are_settled_by_the_login_page(around: Surroundings) -> None:
    around.has(SecretName.VERIFICATION_URL, STEP4)
    workplace = staged(around.workplace, StagedTab(page("あなたの証明書", "CN=10006"), PAGES["login"]))

    assert (await verify(workplace.of(invitation()), certificate())).proven


async def test_the_identity_is_offered_to_the_origins_that_are_visited(around: Surroundings) -> None:
    around.has(SecretName.VERIFICATION_URL, "https://webra2.secomtrust.net/scira/Check.do")
    workplace = staged(around.workplace, StagedTab(PAGES["certified"]))

    await verify(workplace.of(invitation()), certificate())

    assert isinstance(workplace.browsing, StagedBrowsing)
    assert workplace.browsing.asked[0]["offered_to"] == (
        "https://webra2.secomtrust.net",
        "https://ds.e-kakushin.com",
    )


async def test_a_page_that_speaks_of_trouble_proves_nothing(around: Surroundings) -> None:
    around.has(SecretName.VERIFICATION_URL, STEP4)
    workplace = staged(around.workplace, StagedTab(page("証明書の確認ができませんでした。")))

    with pytest.raises(Refused) as raised:
        await verify(workplace.of(invitation()), certificate())

    assert raised.value.code == "CRT-003"
