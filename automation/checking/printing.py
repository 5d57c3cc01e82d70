"""What a check prints on the terminal, and its JUnit XML."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree as Xml

from ekakushin.automation.checking.outcome import CheckOutcome, FailOn, Finding
from ekakushin.automation.report.files import legal, write
from ekakushin.automation.state.sites import SiteFacts
from ekakushin.flows.hands import screen_name
from ekakushin.flows.text import say


def lines_of(outcome: CheckOutcome) -> Iterator[str]:
    """The whole result: a line a change, the same change of several screens together, then what was looked at."""
    groups: dict[tuple[str, ...], list[Finding]] = {}
    for each in outcome.findings:
        same = (each.rule, each.kind, each.before, each.now, each.sentence, str(each.breaking), each.seen)
        groups.setdefault(same, []).append(each)
    for found in groups.values():
        places = "、".join(dict.fromkeys(each.place for each in found))
        yield found[0].model_copy(update={"place": places}).line
    if outcome.ignored:
        yield say("check.ignored", count=outcome.ignored)
    if outcome.accepted and outcome.findings:
        yield say("check.accepted", count=len(outcome.findings))
    elif not outcome.findings and outcome.looked:
        yield say("check.same", count=len(outcome.looked))
    if outcome.new and not outcome.against:
        yield say("check.new", screens="、".join(map(_screen_words, outcome.new)))


def notes_of(outcome: CheckOutcome) -> Iterator[str]:
    """What was looked at besides, and what was not."""
    for facts in outcome.sites:
        yield _site_line(facts)
    if outcome.looked:
        looked = dict.fromkeys(map(_screen_words, outcome.looked))
        yield say("check.looked", screens="、".join(looked))
    for unseen in outcome.unseen:
        yield say("check.unseen", line=unseen.line)


def _screen_words(key: str) -> str:
    return screen_name(key.partition("/")[0])


def _site_line(facts: SiteFacts) -> str:
    if not facts.names:
        return say("check.site_dark", where=facts.where, host=facts.host, reason=facts.trouble)
    return say(
        "check.site",
        where=facts.where,
        host=facts.host,
        until=f"{facts.not_after:%Y-%m-%d}" if facts.not_after else "-",
        issuer=facts.issuer,
        names=", ".join(facts.names),
        tls=" ".join(facts.tls),
    )


def write_check_junit(outcome: CheckOutcome, file: Path, fail_on: FailOn) -> None:
    """A case a screen and one a site: failed where it has changed, skipped where nobody looked.

    Raises Misconfigured (ENV-004).
    """
    suite = Xml.Element("testsuite", name=legal(f"ekakushin check {outcome.site}"))
    failing = outcome.failing(fail_on)
    places = [*outcome.looked, *(each.where for each in outcome.sites)]
    places += [each.key or each.screen for each in outcome.findings]
    failures = sum(_case(suite, place, failing) for place in dict.fromkeys(places))
    for unseen in outcome.unseen:
        case = Xml.SubElement(suite, "testcase", classname="check", name=legal(unseen.screen), time="0")
        Xml.SubElement(case, "skipped", message=legal(unseen.line))
    for code, message in outcome.troubles:
        case = Xml.SubElement(suite, "testcase", classname="check", name=code, time="0")
        Xml.SubElement(case, "error", type=code, message=legal(message))
    total = {
        "tests": str(len(suite)),
        "failures": str(failures),
        "errors": str(len(outcome.troubles)),
        "skipped": str(len(outcome.unseen)),
    }
    suite.attrib.update(total, timestamp=f"{outcome.at.astimezone():%Y-%m-%dT%H:%M:%S}")
    suites = Xml.Element("testsuites", {"name": "ekakushin check", **total})
    suites.append(suite)
    Xml.indent(suites)
    write(file, Xml.tostring(suites, encoding="utf-8", xml_declaration=True) + b"\n")


def _case(suite: Xml.Element, place: str, failing: tuple[Finding, ...]) -> bool:
    case = Xml.SubElement(suite, "testcase", classname="check", name=legal(place), time="0")
    found = [each for each in failing if (each.key or each.screen) == place]
    if found:
        kind = "breaking" if any(each.breaking for each in found) else "noticed"
        failure = Xml.SubElement(case, "failure", type=kind, message=legal(found[0].line))
        failure.text = legal("\n".join(each.line for each in found))
    return bool(found)
