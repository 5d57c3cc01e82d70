"""The record of every act."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path

from fixtures.mock_site.ledger import Ledger, read_ledger
from tests.clocks import StandingClock


def test_a_line_has_exactly_the_five_fields(tmp_path: Path, clock: StandingClock) -> None:
    Ledger(tmp_path / "ledger.jsonl", clock).append("login", "refused", user_id="10006", detail="locked")

    line = json.loads((tmp_path / "ledger.jsonl").read_text("utf-8"))

    assert list(line) == ["at", "user_id", "act", "outcome", "detail"]
    assert datetime.fromisoformat(line["at"]) == clock()


def test_lines_are_added_to_those_that_are_there(tmp_path: Path, clock: StandingClock) -> None:
    for act in ("sign", "pin"):
        Ledger(tmp_path / "ledger.jsonl", clock).append(act, "ok", user_id="10006")

    assert [line.act for line in read_ledger(tmp_path / "ledger.jsonl")] == ["sign", "pin"]


def test_a_ledger_without_acts_is_empty(tmp_path: Path) -> None:
    assert read_ledger(tmp_path / "ledger.jsonl") == []
