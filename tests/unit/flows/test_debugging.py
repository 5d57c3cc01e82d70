"""Variables that make others write secrets down reach neither the driver nor the browser."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from ekakushin.flows.debugging import environment, forget, is_debugging, stay_quiet

LOUD = """
    DEBUG DEBUGP DEBUG_FILE PWDEBUG PWDEBUGIMPL PW_INSTRUMENT_MODULES PWTEST_UNDER_TEST NODE_DEBUG NODE_OPTIONS
    npm_config_pwdebug NODE_TLS_REJECT_UNAUTHORIZED SSLKEYLOGFILE CHROME_LOG_FILE CHROMIUM_FLAGS CHROME_USER_DATA_DIR
    PLAYWRIGHT_MCP_PROFILE_DIR_NAME SELENIUM_REMOTE_URL NSPR_LOG_FILE INTERNAL_PW_GREENLET_DEBUG""".split()  # noqa: SIM905
HARMLESS = """PATH PWD HOME DISPLAY LANG TMPDIR PLAYWRIGHT_BROWSERS_PATH PLAYWRIGHT_NODEJS_PATH
    PLAYWRIGHT_DOWNLOAD_HOST PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD NODE_EXTRA_CA_CERTS https_proxy""".split()  # noqa: SIM905


@pytest.mark.parametrize("name", LOUD)
def test_it_is_hidden_inside_and_as_it_was_afterwards(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setenv(name, "1")
    with environment():
        assert name not in os.environ
    assert os.environ[name] == "1"


@pytest.mark.parametrize("name", HARMLESS)
def test_what_a_browser_needs_is_left_alone(name: str) -> None:
    assert not is_debugging(name)


def test_our_own_settings_are_nobody_elses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EKAKUSHIN_VAULT_PASSPHRASE", "open sesame")
    with environment():
        assert "EKAKUSHIN_VAULT_PASSPHRASE" not in os.environ
    assert os.environ["EKAKUSHIN_VAULT_PASSPHRASE"] == "open sesame"


def test_a_process_forgets_what_would_make_it_talk_and_keeps_its_settings(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("EKAKUSHIN_LANG", "en")
    monkeypatch.setenv("SSLKEYLOGFILE", "keys")
    forget()
    assert ("SSLKEYLOGFILE" in os.environ, os.environ["EKAKUSHIN_LANG"]) == (False, "en")


def test_what_is_set_inside_is_gone_afterwards() -> None:
    with environment(ONLY_IN_HERE="1"):
        assert os.environ["ONLY_IN_HERE"] == "1"
    assert "ONLY_IN_HERE" not in os.environ


def test_the_variable_that_is_read_at_each_message_is_gone_for_good(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DEBUGP", "1")
    stay_quiet()
    assert "DEBUGP" not in os.environ


@pytest.mark.parametrize(
    "module",
    [
        "ekakushin.flows.browser.tab",
        "ekakushin.flows.certenroll",
        "ekakushin.flows.workplace",
        "ekakushin.automation.main",
        "ekakushin.automation.cli.app",
    ],
)
def test_whichever_part_comes_first_playwright_in_this_process_stays_quiet(module: str) -> None:
    program = (
        f"import {module}, ekakushin.flows.browser; from playwright._impl.utils import debug, debug_logger; "
        "print(debug_logger.debug_logger.is_enabled('channel'), repr(debug.debug_mode()))"
    )
    loud = {**os.environ, "DEBUG": "pw:*", "PWDEBUG": "1"}
    done = subprocess.run(
        [sys.executable, "-c", program], env=loud, capture_output=True, text=True, check=True
    )
    assert done.stdout == "False ''\n"
