"""Which certificate a browser is told to choose, and where."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from cryptography import x509

from ekakushin.automation.certificates.stores.wanted import orders, wanted_for
from ekakushin.flows.errors import Misconfigured
from ekakushin.flows.secret import Secret
from ekakushin.flows.site import Site
from tests.support.issued import Issuer

ADDRESS = Secret("https://ds.e-kakushin.com/ebunsho/UrLogin.do?k=1")


def test_the_two_origins_choose_by_issuer_and_subject(issuer: Issuer) -> None:
    setup = wanted_for("10006", issuer.identity("10006"), Site(), ADDRESS)

    chosen = {"ISSUER": {"CN": "契約 発行局"}, "SUBJECT": {"CN": "Kenpo Taro", "OU": "10006"}}
    assert [json.loads(order) for order in setup.orders] == [
        {"pattern": "https://webra2.secomtrust.net", "filter": chosen},
        {"pattern": "https://ds.e-kakushin.com", "filter": chosen},
    ]


def test_one_origin_gets_one_order(issuer: Issuer) -> None:
    certificate = x509.load_pem_x509_certificates(issuer.identity("10006").certificate_pem)[0]

    assert len(orders(certificate, ("https://a.example", "https://a.example"))) == 1


def test_of_the_chain_only_what_is_no_root_is_installed(issuer: Issuer) -> None:
    identity = issuer.identity("10006")
    whole = identity.model_copy(update={"certificate_pem": identity.certificate_pem + issuer.root_pem})

    setup = wanted_for("10006", whole, Site(), ADDRESS)

    assert len(setup.authorities) == 1
    assert setup.roots == []


def test_roots_are_those_that_the_site_names(issuer: Issuer, tmp_path: Path) -> None:
    (tmp_path / "ca.pem").write_bytes(issuer.root_pem)

    setup = wanted_for("10006", issuer.identity("10006"), Site(ca=tmp_path / "ca.pem"), ADDRESS)

    assert len(setup.roots) == 1


def test_a_ca_file_that_is_gone_is_said(issuer: Issuer, tmp_path: Path) -> None:
    with pytest.raises(Misconfigured) as raised:
        wanted_for("10006", issuer.identity("10006"), Site(ca=tmp_path / "gone.pem"), ADDRESS)

    assert raised.value.code == "ENV-004"
