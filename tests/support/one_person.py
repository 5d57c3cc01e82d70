"""One person through the story, in a process of its own that a test may kill.

`python -m tests.support.one_person HOME SITE_FILE MAIL MAIL`, with the browser's path in
EKAKUSHIN_BROWSER and the last step in UNTIL.
Ends with 0 when all is done, and with 1 and a code on standard output when a step ends in a FlowError.
"""

from __future__ import annotations

import asyncio
import os
import sys
from datetime import UTC, datetime
from pathlib import Path

from ekakushin.automation.certificates import EncryptedCertificates
from ekakushin.automation.state.evidence import FolderEvidence
from ekakushin.automation.state.files import open_home
from ekakushin.automation.vault import FileVault
from ekakushin.automation.vault.sealing import Cost
from ekakushin.flows.browser.driving import Browsing
from ekakushin.flows.browser.finding import find_browser
from ekakushin.flows.errors import FlowError, UnderWay
from ekakushin.flows.mailbox import read_mails
from ekakushin.flows.models import STEPS, StepName
from ekakushin.flows.onboarding import take
from ekakushin.flows.rules import NEW_PASSWORD_RULE, PIN_RULE, generate
from ekakushin.flows.secret import Secret
from ekakushin.flows.site import load_site
from ekakushin.flows.steps.login import log_out_after
from ekakushin.flows.workplace import Case, Workplace

CHEAP = Cost(n=2, r=1, p=1)


def vault_in(home: Path) -> FileVault:
    """The vault of this home; its passphrase is no secret here."""
    return FileVault(open_home(home) / "vault.bin", Secret("for this test alone"), cost=CHEAP)


async def through_the_story(home: Path, site_file: Path, mails: list[Path], until: StepName) -> int:
    """Take the person of these mails through the steps up to `until`."""
    site, vault = load_site(site_file), vault_in(home)
    (person,) = read_mails(mails).people
    program = find_browser(wanted=os.environ["EKAKUSHIN_BROWSER"])
    assert program
    async with Browsing.start(program, site=site) as browsing:
        workplace = Workplace(
            site=site,
            browsing=browsing,
            vault=vault,
            certificates=EncryptedCertificates(home, vault),
            evidence=FolderEvidence(home / "evidence", "run"),
            clock=lambda: datetime.now(UTC),
            pause=asyncio.sleep,
            make_password=lambda policy: generate(NEW_PASSWORD_RULE, policy),
            make_pin=lambda policy: generate(PIN_RULE, policy),
        )
        async with log_out_after(workplace.of(person.invitation())) as case:
            for step in STEPS[: STEPS.index(until) + 1]:
                await done(case, step)
    return 0


async def done(case: Case, step: StepName) -> None:
    """Do one step, waiting for what the service makes."""
    while True:
        try:
            await take(case, step)
        except UnderWay as error:
            await asyncio.sleep(error.wait)
        else:
            return


if __name__ == "__main__":
    home, site_file, *mails = map(Path, sys.argv[1:])
    try:
        sys.exit(asyncio.run(through_the_story(home, site_file, mails, os.environ["UNTIL"])))
    except FlowError as error:
        print(error.code, error.site_words)
        sys.exit(1)
