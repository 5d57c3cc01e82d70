"""The logins of proxies: where they come from, which have been refused, and one attempt at a time until one holds.

A company's account may be locked after a few wrong passwords, and a browser opens six connections at once.
"""

from __future__ import annotations

import hashlib
import json
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from ekakushin.automation.proxies.proxy import Proxy, ProxyLogin
from ekakushin.flows.keeping import Vault
from ekakushin.flows.models import NOBODY, SecretName
from ekakushin.flows.secret import Secret


class Logins:
    """What is known of the logins of proxies. `given` are those in the proxies' own addresses, which come first.

    `vault` opens the vault, or answers None where there is none to look into; it is opened when a proxy asks for a
    login, and not before.
    """

    def __init__(
        self,
        vault: Callable[[], Vault | None] = lambda: None,
        given: Mapping[Proxy, ProxyLogin] | None = None,
    ) -> None:
        self._open = vault
        self._given = dict(given or {})
        self._proven: dict[Proxy, ProxyLogin] = {}
        self._typed: set[Proxy] = set()
        self._noted: dict[SecretName, dict[str, Any]] = {}
        self._turn = threading.RLock()

    def proven(self, proxy: Proxy) -> ProxyLogin | None:
        """The login that this proxy has taken in this process, None where it has asked for none yet."""
        return self._proven.get(proxy)

    @contextmanager
    def attempt(self, proxy: Proxy) -> Iterator[tuple[ProxyLogin | None, bool]]:
        """The login to try, and whether one was refused before; nobody else tries one meanwhile.

        None where there is none that may be tried.
        """
        if held := self.proven(proxy):
            yield held, False
            return
        with self._turn:
            if held := self.proven(proxy):
                yield held, False
                return
            known = [login for login in (self._given.get(proxy), self._kept(proxy)) if login]
            usable = [login for login in known if self._may_be_tried(proxy, login)]
            yield next(iter(usable), None), bool(known) and not usable

    def give(self, proxy: Proxy, login: ProxyLogin) -> None:
        """Somebody has typed this one: it comes before what was known, and is kept once the proxy has taken it.

        It is tried even if it was refused before: who types it again has had the account unlocked.
        """
        self._given[proxy] = login
        self._typed.add(proxy)

    def prove(self, proxy: Proxy, login: ProxyLogin) -> None:
        """The proxy has taken it. Raises VaultClosed if it was typed and cannot be kept."""
        self._proven[proxy] = login
        if proxy in self._typed:
            self._typed.discard(proxy)
            kept = {"user": login.user, "password": login.password.reveal()}
            self._note(SecretName.PROXY_LOGIN, proxy, kept)
            self._note(SecretName.REFUSED_PROXY_LOGIN, proxy, self._refused(proxy) - {_mark(login)})

    def refuse(self, proxy: Proxy, login: ProxyLogin) -> None:
        """The proxy has refused it: it is never tried again, by no process. Raises VaultClosed."""
        self._proven.pop(proxy, None)
        self._typed.discard(proxy)
        self._note(SecretName.REFUSED_PROXY_LOGIN, proxy, self._refused(proxy) | {_mark(login)})

    def forget(self) -> list[str]:
        """Remove what is kept in the vault, of all proxies; which they were. Raises VaultClosed."""
        vault, kept = self._open(), self._read(SecretName.PROXY_LOGIN)
        if vault:
            for name in (SecretName.PROXY_LOGIN, SecretName.REFUSED_PROXY_LOGIN):
                vault.forget(NOBODY, name)
        return sorted(kept)

    def _kept(self, proxy: Proxy) -> ProxyLogin | None:
        found = self._read(SecretName.PROXY_LOGIN).get(str(proxy))
        return ProxyLogin(user=found["user"], password=Secret(found["password"])) if found else None

    def _may_be_tried(self, proxy: Proxy, login: ProxyLogin) -> bool:
        return proxy in self._typed or _mark(login) not in self._refused(proxy)

    def _refused(self, proxy: Proxy) -> set[str]:
        """The marks of those that this proxy has refused, from whichever source: one refused must not let another
        forget it."""
        return set(self._read(SecretName.REFUSED_PROXY_LOGIN).get(str(proxy), ()))

    def _note(self, name: SecretName, proxy: Proxy, value: Any) -> None:
        vault = self._open()
        value = sorted(value) if isinstance(value, set) else value
        self._noted.setdefault(name, {})[str(proxy)] = value
        if vault:
            vault.put(NOBODY, name, Secret(json.dumps({**self._read(name), str(proxy): value})))

    def _read(self, name: SecretName) -> dict[str, Any]:
        vault = self._open()
        kept = vault.get(NOBODY, name) if vault else None
        return {**(json.loads(kept.reveal()) if kept else {}), **self._noted.get(name, {})}


def _mark(login: ProxyLogin) -> str:
    """What tells this login from others, without saying it; it lies in the vault all the same."""
    return hashlib.sha256(f"{login.user}\0{login.password.reveal()}".encode()).hexdigest()
