"""Skins change the markup of a page and nothing that it says, and what is posted comes back."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from bs4 import BeautifulSoup

from fixtures.mock_site.options import Options
from fixtures.mock_site.pages import text
from fixtures.mock_site.skins import SKINS, Skins
from fixtures.mock_site.visits import EVENT, TOKEN


def login(**values: str) -> str:
    names: Mapping[str, object] = {"token": lambda: "t", "token_field": TOKEN, "event_field": EVENT}
    fields = {"message": "", "user_field": "items[0].value", "password_field": "items[1].value"}
    return text("service/login.html", {"charset": "UTF-8", **names, **fields, **values})


def step1() -> str:
    values = {"token": lambda: "t", "token_field": TOKEN, "event_field": EVENT, "charset": "UTF-8"}
    return text("issuance/step1.html", {**values, "message": "", "password_field": "p101"})


@pytest.mark.parametrize("name", sorted(set(SKINS) - {"frameset", "english", "foreign", "foreign-later"}))
def test_every_skin_changes_the_login_page_and_always_in_the_same_way(name: str) -> None:
    first = Skins.named([name]).page(login(), "/ebunsho/UrLogin.do")
    assert first != str(BeautifulSoup(login(), "html.parser")) or name == "readings"
    assert first == Skins.named([name]).page(login(), "/ebunsho/UrLogin.do")


@pytest.mark.parametrize("seed", range(30))
def test_a_random_skin_is_the_same_for_the_same_seed(seed: int) -> None:
    one, other = Skins.named([f"random:{seed}"]), Skins.named([f"random:{seed}"])
    assert 2 <= len(one.names) <= 10
    assert one.page(login(), "/") == other.page(login(), "/")


def test_without_skins_a_page_stays_as_it_is() -> None:
    assert Skins().page(login(), "/") == login()


def test_renamed_fields_come_back_under_their_own_names() -> None:
    skins = Skins.named(["renamed"])
    names = [
        each["name"]
        for each in BeautifulSoup(skins.page(login(), "/"), "html.parser").find_all(attrs={"name": True})
    ]
    posted = skins.posted({str(name): "" for name in names})
    assert {TOKEN, EVENT, "items[0].value", "items[1].value"} <= set(posted)
    assert "items[0].value" not in names


def test_english_is_for_the_issuance_site_alone() -> None:
    skins = Skins.named(["english"])
    assert "Next" in skins.page(step1(), "/scira/Entrance.jsp", language=skins.language)
    assert "ログイン" in skins.page(login(), "/ebunsho/UrLogin.do", language=skins.language)


@pytest.mark.parametrize(("destination", "framed"), [("document", True), ("frame", False), ("", False)])
def test_a_frameset_is_shown_to_whoever_opens_an_address(destination: str, framed: bool) -> None:
    html = Skins.named(["frameset"]).outer("/a?b=1&c=2", destination=destination)
    assert ("b=1&amp;c=2" in (html or "")) == framed


def test_an_unknown_skin_is_explained() -> None:
    with pytest.raises(ValueError, match="random:SEED"):
        Options(skins=("klingon",))
