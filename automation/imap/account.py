"""A mail server and whom it is to let in."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from ekakushin.flows.secret import Secret

TLS_PORT, STARTTLS_PORT = 993, 143


@dataclass(frozen=True, kw_only=True)
class Server:
    """A mail server. TLS from the first byte, or with `starttls` before anything else is said.

    `ca` is a PEM file to trust besides this PC's own roots.
    """

    host: str
    port: int
    starttls: bool
    ca: Path | None = None

    @classmethod
    def at(
        cls, host: str, port: int | None = None, *, starttls: bool = False, ca: Path | None = None
    ) -> Server:
        """The server with what is usual where nothing was said: port 993, and STARTTLS on port 143."""
        starttls = starttls or port == STARTTLS_PORT
        return cls(
            host=host, port=port or (STARTTLS_PORT if starttls else TLS_PORT), starttls=starttls, ca=ca
        )


@dataclass(frozen=True, kw_only=True)
class MailboxLogin:
    """A user of a mail server, and their password or, with `oauth`, an access token."""

    user: str
    secret: Secret
    oauth: bool = False
