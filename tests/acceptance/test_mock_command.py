"""`ekakushin mock serve` as scripts use it."""

from __future__ import annotations

import json
import ssl
import urllib.request
from email import policy
from email.parser import BytesParser
from pathlib import Path

from ekakushin.fixtures.mock_site.records import Records
from tests.acceptance.conftest import Run, serving


def test_one_line_says_where_everything_is(tmp_path: Path) -> None:
    with serving(tmp_path / "state", "--people", "2") as served:
        state = tmp_path / "state"
        assert served.ready["ready"] is True
        assert Path(served.ready["site"]) == state / "site.toml"
        assert Path(served.ready["mails"]) == state / "mails"
        assert (state / "ca.pem").is_file()
        assert len(list((state / "mails").glob("*.eml"))) == 4
        assert (state / "ledger.jsonl").read_text("utf-8") == ""


def test_the_issuance_site_is_trusted_by_its_ca_alone(tmp_path: Path) -> None:
    with serving(tmp_path / "state", "--people", "1") as served:
        trusting = ssl.create_default_context(cafile=str(tmp_path / "state" / "ca.pem"))
        address = f"{served.ready['issuance']}/scira/Entrance.jsp?p1=1"
        with urllib.request.urlopen(address, context=trusting, timeout=10) as page:
            assert "証明書発行サイト" in page.read().decode("utf-8")


def test_the_mails_are_iso_2022_jp(tmp_path: Path) -> None:
    with serving(tmp_path / "state", "--people", "1") as served:
        mails = sorted(Path(served.ready["mails"]).glob("*.eml"))
        parsed = [BytesParser(policy=policy.default).parsebytes(mail.read_bytes()) for mail in mails]
    assert [mail.get_content_charset() for mail in parsed] == ["iso-2022-jp"] * 2
    assert [str(mail["Subject"]) for mail in parsed] == ["ユーザー登録のご連絡", "パスワードのご連絡"]


def test_a_restart_goes_on_with_the_same_accounts_at_the_same_addresses(tmp_path: Path) -> None:
    with serving(tmp_path / "state", "--people", "1") as served:
        first = (served.ready, [mail.read_bytes() for mail in Path(served.ready["mails"]).iterdir()])
    with serving(tmp_path / "state", "--people", "1") as served:
        second = (served.ready, [mail.read_bytes() for mail in Path(served.ready["mails"]).iterdir()])
    assert first == second


def test_an_unknown_account_cannot_be_unlocked(run: Run, tmp_path: Path) -> None:
    with serving(tmp_path / "state", "--people", "1"):
        known = run("mock", "unlock", "10006", "--state", tmp_path / "state")
        unknown = run("mock", "unlock", "nobody", "--state", tmp_path / "state")
    assert (known.returncode, unknown.returncode) == (0, 2)
    assert "nobody" in unknown.stderr


def test_the_mock_that_was_served_last_is_meant_where_none_is_named(run: Run, tmp_path: Path) -> None:
    with serving(tmp_path / "state", "--people", "1"):
        done = run("mock", "unlock", "10006", EKAKUSHIN_HOME=str(tmp_path / "served"))
    assert done.returncode == 0


def test_a_filter_sees_every_page(tmp_path: Path) -> None:
    with serving(tmp_path / "state", "--html-filter", "tests.support.filters:other_words") as served:
        trusting = ssl.create_default_context(cafile=str(tmp_path / "state" / "ca.pem"))
        mail = next(each for each in Path(served.ready["mails"]).iterdir() if each.name == "10006-1.eml")
        text = BytesParser(policy=policy.default).parsebytes(mail.read_bytes()).get_content()
        address = next(line for line in text.splitlines() if "Entrance.jsp" in line).strip()
        with urllib.request.urlopen(address, context=trusting, timeout=10) as page:
            assert "認証情報(パスワード)" in page.read().decode("utf-8")


def test_a_skin_that_is_not_there_is_said_in_a_sentence(run: Run, tmp_path: Path) -> None:
    done = run("mock", "serve", "--state", tmp_path / "state", "--skin", "nowhere")
    assert done.returncode == 2
    assert "random:SEED" in done.stderr


def test_a_filter_that_is_not_there_is_said_in_a_sentence(run: Run, tmp_path: Path) -> None:
    done = run("mock", "serve", "--state", tmp_path / "state", "--html-filter", "nowhere:nothing")
    assert done.returncode == 2
    assert "nowhere" in done.stderr


def test_demo_shows_everything_and_prints_json_alone(run: Run, tmp_path: Path) -> None:
    done = run("demo", "--people", "2", "--signing-delay", "0.5", "--home", tmp_path / "demo", "--json")
    answer = json.loads(done.stdout)
    assert done.returncode == 0, done.stderr
    assert [person["state"] for person in answer["people"]] == ["done", "done"]
    assert Path(answer["report"]).is_file()
    assert all(Path(path).is_file() for person in answer["people"] for path in person["evidence"])


def test_demo_prints_a_table_that_fits_into_80_columns(run: Run, tmp_path: Path) -> None:
    done = run("demo", "--people", "1", "--signing-delay", "0.2", "--home", tmp_path / "demo")
    lines = [line for line in done.stdout.splitlines() if "10006" in line and str(tmp_path) not in line]
    assert done.returncode == 0, done.stderr
    assert "完了" in done.stdout
    assert lines
    assert all(sum(2 if ord(letter) > 0x2E80 else 1 for letter in line) <= 80 for line in lines)


def test_scenarios_are_listed_and_another_name_is_refused_with_the_list(run: Run, tmp_path: Path) -> None:
    listed = json.loads(run("mock", "scenarios", "--json").stdout)["scenarios"]
    assert {"slow-day", "maintenance", "locked-account", "changed-page"} <= set(listed)
    refused = run("mock", "serve", "--state", tmp_path / "state", "--scenario", "rainy-day")
    assert refused.returncode == 2
    assert "locked-account" in refused.stderr


def test_a_scenario_is_served(tmp_path: Path) -> None:
    with serving(tmp_path / "state", "--scenario", "signed-up") as served:
        assert served.ready["ready"] is True
    with Records(tmp_path / "state") as records:
        assert [bool(each.signed_up_at) for each in records.accounts()] == [True, False, False]
