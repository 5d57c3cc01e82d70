"""JUnit XML: a case a person and step, counted as CI servers count them."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree as Xml

from ekakushin.automation.report import write_junit
from ekakushin.automation.results import Result, Summary, fail, finish, pending
from ekakushin.flows.errors import Misconfigured, Refused, Unavailable
from ekakushin.flows.models import STEPS
from tests.support.summaries import HOSTILE, MORNING, person, stuck, summary


def suite(folder: Path, told: Summary) -> Xml.Element:
    write_junit(told, folder / "run.xml")
    suites = Xml.parse(folder / "run.xml").getroot()
    assert suites.tag == "testsuites"
    (only,) = suites
    return only


def cases(folder: Path, *results: Result) -> dict[str, Xml.Element]:
    """The cases of one person by their step."""
    found = suite(folder, Summary(site="mock", at=MORNING, results=results))
    return {each.attrib["name"]: each for each in found}


def outcome(case: Xml.Element) -> str:
    return case[0].tag if len(case) else "passed"


def test_a_person_who_is_done_has_passed_every_step(tmp_path: Path) -> None:
    found = cases(tmp_path, finish(person(0)))

    assert list(found) == list(STEPS)
    assert {outcome(each) for each in found.values()} == {"passed"}
    assert found["issue"].attrib == {"classname": "10006", "name": "issue", "time": "14.200"}


def test_a_failure_says_what_happened_and_what_to_do_and_the_rest_is_skipped(tmp_path: Path) -> None:
    broken = stuck(person(0, until="login"), Refused("ACC-001", site_words="だめです"))

    found = cases(tmp_path, broken)

    assert [outcome(each) for each in found.values()] == ["passed"] * 3 + ["failure"] + ["skipped"] * 3
    failure = found["login"][0]
    assert failure.attrib == {"type": "ACC-001", "message": broken.message}
    assert failure.text
    assert all(words in failure.text for words in (broken.message, "だめです", broken.remedy))
    assert found["login"].attrib["time"] == "4.000"


def test_a_bug_of_this_program_is_an_error(tmp_path: Path) -> None:
    found = cases(tmp_path, stuck(person(0, until="pin"), ZeroDivisionError()))

    assert outcome(found["pin"]) == "error"


def test_whoever_waits_is_skipped_and_says_why(tmp_path: Path) -> None:
    found = cases(tmp_path, stuck(person(0, until="signing"), Unavailable("SGN-001", minutes=60)))

    assert outcome(found["signing"]) == "skipped"
    assert "SGN-001" in found["signing"][0].attrib["message"]


def test_a_failure_before_the_first_step_is_borne_by_it(tmp_path: Path) -> None:
    early = fail(pending("1"), Misconfigured("MAIL-001", user_id="1", missing="x"))

    found = cases(tmp_path, early)

    assert [outcome(each) for each in found.values()] == ["failure"] + ["skipped"] * 6


def test_the_counts_are_those_of_the_cases(tmp_path: Path) -> None:
    told = suite(tmp_path, summary(60, site="\x00mock"))

    outcomes = [outcome(each) for each in told]
    assert int(told.attrib["tests"]) == len(outcomes) == 60 * 7
    assert int(told.attrib["failures"]) == outcomes.count("failure") > 0
    assert int(told.attrib["errors"]) == outcomes.count("error") > 0
    assert int(told.attrib["skipped"]) == outcomes.count("skipped") > 0
    assert float(told.attrib["time"]) > 0
    assert told.attrib["timestamp"] == "2026-07-25T08:42:10"


def test_hostile_names_leave_it_well_formed(tmp_path: Path) -> None:
    people = tuple(
        fail(pending(name), Refused("ACC-001", site_words=name))
        for name in (*HOSTILE, "\ud800]]>", "\x1b[2J")
    )

    told = suite(tmp_path, Summary(site=HOSTILE[0], at=MORNING, results=people))

    assert len(told) == 7 * len(people)


def test_people_of_the_roster_without_a_result_are_skipped(tmp_path: Path) -> None:
    told = suite(tmp_path, Summary(site="mock", at=MORNING, results=(), roster={"10099": {}}))

    assert [(each.attrib["classname"], outcome(each)) for each in told] == [("10099", "skipped")] * 7
