"""The ways to do the work, and how each is started."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from bench.site import Site
from ekakushin.flows.browser.finding import find_browser

WAYS = ("ours", "raw", "selenium", "http")
BASE = "raw"  # what the others are compared with
COUNTED = ("ours", "raw", "selenium")  # those that drive a browser

# What follows is started where Chromium's settings are an empty folder of its own.
_OWN_SETTINGS = (
    *("unshare", "--user", "--map-root-user", "--mount", "sh", "-c"),
    'mount -t tmpfs none "$0" && exec "$@"',
    "/etc/chromium",
)


@dataclass(frozen=True, kw_only=True)
class Run:
    """One way, at one mock, in a folder of its own. `calls` is a file to count driver calls in, or None."""

    way: str
    site: Site
    folder: Path
    at_a_time: int
    calls: Path | None = None

    @property
    def command(self) -> list[str]:
        """The command line: for ours, exactly the one that users type."""
        if self.way == "ours":
            where = ["--site", self.site.site_file, "--home", self.folder / "home", "--vault", "file"]
            return self._python("ekakushin", "onboard", self.site.mails, *where, "--workers", self.at_a_time)
        where = ["--site", self.site.site_file, "--ca", self.site.ca_file, "--at-a-time", self.at_a_time]
        module = f"bench.{self.way}"
        script = self._python(module, self.site.mails, *where, "--browser", browser_of(self.way))
        return [*_OWN_SETTINGS, *script] if self.way == "selenium" else script

    def _python(self, module: str, *arguments: object) -> list[str]:
        counting = ["-m", "bench.counting", str(self.calls)] if self.calls else []
        return [sys.executable, *counting, "-m", module, *map(str, arguments)]

    @property
    def environment(self) -> dict[str, str]:
        """This process's own, and the passphrase of the vault."""
        return {**os.environ, "EKAKUSHIN_VAULT_PASSPHRASE": "bench"}


def browser_of(way: str) -> str:
    """The program that ours would start too; chromedriver drives the full Chromium alone. Empty for none."""
    if way == "http":
        return ""
    found = find_browser()
    path = shutil.which("chromium") if way == "selenium" else str(found.path) if found else ""
    return path or ""


def hindrance(way: str) -> str:
    """Why this way cannot be gone here, in a sentence; empty where it can."""
    if way != "selenium":
        return ""
    if find_spec("selenium") is None:
        return "selenium is not installed (pip install '.[bench]')."
    lacking = [each for each in ("chromedriver", "chromium", "certutil", "unshare") if not shutil.which(each)]
    if lacking:
        return f"It needs {', '.join(lacking)}."
    trial = subprocess.run([*_OWN_SETTINGS, "true"], capture_output=True, check=False)
    if trial.returncode:
        return (
            "A client certificate is chosen by a policy of the whole machine alone, and no folder of "
            f"settings can be made here that others do not see ({trial.stderr.decode().strip()})."
        )
    return ""
