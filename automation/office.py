"""One state folder with its settings, vault, certificates and database, and the browser that works with them."""

from __future__ import annotations

import getpass
import os
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import ExitStack, asynccontextmanager
from datetime import UTC, datetime
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING

from ekakushin.automation.people import People
from ekakushin.automation.settings import Settings, without_passphrase
from ekakushin.automation.state.files import look_at_home, open_home
from ekakushin.automation.state.names import StateFile, StateFolder
from ekakushin.flows.errors import Misconfigured, VaultClosed
from ekakushin.flows.secret import Secret
from ekakushin.flows.text import say

if TYPE_CHECKING:
    from ekakushin.automation.audit import Audit
    from ekakushin.automation.certificates import EncryptedCertificates
    from ekakushin.automation.engine.database import Database
    from ekakushin.automation.engine.streak import Streak
    from ekakushin.automation.proxies.choosing import Ways
    from ekakushin.automation.proxies.opening import OpenWay
    from ekakushin.automation.state.evidence import FolderEvidence, NoEvidence
    from ekakushin.flows.browser.finding import BrowserProgram
    from ekakushin.flows.browser.lasting import LastingBrowsing
    from ekakushin.flows.browser.reaching import RunningBrowser
    from ekakushin.flows.browser.way import Way
    from ekakushin.flows.keeping import Vault
    from ekakushin.flows.models import Invitation
    from ekakushin.flows.rules import Policy, Rule
    from ekakushin.flows.site import Site
    from ekakushin.flows.workplace import Workplace


class Office:
    """One state folder and all that is kept in it; each part is opened when it is first asked for.

    One that `only_looks` makes nothing that is not there, and keeps nothing of what it sees.
    """

    def __init__(self, settings: Settings, *, only_looks: bool = False) -> None:
        self.settings = settings
        self._only_looks = only_looks
        self.run_name = f"{datetime.now().astimezone():%Y%m%d-%H%M%S}-{os.getpid()}"

    @cached_property
    def home(self) -> Path:
        """The state folder. Raises Misconfigured (ENV-004)."""
        if self._only_looks:
            return look_at_home(self.settings.home)
        return open_home(self.settings.home)

    @cached_property
    def vault(self) -> Vault:
        """The vault. Raises VaultClosed (ENV-002, ENV-003)."""
        from ekakushin.automation.vault import EmptyVault, has_vault, open_vault

        if self._only_looks and not has_vault(self.settings.vault, self.home) and not self.people.everybody():
            return EmptyVault()
        return open_vault(self.settings.vault, self.home, self._passphrase)

    @cached_property
    def certificates(self) -> EncryptedCertificates:
        """The login certificates and their keys; the vault is opened when a key is wanted."""
        from ekakushin.automation.certificates import EncryptedCertificates
        from ekakushin.automation.vault.late import LateVault

        return EncryptedCertificates(self.home, LateVault(lambda: self.vault))

    @cached_property
    def people(self) -> People:
        """Who is known here."""
        return People(self.home, lambda: self.vault)

    @cached_property
    def audit(self) -> Audit:
        """The log of what was shown, exported or forgotten."""
        from ekakushin.automation.audit import Audit

        return Audit(self.home, lambda: self.vault)

    @cached_property
    def database(self) -> Database:
        """Where the engine remembers who is where."""
        from ekakushin.automation.engine.database import Database

        return Database(self.home, self.settings.database)

    @property
    def streak(self) -> Streak:
        """How often in a row the site has answered with the same code."""
        from ekakushin.automation.engine.streak import Streak

        return Streak(self.home, self.settings.stop_after)

    @cached_property
    def site(self) -> Site:
        """The site that is meant. Raises Misconfigured (ENV-005)."""
        return self.settings.the_site()

    def ready(self, user_id: str) -> Invitation:
        """What the mails said about somebody who may be worked on, here and at this site.

        Raises Misconfigured: MAIL-004 without mails, MAIL-003 for a foreign address, ENV-008 elsewhere.
        """
        invitation = self.people.invitation(user_id)
        self.must_be_on_site(invitation)
        self.must_be_here(user_id)
        return invitation

    def must_be_usable(self) -> None:
        """Raises Misconfigured (ENV-004, ENV-005) at once, not after the mails were taken in."""
        _ = self.home, self.site

    def must_be_on_site(self, invitation: Invitation) -> None:
        """Raises ForeignAddress (MAIL-003) unless all three addresses are where the site has them."""
        self.site.must_own(invitation.issuance_url.reveal(), self.site.issuance)
        for address in (invitation.signup_url, invitation.login_url):
            self.site.must_own(address.reveal(), self.site.service)

    def must_be_here(self, user_id: str) -> None:
        """Raises Misconfigured (ENV-008) if the roster wants another PC or Windows user, unless told not to mind."""
        person = self.people.person(user_id)
        if not self.settings.any_pc:
            from ekakushin.automation.roster.binding import must_be_here

            must_be_here(person.pc, person.windows_user)

    def _passphrase(self) -> Secret:
        if self.settings.vault_passphrase:
            return self.settings.vault_passphrase
        if not sys.stdin.isatty():
            raise VaultClosed("ENV-003", detail=without_passphrase())
        if (self.home / StateFile.VAULT).exists():
            return Secret(getpass.getpass(say("vault.passphrase")))
        return new_passphrase()

    @cached_property
    def program(self) -> BrowserProgram | RunningBrowser:
        """The browser, which is got where there is none. Raises BrowserMissing (ENV-001)."""
        from ekakushin.automation.terminal.tell import tell
        from ekakushin.flows.browser.getting import browser_to_use

        settings = self.settings
        return browser_to_use(wanted=settings.browser, headed=settings.shows_browser, tell=tell)

    @cached_property
    def way(self) -> OpenWay:
        """The way to the sites, tried once; on a terminal a proxy's login is asked for.

        Raises Misconfigured (NET-011 to NET-014, ENV-005) or VaultClosed, at once.
        """
        from ekakushin.automation.proxies.opening import open_way

        return open_way(self.ways, lambda: self.vault, self._keep_proxys_page)

    @cached_property
    def ways(self) -> Ways:
        """Which proxies lead to the sites, and who says so. Raises Misconfigured (ENV-005)."""
        from ekakushin.automation.proxies.opening import choose_ways

        return choose_ways(self.settings.proxy, self.site.origins, lambda: self.program)

    def _keep_proxys_page(self, page: str) -> str:
        return self._evidence.keep(
            user_id="proxy", step="connect", kind="failure", suffix=".html", data=page.encode()
        )

    @property
    def _evidence(self) -> FolderEvidence | NoEvidence:
        from ekakushin.automation.state.evidence import FolderEvidence, NoEvidence

        if self._only_looks:
            return NoEvidence()
        return FolderEvidence(self.home / StateFolder.EVIDENCE, self.run_name)

    @asynccontextmanager
    async def open(self, tell: Callable[[str], None]) -> AsyncIterator[Workplace]:
        """A workplace with a started browser. Raises BrowserMissing, VaultClosed or Misconfigured."""
        import asyncio

        from ekakushin.automation.state.faces import FolderFaces
        from ekakushin.flows.load import BUSY
        from ekakushin.flows.workplace import Workplace

        settings = self.settings
        way = self.way
        program = await asyncio.to_thread(lambda: self.program)
        with way.relay() as relay:
            async with self._browsing(program, relay, tell) as browsing:
                yield Workplace(
                    site=self.site,
                    browsing=browsing,
                    vault=self.vault,
                    certificates=self.certificates,
                    evidence=self._evidence,
                    clock=lambda: datetime.now(UTC),
                    pause=asyncio.sleep,
                    make_password=_maker(settings.password, settings.password_rule, "ask.password"),
                    make_pin=_maker(settings.pin, settings.pin_rule, "ask.pin"),
                    tracing=settings.trace,
                    faces=FolderFaces(self.home, self.site.name),
                )
                if browsing.slowest > BUSY:
                    tell(say("run.busy", times=round(browsing.slowest)))

    @asynccontextmanager
    async def _browsing(
        self, program: BrowserProgram | RunningBrowser, way: Way | None, tell: Callable[[str], None]
    ) -> AsyncIterator[LastingBrowsing]:
        """A browser, and the log of what is done with it."""
        from ekakushin.automation.state.log import keep_log
        from ekakushin.automation.state.traces import raw_traces
        from ekakushin.flows.browser.driving import Browsing
        from ekakushin.flows.browser.lasting import LastingBrowsing

        settings, run = self.settings, self.run_name
        with ExitStack() as kept:
            traces = None
            if not self._only_looks:
                kept.enter_context(keep_log(self.home, run, debug=settings.debug))
                traces = kept.enter_context(raw_traces(self.home, run, wanted=settings.trace, tell=tell))
            start = partial(
                Browsing.start,
                program,
                site=self.site,
                headed=settings.shows_browser,
                traces=traces,
                way=way,
            )
            async with LastingBrowsing.open(start) as browsing:
                yield browsing


def new_passphrase() -> Secret:
    """The passphrase of a vault that is about to be made: typed twice, after what it means to lose it.

    Raises VaultClosed (ENV-003).
    """
    from ekakushin.automation.terminal.asking import ask_secret

    print(say("vault.new"), file=sys.stderr, flush=True)
    typed, fault = ask_secret(
        say("vault.passphrase"),
        lambda value: "" if value else say("keeping.empty_passphrase"),
        again=say("vault.passphrase_again"),
        differs=say("vault.passphrase_differs"),
    )
    if typed is None:
        raise VaultClosed("ENV-003", detail=fault)
    return typed


def _maker(way: str, rule: Rule, question: str) -> Callable[[Policy], Secret]:
    if way == "rule":
        from ekakushin.flows.rules import generate

        return lambda policy: generate(rule, policy)
    return lambda policy: _ask(policy, question)


def _ask(policy: Policy, question: str) -> Secret:
    """A secret that the person types; one that does not fit the policy is asked for again."""
    from ekakushin.automation.terminal.asking import ask_secret
    from ekakushin.flows.rules import check

    if not sys.stdin.isatty():
        raise Misconfigured("ACC-006", reason=say("ask.no_terminal"))
    typed, fault = ask_secret(say(question), lambda value: " / ".join(check(value, policy)))
    if typed is None:
        raise Misconfigured("ACC-006", reason=fault)
    return typed
