"""What is found in another way than the accepted one is told until somebody accepts it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ekakushin.automation.commands.summary import say_results
from ekakushin.automation.results import Drift
from ekakushin.automation.state.drift import accept_drift, matches_in, note_ways, unaccepted_drift
from ekakushin.flows.browser.matching import Match
from tests.support.fakes import Surroundings
from tests.support.offices import office_in
from tests.unit.automation.commands.test_summary import results


def match(source: str = "row", rank: int = 0, screen: str = "LoginScreen") -> Match:
    return Match(screen=screen, caption="ユーザID", source=source, rank=rank)


def drift(now: str, before: str = "row/0", screen: str = "LoginScreen") -> Drift:
    return Drift(screen=screen, caption="ユーザID", before=before, now=now)


def keep(folder: Path, *matches: Match) -> None:
    (folder / "10006").mkdir(parents=True, exist_ok=True)
    data = json.dumps([each.model_dump() for each in matches])
    (folder / "10006" / "01-login-matches.json").write_text(data, "utf-8")


def test_the_first_time_nothing_has_drifted(tmp_path: Path) -> None:
    assert note_ways(tmp_path, "mock", [match()]) == ()


def test_the_same_way_again_is_no_drift(tmp_path: Path) -> None:
    note_ways(tmp_path, "mock", [match()])
    assert note_ways(tmp_path, "mock", [match()]) == ()


@pytest.mark.parametrize(("now", "way"), [(match("above"), "above/0"), (match(rank=2), "row/2")])
def test_another_or_a_worse_way_is_told(tmp_path: Path, now: Match, way: str) -> None:
    note_ways(tmp_path, "mock", [match()])
    assert note_ways(tmp_path, "mock", [now]) == (drift(way),)


@pytest.mark.parametrize(
    "later",
    [
        pytest.param([match("above")], id="seen again"),
        pytest.param([], id="a step that failed before it found anything"),
        pytest.param([match(screen="SignupScreen")], id="another screen"),
        pytest.param([match()], id="another person who is shown the old page"),
    ],
)
def test_it_stays_told_until_it_is_accepted_whatever_later_runs_see(
    tmp_path: Path, later: list[Match]
) -> None:
    note_ways(tmp_path, "mock", [match()])
    note_ways(tmp_path, "mock", [match("above")])
    assert note_ways(tmp_path, "mock", later) == unaccepted_drift(tmp_path, "mock") == (drift("above/0"),)
    accept_drift(tmp_path, "mock")
    assert note_ways(tmp_path, "mock", later) == unaccepted_drift(tmp_path, "mock") == ()


def test_what_comes_after_an_acceptance_is_held_against_what_was_accepted(tmp_path: Path) -> None:
    note_ways(tmp_path, "mock", [match()])
    note_ways(tmp_path, "mock", [match("above")])
    accept_drift(tmp_path, "mock")
    assert note_ways(tmp_path, "mock", [match("left")]) == (drift("left/0", before="above/0"),)


def test_one_screen_can_be_accepted_alone(tmp_path: Path) -> None:
    for source in ("row", "above"):
        note_ways(tmp_path, "mock", [match(source), match(source, screen="SignupScreen")])
    accept_drift(tmp_path, "mock", ["LoginScreen"])
    assert unaccepted_drift(tmp_path, "mock") == (drift("above/0", screen="SignupScreen"),)


def test_of_several_ways_in_one_run_the_most_doubtful_counts(tmp_path: Path) -> None:
    note_ways(tmp_path, "mock", [match(), match("before"), match("left")])
    assert note_ways(tmp_path, "mock", [match("before")]) == ()


def test_sites_and_screens_are_kept_apart(tmp_path: Path) -> None:
    note_ways(tmp_path, "mock", [match()])
    assert note_ways(tmp_path, "real", [match("above")]) == ()
    assert note_ways(tmp_path, "mock", [match("above", screen="SignupScreen")]) == ()
    accept_drift(tmp_path, "real")
    assert len(note_ways(tmp_path, "mock", [match("above")])) == 1


def test_a_book_that_cannot_be_read_is_begun_anew(tmp_path: Path) -> None:
    (tmp_path / "matches.json").write_text("nonsense", "utf-8")
    assert note_ways(tmp_path, "mock", [match()]) == ()


def test_the_book_of_an_earlier_version_is_gone_on_with(tmp_path: Path) -> None:
    (tmp_path / "matches.json").write_text('{"mock": {"LoginScreen": {"ユーザID": "row/0"}}}', "utf-8")
    assert note_ways(tmp_path, "mock", [match("above")]) == (drift("above/0"),)


def test_matches_are_read_from_a_run_s_evidence_and_broken_files_left_out(tmp_path: Path) -> None:
    keep(tmp_path, match())
    (tmp_path / "10006" / "02-pin-matches.json").write_text("[{}]", "utf-8")
    assert matches_in(tmp_path) == [match()]


@pytest.mark.parametrize("as_json_only", [True, False])
def test_a_drift_is_told_at_the_end_of_a_run_and_in_its_reports(
    tmp_path: Path, around: Surroundings, capsys: pytest.CaptureFixture[str], as_json_only: bool
) -> None:
    office = office_in(tmp_path, around)
    note_ways(office.home, office.site.name, [match()])
    keep(office.home / "evidence" / office.run_name, match("above"))
    say_results(office, results(), as_json_only=as_json_only)
    written = [(office.home / "reports" / f"{office.run_name}{suffix}") for suffix in (".html", ".json")]
    for told in (capsys.readouterr().out, *(file.read_text("utf-8") for file in written)):
        assert "above/0" in told
