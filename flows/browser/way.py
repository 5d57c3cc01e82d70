"""The interface of what stands between a browser and the sites: where the browser connects to, and what went wrong."""

from __future__ import annotations

from typing import Protocol

from ekakushin.flows.errors import FlowError
from ekakushin.flows.secret import Secret

WAY_USER = "ekakushin"
"""The user name that goes with its token."""


class Way(Protocol):
    """A proxy on this PC by which every connection of the browser goes; it knows how to get on from there."""

    @property
    def address(self) -> str:
        """Where it listens, as http://127.0.0.1:PORT."""

    @property
    def token(self) -> Secret:
        """What it wants for a password: nobody else on this PC shall go by it."""

    def trouble(self, origin: str) -> FlowError | None:
        """Why the last connection to this origin did not come about, None if it did."""
