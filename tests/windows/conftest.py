"""One office PC with Windows: the command as processes there, and the mock as another.

Collected on Windows alone. The browser is the one that EKAKUSHIN_BROWSER names, where that is set: Wine has none that
Windows programs could start.
"""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from ekakushin.automation.vault import open_vault
from ekakushin.fixtures.mock_site.people import Account
from ekakushin.fixtures.mock_site.records import Records
from ekakushin.flows.keeping import Vault
from tests.support.commands import command
from tests.support.systems import WINDOWS

if WINDOWS:
    from win32ctypes.pywin32 import pywintypes
    from win32ctypes.pywin32.win32cred import CRED_TYPE_GENERIC, CredDelete, CredEnumerate

NOTHING_THERE = 1168  # what Windows calls an error
Done = subprocess.CompletedProcess[str]

collect_ignore_glob = [] if WINDOWS else ["test_*.py"]


@dataclass(frozen=True)
class OfficePC:
    """A folder of a Windows user, and what is served to them."""

    folder: Path
    ready: dict[str, Any]
    earlier: frozenset[str]

    @property
    def home(self) -> Path:
        return self.folder / "状態"

    @property
    def mails(self) -> Path:
        return Path(self.ready["mails"])

    def accounts(self) -> list[Account]:
        """Both people as the site has them now."""
        with Records(self.mails.parent) as records:
            return records.accounts()

    def vault(self) -> Vault:
        """The Windows Credential Manager, looked at from another process than the command's."""
        return open_vault("keyring", self.home, pytest.fail)

    def credentials(self) -> set[str]:
        """Under which names the Credential Manager holds anything that it did not hold before."""
        return credentials_here() - self.earlier

    def acts(self, outcome: str = "ok") -> list[tuple[str, str]]:
        """Whose acts a site has taken (or refused): user ID and act."""
        lines = (self.mails.parent / "ledger.jsonl").read_text("utf-8").splitlines()
        return [
            (line["user_id"], line["act"]) for line in map(json.loads, lines) if line["outcome"] == outcome
        ]

    def run(self, *arguments: object, encoding: str = "", **more: str) -> Done:
        """The command with this PC's state folder, to its end; told to write UTF-8, unless another encoding is read."""
        return self.start(command(*arguments), encoding=encoding, **more)

    def start(self, words: list[str], *, encoding: str = "", **more: str) -> Done:
        """The same of any program."""
        return subprocess.run(
            words,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            encoding=encoding or "utf-8",
            timeout=400,
            check=False,
            cwd=self.folder,
            env={
                **os.environ,
                "EKAKUSHIN_HOME": str(self.home),
                "COLUMNS": "120",
                "PYTHONIOENCODING": "" if encoding else "utf-8",
                **more,
            },
        )


def credentials_here() -> set[str]:
    """Under which names the Credential Manager holds anything of this Windows user."""
    try:
        return {each["TargetName"] for each in CredEnumerate() or ()}
    except pywintypes.error as error:
        if error.winerror != NOTHING_THERE:
            raise
        return set()


@pytest.fixture(scope="session")
def pc(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OfficePC]:
    """A PC whose user has the mails of two people; `ekakushin mock serve` serves both sites."""
    folder, earlier = tmp_path_factory.mktemp("業務 ツール"), frozenset(credentials_here())
    serve = command(
        "mock", "serve", "--state", folder / "mock", "--people", "2", "--signing-delay", "0.5", "--utf8"
    )
    with subprocess.Popen(
        serve, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True, encoding="utf-8", cwd=folder
    ) as serving:
        assert serving.stdout
        ready = json.loads(serving.stdout.readline())
        try:
            pc = OfficePC(folder, ready, earlier)
            yield pc
        finally:
            serving.terminate()
    for name in pc.credentials():
        CredDelete(Type=CRED_TYPE_GENERIC, TargetName=name)
