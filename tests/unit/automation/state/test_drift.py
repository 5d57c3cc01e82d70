"""What is found in another way than the time before is said, once."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ekakushin.automation.commands.summary import say_results
from ekakushin.automation.results import Drift
from ekakushin.automation.state.drift import drift_since, matches_in
from ekakushin.flows.browser.matching import Match
from tests.support.fakes import Surroundings
from tests.support.offices import office_in
from tests.unit.automation.commands.test_summary import results


def match(source: str = "row", rank: int = 0, screen: str = "LoginScreen") -> Match:
    return Match(screen=screen, caption="ユーザID", source=source, rank=rank)


def keep(folder: Path, *matches: Match) -> None:
    (folder / "10006").mkdir(parents=True, exist_ok=True)
    data = json.dumps([each.model_dump() for each in matches])
    (folder / "10006" / "01-login-matches.json").write_text(data, "utf-8")


def test_the_first_time_nothing_has_drifted(tmp_path: Path) -> None:
    assert drift_since(tmp_path, "mock", [match()]) == ()


def test_the_same_way_again_is_no_drift(tmp_path: Path) -> None:
    drift_since(tmp_path, "mock", [match()])
    assert drift_since(tmp_path, "mock", [match()]) == ()


@pytest.mark.parametrize(("now", "way"), [(match("above"), "above/0"), (match(rank=2), "row/2")])
def test_another_or_a_worse_way_is_said_once(tmp_path: Path, now: Match, way: str) -> None:
    drift_since(tmp_path, "mock", [match()])
    first, second = drift_since(tmp_path, "mock", [now]), drift_since(tmp_path, "mock", [now])
    assert first == (Drift(screen="LoginScreen", caption="ユーザID", before="row/0", now=way),)
    assert second == ()


def test_of_several_ways_in_one_run_the_most_doubtful_counts(tmp_path: Path) -> None:
    drift_since(tmp_path, "mock", [match(), match("before"), match("left")])
    assert drift_since(tmp_path, "mock", [match("before")]) == ()


def test_sites_and_screens_are_kept_apart_and_what_was_not_seen_stays(tmp_path: Path) -> None:
    drift_since(tmp_path, "mock", [match()])
    assert drift_since(tmp_path, "real", [match("above")]) == ()
    assert drift_since(tmp_path, "mock", [match("above", screen="SignupScreen")]) == ()
    assert len(drift_since(tmp_path, "mock", [match("above")])) == 1


def test_a_book_that_cannot_be_read_is_begun_anew(tmp_path: Path) -> None:
    (tmp_path / "matches.json").write_text("nonsense", "utf-8")
    assert drift_since(tmp_path, "mock", [match()]) == ()


def test_matches_are_read_from_a_run_s_evidence_and_broken_files_left_out(tmp_path: Path) -> None:
    keep(tmp_path, match())
    (tmp_path / "10006" / "02-pin-matches.json").write_text("[{}]", "utf-8")
    assert matches_in(tmp_path) == [match()]


@pytest.mark.parametrize("as_json_only", [True, False])
def test_a_drift_is_told_at_the_end_of_a_run_and_in_its_reports(
    tmp_path: Path, around: Surroundings, capsys: pytest.CaptureFixture[str], as_json_only: bool
) -> None:
    office = office_in(tmp_path, around)
    drift_since(office.home, office.site.name, [match()])
    keep(office.home / "evidence" / office.run_name, match("above"))
    say_results(office, results(), as_json_only=as_json_only)
    written = [(office.home / "reports" / f"{office.run_name}{suffix}") for suffix in (".html", ".json")]
    for told in (capsys.readouterr().out, *(file.read_text("utf-8") for file in written)):
        assert "above/0" in told
