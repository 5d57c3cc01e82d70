"""Gets a browser where there is none: by Playwright's download, otherwise the distribution's package."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable

from ekakushin.flows.browser.finding import BrowserProgram, find_browser
from ekakushin.flows.browser.reaching import RunningBrowser, running_browser
from ekakushin.flows.errors import BrowserMissing
from ekakushin.flows.interpreter import python_command
from ekakushin.flows.text import say

# A light browser, and a font without which Japanese screenshots are rows of boxes.
_PACKAGES_LIGHT = (("chromium-headless-shell", "fonts-ipafont-gothic"), ("chromium", "fonts-ipafont-gothic"))
_PACKAGES_HEADED = (("chromium", "fonts-ipafont-gothic"), ("chromium-browser", "fonts-ipafont-gothic"))
_MINUTES = 60
# Node's and Python's errors, apt's, and what npm and curl say.
_TELLING = re.compile(
    r"(?:\w*(?:Error|Exception)(?: \[\w+\])?|E|Err|fatal|FATAL|npm ERR!|curl): ?\S|Failed to \S"
)
# "at f (file:1:2)", 'File "x", line 1', and the fields of an error of Node's.
_STACK = re.compile(r"at \S+.*:\d+|File \"|[\]}),;{\[]+$|\w+: .*,$|\^+$|Node\.js v")


def browser_to_use(
    *, wanted: str = "", headed: bool = False, tell: Callable[[str], None]
) -> BrowserProgram | RunningBrowser:
    """The running browser that is wanted, otherwise that of `browser_or_get_one`, which raises the same."""
    return running_browser(wanted) or browser_or_get_one(wanted=wanted, headed=headed, tell=tell)


def browser_or_get_one(
    *, wanted: str = "", headed: bool = False, tell: Callable[[str], None]
) -> BrowserProgram:
    """The browser of this PC; where there is none, get one and `tell` what is being done.

    Raises BrowserMissing (ENV-001) if none can be got, with what was tried.
    """
    found = find_browser(wanted=wanted, headed=headed)
    if found:
        return found
    tell(say("browser.none"))
    tried: list[str] = []
    for get in (_playwright_download, _distribution_package):
        tried.append(get(headed, tell))
        found = find_browser(headed=headed)
        if found and starts(found):
            tell(say("browser.ready", path=found.path))
            return found
    raise BrowserMissing("ENV-001", detail=" / ".join(filter(None, tried)))


def starts(program: BrowserProgram) -> bool:
    """Whether the program runs at all here (a download may lack the system's libraries)."""
    if sys.platform == "win32":
        return True  # --version opens a window there
    command = [str(program.path), "--version", "--no-sandbox"]
    try:
        return subprocess.run(command, capture_output=True, timeout=60, check=False).returncode == 0  # noqa: S603  (a program found on this PC)
    except (OSError, subprocess.TimeoutExpired):
        return False


def _playwright_download(headed: bool, tell: Callable[[str], None]) -> str:
    tell(say("browser.download"))
    which = ["--no-shell"] if headed else ["--only-shell"]
    return _run([*python_command(), "-m", "playwright", "install", *which, "chromium"])


def _distribution_package(headed: bool, tell: Callable[[str], None]) -> str:
    apt = shutil.which("apt-get")
    if not apt:
        return ""
    as_root = [] if _is_root() else [shutil.which("sudo") or "sudo", "-n"]
    quiet = [*as_root, "env", "DEBIAN_FRONTEND=noninteractive", apt, "-q", "-y"]
    _run([*quiet, "update"])
    trouble = ""
    for packages in _PACKAGES_HEADED if headed else _PACKAGES_LIGHT:
        tell(say("browser.package", packages=" ".join(packages)))
        trouble = _run([*quiet, "install", "--no-install-recommends", *packages])
        if not trouble:
            break
    return trouble


def _is_root() -> bool:
    return sys.platform != "win32" and os.geteuid() == 0


def _run(command: list[str]) -> str:
    """Run it; "" if it went well, otherwise the line that it said why in."""
    try:
        done = subprocess.run(  # noqa: S603  (commands of this module alone)
            command,
            capture_output=True,
            encoding="utf-8",
            errors="replace",
            timeout=15 * _MINUTES,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        return type(error).__name__
    return "" if done.returncode == 0 else _why(done.stderr + done.stdout) or str(done.returncode)


def _why(output: str) -> str:
    """The first line that tells of an error, otherwise the last one that is no part of a stack trace."""
    lines = [line.strip() for line in output.splitlines() if line.strip()]
    telling = [line for line in lines if _TELLING.match(line)]
    return next(iter(telling), next((line for line in reversed(lines) if not _STACK.match(line)), ""))
