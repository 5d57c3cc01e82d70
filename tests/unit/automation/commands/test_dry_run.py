"""What would be done for whom is said without pressing, sending or keeping anything."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from ekakushin.automation.commands.dry_run import Plan, dry_run, look_at_all, print_plans
from ekakushin.automation.exit_code import ExitCode
from ekakushin.automation.results import fail, pending
from ekakushin.flows.browser.reading import Reading
from ekakushin.flows.errors import Misconfigured, Refused
from ekakushin.flows.models import STEPS, SecretName
from tests.support.fakes import USER, Surroundings, certificate, invitation
from tests.support.guide_pages import PAGES
from tests.support.offices import office_in
from tests.support.readings import page
from tests.support.staging import StagedTab

REFUSED = fail(pending("10099", "別の 人"), Misconfigured("MAIL-001", user_id="10099", missing="x"))


def answering() -> StagedTab:
    return StagedTab(page("何かのページ"))


def silent() -> StagedTab:
    return StagedTab()


def dry(home: Path, around: Surroundings, *tabs: StagedTab, **more: Any) -> ExitCode:
    """A dry run for one person, with these tabs for the issuance site, the service and the sign-up page."""
    wanted = {"refused": (), "steps": STEPS, "as_json_only": True, **more}
    return dry_run(office_in(home, around, *tabs), [invitation()], **wanted)


def printed(capsys: pytest.CaptureFixture[str]) -> Any:
    return json.loads(capsys.readouterr().out)


def test_who_has_nothing_yet_has_all_steps_before_them(
    tmp_path: Path, around: Surroundings, capsys: pytest.CaptureFixture[str]
) -> None:
    code = dry(tmp_path, around, answering(), answering())

    found = printed(capsys)
    assert code is ExitCode.DONE
    assert found["sites"] == {"issuance": "", "service": ""}
    (plan,) = found["people"]
    assert (plan["user_id"], plan["name"], plan["steps"]) == (USER, "健保 太郎", list(STEPS))
    assert (plan["code"], plan["signed_up"]) == ("", None)


def test_what_is_behind_somebody_would_not_be_done(
    tmp_path: Path, around: Surroundings, capsys: pytest.CaptureFixture[str]
) -> None:
    around.certificates.known[USER] = [certificate(proven=True)]
    tab = StagedTab(PAGES["signed up already"])

    dry(tmp_path, around, answering(), answering(), tab)

    (plan,) = printed(capsys)["people"]
    assert (plan["steps"], plan["signed_up"]) == (["login", "signing", "pin", "password"], True)
    assert (tab.filled, tab.pressed) == ([], [])


def test_only_the_steps_that_are_wanted_would_be_done(
    tmp_path: Path, around: Surroundings, capsys: pytest.CaptureFixture[str]
) -> None:
    dry(tmp_path, around, answering(), answering(), steps=STEPS[:3])

    assert printed(capsys)["people"][0]["steps"] == list(STEPS[:3])


@pytest.mark.parametrize("number", [0, 1])
def test_a_site_that_does_not_answer_is_told(
    tmp_path: Path, around: Surroundings, capsys: pytest.CaptureFixture[str], number: int
) -> None:
    tabs = [answering(), answering()]
    tabs[number] = silent()

    code = dry(tmp_path, around, *tabs)

    sites = printed(capsys)["sites"]
    assert code is ExitCode.NOT_ALL
    assert list(sites.values()) == ["NET-003" if each == number else "" for each in (0, 1)]


@pytest.mark.parametrize(
    "shown", [page("ただいまメンテナンス中です。"), page("Service Unavailable", status=503)]
)
def test_a_site_that_says_it_is_closed_does_not_answer(
    tmp_path: Path, around: Surroundings, capsys: pytest.CaptureFixture[str], shown: Reading
) -> None:
    code = dry(tmp_path, around, answering(), StagedTab(shown))

    assert code is ExitCode.NOT_ALL
    assert printed(capsys)["sites"]["service"].startswith("NET-")


class Demanding(StagedTab):
    """A site that wants a certificate."""

    async def open(self, address: Any) -> Any:
        raise Refused("CRT-001")


def test_a_service_that_wants_a_certificate_has_answered(
    tmp_path: Path, around: Surroundings, capsys: pytest.CaptureFixture[str]
) -> None:
    assert dry(tmp_path, around, answering(), Demanding()) is ExitCode.DONE
    assert printed(capsys)["sites"]["service"] == ""


def test_who_could_not_be_looked_at_is_told_why(
    tmp_path: Path, around: Surroundings, capsys: pytest.CaptureFixture[str]
) -> None:
    around.certificates.known[USER] = [certificate(proven=True)]

    code = dry(tmp_path, around, answering(), answering(), silent())

    assert code is ExitCode.NOT_ALL
    assert printed(capsys)["people"][0]["code"] == "NET-003"


def test_who_cannot_be_begun_with_is_told_too(
    tmp_path: Path, around: Surroundings, capsys: pytest.CaptureFixture[str]
) -> None:
    code = dry(tmp_path, around, answering(), answering(), refused=[REFUSED])

    assert code is ExitCode.NOT_ALL
    assert [(each["user_id"], each["code"]) for each in printed(capsys)["people"]] == [
        (USER, ""),
        ("10099", "MAIL-001"),
    ]


def test_for_the_eye_it_is_a_table_that_says_that_nothing_was_done(
    tmp_path: Path, around: Surroundings, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "200")

    dry(tmp_path, around, answering(), silent(), refused=[REFUSED], as_json_only=False)

    said = capsys.readouterr().out
    for words in (
        "応答しています",
        "[NET-003]",
        "10006 健保 太郎",
        "証明書発行 → 証明書確認",
        "[MAIL-001]",
        "何も押さず",
    ):
        assert words in said


def test_nothing_left_to_do_is_said(
    tmp_path: Path, around: Surroundings, capsys: pytest.CaptureFixture[str]
) -> None:
    around.certificates.known[USER] = [certificate(proven=True)]
    around.has(SecretName.PASSWORD, "own-one-1")
    around.has(SecretName.PIN, "24681357")

    dry(tmp_path, around, answering(), answering(), StagedTab(PAGES["login"]), as_json_only=False)

    assert "行うことはありません" in capsys.readouterr().out


def test_nothing_is_kept(tmp_path: Path, around: Surroundings) -> None:
    dry(tmp_path, around, answering(), answering())

    assert (around.vault.secrets, around.evidence.kept) == ({}, {})
    assert not (tmp_path / "engine.sqlite").exists()


def test_no_secret_is_said(tmp_path: Path, around: Surroundings, capsys: pytest.CaptureFixture[str]) -> None:
    dry(tmp_path, around, answering(), answering())

    assert not any(word in str(capsys.readouterr()) for word in ("login9012", "auth5678", "p2=", "cd="))


def test_plans_stand_in_the_order_of_the_people(tmp_path: Path, around: Surroundings) -> None:
    office = office_in(tmp_path, around, answering(), answering())

    _, plans = look_at_all(office, [invitation("10008"), invitation("10007")], STEPS)

    assert [plan.user_id for plan in plans] == ["10008", "10007"]


WAY = Plan(user_id="1", name="山田 花子", steps=STEPS)
STUCK = Plan(user_id="99", name="別の 人", code="MAIL-004", message="メールがありません。")


def shown(
    plans: list[Plan], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> list[str]:
    monkeypatch.setenv("COLUMNS", "80")
    print_plans({}, plans)
    return capsys.readouterr().out.splitlines()


def test_twelve_people_with_the_same_way_are_five_lines_and_all_of_them_are_named(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    people = [WAY.model_copy(update={"user_id": str(10006 + number)}) for number in range(12)]

    *lines, end = shown(people, monkeypatch, capsys)

    assert len(lines) == 5
    assert lines[0].startswith("12 人: 証明書発行 → ")
    assert all(sum(f"{each.user_id} {each.name}" in line for line in lines) == 1 for each in people)
    assert "何も送っていません" in end


def test_who_is_stuck_is_apart_with_the_reason_and_where_to_read_about_it(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    print_plans({}, [WAY, STUCK])

    output, said = capsys.readouterr()
    assert "1 人: [MAIL-004] メールがありません。\n    99 別の 人\n" in output
    assert "ekakushin guide show MAIL-004" in said


def test_of_very_many_people_the_rest_is_counted(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    people = [WAY.model_copy(update={"user_id": str(number)}) for number in range(500)]

    lines = shown(people, monkeypatch, capsys)

    assert lines[0].startswith("500 人:")
    assert "ほか 460 人" in lines[-2]


def test_a_dry_run_of_nobody_is_not_ready(tmp_path: Path, around: Surroundings) -> None:
    code = dry_run(
        office_in(tmp_path, around, answering(), answering()), [], [], steps=STEPS, as_json_only=True
    )

    assert code is ExitCode.NOT_ALL
