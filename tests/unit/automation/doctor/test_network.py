"""What is made of a look at a site."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

import pytest

from ekakushin.automation.doctor.certificate import door
from ekakushin.automation.doctor.check import Check
from ekakushin.automation.doctor.handshake import Handshake
from ekakushin.automation.doctor.network import clock, judge, product_in, short
from ekakushin.automation.doctor.sight import PUBLIC, Sight
from ekakushin.automation.proxies.proxy import Proxy, Route
from ekakushin.automation.proxies.unreachable import Unreachable
from ekakushin.flows.models import Identity
from ekakushin.flows.secret import Secret
from tests.support.signing import Holder, signed

IDENTITY = Identity(certificate_pem=b"", key_pem=Secret("key"))
PROXY = Proxy(scheme="http", host="proxy", port=8080)
ROUTE = Route(host="ds.e-kakushin.com", port=443)
REFUSED = "SSLV3_ALERT_HANDSHAKE_FAILURE"


@cache
def authority(name: str) -> Holder:
    return signed(name)


def shown(by: str = "Some CA", **dates: int) -> Any:
    ca = authority(by)
    return (signed("127.0.0.1", ca.certificate, ca.key, **dates).certificate,)


def hand(**more: Any) -> Handshake:
    return Handshake(**{"chain": shown(), "answered": True, "ahead": timedelta(), **more})


def sight(*, public: Handshake | None = None, **hands: Handshake) -> Sight:
    both = {"1.2": hands.get("old", hand()), "1.3": hands.get("new", hand())}
    return Sight(where="service", route=ROUTE, hands={**both, PUBLIC: public or hand()})


def seen(of: Sight) -> dict[str, Check]:
    return {check.name: check for check in judge(of)}


def stands(check: Check) -> tuple[str, str]:
    return check.state, check.code


def test_a_site_as_it_should_be_is_good_in_every_line() -> None:
    checks = seen(sight())

    assert list(checks) == ["way:service", "signer:service", "tls1.2:service", "tls1.3:service"]
    assert {check.state for check in checks.values()} == {"good"}


def test_where_there_is_no_way_that_is_all() -> None:
    lost = Sight(where="service", route=ROUTE, unreachable=Unreachable("name", host="ds", reason="unknown"))

    (check,) = judge(lost)

    assert stands(check) == ("bad", "NET-001")


def test_a_proxy_that_asks_for_a_login_is_named_with_the_setting_that_it_comes_from() -> None:
    lost = Unreachable("proxy_login", proxy=PROXY)
    route = replace(ROUTE, proxies=(PROXY,), source="Windows")

    (check,) = judge(Sight(where="service", route=route, unreachable=lost))

    assert stands(check) == ("bad", "NET-011")
    assert "proxy:8080" in check.detail
    assert "Windows" in check.detail


def test_the_proxy_that_serves_a_site_is_told_and_who_says_so() -> None:
    through = replace(sight(), route=replace(ROUTE, proxies=(PROXY, None), source="Windows"))
    excepted = replace(sight(), route=replace(ROUTE, source="HTTPS_PROXY"))
    unread = replace(sight(), route=replace(ROUTE, source="http://wpad/x.pac", unread="HTTP 404"))

    details = [seen(each)["way:service"].detail for each in (through, excepted, unread)]

    assert all(word in details[0] for word in ("proxy:8080", "Windows"))
    assert "HTTPS_PROXY" in details[1]
    assert all(word in details[2] for word in ("http://wpad/x.pac", "HTTP 404"))


def test_a_signer_whom_nobody_knows_is_bad_and_named() -> None:
    foreign = hand(chain=shown("Company Root"), distrust="unable to get local issuer certificate")

    check = seen(sight(old=foreign, new=foreign, public=foreign))["signer:service"]

    assert stands(check) == ("bad", "NET-002")
    assert "Company Root" in check.detail


def test_a_signer_whom_only_this_pc_trusts_is_bad() -> None:
    own = hand(chain=shown("Company Root"))

    check = seen(sight(old=own, new=own, public=hand(chain=own.chain, distrust="unknown")))["signer:service"]

    assert stands(check) == ("bad", "NET-002")
    assert "Company Root" in check.detail


@pytest.mark.parametrize(
    ("issuer", "product"),
    [
        ("ESET SSL Filter CA", "ESET"),
        ("Zscaler Intermediate Root CA (zscaler.net)", "Zscaler"),
        ("ca.company.goskope.com", "Netskope"),
        ("Kaspersky Anti-Virus Personal Root Certificate", "Kaspersky"),
        ("avast! Web/Mail Shield Root", "Avast"),
        ("McAfee Web Gateway", "McAfee"),
        ("FortiGate CA", "Fortinet"),
        ("Palo Alto Decryption", "Palo Alto Networks"),
        ("Sophos SSL CA_C21", "Sophos"),
        ("Cisco Umbrella Root CA", "Cisco Umbrella"),
        ("i-FILTER Root CA", "i-FILTER"),
        ("InterSafe WebFilter CA", "InterSafe"),
        ("Norton Web/Mail Shield Root", "Norton"),
        ("Privoxy CA", "Privoxy"),
        ("mitmproxy", "mitmproxy"),
        ("Blue Coat ProxySG", "Blue Coat"),
        ("RESET Corporation", ""),
        ("Security Communication RootCA2", ""),
    ],
)
def test_what_opens_https_on_the_way_is_known_by_its_name(issuer: str, product: str) -> None:
    foreign = hand(chain=shown(issuer), distrust="self-signed certificate in certificate chain")

    assert product_in(foreign.chain) == product
    assert product in seen(sight(old=foreign, new=foreign, public=foreign))["signer:service"].detail


def test_a_certificate_without_a_common_name_has_a_name_all_the_same() -> None:
    assert short(signed("Some CA").certificate.subject) == "Some CA"


def test_without_the_public_roots_nothing_is_said_of_the_root() -> None:
    of = sight()

    check = next(
        each for each in judge(Sight(where="x", route=ROUTE, hands=of.by_version)) if "signer" in each.name
    )

    assert check.state == "unknown"


def test_where_nothing_was_shown_nobody_has_signed() -> None:
    broken = Handshake(broke="UNEXPECTED_EOF_WHILE_READING")

    checks = seen(sight(old=broken, new=broken, public=broken))

    assert checks["signer:service"].state == "unknown"
    assert stands(checks["tls1.2:service"]) == stands(checks["tls1.3:service"]) == ("bad", "NET-001")


def test_one_version_of_tls_is_enough() -> None:
    checks = seen(sight(new=Handshake(broke="TLSV1_ALERT_PROTOCOL_VERSION")))

    assert checks["tls1.2:service"].state == "good"
    assert stands(checks["tls1.3:service"]) == ("unknown", "")


def test_being_refused_without_a_certificate_is_as_it_should_be() -> None:
    asked = hand(asked=True, broke=REFUSED, answered=False, ahead=None)
    of = sight(old=asked, new=asked, public=asked)

    assert {check.state for check in judge(of)} == {"good"}
    assert stands(door(of, None)) == ("good", "")


def test_a_door_that_opens_with_the_certificate_is_good() -> None:
    asked = hand(asked=True)

    assert stands(door(sight(old=asked, new=asked), IDENTITY)) == ("good", "")


@pytest.mark.parametrize(
    ("broke", "code"),
    [
        ("SSLV3_ALERT_CERTIFICATE_EXPIRED", "CRT-005"),
        ("SSLV3_ALERT_CERTIFICATE_REVOKED", "CRT-006"),
        ("TLSV1_ALERT_UNKNOWN_CA", "CRT-001"),
        ("", "CRT-001"),
    ],
)
def test_a_door_that_stays_shut_says_why(broke: str, code: str) -> None:
    shut = hand(asked=True, answered=False, broke=broke)

    assert stands(door(sight(old=shut, new=shut), IDENTITY)) == ("bad", code)


def test_a_door_that_asks_for_nothing_or_is_not_reached_is_unknown() -> None:
    foreign = hand(distrust="unknown")

    assert door(sight(), IDENTITY).state == "unknown"
    assert door(sight(old=foreign, new=foreign), IDENTITY).state == "unknown"


@pytest.mark.parametrize(
    ("seconds", "state"),
    [(0, "good"), (-119, "good"), (119, "good"), (121, "bad"), (-121, "bad"), (9e7, "bad")],
)
def test_a_clock_may_be_off_by_two_minutes(seconds: float, state: str) -> None:
    told = hand(ahead=timedelta(seconds=seconds))

    check = clock([sight(old=told, new=told, public=told)])

    assert (check.state, check.code) == (state, "ENV-011" if state == "bad" else "")


def test_a_clock_is_right_if_one_site_agrees_with_it() -> None:
    wrong = hand(ahead=timedelta(days=1))

    assert clock([sight(old=wrong, new=wrong, public=wrong), sight()]).state == "good"


@pytest.mark.parametrize("dates", [{"since": 300, "until": 600}, {"since": -600, "until": -300}])
@pytest.mark.parametrize("ahead", [None, timedelta()])
def test_a_certificate_that_does_not_hold_today_means_the_clock(
    dates: dict[str, int], ahead: timedelta | None
) -> None:
    later = hand(chain=shown(**dates), ahead=ahead)

    check = clock([sight(old=later, new=later, public=later)])

    assert stands(check) == ("bad", "ENV-011")
    assert str(datetime.now(UTC).date()) in check.detail


def test_without_a_date_the_clock_is_unknown() -> None:
    silent = hand(ahead=None)

    assert clock([sight(old=silent, new=silent, public=silent)]).state == "unknown"
    assert clock([]).state == "unknown"
