"""Faults that need a site of their own: nobody else could use it meanwhile."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

from ekakushin.automation.results import exit_code
from tests.integration.conftest import Order
from tests.support.proofs import ALONE, PROOFS

OPTIONS = {"ISS-006": {"profile": "p12"}}
CODES = [code for code, proof in PROOFS.items() if proof.test == ALONE]


@pytest.mark.parametrize("code", CODES)
def test_a_fault_of_a_site_of_its_own_ends_in_its_code(order: Order, code: str) -> None:
    site, flows = order(**OPTIONS.get(code, {}))
    site.fault(PROOFS[code].fault)

    for _ in range(2):
        (result,) = flows.onboard()
        assert (result.code, result.step) == (code, PROOFS[code].step)
        assert exit_code([result]) == 1

    acts = Counter((line.act, line.outcome) for line in site.ledger())
    assert acts["issue", "ok"] <= 1
    assert not any(outcome == "refused" for _, outcome in acts)


WORDS = (
    "月見うどんの作り方。卵は最後に割り入れます。",
    "Lorem ipsum dolor sit amet, consectetur adipiscing elit.",
    "処理中です。しばらくお待ちください。画面はこのままで。",
    "本日の天気は晴れ、ところにより曇り。",
    "",
)
PATHS = {"issue": "Step1", "signup": "SignUp", "login": "UrLogin", "signing": "SignMenu", "pin": "SignPin"}


@pytest.mark.parametrize(("step", "path"), PATHS.items())
def test_a_page_of_words_that_nobody_knows_is_an_unknown_page(order: Order, step: str, path: str) -> None:
    words = WORDS[list(PATHS).index(step)]

    def strange(html: str, at: str) -> str:
        posted = "ログアウト" in html or "STEP2" in html or "サインアップ 完了" in html
        return f"<html><body><p>{words}</p></body></html>" if path in at and posted else html

    site, flows = order(html_filter=strange)
    (result,) = flows.onboard()
    (person,) = site.people()

    assert (result.state, result.step, result.code) == ("failed", step, "TOOL-001")
    assert {Path(path).suffix for path in result.evidence} >= {".png", ".html", ".txt"}
    kept = "".join(
        Path(path).read_text("utf-8") for path in result.evidence if not path.endswith((".png", ".jpg"))
    )
    secrets = (person.password, person.authentication_password, person.mail_password)
    assert not any(secret in kept for secret in secrets)
    assert not re.search(r"\b(p2|p3|cd|k)=\w", kept)
