"""AutoSelectCertificateForUrls, as Chromium reads it."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from ekakushin.automation.certificates.stores.places import FOLDERS
from ekakushin.automation.doctor import policy
from ekakushin.automation.doctor.policy import covers, look_at_policy
from ekakushin.flows.models import ClientCertificate

SERVICE = "https://ds.e-kakushin.com"
ISSUER = "SECOM Passport for Member PUB CA8"
NOW = datetime.now(UTC)
CERTIFICATE = ClientCertificate(
    user_id="10006",
    fingerprint="f" * 64,
    serial="1",
    subject="CN=Kenpo Taro,OU=10006,O=SECOM Trust Systems CO. LTD.,C=JP",
    issuer=f"CN={ISSUER},O=SECOM Trust Systems CO.\\,LTD.,C=JP",
    not_before=NOW - timedelta(days=1),
    not_after=NOW + timedelta(days=1),
)


@pytest.fixture(autouse=True)
def managed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of policies, which is empty."""
    monkeypatch.setattr("sys.platform", "linux")
    monkeypatch.setattr(policy, "FOLDERS", {"chromium": tmp_path})
    return tmp_path


def put(folder: Path, *rules: dict[str, Any]) -> None:
    texts = [json.dumps(rule) for rule in rules]
    (folder / "ours.json").write_text(json.dumps({policy.POLICY: texts}), "utf-8")


def test_without_a_policy_the_browser_asks() -> None:
    check = look_at_policy(CERTIFICATE, SERVICE)

    assert (check.state, check.code) == ("unknown", "")


@pytest.mark.parametrize(
    "wanted",
    [
        {},
        {"ISSUER": {"CN": ISSUER}},
        {"ISSUER": {"CN": ISSUER, "O": "SECOM Trust Systems CO.,LTD."}, "SUBJECT": {"OU": "10006"}},
    ],
)
def test_a_policy_that_fits_is_good(wanted: dict[str, Any], managed: Path) -> None:
    put(managed, {"pattern": SERVICE, "filter": wanted})

    assert look_at_policy(CERTIFICATE, SERVICE).state == "good"


@pytest.mark.parametrize("wanted", [{"ISSUER": {"CN": "Another CA"}}, {"SUBJECT": {"OU": "10007"}}])
def test_a_policy_that_means_another_certificate_is_bad(wanted: dict[str, Any], managed: Path) -> None:
    put(managed, {"pattern": SERVICE, "filter": wanted})

    check = look_at_policy(CERTIFICATE, SERVICE)

    assert (check.state, check.code) == ("bad", "ENV-013")


def test_one_of_several_rules_is_enough(managed: Path) -> None:
    put(
        managed, {"pattern": SERVICE, "filter": {"ISSUER": {"CN": "Another"}}}, {"pattern": "*", "filter": {}}
    )

    assert look_at_policy(CERTIFICATE, SERVICE).state == "good"


def test_a_policy_for_other_sites_and_what_cannot_be_read_do_not_count(managed: Path) -> None:
    put(managed, {"pattern": "https://elsewhere.example", "filter": {}})
    (managed / "broken.json").write_text("{", "utf-8")
    (managed / "odd.json").write_text(json.dumps({policy.POLICY: ["{", "[]", 7]}), "utf-8")

    assert look_at_policy(CERTIFICATE, SERVICE).state == "unknown"


def test_another_system_keeps_it_where_nobody_looks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.platform", "darwin")

    assert look_at_policy(CERTIFICATE, SERVICE).state == "unknown"


@pytest.mark.parametrize(
    "pattern",
    [
        "*",
        "https://*",
        SERVICE,
        f"{SERVICE}:443",
        "ds.e-kakushin.com",
        "[*.]e-kakushin.com",
        "[*.]ds.e-kakushin.com",
    ],
)
def test_these_patterns_mean_the_service(pattern: str) -> None:
    assert covers(pattern, SERVICE)


@pytest.mark.parametrize(
    "pattern",
    [
        "",
        "http://ds.e-kakushin.com",
        f"{SERVICE}:444",
        "e-kakushin.com",
        "[*.]kakushin.com",
        "https://ds.e-kakushin.com.evil",
    ],
)
def test_these_do_not(pattern: str) -> None:
    assert not covers(pattern, SERVICE)


def test_a_port_is_compared_where_it_is_given() -> None:
    assert covers("https://127.0.0.1:8443", "https://127.0.0.1:8443")
    assert not covers("https://127.0.0.1:8444", "https://127.0.0.1:8443")


@pytest.mark.parametrize("browser", sorted(FOLDERS))
def test_every_browser_that_can_be_set_up_is_looked_at(
    browser: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(policy, "FOLDERS", {each: tmp_path / each for each in FOLDERS})
    (tmp_path / browser).mkdir()
    put(tmp_path / browser, {"pattern": SERVICE, "filter": {}})

    assert look_at_policy(CERTIFICATE, SERVICE).state == "good"
