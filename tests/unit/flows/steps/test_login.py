"""One refused password ends the attempts; an interrupted change is looked at first."""

from __future__ import annotations

import pytest

from ekakushin.flows.browser.reading import Reading
from ekakushin.flows.errors import FlowError, ForeignAddress, NeedsPerson, Refused
from ekakushin.flows.models import SecretName
from ekakushin.flows.secret import Secret
from ekakushin.flows.steps.login import log_out_after, login, must_be_untried
from tests.support.fakes import NOW, USER, Surroundings, certificate, invitation
from tests.support.guide_pages import PAGES
from tests.support.readings import button, link, page
from tests.support.staging import StagedTab, staged

WRONG = page("パスワードが正しくありません。")
ELSEWHERE = page("多重ログイン", "このユーザIDは現在利用中です。", button("キャンセル"), button("切断"))
IN = (PAGES["login"], PAGES["top"])


@pytest.fixture
def around(around: Surroundings) -> Surroundings:
    """Somebody with a proven certificate."""
    around.certificates.known[USER] = [certificate(proven=True)]
    return around


def under_way(around: Surroundings) -> None:
    """A change of the password was sent, and nobody knows whether it took effect."""
    around.has(SecretName.PASSWORD, "login9012")
    around.has(SecretName.NEXT_PASSWORD, "new-one-1")
    around.has(SecretName.NEXT_PASSWORD_SENT, NOW.isoformat())


async def failure_of(around: Surroundings, tab: StagedTab) -> FlowError:
    with pytest.raises(FlowError) as raised:
        await login(staged(around.workplace, tab).of(invitation()))
    return raised.value


def test_a_password_that_was_refused_before_is_not_tried(around: Surroundings) -> None:
    around.has(SecretName.REFUSED_PASSWORD, "login9012")

    with pytest.raises(Refused) as raised:
        must_be_untried(around.workplace.of(invitation()), Secret("login9012"))

    assert raised.value.code == "ACC-003"


@pytest.mark.parametrize(("user_id", "password"), [(USER, "another1"), ("10007", "login9012")])
def test_another_password_or_person_may_be_tried(around: Surroundings, user_id: str, password: str) -> None:
    around.has(SecretName.REFUSED_PASSWORD, "login9012")

    must_be_untried(around.workplace.of(invitation(user_id)), Secret(password))


async def test_nobody_logs_in_without_a_certificate(around: Surroundings) -> None:
    around.certificates.known.clear()

    with pytest.raises(NeedsPerson):
        await login(around.workplace.of(invitation()))

    assert around.browsing.asked == []


async def test_a_mail_s_password_that_somebody_else_has_replaced_is_told_so(around: Surroundings) -> None:
    around.has(SecretName.SIGNED_UP_ELSEWHERE, "yes")

    error = await failure_of(around, StagedTab(PAGES["login"], WRONG))

    assert (error.code, around.holds(SecretName.REFUSED_PASSWORD)) == ("ACC-010", "login9012")


async def test_an_address_outside_the_service_is_not_opened(around: Surroundings) -> None:
    with pytest.raises(ForeignAddress):
        await login(around.workplace.of(invitation(login_url="https://ds.e-kakushin.com@evil.example/")))

    assert around.browsing.asked == []


async def test_a_login_tells_the_failures_before_it_and_keeps_the_password(around: Surroundings) -> None:
    tab = StagedTab(*IN, PAGES["personal"], PAGES["personal"], PAGES["logged out"])

    async with log_out_after(staged(around.workplace, tab).of(invitation())) as case:
        fact = await login(case)

    assert fact.failures == 2
    assert tab.pressed == ["ログイン", "本人情報", "ログアウト"]
    assert around.holds(SecretName.PASSWORD) == "login9012"


async def test_a_refused_password_is_remembered_and_tried_once(around: Surroundings) -> None:
    tab = StagedTab(PAGES["login"], WRONG)

    error = await failure_of(around, tab)

    assert (error.code, error.person, error.step) == ("ACC-001", USER, "login")
    assert tab.pressed == ["ログイン"]
    assert around.holds(SecretName.REFUSED_PASSWORD) == "login9012"
    assert around.holds(SecretName.PASSWORD) is None


@pytest.mark.parametrize(
    ("pages", "pressed"),
    [
        ((PAGES["login"], ELSEWHERE, PAGES["top"]), ["ログイン", "切断"]),
        ((PAGES["login"], ELSEWHERE, *IN), ["ログイン", "切断", "ログイン"]),
        ((ELSEWHERE, *IN), ["切断", "ログイン"]),
    ],
)
async def test_an_earlier_login_is_ended_by_the_button_that_says_so(
    around: Surroundings, pages: tuple[Reading, ...], pressed: list[str]
) -> None:
    tab = StagedTab(*pages, PAGES["personal"])

    await login(staged(around.workplace, tab).of(invitation()))

    assert tab.pressed == [*pressed, "本人情報"]


@pytest.mark.parametrize(
    "again",
    [
        ELSEWHERE,
        page("多重ログインです。", button("OK"), link("戻る")),
        page("現在利用中です。", button("切断しない"), button("ログアウト")),
    ],
)
async def test_an_earlier_login_that_does_not_end_is_told_and_nothing_else_is_pressed(
    around: Surroundings, again: Reading
) -> None:
    pages = (PAGES["login"], *([ELSEWHERE] if again == ELSEWHERE else []), again)
    tab = StagedTab(*pages)

    error = await failure_of(around, tab)

    assert error.code == "NET-006"
    assert tab.pressed in (["ログイン", "切断"], ["ログイン"])
    assert around.holds(SecretName.REFUSED_PASSWORD) is None


async def test_the_next_run_does_not_even_open_the_page(around: Surroundings) -> None:
    around.has(SecretName.REFUSED_PASSWORD, "login9012")
    tab = StagedTab(*IN)

    error = await failure_of(around, tab)

    assert error.code == "ACC-003"
    assert (tab.pressed, tab.filled) == ([], [])


@pytest.mark.parametrize("words", ["アカウントがロックされています。", "ただいまメンテナンス中です。"])
async def test_what_is_not_about_the_password_is_not_held_against_it(
    around: Surroundings, words: str
) -> None:
    await failure_of(around, StagedTab(PAGES["login"], page(words)))

    assert around.holds(SecretName.REFUSED_PASSWORD) is None


async def test_after_an_interrupted_change_the_new_password_is_looked_at_first(around: Surroundings) -> None:
    under_way(around)
    tab = StagedTab(*IN, PAGES["personal"])

    await login(staged(around.workplace, tab).of(invitation()))

    assert tab.filled == [("ユーザID", USER), ("パスワード", "new-one-1")]
    assert around.holds(SecretName.PASSWORD) == "new-one-1"
    assert around.holds(SecretName.NEXT_PASSWORD) is None


async def test_a_change_that_did_not_take_effect_is_forgotten(around: Surroundings) -> None:
    under_way(around)
    tab = StagedTab(PAGES["login"], WRONG, *IN, PAGES["personal"])

    await login(staged(around.workplace, tab).of(invitation()))

    assert [text for where, text in tab.filled if where == "パスワード"] == ["new-one-1", "login9012"]
    assert around.holds(SecretName.PASSWORD) == "login9012"
    assert around.holds(SecretName.NEXT_PASSWORD) is None


@pytest.mark.parametrize("words", ["アカウントがロックされています。", "ただいまメンテナンス中です。"])
async def test_other_trouble_leaves_the_change_undecided(around: Surroundings, words: str) -> None:
    under_way(around)

    await failure_of(around, StagedTab(PAGES["login"], page(words)))

    assert around.holds(SecretName.NEXT_PASSWORD) == "new-one-1"
    assert around.holds(SecretName.NEXT_PASSWORD_SENT) is not None


async def test_a_new_password_that_was_never_sent_is_not_tried(around: Surroundings) -> None:
    around.has(SecretName.NEXT_PASSWORD, "new-one-1")
    tab = StagedTab(*IN, PAGES["personal"])

    await login(staged(around.workplace, tab).of(invitation()))

    assert tab.filled[1] == ("パスワード", "login9012")


async def test_an_attempt_is_counted_before_it_is_made(around: Surroundings) -> None:
    await failure_of(around, StagedTab(PAGES["login"]))

    assert around.holds(SecretName.UNCLEAR_LOGINS) == "1"


async def test_three_attempts_that_ended_unclear_end_all_attempts(around: Surroundings) -> None:
    for _ in range(3):
        await failure_of(around, StagedTab(PAGES["login"], page("アンケート")))
    tab = StagedTab(*IN)

    error = await failure_of(around, tab)

    assert (error.code, tab.filled) == ("ACC-008", [])


async def test_a_password_that_has_worked_before_is_not_counted(around: Surroundings) -> None:
    around.has(SecretName.PASSWORD, "own-one-1")

    await failure_of(around, StagedTab(PAGES["login"], page("アンケート")))

    assert around.holds(SecretName.UNCLEAR_LOGINS) is None


async def test_a_login_that_works_ends_the_count(around: Surroundings) -> None:
    around.has(SecretName.UNCLEAR_LOGINS, "2")
    around.has(SecretName.ACCEPTED_PASSWORD, invitation().login_password.reveal())

    await login(staged(around.workplace, StagedTab(*IN, PAGES["personal"])).of(invitation()))

    assert around.holds(SecretName.UNCLEAR_LOGINS) is None


async def test_maintenance_is_a_clear_answer(around: Surroundings) -> None:
    for _ in range(3):
        await failure_of(around, StagedTab(PAGES["login"], page("ただいまメンテナンス中です。")))

    assert (
        await login(staged(around.workplace, StagedTab(*IN, PAGES["personal"])).of(invitation()))
    ).failures
