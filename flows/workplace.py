"""What the steps work with (site, browser, vault, stores, clock), for everybody and bound to one person."""

from __future__ import annotations

import json
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager, suppress
from dataclasses import dataclass, field, fields
from datetime import datetime
from functools import partial
from typing import Any

from ekakushin.flows.browser.driving import Browsing
from ekakushin.flows.browser.lasting import LastingBrowsing
from ekakushin.flows.browser.tab import Tab
from ekakushin.flows.changes import sight_of
from ekakushin.flows.errors import FlowError, Misconfigured
from ekakushin.flows.faces import FaceMemory, RememberedFace
from ekakushin.flows.hands import Assistance, Assistant, ByHand
from ekakushin.flows.journal import Journal
from ekakushin.flows.keeping import CertificateStore, Evidence, Vault
from ekakushin.flows.models import ClientCertificate, Identity, Invitation, SecretName
from ekakushin.flows.rules import Policy
from ekakushin.flows.rules.passwords import Passwords
from ekakushin.flows.screens.home import HomeScreen
from ekakushin.flows.screens.issue import ReceiptScreen
from ekakushin.flows.screens.login import LoginScreen
from ekakushin.flows.screens.screen import Screen
from ekakushin.flows.screens.verify import ConfirmationScreen
from ekakushin.flows.scrubbing import console_of, markup_of
from ekakushin.flows.secret import Secret
from ekakushin.flows.site import Site
from ekakushin.flows.window import Window

# Where somebody who has taken over stands when they did more than they were asked for.
_FURTHER: tuple[type[Screen], ...] = (ReceiptScreen, ConfirmationScreen, LoginScreen, HomeScreen)


@dataclass(frozen=True, kw_only=True)
class Workplace:
    """Everything that the steps of one run need from outside, for one or many people.

    `clock` gives the present moment with its zone; `pause` waits seconds; `make_password` and `make_pin`
    give a secret that fits the policy that was read from the page. `assistant` is a person who takes over
    where a page is unknown; `by_hand` is how the certificate is issued where no browser of ours may do it.
    `faces` remembers as which browser the issuance site's page was used. `pictured` are the steps of whose last
    screen a picture is kept, where all went well; None for all of them. `watch` is handed each
    screen that is recognised. `described` are the screens whose looks this process has kept as evidence already.
    """

    site: Site
    browsing: Browsing | LastingBrowsing
    vault: Vault
    certificates: CertificateStore
    evidence: Evidence
    clock: Callable[[], datetime]
    pause: Callable[[float], Awaitable[None]]
    make_password: Callable[[Policy], Secret]
    make_pin: Callable[[Policy], Secret]
    assistant: Assistant | None = None
    by_hand: ByHand | None = None
    tracing: bool = False
    pictured: frozenset[str] | None = None
    faces: FaceMemory = field(default_factory=RememberedFace)
    watch: Callable[[Screen], Awaitable[None]] | None = None
    described: set[int] = field(default_factory=set, repr=False)

    def of(self, invitation: Invitation) -> Case:
        """The same, bound to the person of this invitation."""
        own = {each.name: getattr(self, each.name) for each in fields(Workplace)}
        return Case(invitation=invitation, **own)


@dataclass(frozen=True, kw_only=True)
class Case(Workplace):
    """All that the steps are handed for one person: their invitation, secrets and tabs, and the workplace."""

    invitation: Invitation
    window: Window = field(default_factory=Window, compare=False, repr=False)
    _identities: dict[str, Identity] = field(default_factory=dict, compare=False, repr=False)

    @property
    def user_id(self) -> str:
        """Whose case it is."""
        return self.invitation.user_id

    @property
    def passwords(self) -> Passwords:
        """What the vault knows of this person's passwords."""
        return Passwords(self.vault, self.user_id)

    def identity(self, certificate: ClientCertificate) -> Identity:
        """This certificate and its key, opened once while the case lasts. Raises KeyError if the store has it not."""
        if certificate.fingerprint not in self._identities:
            self._identities[certificate.fingerprint] = self.certificates.identity(certificate)
        return self._identities[certificate.fingerprint]

    def secret(self, name: SecretName) -> Secret | None:
        """The person's secret of that name, None where there is none. Raises VaultClosed."""
        return self.vault.get(self.user_id, name)

    def keep(self, name: SecretName, value: Secret) -> None:
        """Keep a secret of the person; it is on disk when this returns. Raises VaultClosed."""
        self.vault.put(self.user_id, name, value)

    def forget(self, name: SecretName) -> None:
        """Remove a secret of the person; nothing happens where there is none. Raises VaultClosed."""
        self.vault.forget(self.user_id, name)

    @asynccontextmanager
    async def tab(self, step: str, **context: Any) -> AsyncIterator[Tab]:
        """A tab of its own for one step; what it ended with is kept as evidence.

        `context` goes to `Browsing.tab`. A FlowError leaves with person, step and evidence attached.
        """
        async with self._tab_with_trace(step, context) as tab, self._evidence_of(step, tab):
            yield tab

    @asynccontextmanager
    async def shared_tab(
        self, step: str, identity: Identity, *, offered_to: tuple[str, ...] = ()
    ) -> AsyncIterator[Tab]:
        """The tab of the person's window for one step; another one where it shows no such certificate.

        It stays open for the next step; an error closes it. Otherwise as `tab`. While traces are wanted, each
        step has a tab of its own.
        """
        wanted = offered_to or (self.site.service,)
        tab = None if self.tracing else self.window.showing(identity, wanted)
        if tab is None:
            opening = self._tab_with_trace(step, {"identity": identity, "offered_to": wanted})
            tab = await self.window.open(opening, identity, wanted)
        try:
            async with self._evidence_of(step, tab):
                yield tab
        except BaseException:
            await self.window.close()
            raise

    def _tab_with_trace(self, step: str, context: dict[str, Any]) -> AbstractAsyncContextManager[Tab]:
        if self.tracing:
            context["keep_trace"] = partial(self._keep, step, "trace", ".zip")
        return self.browsing.tab(**context)

    @asynccontextmanager
    async def _evidence_of(self, step: str, tab: Tab) -> AsyncIterator[None]:
        tab.begin_step(Journal(self.user_id, step))
        tab.watch = self.watch
        if self.assistant:
            tab.assistance = Assistance(
                assistant=self.assistant, user_id=self.user_id, step=step, further=_FURTHER
            )
        try:
            yield
        except FlowError as error:
            tab.journal.note("failed", level=logging.DEBUG, code=error.code, site=error.site_words)
            await self.note_failure(tab, error, step)
            raise
        finally:
            self._keep_matches(tab, step)
            self._keep_screens(tab, step)
        await self.note_last(tab, step)

    async def note_failure(self, tab: Tab, error: FlowError, step: str) -> None:
        """Attach person, step and evidence to an error that may not be the step's end."""
        error.person, error.step = self.user_id, step
        error.evidence = await self._keep_all(tab, step, "failure")

    async def note_last(self, tab: Tab, step: str) -> None:
        """Keep a picture of where the step ended, if it is wanted, the first time it is asked for in this tab."""
        if not tab.pictured and (self.pictured is None or step in self.pictured):
            tab.pictured = True
            await self._keep_all(tab, step, "last")

    def _keep_matches(self, tab: Tab, step: str) -> None:
        """Keep how the screens found what they used: captions and where they stood, nothing of the person."""
        if tab.matches:
            data = json.dumps(
                [each.model_dump() for each in tab.matches], ensure_ascii=False, indent=1
            ).encode()
            with suppress(Misconfigured):
                self.evidence.keep(user_id=self.user_id, step=step, kind="matches", suffix=".json", data=data)

    def _keep_screens(self, tab: Tab, step: str) -> None:
        """Keep what the screens looked like, in words and without what is personal; each looks once the same."""
        personal = (self.user_id, self.invitation.name, self.invitation.company)
        sights = [
            sight_of(page.reading, page.screen, page.expected, personal=personal) for page in tab.seen.take()
        ]
        new = {each.model_dump_json(): None for each in sights}
        fresh = [text for text in new if hash(text) not in self.described]
        if fresh:
            self.described.update(map(hash, fresh))
            data = f"[{', '.join(fresh)}]".encode()
            with suppress(Misconfigured):
                self.evidence.keep(user_id=self.user_id, step=step, kind="screens", suffix=".json", data=data)

    async def _keep_all(self, tab: Tab, step: str, kind: str) -> tuple[str, ...]:
        ways: dict[str, Callable[[], Awaitable[bytes]]] = {".jpg": partial(tab.picture, small=True)}
        if kind == "failure":
            markup, console = (partial(each, tab, self.invitation) for each in (markup_of, console_of))
            ways = {".png": tab.picture, ".html": markup, ".txt": console}
        paths: list[str] = []
        for suffix, seen in ways.items():
            with suppress(FlowError):  # evidence is welcome, never a reason to fail
                paths += self._keep(step, kind, suffix, await seen())
        return tuple(paths)

    def _keep(self, step: str, kind: str, suffix: str, data: bytes) -> tuple[str, ...]:
        """The path of what was kept; none where it cannot be."""
        with suppress(Misconfigured):
            return (self.evidence.keep(user_id=self.user_id, step=step, kind=kind, suffix=suffix, data=data),)
        return ()
