"""The same words in other markup lead to the same end, and nothing is done that a site refuses."""

from __future__ import annotations

from collections import Counter

import pytest

from ekakushin.fixtures.mock_site import SKINS, MockSite
from tests.integration.conftest import Order

ONCE = ("authenticate", "issue", "verify", "signup", "sign", "pin", "password")
# Several that do not touch each other share a run; `mock serve --skin` wears them one by one.
TOGETHER = (
    ("labels", "buttons", "renamed", "crowded"),
    ("wrapping-labels", "pictures", "readings"),
    ("definitions", "links", "half"),
    ("headed", "decorated", "decoys"),
    ("stacked", "padded", "wide", "sticky"),
    ("flex", "anything", "menus", "other-words"),
    ("grid", "framed", "case"),
    ("fieldsets", "framed-form", "modern"),
    ("placeholders", "asleep"),
    ("floating", "slow", "two-forms"),
    ("behind", "frameset", "helpful", "broken"),
    ("blocks", "pictured-words"),
    ("ancient", "remarks"),
    ("windows", "notices", "broken-sentences"),
)
# STEP2 and STEP3 by other hands; each has the pages of a whole issuance.
ISSUERS = (
    *("certsrv", "statuses", "conditional", "xenroll", "parent-frame"),
    *("vbscript", "vbscript-xenroll"),
)
LANGUAGES = ("english", "foreign", "foreign-later")
AT_RANDOM = 50
# What has to be clicked or typed into in another way; that a page is known in each skin is proven in test_skin_pages.
IN_SHORT = (
    ("buttons", "renamed", "sticky", "floating", "slow", "two-forms"),
    ("pictures", "framed-form", "asleep", "placeholders"),
    ("links", "frameset", "behind", "helpful", "broken"),
    ("anything", "flex", "menus", "other-words", "crowded"),
    ("windows", "notices", "broken-sentences"),
)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    full = metafunc.config.option.full
    if "skins" in metafunc.fixturenames:
        at_random = [(f"random:{seed}",) for seed in range(AT_RANDOM)]
        metafunc.parametrize("skins", [*TOGETHER, *at_random] if full else IN_SHORT, ids="+".join)


def acts(site: MockSite, outcome: str = "ok") -> Counter[str]:
    return Counter(line.act for line in site.ledger() if line.outcome == outcome)


def onboard(order: Order, *skins: str) -> None:
    site, flows = order(skins=skins)
    (result,) = flows.onboard()
    assert (result.state, result.code, result.site_words) == ("done", "", "")
    assert [acts(site)[act] for act in ONCE] == [1] * len(ONCE)
    assert not acts(site, "refused")


def test_every_skin_is_worn_in_some_test() -> None:
    assert {name for names in TOGETHER for name in names} | {*LANGUAGES, *ISSUERS} == set(SKINS)


@pytest.mark.parametrize("skin", ISSUERS)
def test_an_issuance_page_by_other_hands_issues_once(order: Order, skin: str) -> None:
    site, flows = order(skins=(skin,))
    (result,) = flows.onboard(steps=("issue", "verify"))
    assert (result.state, result.code, result.site_words) == ("done", "", "")
    assert (acts(site)["issue"], acts(site, "refused")) == (1, Counter())


def test_the_same_words_in_other_markup_lead_to_the_same_end(order: Order, skins: tuple[str, ...]) -> None:
    onboard(order, *skins)


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_issuance_site_in_english_gives_the_certificate_all_the_same(order: Order, language: str) -> None:
    site, flows = order(skins=(language,))
    (result,) = flows.onboard(steps=("issue", "verify"))
    assert (result.state, result.code) == ("done", "")
    assert acts(site) == Counter({"authenticate": 1, "issue": 1, "verify": 1})
