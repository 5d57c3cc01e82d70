"""The people of a worker that has died go back into the queue once the sites have been asked."""

from __future__ import annotations

from pathlib import Path

import pytest

import ekakushin.automation.commands.takeover
from ekakushin.automation.commands.dry_run import Plan
from ekakushin.automation.commands.takeover import list_workers, take_over_from, workers_with_people
from ekakushin.automation.engine.orders import Order
from ekakushin.automation.engine.standing import Row
from ekakushin.automation.engine.workers import seat
from ekakushin.automation.exit_code import ExitCode
from ekakushin.automation.office import Office
from ekakushin.flows.models import STEPS
from tests.support.fakes import USER, Surroundings, invitation
from tests.support.offices import office_in

OTHER = "10007"
ANSWERING = {"issuance": ("", ""), "service": ("", "")}


@pytest.fixture
def office(tmp_path: Path, around: Surroundings) -> Office:
    office = office_in(tmp_path, around)
    office.people.keep([invitation(USER), invitation(OTHER)])
    office.database.prepare()
    return office


def row(user_id: str, worker: str, status: str = "PENDING") -> Row:
    order = Order(user_id=user_id, steps=STEPS)
    return Row(
        user_id=user_id,
        attempt=1,
        part=1,
        identifier=order.identifier("home"),
        status=status,
        order=order,
        ending=None,
        worker=worker,
    )


@pytest.fixture
def being_done(monkeypatch: pytest.MonkeyPatch) -> dict[str, list[Row]]:
    """What the database has, by person: somebody else's worker is at two people."""
    rows = {OTHER: [row(OTHER, "ab-other-1")], USER: [row(USER, "ab-other-1")]}
    monkeypatch.setattr(ekakushin.automation.commands.takeover, "read_rows", lambda *_, **__: rows)
    return rows


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """For whom the sites were asked; they answer."""
    people: list[list[str]] = []

    def looked_at(office: Office, invitations: list, steps: object) -> object:
        people.append([each.user_id for each in invitations])
        return ANSWERING, [Plan(user_id=each.user_id, steps=STEPS[4:]) for each in invitations]

    monkeypatch.setattr(ekakushin.automation.commands.takeover, "look_at_all", looked_at)
    return people


@pytest.fixture
def taken(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Whose workers were taken over."""
    workers: list[str] = []
    monkeypatch.setattr(
        ekakushin.automation.commands.takeover,
        "take_over",
        lambda client, home, worker: workers.append(worker) or [USER, OTHER],
    )
    return workers


@pytest.mark.usefixtures("being_done")
def test_a_worker_s_people_are_put_back_once_the_sites_were_asked(
    office: Office, asked: list[list[str]], taken: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    code = take_over_from(office, "ab-other-1")

    output, said = capsys.readouterr()
    assert code is ExitCode.DONE
    assert (asked, taken) == ([[USER, OTHER]], ["ab-other-1"])
    assert "署名用証明書" in output
    assert "2 人" in said


@pytest.mark.usefixtures("being_done")
@pytest.mark.parametrize("site", ["issuance", "service"])
def test_nobody_is_taken_over_while_a_site_does_not_answer(
    office: Office, taken: list[str], monkeypatch: pytest.MonkeyPatch, site: str
) -> None:
    sites = {**ANSWERING, site: ("NET-001", "down")}
    monkeypatch.setattr(ekakushin.automation.commands.takeover, "look_at_all", lambda *_: (sites, []))

    code = take_over_from(office, "ab-other-1")

    assert (code, taken) == (ExitCode.NOT_ALL, [])


@pytest.mark.usefixtures("being_done", "asked")
def test_nobody_is_taken_over_from_a_worker_that_lives(
    office: Office, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(ekakushin.automation.commands.takeover, "take_over", lambda *_: None)

    code = take_over_from(office, "ab-other-1")

    assert code is ExitCode.NOT_ALL
    assert "まだ動いています" in capsys.readouterr().err


@pytest.mark.usefixtures("being_done")
@pytest.mark.parametrize("worker", ["ab-other-2", ""])
def test_who_holds_nobody_is_told_and_no_site_is_asked(
    office: Office, asked: list[list[str]], worker: str, capsys: pytest.CaptureFixture[str]
) -> None:
    code = take_over_from(office, worker)

    assert (code, asked) == (ExitCode.NOT_ALL, [])
    assert worker in capsys.readouterr().err


def test_workers_are_listed_with_how_many_people_they_hold_and_where(
    office: Office, being_done: dict[str, list[Row]], capsys: pytest.CaptureFixture[str]
) -> None:
    with seat(office.home, "ab") as here:
        being_done["10008"] = [row("10008", here)]

    code = list_workers(office)

    elsewhere, own = capsys.readouterr().out.splitlines()
    assert code is ExitCode.DONE
    assert elsewhere == "ab-other-1（別のPC）: 2 人を処理中"
    assert own == f"{here}（このPC）: 1 人を処理中"


def test_only_who_is_being_worked_on_is_held(office: Office, being_done: dict[str, list[Row]]) -> None:
    being_done[USER] = [row(USER, "ab-other-1", "SUCCESS"), row(USER, "ab-other-1", "ENQUEUED")]

    assert workers_with_people(office) == {"ab-other-1": [OTHER]}


def test_nobody_being_worked_on_is_said(office: Office, capsys: pytest.CaptureFixture[str]) -> None:
    assert list_workers(office) is ExitCode.DONE
    assert "処理中の人はいません" in capsys.readouterr().out


def test_where_nothing_was_ever_done_no_database_is_made(tmp_path: Path, around: Surroundings) -> None:
    new = office_in(tmp_path, around)

    assert workers_with_people(new) == {}
    assert not new.database.is_there
