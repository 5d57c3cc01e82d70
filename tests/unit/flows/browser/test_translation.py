"""What Playwright and Chromium say, in our own errors, without a value that was typed."""

from __future__ import annotations

import pytest
from playwright.async_api import Error as PlaywrightError
from playwright.async_api import TimeoutError as PlaywrightTimeout

from ekakushin.flows.browser.translation import network_error, proxy_error, translate_errors
from ekakushin.flows.errors import FlowError, NeedsPerson, Refused, Unavailable

WORD = "TopSecret1"


def after(error: Exception) -> FlowError:
    with pytest.raises(FlowError) as raised, translate_errors(seconds=15.0):
        raise error
    return raised.value


def everything_of(error: BaseException) -> str:
    """All that a log or a traceback could show of it."""
    parts = [str(error), repr(error), repr(error.args), str(vars(error)), repr(error.__cause__)]
    return " ".join(parts) + getattr(error, "remedy", "")


@pytest.mark.parametrize(
    ("name", "code", "kind"),
    [
        ("ERR_BAD_SSL_CLIENT_AUTH_CERT", "CRT-001", Refused),
        ("ERR_SSL_CLIENT_AUTH_CERT_NEEDED", "CRT-001", Refused),
        ("ERR_SSL_CLIENT_AUTH_NO_COMMON_ALGORITHMS", "CRT-001", Refused),
        ("ERR_SSL_CLIENT_AUTH_SIGNATURE_FAILED", "CRT-001", Refused),
        ("ERR_SSL_PROTOCOL_ERROR", "CRT-001", Refused),
        ("ERR_CERT_AUTHORITY_INVALID", "NET-002", Unavailable),
        ("ERR_CERT_COMMON_NAME_INVALID", "NET-002", Unavailable),
        ("ERR_CERT_DATE_INVALID", "ENV-011", NeedsPerson),
        ("ERR_SSL_VERSION_OR_CIPHER_MISMATCH", "NET-010", NeedsPerson),
        ("ERR_SSL_CLIENT_AUTH_CERT_NO_PRIVATE_KEY", "CRT-007", NeedsPerson),
        ("ERR_SSL_SERVER_CERT_BAD_FORMAT", "NET-002", Unavailable),
        ("ERR_NAME_NOT_RESOLVED", "NET-001", Unavailable),
        ("ERR_CONNECTION_REFUSED", "NET-001", Unavailable),
        ("ERR_PROXY_CONNECTION_FAILED", "NET-014", Unavailable),
        ("ERR_TIMED_OUT", "NET-001", Unavailable),
        ("ERR_HTTP2_PROTOCOL_ERROR", "NET-001", Unavailable),
    ],
)
def test_a_net_error_is_told_by_its_name(name: str, code: str, kind: type[FlowError]) -> None:
    error = network_error(f"Page.goto: net::{name} at https://ds.e-kakushin.com/x?cd={WORD}")

    assert isinstance(error, kind)
    assert error.code == code
    assert name in f"{error.values} {error.site_words}"
    assert name not in str(error)


@pytest.mark.parametrize("name", ["ERR_NAME_NOT_RESOLVED", "ERR_BAD_SSL_CLIENT_AUTH_CERT"])
def test_an_address_with_its_personal_part_is_in_no_net_error(name: str) -> None:
    error = after(PlaywrightError(f"Page.goto: net::{name} at https://ds.e-kakushin.com/x?cd={WORD}"))

    assert WORD not in everything_of(error)


@pytest.mark.parametrize(
    "message",
    [
        f'ElementHandle.fill: Element is not an <input>\nCall log:\n  - fill("{WORD}")',
        f'ElementHandle.fill: Target page, context or browser has been closed\nCall log:\n  - fill("{WORD}")',
        f'Page.evaluate: ReferenceError: "{WORD}" is not defined',
        "",
    ],
)
def test_a_value_that_was_typed_is_in_no_error(message: str) -> None:
    error = after(PlaywrightError(message))

    assert error.code == "ENV-006"
    assert WORD not in everything_of(error)


def test_a_browser_that_went_away_is_told_so() -> None:
    error = after(PlaywrightError("Page.content: Target page, context or browser has been closed"))

    assert "has been closed" in str(error)


def test_a_time_out_is_the_site_s_silence_in_seconds() -> None:
    error = after(PlaywrightTimeout(f'Timeout 15000ms exceeded.\nCall log:\n  - fill("{WORD}")'))

    assert isinstance(error, Unavailable)
    assert (error.code, error.values) == ("NET-003", {"seconds": 15})
    assert WORD not in everything_of(error)


def test_playwright_s_own_error_does_not_travel_along() -> None:
    error = after(PlaywrightError(f'fill("{WORD}")'))

    assert error.__cause__ is None
    assert error.__suppress_context__


def test_errors_of_ours_pass_as_they_are() -> None:
    ours = Refused("ACC-001")

    assert after(ours) is ours


def test_nothing_happens_where_nothing_is_raised() -> None:
    with translate_errors(seconds=1):
        value = 1

    assert value == 1


PROXY = "Playwright client-certificate error: "


@pytest.mark.parametrize(
    ("reason", "code"),
    [
        ("self-signed certificate in certificate chain", "NET-002"),
        ("self signed certificate", "NET-002"),
        ("unable to verify the first certificate", "NET-002"),
        ("unable to get local issuer certificate", "NET-002"),
        ("certificate has expired", "ENV-011"),
        ("certificate is not yet valid", "ENV-011"),
        ("Hostname/IP does not match certificate's altnames", "NET-002"),
        ("ssl/tls alert bad certificate", "CRT-001"),
        ("sslv3 alert handshake failure", "CRT-001"),
        ("tlsv13 alert certificate required", "CRT-001"),
        ("tlsv1 alert unknown ca", "CRT-001"),
        ("sslv3 alert certificate expired", "CRT-005"),
        ("ssl/tls alert certificate revoked:SSL alert number 44", "CRT-006"),
        ("Client network socket disconnected before secure TLS connection was established", "CRT-001"),
        ("read ECONNRESET", "CRT-001"),
        ("connect ECONNREFUSED 127.0.0.1:8443", "NET-001"),
        ("getaddrinfo ENOTFOUND ds.e-kakushin.com", "NET-001"),
    ],
)
def test_the_page_of_playwright_s_proxy_is_an_error(reason: str, code: str) -> None:
    error = proxy_error(f"{PROXY}{reason}\nmore")

    assert error is not None
    assert error.code == code
    assert reason in f"{error} {error.site_words}"
    assert "more" not in f"{error} {error.site_words}"


@pytest.mark.parametrize("text", ["", "Service Unavailable", "certificate has expired"])
def test_another_page_is_not_the_proxy_s(text: str) -> None:
    assert proxy_error(text) is None
