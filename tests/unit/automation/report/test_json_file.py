"""The report as JSON: stable keys, UTF-8, everybody."""

from __future__ import annotations

import json
from pathlib import Path

from ekakushin.automation.report import write_json
from ekakushin.automation.results import Summary, finish, pending
from tests.support.summaries import MORNING, person, summary


def test_it_has_the_shape_that_scripts_rely_on(tmp_path: Path) -> None:
    write_json(Summary(site="mock", at=MORNING, results=(finish(person(0)),)), tmp_path / "run.json")

    told = json.loads((tmp_path / "run.json").read_text("utf-8"))

    assert list(told) == ["site", "at", "numbers", "drift", "people"]
    assert list(told["numbers"]) == ["all", "done", "failed", "waiting", "running", "pending", "who"]
    assert told["at"].startswith("2026-07-24T09:02:10")
    assert told["people"][0]["seconds"]["issue"] == 14.2
    assert told["people"][0]["timeline"][0]["step"] == "issue"


def test_everybody_of_roster_and_run_is_counted_and_listed(tmp_path: Path) -> None:
    write_json(summary(20, roster={"10099": {"氏名": "名簿 だけ"}}), tmp_path / "run.json")

    told = json.loads((tmp_path / "run.json").read_text("utf-8"))

    assert told["numbers"]["all"] == len(told["people"]) == 21
    assert told["people"][0]["name"] == "名簿 だけ"


def test_japanese_stays_readable_and_half_characters_do_no_harm(tmp_path: Path) -> None:
    write_json(Summary(site="模擬", at=MORNING, results=(pending("1", "健保\ud800"),)), tmp_path / "run.json")

    text = (tmp_path / "run.json").read_text("utf-8")

    assert "模擬" in text
    assert json.loads(text)["people"][0]["name"] == "健保?"
