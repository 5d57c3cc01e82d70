"""What the service accepts as a password or 暗証コード."""

from __future__ import annotations

import pytest

from fixtures.mock_site.policy import change_fault, password_fault, pin_fault


@pytest.mark.parametrize("password", ["abcdefg1", "ABCDEFa1", "1234567a", "a1" * 20])
def test_a_password_that_fits_has_no_fault(password: str) -> None:
    assert password_fault(password) == ""


@pytest.mark.parametrize(
    "password",
    ["", "abcde12", "ABCDEFG1", "abcdefgh", "abcdef1!", "abcdef 1", "ａｂｃｄｅｆｇ１", "abcdefg1\n"],
)
def test_a_password_that_does_not_fit_has_a_fault(password: str) -> None:
    assert password_fault(password)


def test_the_confirmation_must_agree() -> None:
    assert "一致しません" in change_fault(current="old12345", new="new12345", confirmation="new12346")


def test_the_new_password_must_be_new() -> None:
    assert "同じ" in change_fault(current="old12345", new="old12345", confirmation="old12345")


@pytest.mark.parametrize("pin", ["1234", "abcd", "a1B2c3", "1" * 16])
def test_a_pin_that_fits_has_no_fault(pin: str) -> None:
    assert pin_fault(pin=pin, confirmation=pin) == ""


@pytest.mark.parametrize("pin", ["", "123", "1" * 17, "12-34", "１２３４"])
def test_a_pin_that_does_not_fit_has_a_fault(pin: str) -> None:
    assert pin_fault(pin=pin, confirmation=pin)


def test_both_entries_of_a_pin_must_agree() -> None:
    assert "一致しません" in pin_fault(pin="1234", confirmation="1235")
