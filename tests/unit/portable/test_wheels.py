"""Wheels: what of them is installed, and that they are the lock's."""

from __future__ import annotations

import pytest

from portable.lock import Locked
from portable.problem import CannotBuild
from portable.wheels import Wheel, check_wheels
from tests.support.wheels import wheel


def locked(of: Wheel, **other: str) -> Locked:
    return Locked(**{"name": of.project, "version": of.version, "sha256": of.sha256, **other})


def test_the_name_is_the_one_that_indexes_compare() -> None:
    made = wheel("XlsxWriter-Ng", "3.3.1")

    assert (made.project, made.version) == ("xlsxwriter-ng", "3.3.1")


def test_of_a_data_folder_what_belongs_to_site_packages_is_installed() -> None:
    made = wheel(
        "a", **{"a-1.data__platlib__a_c.pyd": "", "a-1.data__scripts__a.py": "", "a-1.data__headers__a.h": ""}
    )

    assert set(made.files()) == {
        "a.py",
        "a_c.pyd",
        "a-1.dist-info/METADATA",
        "a-1.dist-info/licenses/LICENSE",
    }


def test_the_lock_s_own_wheels_pass() -> None:
    made = wheel("a")
    check_wheels([made], {"a": locked(made)})


def test_a_wheel_with_another_hash_is_refused() -> None:
    made = wheel("a")
    with pytest.raises(CannotBuild, match=r"a$"):
        check_wheels([made], {"a": locked(made, sha256="0" * 64)})


def test_a_wheel_too_few_or_too_many_is_refused() -> None:
    one, other = wheel("one"), wheel("other")
    for there in ([one], [one, other, wheel("third")]):
        with pytest.raises(CannotBuild):
            check_wheels(there, {"one": locked(one), "other": locked(other)})
