"""Environment variables that make Node, Playwright or a browser log what passes through; switches them off."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

_NAMES = re.compile(
    "|".join(
        (
            "DEBUGP?|DEBUG_.*|NPM_CONFIG_(?:PW)?DEBUG",  # what was typed, on the terminal or in DEBUG_FILE
            r"(?:NPM_CONFIG_)?PW(?!D\Z).*|INTERNAL_PW_.*",
            "(?:NPM_CONFIG_)?PLAYWRIGHT_(?!BROWSERS_PATH|NODEJS_PATH|DOWNLOAD_|SKIP_).*",
            "NODE_DEBUG.*|NODE_OPTIONS|NODE_V8_COVERAGE|NODE_REDIRECT_WARNINGS|NODE_REPL_.*|NODE_INSPECT.*",
            "NODE_TLS_REJECT_UNAUTHORIZED",  # would switch off the check of certificates
            "SSLKEYLOGFILE|SSLDEBUG.*|NSS_DEBUG.*|NSS_OUTPUT_FILE|NSPR_LOG.*",  # the keys of TLS sessions
            "CHROME_LOG_FILE|CHROME_USER_DATA_DIR|CHROME_CONFIG_HOME|CHROME_EXTRA_.*|BREAKPAD_.*",
            "(?:GOOGLE_)?CHROM(?:E|IUM)_(?:USER_)?FLAGS",  # --enable-logging, --log-net-log, --ssl-key-log-file
            "SELENIUM_REMOTE_.*",  # the browser of another machine
            "PYTHONASYNCIODEBUG",  # shows what is read from a pipe where that was slow
        )
    ),
    re.IGNORECASE,
)


# Our own settings, a passphrase among them: what is started has no use for them, and a crash report would show them.
_OURS = "EKAKUSHIN_"


def is_debugging(name: str) -> bool:
    """Whether a variable of this name may make something write secrets down, or leave the checks out."""
    return bool(_NAMES.fullmatch(name))


def forget() -> None:
    """Let this process, and all that it starts, never have heard of them."""
    _set(dict.fromkeys(filter(is_debugging, os.environ)))


@contextmanager
def environment(*without: str, **more: str) -> Iterator[None]:
    """What is started inside finds none of them, no setting of ours and none of `without` in whichever letters, but
    those of `more`; then all is as it was."""
    names = {name.lower() for name in without}
    hidden = (
        name for name in os.environ if is_debugging(name) or name.startswith(_OURS) or name.lower() in names
    )
    wanted: dict[str, str | None] = {**dict.fromkeys(hidden), **more}
    before = {name: os.environ.get(name) for name in wanted}
    _set(wanted)
    try:
        yield
    finally:
        _set(before)


def _set(values: Mapping[str, str | None]) -> None:
    for name, value in values.items():
        if value is None:
            os.environ.pop(name, None)
        else:
            os.environ[name] = value


def stay_quiet() -> None:
    """Keep Playwright's half in this process quiet: it reads these when it is imported, DEBUGP at each message."""
    os.environ.pop("DEBUGP", None)
    with environment():
        import playwright.async_api  # noqa: F401  (here, and nowhere before)
