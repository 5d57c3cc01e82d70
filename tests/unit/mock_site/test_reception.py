"""How pages become bytes and posted bytes become fields."""

from __future__ import annotations

from urllib.parse import quote

import pytest

from fixtures.mock_site.options import Encoding
from fixtures.mock_site.reception import Application, Reception, decode_form
from fixtures.mock_site.sessions import Sessions
from fixtures.mock_site.visits import Page, World
from tests.clocks import StandingClock

LEGACY = Encoding.named("cp932")


@pytest.fixture
def reception(world: World) -> Reception:
    return Reception(world, Application(folder="/ebunsho", screens={}, encoding=LEGACY))


@pytest.mark.parametrize("name", ["cp932", "euc_jp", "utf-8"])
def test_a_form_is_read_in_the_pages_encoding(name: str) -> None:
    encoding = Encoding.named(name)
    body = f"a101={quote('健保', encoding=encoding.codec)}&a102=".encode()

    assert decode_form(body, encoding) == {"a101": "健保", "a102": ""}


def test_what_the_encoding_lacks_becomes_a_reference(reception: Reception, clock: StandingClock) -> None:
    page = Page(template="service/refusal.html", values={"message": "𠮷野"})

    response = reception.response(page, "/", Sessions(clock).of(""))

    assert isinstance(response.body, bytes)
    assert "&#134071;野" in response.body.decode("cp932")


def test_all_forms_of_a_page_share_one_token(reception: Reception, clock: StandingClock) -> None:
    session = Sessions(clock).of("")
    values = {"message": "", "user_field": "u", "password_field": "p"}

    response = reception.response(Page(template="service/login.html", values=values), "/", session)

    assert isinstance(response.body, bytes)
    token = response.body.decode("cp932").split('TOKEN" value="')[1].split('"')[0]
    assert session.take_token(token)


def test_a_page_without_forms_leaves_the_token_alone(reception: Reception, clock: StandingClock) -> None:
    session = Sessions(clock).of("")
    token = session.save_token()

    reception.response(Page(template="service/ended.html"), "/", session)

    assert session.take_token(token)
