"""What a mock can be told to do wrong, as it is written."""

from __future__ import annotations

from pathlib import Path

import pytest

from fixtures.mock_site.causing import cause, mend
from fixtures.mock_site.faults import FAULTS, checked, person_of
from fixtures.mock_site.people import Account
from fixtures.mock_site.records import Records
from fixtures.mock_site.visits import World


@pytest.mark.parametrize("code", FAULTS)
def test_every_fault_may_befall_everybody(code: str) -> None:
    assert (checked(code), person_of(code)) == (code, "")


def test_a_fault_may_be_one_person_s() -> None:
    assert person_of(checked("TOOL-001@10006")) == "10006"


@pytest.mark.parametrize(
    ("spec", "reason"),
    [
        ("XYZ-001", "ISS-001, ISS-002"),
        ("NET-001@10006", "not for one person"),
        ("ACC-001@", "nobody is named"),
    ],
)
def test_what_it_cannot_do_is_explained(spec: str, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        checked(spec)


def test_one_person_s_fault_is_nobody_else_s(world: World, account: Account, tmp_path: Path) -> None:
    cause(tmp_path, f"ACC-001@{account.user_id}")

    assert world.suffers("ACC-001", account.user_id)
    assert not world.suffers("ACC-001", "10007")
    assert not world.suffers("ACC-001")


def test_what_is_mended_is_over(world: World, account: Account, tmp_path: Path) -> None:
    cause(tmp_path, "NET-005")
    mend(tmp_path, "NET-005")
    mend(tmp_path, "NET-005")

    assert not world.suffers("NET-005", account.user_id)


def test_a_start_begins_with_its_own_faults(records: Records) -> None:
    records.add_fault("NET-004")

    records.set_faults(["NET-005"])

    assert records.faults() == {"NET-005"}


@pytest.mark.parametrize("act", [cause, mend])
def test_there_must_be_a_mock(act: object, tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        act(tmp_path, "NET-005")  # type: ignore[operator]
