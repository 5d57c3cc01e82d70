"""What the durable acceptance tests share: a home, the command as processes that die, and what must be true after."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Unpack

from ekakushin.automation.vault import VAULT_FILE, FileVault
from ekakushin.fixtures.mock_site import MockSite
from ekakushin.fixtures.mock_site.options import OptionFields
from ekakushin.flows.models import SecretName
from ekakushin.flows.secret import Secret
from tests.support.commands import PASSPHRASE, command, environment

ONCE = ("issue", "signup", "sign", "pin", "password")
PATIENCE = 900.0  # seconds after which a run is taken for stuck


@dataclass
class Department:
    """People of a mock and the state folder of those who onboard them."""

    site: MockSite
    home: Path
    browser: Path
    database: str = ""
    log: list[str] = field(default_factory=list)
    printed: list[str] = field(default_factory=list)
    surroundings: dict[str, str] = field(default_factory=dict)

    def flags(self) -> list[object]:
        there = ["--home", self.home, "--vault", "file"]
        return [*there, *(["--database", self.database] if self.database else [])]

    def start(self, name: str, *arguments: object, program: str = "ekakushin") -> subprocess.Popen[str]:
        """The command as a process group of its own, as a terminal starts it."""
        wants_site = name in ("onboard", "worker", "takeover", "login", "issue")
        site = ["--site", self.site.site_file] if wants_site else []
        flags = [] if name in ("mail", "guide") else self.flags()
        return subprocess.Popen(
            command(name, *arguments, *site, *flags, program=program),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            encoding="utf-8",
            cwd=self.home.parent,
            env=environment(EKAKUSHIN_BROWSER=str(self.browser), **self.surroundings),
            start_new_session=True,
        )

    def run(self, name: str, *arguments: object) -> tuple[int, str]:
        """Run it to its end: exit code and standard output."""
        return self.ended(self.start(name, *arguments))

    def ended(self, process: subprocess.Popen[str]) -> tuple[int, str]:
        out, err = process.communicate(timeout=PATIENCE)
        self.log.append(err)
        self.printed += [out, err]
        return process.returncode, out

    def killed_after(self, seconds: float, name: str, *arguments: object) -> bool:
        """Start it and kill it, with all it has started, unless it ends before; whether it had to be killed."""
        process = self.start(name, *arguments)
        try:
            process.communicate(timeout=seconds)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            self.printed += process.communicate()
            return True
        return False

    def status(self) -> dict[str, dict[str, Any]]:
        """What `status --json` says, by user ID."""
        code, out = self.run("status", "--json")
        assert code == 0, self.log[-1]
        return {person["user_id"]: person for person in json.loads(out)["people"]}

    def onboarded_once_each(self) -> list[str]:
        """What is not as it must be: nothing, if everybody was taken through every act exactly once."""
        acts: Counter[tuple[str, str, str]] = Counter(
            (line.user_id, line.act, line.outcome) for line in self.site.ledger()
        )
        vault = FileVault(self.home / VAULT_FILE, Secret(PASSPHRASE))
        wrong = []
        for person in self.site.people():
            user_id = person.user_id
            wrong += [f"{user_id} {act}" for act in ONCE if acts[user_id, act, "ok"] != 1]
            kept = [vault.get(user_id, name) for name in (SecretName.PASSWORD, SecretName.PIN)]
            if [each and each.reveal() for each in kept] != [person.password, person.pin]:
                wrong.append(f"{user_id} vault")
            if person.locked:
                wrong.append(f"{user_id} locked")
        return wrong

    def refused_logins(self) -> Counter[str]:
        """How many logins of each person the site has refused."""
        return Counter(
            line.user_id for line in self.site.ledger() if (line.act, line.outcome) == ("login", "refused")
        )


@contextmanager
def department(
    folder: Path, browser: Path, *, database: str = "", **options: Unpack[OptionFields]
) -> Iterator[Department]:
    """A mock with people, and an empty state folder."""
    with MockSite(folder / "mock", **{"signing_delay": 0.5, **options}) as site:
        yield Department(site, folder / "home", browser, database)


def killed_at_random(
    here: Department, chance: random.Random, *, times: int, between: Sequence[float]
) -> None:
    """Onboard everybody, killed so many times; whoever is stuck for one run is gone on with by the next."""
    mails = here.site.mails
    for _ in range(times):
        here.killed_after(chance.uniform(*between), "onboard", mails)
    code, _ = here.run("onboard", mails)
    for _ in range(2):
        if code == 0:
            return
        code, _ = here.run("onboard", mails, *flags_to_reissue(here))


def flags_to_reissue(here: Department) -> list[str]:
    """`--reissue` for whoever was killed when 発行 was noted and not sent: a human asks the site, this the ledger."""
    issued = {line.user_id for line in here.site.ledger() if (line.act, line.outcome) == ("issue", "ok")}
    stuck = {user_id for user_id, person in here.status().items() if person["code"] == "ISS-004"}
    return [each for user_id in stuck - issued for each in ("--reissue", user_id)]


def with_wrong_passwords(mails: Path, to: Path) -> Path:
    """The same mails with another サインアップ・ログインパスワード, in a folder of their own."""
    to.mkdir()
    for mail in mails.glob("*.eml"):
        (to / mail.name).write_bytes(_with_another_password(mail.read_bytes()))
    return to


def _with_another_password(mail: bytes) -> bytes:
    text = mail.decode("iso2022_jp")
    caption = "サインアップ・ログインパスワード："
    head, found, tail = text.partition(caption)
    if not found or tail.lstrip().startswith("別のメール"):
        return mail
    line, end, rest = tail.partition("\n")
    return (head + caption + line.rstrip() + "x" + end + rest).encode("iso2022_jp")
