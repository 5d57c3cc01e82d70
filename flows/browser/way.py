"""The interface of what stands between a browser and the sites: where the browser connects to, and what went wrong."""

from __future__ import annotations

from typing import Protocol

from ekakushin.flows.errors import FlowError
from ekakushin.flows.secret import Secret
from ekakushin.flows.site import Site

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


def name_trouble(way: Way | None, error: FlowError, site: Site) -> FlowError:
    """What the way knows of a connection that did not come about; the browser has only seen that it ended."""
    if way is None or error.code != "NET-001":
        return error
    return next(filter(None, map(way.trouble, site.origins)), error)
