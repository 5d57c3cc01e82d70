"""The new password is kept before it is sent, and is the password only when it has opened the account."""

from __future__ import annotations

import pytest

from ekakushin.flows.browser.reading import Control, Reading
from ekakushin.flows.errors import FlowError, OutcomeUnknown, Refused, VaultClosed
from ekakushin.flows.models import SecretName
from ekakushin.flows.steps.password import password
from tests.support.fakes import NOW, USER, BrowserAsked, Surroundings, certificate, invitation
from tests.support.guide_pages import PAGES
from tests.support.readings import page
from tests.support.staging import SILENCE, StagedTab, staged

NEW = "made-password-8"
WRONG = page("パスワードが正しくありません。")
TO_THE_FORM = (PAGES["login"], PAGES["top"], PAGES["personal"], PAGES["password"])


class FallingTab(StagedTab):
    """A tab in which the process ends when 変更 is pressed, after whatever that sends."""

    async def press(self, control: Control) -> None:
        await super().press(control)
        if control.name == "変更":
            raise KeyboardInterrupt


@pytest.fixture
def around(around: Surroundings) -> Surroundings:
    """Somebody with a proven certificate whose first password works."""
    around.certificates.known[USER] = [certificate(proven=True)]
    around.has(SecretName.PASSWORD, "login9012")
    return around


PROOF = (SILENCE, PAGES["login"], PAGES["top"])  # nothing to log out from; a login with the new one


def form_then(*pages: Reading) -> StagedTab:
    """A tab that leads to the form and then to these pages."""
    return StagedTab(*TO_THE_FORM, *pages)


async def failure_of(around: Surroundings, *tabs: StagedTab) -> FlowError:
    with pytest.raises(FlowError) as raised:
        await password(staged(around.workplace, *tabs).of(invitation()))
    return raised.value


async def test_a_password_that_was_changed_is_left_alone(around: Surroundings) -> None:
    around.has(SecretName.PASSWORD, "own-one-1")

    assert (await password(around.workplace.of(invitation()))).already
    assert around.browsing.asked == []


async def test_an_undecided_change_is_looked_at(around: Surroundings) -> None:
    around.has(SecretName.PASSWORD, "own-one-1")
    around.has(SecretName.NEXT_PASSWORD_SENT, NOW.isoformat())

    with pytest.raises(BrowserAsked):
        await password(around.workplace.of(invitation()))


async def test_a_change_that_took_effect_before_the_interruption_is_not_made_again(
    around: Surroundings,
) -> None:
    around.has(SecretName.NEXT_PASSWORD, "new-one-1")
    around.has(SecretName.NEXT_PASSWORD_SENT, NOW.isoformat())
    tab = StagedTab(PAGES["login"], PAGES["top"], PAGES["personal"])

    fact = await password(staged(around.workplace, tab).of(invitation()))

    assert fact.already
    assert around.holds(SecretName.PASSWORD) == "new-one-1"


async def test_the_new_password_holds_after_a_login_with_it(around: Surroundings) -> None:
    tab = form_then(PAGES["password done"], *PROOF)

    fact = await password(staged(around.workplace, tab).of(invitation()))

    assert not fact.already
    assert tab.filled[-5:-2] == [
        ("現在のパスワード", "login9012"),
        ("新しいパスワード", NEW),
        ("確認用パスワード", NEW),
    ]
    assert tab.filled[-1] == ("パスワード", NEW)
    assert around.holds(SecretName.PASSWORD) == NEW
    assert around.holds(SecretName.NEXT_PASSWORD) is None


async def test_it_is_kept_before_it_is_sent(around: Surroundings) -> None:
    with pytest.raises(KeyboardInterrupt):
        await password(staged(around.workplace, FallingTab(*TO_THE_FORM)).of(invitation()))

    assert around.holds(SecretName.NEXT_PASSWORD) == NEW
    assert around.holds(SecretName.NEXT_PASSWORD_SENT) == NOW.isoformat()
    assert around.holds(SecretName.PASSWORD) == "login9012"


async def test_as_long_as_nothing_has_left_the_browser_the_new_one_is_not_tried(around: Surroundings) -> None:
    with pytest.raises(KeyboardInterrupt):
        await password(staged(around.workplace, FallingTab(*TO_THE_FORM, sends=False)).of(invitation()))

    assert around.holds(SecretName.NEXT_PASSWORD_SENT) is None


async def test_a_change_that_cannot_be_noted_is_not_sent(around: Surroundings) -> None:
    around.vault.fails_for(SecretName.NEXT_PASSWORD_SENT)

    with pytest.raises(VaultClosed):
        await password(staged(around.workplace, form_then(page("エラー"))).of(invitation()))

    assert around.holds(SecretName.PASSWORD) == "login9012"


async def test_a_refused_password_is_dropped_where_the_present_one_still_holds(around: Surroundings) -> None:
    form, look = (
        form_then(page("パスワードポリシーを満たしていません。")),
        StagedTab(PAGES["login"], PAGES["top"]),
    )

    error = await failure_of(around, form, look)

    assert isinstance(error, Refused)
    assert (error.code, error.person, error.step) == ("ACC-005", USER, "password")
    assert look.filled[-1] == ("パスワード", "login9012")
    assert around.holds(SecretName.NEXT_PASSWORD) is None
    assert around.holds(SecretName.PASSWORD) == "login9012"


async def test_a_new_password_that_took_effect_is_not_lost_to_what_looked_like_a_no(
    around: Surroundings,
) -> None:
    form, look = form_then(page("エラーが発生しました。")), StagedTab(PAGES["login"], WRONG)
    proof = StagedTab(PAGES["login"], PAGES["top"])

    await password(staged(around.workplace, form, look, proof).of(invitation()))

    assert proof.filled[-1] == ("パスワード", NEW)
    assert around.holds(SecretName.PASSWORD) == NEW


@pytest.mark.parametrize(
    "notice", ["※以前のパスワードではログインできません。", "※この操作は取り消すことができません。"]
)
async def test_a_notice_on_the_last_page_is_no_no(around: Surroundings, notice: str) -> None:
    form = form_then(page("パスワードの変更が完了しました。", notice), *PROOF)

    await password(staged(around.workplace, form).of(invitation()))

    assert around.holds(SecretName.PASSWORD) == NEW


UNCLEAR = [(), (page("アンケート"),), (page("ただいまメンテナンス中です。"),)]


@pytest.mark.parametrize("pages", UNCLEAR)
async def test_what_is_no_answer_is_settled_by_a_login_with_the_new_one(
    around: Surroundings, pages: tuple[Reading, ...]
) -> None:
    proof = StagedTab(PAGES["login"], PAGES["top"])

    await password(staged(around.workplace, form_then(*pages), proof).of(invitation()))

    assert proof.filled[-1] == ("パスワード", NEW)
    assert around.holds(SecretName.PASSWORD) == NEW


@pytest.mark.parametrize("pages", UNCLEAR)
async def test_while_nobody_can_log_in_the_change_stays_undecided(
    around: Surroundings, pages: tuple[Reading, ...]
) -> None:
    await failure_of(around, form_then(*pages), StagedTab())

    assert around.holds(SecretName.NEXT_PASSWORD) == NEW
    assert around.holds(SecretName.NEXT_PASSWORD_SENT) is not None
    assert around.holds(SecretName.PASSWORD) == "login9012"


async def test_a_done_that_the_login_does_not_bear_out_is_not_believed(around: Surroundings) -> None:
    form = form_then(PAGES["password done"], SILENCE, PAGES["login"], WRONG, PAGES["login"], PAGES["top"])

    with pytest.raises(OutcomeUnknown):
        await password(staged(around.workplace, form).of(invitation()))

    assert around.holds(SecretName.PASSWORD) == "login9012"
