"""Of several certificates one is in use, and a new one takes its place by opening the site."""

from __future__ import annotations

from datetime import timedelta

import pytest

from ekakushin.flows.errors import Refused
from ekakushin.flows.models import ClientCertificate
from ekakushin.flows.rules import state_of, to_prove, to_use
from ekakushin.flows.steps.login import certificate_of, certificate_to_prove
from tests.support.fakes import NOW, USER, Surroundings, certificate, invitation

# What somebody has, newest first: `+` has opened the site, `-` has not, `x` has expired (`*` after opening it);
# behind it what each of them is, and which is shown to the site.
CASES = [
    ("-", "pending", 0),
    ("+", "current", 0),
    ("-+", "pending current", 1),
    ("--+", "pending pending current", 2),
    ("++", "current former", 0),
    ("+-", "current former", 0),
    ("-+-+", "pending current former former", 1),
    ("-*", "pending former", 0),
    ("--*", "pending pending former", 0),
    ("+*", "current former", 0),
    ("*+", "former current", 1),
    ("x-+", "former pending current", 2),
    ("x+", "former current", 1),
    ("*x", "former former", None),
    ("", "", None),
]


def some(kinds: str) -> list[ClientCertificate]:
    return [
        certificate(fingerprint=f"{place:064}", proven=kind in "+*", days_left=-1 if kind in "x*" else 300)
        for place, kind in enumerate(kinds)
    ]


@pytest.mark.parametrize(("kinds", "states", "shown"), CASES)
def test_each_version_is_pending_current_or_former(kinds: str, states: str, shown: int | None) -> None:
    versions = some(kinds)

    assert " ".join(state_of(each, versions, NOW) for each in versions) == states
    assert to_use(versions, NOW) == (None if shown is None else versions[shown])


@pytest.mark.parametrize(("kinds", "states", "shown"), CASES)
def test_the_newest_pending_one_is_proven_next(kinds: str, states: str, shown: int | None) -> None:
    versions, told = some(kinds), states.split()

    assert to_prove(versions, NOW) == (versions[told.index("pending")] if "pending" in told else None)


def test_a_certificate_that_ends_at_this_moment_holds_no_longer() -> None:
    (last,) = some("+")

    assert to_use([last], last.not_after - timedelta(seconds=1)) == last
    assert to_use([last], last.not_after) is None


def test_a_step_shows_the_current_one_and_verify_the_pending_one(around: Surroundings) -> None:
    pending, current = around.certificates.known[USER] = some("-+")

    assert certificate_of(around.workplace.of(invitation())) == current
    assert certificate_to_prove(around.workplace.of(invitation())) == pending


def test_where_all_have_expired_nothing_is_shown(around: Surroundings) -> None:
    around.certificates.known[USER] = some("*x")

    for choose in (certificate_of, certificate_to_prove):
        with pytest.raises(Refused) as raised:
            choose(around.workplace.of(invitation()))
        assert raised.value.code == "CRT-005"
