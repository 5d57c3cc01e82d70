"""A vault that is opened when a secret is wanted, and not for a look at what lies in clear."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from ekakushin.flows.keeping import Vault
from ekakushin.flows.models import SecretName
from ekakushin.flows.secret import Secret


class LateVault:
    """A Vault, got by `opening` each time it is asked. Raises what that raises."""

    def __init__(self, opening: Callable[[], Vault]) -> None:
        self._vault = opening

    def get(self, user_id: str, name: SecretName) -> Secret | None:
        """The secret, or None."""
        return self._vault().get(user_id, name)

    def put(self, user_id: str, name: SecretName, value: Secret) -> None:
        """Keep it."""
        self._vault().put(user_id, name, value)

    def put_all(self, user_id: str, values: Mapping[SecretName, Secret]) -> None:
        """Keep all of them."""
        self._vault().put_all(user_id, values)

    def forget(self, user_id: str, name: SecretName) -> None:
        """Remove it."""
        self._vault().forget(user_id, name)

    def people(self) -> list[str]:
        """Who has a secret here."""
        return self._vault().people()
