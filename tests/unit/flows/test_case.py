"""Around a step: evidence without secrets, and errors that say whose they are."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ekakushin.flows.errors import Misconfigured, Refused, Unavailable
from ekakushin.flows.scrubbing import scrub
from ekakushin.flows.secret import Secret
from tests.support.fakes import USER, Surroundings, invitation
from tests.support.staging import StagedTab, staged

WORD, TOKEN = "TopSecret1", "0123456789abcdef" * 3


@pytest.mark.parametrize(
    "html",
    [
        f'<input type="password" value="{WORD}">',
        f"<input value='{WORD}'>",
        f"<input value={WORD}>",
        f'<INPUT VALUE = "{WORD}">',
        f'<input value\n=\n"{WORD} {WORD}">',
        f'<input data-value="{WORD}">',
        f'<input value="a > {WORD}">',
        f"<input value='\"{WORD}'>",
        f"document.forms[0].pin.value='{WORD}'",
        f'<a href="/ebunsho/SignUp.do?cd={WORD}">',
        f'<a href="/ebunsho/SignUp.do?a=1&amp;cd={WORD}#top">',
        f"<a onclick=\"location='/x?cd={WORD}'\">",
        f"https://ds.e-kakushin.com/ebunsho/UrLogin.do?cd={WORD}",
        f"<form action=/x?cd={WORD}>",
    ],
)
def test_values_and_queries_are_scrubbed(html: str) -> None:
    assert WORD not in scrub(html)


@pytest.mark.parametrize(
    "html",
    [
        f'<input type="hidden" name="TOKEN" content="{TOKEN}">',
        f"var token = '{TOKEN}';",
        f"<p>{TOKEN}</p>",
        "<a href='/ebunsho/Login.do;jsessionid=0123456789ABCDEF0123456789ABCDEF'>",
        "<pre>" + "QUJD/+" * 12 + "==</pre>",
    ],
)
def test_long_tokens_are_scrubbed(html: str) -> None:
    longest = max(len(word) for word in scrub(html).replace("'", " ").replace("<", " ").split())

    assert TOKEN not in scrub(html)
    assert longest < 40


def test_what_a_developer_needs_stays() -> None:
    html = '<td>パスワードが正しくありません。</td><input type="text" name="userId" value="x"><a href="Login.do">'

    assert scrub(html) == html.replace('"x"', '""')


def test_captions_and_scripts_stay_as_they_were() -> None:
    html = (
        '<input type="button" value="　発行　" onclick="go()"><input value="ログイン" type=submit>'
        '<button value="go">Go</button><option value="0">Microsoft Enhanced</option>'
        '<script>var ACTION = "issue"; form.event.value = "issue"; form.list.value = \'\';</script>'
    )
    assert scrub(html) == html


def test_what_was_typed_into_a_large_field_goes() -> None:
    assert scrub("<textarea name=t>something of mine</textarea>") == "<textarea name=t></textarea>"


def test_what_is_said_of_the_person_goes() -> None:
    html = "<td>ユーザ名: 健保　太郎 (TJK株式会社)</td><td>健保太郎</td><td>10006</td><td>110006</td>"
    assert scrub(html, ("10006", "健保 太郎", "TJK株式会社")) == (
        "<td>ユーザ名: … (…)</td><td>…</td><td>…</td><td>110006</td>"
    )


async def test_a_step_that_went_well_leaves_its_last_picture(around: Surroundings) -> None:
    async with staged(around.workplace, StagedTab()).of(invitation()).tab("login"):
        pass

    assert around.evidence.kept == {"10006/01-login-last.jpg": b"picture"}


async def test_the_last_picture_is_taken_once_however_often_it_is_asked_for(around: Surroundings) -> None:
    case = staged(around.workplace, StagedTab()).of(invitation())

    async with case.tab("login") as tab:
        await case.note_last(tab, "login")

    assert len(around.evidence.kept) == 1


async def test_a_failure_leaves_picture_and_page_and_says_whose_it_is(around: Surroundings) -> None:
    with pytest.raises(Refused) as raised:
        async with staged(around.workplace, StagedTab()).of(invitation()).tab("pin"):
            raise Refused("SGN-003")

    error = raised.value
    assert (error.person, error.step) == (USER, "pin")
    assert error.evidence == tuple(
        f"10006/0{n}-pin-failure.{kind}" for n, kind in ((1, "png"), (2, "html"), (3, "txt"))
    )
    assert set(around.evidence.kept) == set(error.evidence)


class TellingTab(StagedTab):
    """A tab whose page and console hold a value, a query and a secret that was typed."""

    @property
    def console(self) -> tuple[str, ...]:
        return (f"error: no pin-{WORD} at /ebunsho/x.do?{WORD}-q", "pageerror: TypeError: x is null")

    async def html(self) -> str:
        return f"<input value=\"{WORD}-v\"><a href='x?{WORD}-q'></a><p>pin-{WORD}</p>"


async def test_the_page_that_is_kept_holds_no_value_query_or_typed_secret(around: Surroundings) -> None:
    tab = TellingTab()
    tab.keep_to_itself(Secret(f"pin-{WORD}"))

    with pytest.raises(Unavailable):
        async with staged(around.workplace, tab).of(invitation()).tab("pin"):
            raise Unavailable("NET-006")

    page = around.evidence.kept["10006/02-pin-failure.html"].decode()
    assert WORD not in page
    assert "https://ds.e-kakushin.com/ebunsho/Some.do" in page
    console = around.evidence.kept["10006/03-pin-failure.txt"].decode()
    assert WORD not in console
    assert "x is null" in console


async def test_evidence_that_cannot_be_kept_is_no_reason_to_fail(around: Surroundings) -> None:
    around.evidence.broken = Misconfigured("ENV-004", path="x", reason="full")

    async with staged(around.workplace, StagedTab()).of(invitation()).tab("login") as tab:
        assert not tab.pictured

    assert around.evidence.kept == {}


async def test_a_failure_stays_itself_where_evidence_cannot_be_kept(around: Surroundings) -> None:
    around.evidence.broken = Misconfigured("ENV-004", path="x", reason="full")

    with pytest.raises(Refused) as raised:
        async with staged(around.workplace, StagedTab()).of(invitation()).tab("pin"):
            raise Refused("SGN-003")

    assert raised.value.evidence == ()


async def test_a_picture_of_what_went_well_is_taken_of_the_steps_that_are_to_be_pictured(
    around: Surroundings,
) -> None:
    case = staged(replace(around.workplace, pictured=frozenset({"password"})), StagedTab(), StagedTab()).of(
        invitation()
    )
    for step in ("login", "password"):
        async with case.tab(step):
            pass

    assert list(around.evidence.kept) == ["10006/01-password-last.jpg"]
