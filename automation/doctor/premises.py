"""What `doctor` examines: the settings and the contents of the state folder; looking creates nothing."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from pathlib import Path

from ekakushin.automation.certificates import EncryptedCertificates
from ekakushin.automation.people import People, Person
from ekakushin.automation.proxies.choosing import Ways
from ekakushin.automation.proxies.connecting import Connector
from ekakushin.automation.proxies.logins import Logins
from ekakushin.automation.proxies.opening import choose_ways
from ekakushin.automation.settings import Settings, without_passphrase
from ekakushin.automation.vault import VAULT_FILE, open_vault
from ekakushin.automation.vault.keyring_vault import INDEX_FILE
from ekakushin.flows.browser.finding import BrowserProgram, find_browser
from ekakushin.flows.browser.reaching import RunningBrowser, running_browser
from ekakushin.flows.errors import VaultClosed
from ekakushin.flows.keeping import CertificateStore, Vault
from ekakushin.flows.models import SecretName
from ekakushin.flows.secret import Secret
from ekakushin.flows.site import Site


class Premises:
    """One PC with one state folder. `user_id` is the person who is asked about, "" for everybody.

    Raises Misconfigured (ENV-005) if the site's file does not fit.
    """

    def __init__(self, settings: Settings, user_id: str = "") -> None:
        self.settings = settings
        self.home: Path = settings.home.expanduser().absolute()
        self.site: Site = settings.the_site()
        self.user_id = user_id

    @cached_property
    def everybody(self) -> list[Person]:
        """Everybody whose mails were read. Raises Misconfigured (ENV-005) for a damaged list."""
        return People(self.home, lambda: self.vault).everybody()

    @property
    def people(self) -> list[Person]:
        """Those who are asked about: the one who was named, or everybody."""
        named = [person for person in self.everybody if person.user_id == self.user_id]
        return (named or [Person(user_id=self.user_id)]) if self.user_id else self.everybody

    @property
    def only(self) -> str:
        """The user ID of the one person who is asked about, "" where they are none or several."""
        return self.people[0].user_id if len(self.people) == 1 else ""

    def program(self) -> BrowserProgram | RunningBrowser | None:
        """The browser of this PC, None where there is none. Raises BrowserMissing (ENV-001)."""
        wanted = self.settings.browser
        return running_browser(wanted) or find_browser(wanted=wanted, headed=self.settings.headed)

    @cached_property
    def ways(self) -> Ways:
        """The ways to the sites, and by whom they are told. Raises Misconfigured (ENV-005)."""
        return choose_ways(self.settings.proxy, self.site.origins, self.program)

    @cached_property
    def connector(self) -> Connector:
        """Connects to the sites, with the logins that are known for proxies; nobody is asked for one."""
        vault = None if isinstance(self.vault, ShutVault) else self.vault
        return Connector(Logins(lambda: vault, self.ways.logins))

    @property
    def lacks_passphrase(self) -> bool:
        """Whether the vault is a file whose passphrase nobody has given."""
        return self.settings.vault == "file" and not self.settings.vault_passphrase

    @property
    def has_vault(self) -> bool:
        """Whether there is a vault in the state folder."""
        return (self.home / (INDEX_FILE if self.settings.vault == "keyring" else VAULT_FILE)).exists()

    def open_vault(self, folder: Path) -> Vault:
        """The vault of `folder`, which is made where there is none. Raises VaultClosed (ENV-002, ENV-003)."""
        return open_vault(self.settings.vault, folder, lambda: self.settings.vault_passphrase or Secret(""))

    @cached_property
    def vault(self) -> Vault:
        """The vault that is there; one that does not open says so when it is asked for something."""
        if self.lacks_passphrase or not self.has_vault:
            return ShutVault(VaultClosed("ENV-003", detail=without_passphrase()))
        try:
            return self.open_vault(self.home)
        except VaultClosed as error:
            return ShutVault(error)

    @cached_property
    def certificates(self) -> CertificateStore:
        """The login certificates; what is known of them in clear can be read without a vault."""
        return EncryptedCertificates(self.home, self.vault)


class ShutVault:
    """A vault that does not open: every method raises the VaultClosed that says why."""

    def __init__(self, error: VaultClosed) -> None:
        self._error = error

    def get(self, user_id: str, name: SecretName) -> Secret | None:
        """Raises VaultClosed."""
        raise self._error

    def put(self, user_id: str, name: SecretName, value: Secret) -> None:
        """Raises VaultClosed."""
        raise self._error

    def put_all(self, user_id: str, values: Mapping[SecretName, Secret]) -> None:
        """Raises VaultClosed."""
        raise self._error

    def forget(self, user_id: str, name: SecretName) -> None:
        """Raises VaultClosed."""
        raise self._error

    def people(self) -> list[str]:
        """Raises VaultClosed."""
        raise self._error
