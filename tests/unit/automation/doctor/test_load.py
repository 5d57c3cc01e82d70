"""How busy the PC is, as the doctor says it."""

from __future__ import annotations

import pytest

import ekakushin.automation.doctor.examination
from ekakushin.automation.doctor.examination import look_at_load


def test_a_busy_pc_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ekakushin.automation.doctor.examination, "slowness", lambda work: 9.6)

    (check,) = look_at_load()

    assert (check.state, check.code) == ("unknown", "ENV-015")
    assert "10" in check.detail
    assert check.remedy


def test_an_idle_pc_is_good(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ekakushin.automation.doctor.examination, "slowness", lambda work: 1.2)

    (check,) = look_at_load()

    assert (check.state, check.code) == ("good", "")
