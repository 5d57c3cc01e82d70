"""Which packages Windows' Python needs, whatever system chooses them."""

from __future__ import annotations

from packaging.requirements import Requirement

from portable.renewal import needed_on_windows
from tests.support.wheels import wheel


def needed(*asked: str, **headers: str) -> tuple[set[str], list[str]]:
    """What is needed of these wheels, by name, and what is missing."""
    wheels = {name: wheel(name, headers=lines) for name, lines in headers.items()}
    found, missing = needed_on_windows([Requirement(each) for each in asked], wheels)
    return found, [str(each) for each in missing]


def test_what_only_another_system_needs_is_left_out() -> None:
    headers = "Requires-Dist: jeepney; sys_platform == 'linux'\nRequires-Dist: zipp; python_version < '3.12'"

    assert needed("keyring", keyring=headers, jeepney="", zipp="") == ({"keyring"}, [])


def test_what_only_windows_needs_is_missed() -> None:
    headers = "Requires-Dist: pywin32-ctypes>=0.2; sys_platform == 'win32'"

    assert needed("keyring", keyring=headers) == ({"keyring"}, ["pywin32-ctypes>=0.2"])


def test_an_extra_that_is_asked_for_counts_and_another_does_not() -> None:
    headers = "Requires-Dist: binary; extra == 'binary'\nRequires-Dist: pool; extra == 'pool'"

    assert needed("psycopg[binary]", psycopg=headers, binary="", pool="")[0] == {"psycopg", "binary"}


def test_packages_that_need_each_other_come_to_an_end() -> None:
    assert needed("a", a="Requires-Dist: b", b="Requires-Dist: a") == ({"a", "b"}, [])
