"""The vault of whoever only looks where there is none yet: nothing in it, and nothing comes into it."""

from __future__ import annotations

from collections.abc import Mapping

from ekakushin.flows.models import SecretName
from ekakushin.flows.secret import Secret


class EmptyVault:
    """A vault in which nothing is kept."""

    def get(self, user_id: str, name: SecretName) -> Secret | None:
        """None."""
        return None

    def put(self, user_id: str, name: SecretName, value: Secret) -> None:
        """Nothing."""

    def put_all(self, user_id: str, values: Mapping[SecretName, Secret]) -> None:
        """Nothing."""

    def forget(self, user_id: str, name: SecretName) -> None:
        """Nothing."""

    def people(self) -> list[str]:
        """Nobody."""
        return []
