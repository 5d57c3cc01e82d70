"""A certificate that the site does not take: told by its own code, and never shown again with a password."""

from __future__ import annotations

import pytest

from ekakushin.flows.errors import FlowError, NeedsPerson, Refused
from ekakushin.flows.models import ClientCertificate, Identity, SecretName
from ekakushin.flows.steps.login import certificate_of, login
from ekakushin.flows.steps.signup import signup
from ekakushin.flows.steps.verify import verify
from tests.support.fakes import USER, Surroundings, certificate, invitation
from tests.support.guide_pages import PAGES
from tests.support.readings import page
from tests.support.staging import StagedTab, staged

ANOTHERS = page("ご利用の証明書ではログインできません。")
REVOKED = page("この証明書は失効しているため、サインアップできません。")


@pytest.fixture
def around(around: Surroundings) -> Surroundings:
    """Somebody with a proven certificate."""
    around.certificates.known[USER] = [certificate(proven=True)]
    return around


async def login_failure(around: Surroundings, *pages: object) -> tuple[FlowError, StagedTab]:
    tab = StagedTab(*pages)  # type: ignore[arg-type]
    with pytest.raises(FlowError) as raised:
        await login(staged(around.workplace, tab).of(invitation()))
    return raised.value, tab


async def test_another_person_s_certificate_is_no_wrong_password(around: Surroundings) -> None:
    error, _ = await login_failure(around, PAGES["login"], ANOTHERS)

    assert (error.code, around.holds(SecretName.REFUSED_PASSWORD)) == ("CRT-004", None)


async def test_nothing_is_typed_again_with_a_certificate_that_was_refused(around: Surroundings) -> None:
    await login_failure(around, PAGES["login"], ANOTHERS)

    error, tab = await login_failure(around, PAGES["login"], PAGES["top"])

    assert (error.code, tab.filled) == ("CRT-004", [])


async def test_another_certificate_may_be_tried(around: Surroundings) -> None:
    around.has(SecretName.PASSWORD, "login9012")
    await login_failure(around, PAGES["login"], ANOTHERS)
    other = certificate(proven=True).model_copy(update={"fingerprint": "cd" * 32})
    around.certificates.known[USER] = [other]

    tab = StagedTab(PAGES["login"], PAGES["top"], PAGES["personal"], PAGES["personal"], PAGES["logged out"])

    assert (await login(staged(around.workplace, tab).of(invitation()))).user_id == USER


async def test_a_sign_up_with_a_revoked_one_is_not_repeated_either(around: Surroundings) -> None:
    codes = []
    for _ in range(2):
        tab = StagedTab(PAGES["signup"], REVOKED)
        with pytest.raises(Refused) as raised:
            await signup(staged(around.workplace, tab).of(invitation()))
        codes.append((raised.value.code, len(tab.filled)))

    assert codes == [("CRT-006", 2), ("CRT-006", 0)]
    assert around.holds(SecretName.REFUSED_PASSWORD) is None


def test_an_expired_one_is_shown_to_nobody(around: Surroundings) -> None:
    around.certificates.known[USER] = [certificate(days_left=-1, proven=True)]

    with pytest.raises(Refused) as raised:
        certificate_of(around.workplace.of(invitation()))

    assert raised.value.code == "CRT-005"


def test_a_new_one_is_used_where_the_proven_one_has_expired(around: Surroundings) -> None:
    old, new = certificate(days_left=-1, proven=True), certificate(days_left=300)
    around.certificates.known[USER] = [old, new]

    assert certificate_of(around.workplace.of(invitation())) == new


async def test_a_certificate_without_its_key_is_told_before_anything_is_opened(
    around: Surroundings, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone(wanted: ClientCertificate) -> Identity:
        raise KeyError(wanted.fingerprint)

    monkeypatch.setattr(around.certificates, "identity", gone)

    with pytest.raises(NeedsPerson) as raised:
        await verify(around.workplace.of(invitation()), certificate())

    assert (raised.value.code, around.browsing.asked) == ("CRT-007", [])
