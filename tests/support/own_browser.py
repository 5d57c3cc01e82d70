"""The browser that a person uses every day: full Chromium, its own profile, nothing switched off, no help from us."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
from pathlib import Path

import pytest

from ekakushin.automation.certificates.stores.places import FOLDERS

MANAGED = FOLDERS["chromium"]
POLICIES = "policies"  # the group of the tests that set them: a PC has them once
_SECONDS = 90


def must_be_possible() -> str:
    """The browser's path; the test is left out where there is none, or policies may not be written."""
    chromium = shutil.which("chromium")
    if chromium is None or shutil.which("certutil") is None:
        pytest.skip("needs full Chromium and NSS' tools (Debian: chromium, libnss3-tools)")
    above = next(folder for folder in (MANAGED, *MANAGED.parents) if folder.exists())
    if not os.access(above, os.W_OK):
        pytest.skip(f"only root may write policies below {above}")
    return chromium


def shown(chromium: str, home: Path, address: str) -> str:
    """The page that the browser of whoever lives in `home` shows; "" if it asks something and waits."""
    sandbox = ["--no-sandbox"] if os.geteuid() == 0 else []
    command = [chromium, "--headless", *sandbox, "--disable-gpu", "--dump-dom", address]
    environment = {**os.environ, "HOME": str(home)}
    for name in ("XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_DATA_HOME"):
        environment.pop(name, None)
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, env=environment,
        start_new_session=True,
    )  # fmt: skip
    try:
        return process.communicate(timeout=_SECONDS)[0]
    except subprocess.TimeoutExpired:
        return ""
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
        process.communicate()


def everything(folder: Path) -> dict[str, bytes | None]:
    """All that is below a folder, with the files' bytes; nothing where it is not there."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() if path.is_file() else None
        for path in sorted(folder.rglob("*"))
    }
