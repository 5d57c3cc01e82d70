"""Looking where somebody stands: nothing is typed, nothing is pressed."""

from __future__ import annotations

import pytest

from ekakushin.flows.models import STEPS, SecretName, StepName
from ekakushin.flows.steps.look import Standing, look
from tests.support.fakes import USER, Surroundings, certificate, invitation
from tests.support.guide_pages import PAGES
from tests.support.readings import page
from tests.support.staging import StagedBrowsing, StagedTab, staged


@pytest.fixture
def certified(around: Surroundings) -> Surroundings:
    """Somebody with a proven certificate."""
    around.certificates.known[USER] = [certificate(proven=True)]
    return around


async def glimpse(around: Surroundings, *pages: str) -> tuple[Standing, StagedTab]:
    tab = StagedTab(*(PAGES[name] for name in pages))
    return await look(staged(around.workplace, tab).of(invitation())), tab


async def test_who_has_no_certificate_has_everything_left_and_no_page_is_opened(around: Surroundings) -> None:
    found = await look(around.workplace.of(invitation()))

    assert (found.left, found.signed_up, found.code) == (STEPS, None, "")
    assert around.browsing.asked == []


@pytest.mark.parametrize(
    ("shown", "signed_up"), [("signup", False), ("signed up already", True), ("login", True), ("top", True)]
)
async def test_the_sign_up_page_says_whether_somebody_has_signed_up(
    certified: Surroundings, shown: str, signed_up: bool
) -> None:
    found, _ = await glimpse(certified, shown)

    assert found.signed_up is signed_up
    assert ("signup" in found.left) is not signed_up


@pytest.mark.parametrize("shown", ["signup", "signed up already", "login", "top"])
async def test_nothing_is_typed_and_nothing_is_pressed(certified: Surroundings, shown: str) -> None:
    _, tab = await glimpse(certified, shown)

    assert (tab.filled, tab.pressed) == ([], [])


async def test_nothing_is_put_into_the_vault(certified: Surroundings) -> None:
    await glimpse(certified, "signed up already")

    assert certified.vault.secrets == {}


async def test_a_certificate_that_has_opened_nothing_yet_is_still_to_be_checked(around: Surroundings) -> None:
    around.certificates.known[USER] = [certificate(proven=False)]

    found, _ = await glimpse(around, "signup")

    assert found.left == STEPS[1:]


@pytest.mark.parametrize(
    ("kept", "left"),
    [
        ({}, ("login", "signing", "pin", "password")),
        ({SecretName.PASSWORD: "login9012"}, ("login", "signing", "pin", "password")),
        ({SecretName.PIN: "24681357"}, ("login", "password")),
        ({SecretName.PASSWORD: "own-one-1"}, ("signing", "pin")),
        ({SecretName.PASSWORD: "own-one-1", SecretName.PIN: "24681357"}, ()),
    ],
)
async def test_what_is_kept_here_says_what_is_behind_somebody(
    certified: Surroundings, kept: dict[SecretName, str], left: tuple[StepName, ...]
) -> None:
    for name, value in kept.items():
        certified.has(name, value)

    assert (await glimpse(certified, "signed up already"))[0].left == left


async def test_a_site_that_does_not_answer_is_told_and_not_raised(certified: Surroundings) -> None:
    found, _ = await glimpse(certified)

    assert (found.code, found.signed_up) == ("NET-003", None)
    assert found.message


@pytest.mark.parametrize(
    ("words", "code"), [("ただいまメンテナンス中です。", "NET-005"), ("アンケートのお願い", "TOOL-001")]
)
async def test_whatever_stands_in_the_way_of_looking_is_told(
    certified: Surroundings, words: str, code: str
) -> None:
    found = await look(staged(certified.workplace, StagedTab(page(words))).of(invitation()))

    assert found.code == code


async def test_where_nobody_could_look_a_password_that_worked_says_that_somebody_signed_up(
    certified: Surroundings,
) -> None:
    certified.has(SecretName.PASSWORD, "login9012")

    assert "signup" not in (await glimpse(certified))[0].left


async def test_the_certificate_is_what_the_site_is_shown(certified: Surroundings) -> None:
    workplace = staged(certified.workplace, StagedTab(PAGES["signup"]))

    await look(workplace.of(invitation()))

    assert isinstance(workplace.browsing, StagedBrowsing)
    (asked,) = workplace.browsing.asked
    assert asked["identity"] == certified.certificates.identity(certificate())


async def test_a_glimpse_holds_no_secret(certified: Surroundings) -> None:
    certified.has(SecretName.PASSWORD, "own-one-1")

    found, _ = await glimpse(certified, "signup")

    assert "own-one-1" not in found.model_dump_json()
    assert "login9012" not in found.model_dump_json()
