"""`ekakushin onboard` and the single steps, as a user calls them."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from ekakushin.flows.models import STEPS
from tests.acceptance.conftest import Run, Served

Serve = Callable[..., Served]
ONCE = ("issue", "signup", "sign", "pin", "password")


def flags(served: Served, tmp_path: Path) -> list[object]:
    return ["--site", served.ready["site"], "--home", tmp_path / "home", "--vault", "file"]


def test_everybody_in_the_mails_is_onboarded_and_a_second_run_adds_logins_at_most(
    run: Run, serve: Serve, tmp_path: Path
) -> None:
    served = serve("--people", "2")
    onboard = ["onboard", "--mails", served.ready["mails"], *flags(served, tmp_path), "--json"]
    first = run(*onboard)
    before = Counter(served.acts())
    second = run("onboard", *flags(served, tmp_path), "--json")  # nobody named: everybody who is known
    assert (first.returncode, second.returncode) == (0, 0), first.stderr + second.stderr
    assert [(each["state"], each["code"]) for each in json.loads(first.stdout)["people"]] == [
        ("done", "")
    ] * 2
    assert {act: count for (_, act), count in before.items() if act in ONCE} == dict.fromkeys(ONCE, 1)
    assert {act for _, act in Counter(served.acts()) - before} <= {"login", "logout"}
    assert not served.acts("refused")


def test_each_step_has_a_command_of_its_own(run: Run, serve: Serve, tmp_path: Path) -> None:
    served = serve("--people", "1")
    run("mail", "import", served.ready["mails"], "--home", tmp_path / "home", "--vault", "file")
    codes = [run(step, "10006", *flags(served, tmp_path)).returncode for step in STEPS]
    assert codes == [0] * len(STEPS)
    assert Counter(act for _, act in served.acts() if act in ONCE) == Counter(ONCE)


def test_a_step_before_its_time_says_what_to_do_first(run: Run, serve: Serve, tmp_path: Path) -> None:
    served = serve("--people", "1")
    run("mail", "import", served.ready["mails"], "--home", tmp_path / "home", "--vault", "file")
    done = run("login", "10006", *flags(served, tmp_path), "--json")
    (person,) = json.loads(done.stdout)["people"]
    assert (done.returncode, person["state"], person["code"]) == (1, "failed", "CRT-002")
    assert "ekakushin issue 10006" in person["remedy"]


def test_an_address_outside_the_site_is_refused_before_any_browser_starts(
    run: Run, serve: Serve, tmp_path: Path
) -> None:
    served = serve("--people", "1")
    mail = Path(served.ready["mails"]) / "10006-1.eml"
    mail.write_bytes(
        mail.read_bytes().replace(served.ready["service"].encode(), b"https://ds.e-kakush1n.com")
    )
    done = run(
        "onboard", served.ready["mails"], *flags(served, tmp_path), "--json", "--browser", tmp_path / "none"
    )
    (person,) = json.loads(done.stdout)["people"]
    assert (done.returncode, person["code"]) == (1, "MAIL-003")
    assert "https://ds.e-kakush1n.com" in person["message"]
    assert served.ledger() == []


def test_a_real_site_is_meant_where_no_other_is_named(run: Run, serve: Serve, tmp_path: Path) -> None:
    served = serve("--people", "1")
    done = run("onboard", served.ready["mails"], "--home", tmp_path / "home", "--vault", "file", "--json")
    (person,) = json.loads(done.stdout)["people"]
    assert person["code"] == "MAIL-003"


@pytest.mark.parametrize("missing", ["--mails", "--site"])
def test_what_is_not_there_is_said_in_a_sentence(run: Run, tmp_path: Path, missing: str) -> None:
    done = run("onboard", missing, tmp_path / "nothing", "--home", tmp_path / "home", "--vault", "file")
    assert done.returncode in (1, 2)
    assert "nothing" in "".join(done.stderr.split())  # a card breaks what is too long for a line
    assert "Traceback" not in done.stderr
