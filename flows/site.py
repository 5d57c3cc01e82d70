"""A site: its origins, the CA to trust for it, and the limits for its use."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from urllib.parse import urlsplit

from pydantic import Field, ValidationError, field_validator

from ekakushin.flows.errors import ForeignAddress, Misconfigured
from ekakushin.flows.models import Noun


def origin_of(address: str) -> str:
    """Scheme, host and port of an address, as browsers write an origin (default ports left out).

    Raises ValueError for what has no scheme and host, or a port that is no number.
    """
    parts = urlsplit(address.strip())
    if not parts.scheme or not parts.hostname:
        raise ValueError("no origin")
    scheme, host = parts.scheme.lower(), parts.hostname.lower()
    if ":" in host:
        host = f"[{host}]"
    default = {"https": 443, "http": 80}.get(scheme)
    port = parts.port
    return f"{scheme}://{host}" if port in (None, default) else f"{scheme}://{host}:{port}"


class Limits(Noun):
    """Time limits, pauses and numbers of people for using the site. All times are seconds."""

    people: int = Field(2, ge=1, le=64, description="people at a time, over all workers")
    starts: int = Field(30, ge=1, description="people begun or looked at again a minute, over all workers")
    page: float = Field(60, gt=0, description="until a page has answered a click")
    issuance: float = Field(
        180, gt=0, description="until 発行 has been answered (S: 30 s of silence are normal)"
    )
    browser: float = Field(
        150, gt=0, description="until the browser on this PC has answered; longer on a busy PC"
    )
    step: float = Field(
        1800, gt=0, description="the longest that a step of one person may take; then others go on"
    )
    signing_first: float = Field(120, ge=0, description="before the first look for the signing certificate")
    signing_every: float = Field(60, gt=0, description="between two looks")
    signing_limit: float = Field(3600, gt=0, description="after which waiting for it ends")
    closed_first: float = Field(
        30, gt=0, description="first pause while the site is down or under maintenance; each is twice as long"
    )
    closed_limit: float = Field(
        14400, ge=0, description="after which waiting for the site ends; 0: no waiting"
    )


class Site(Noun):
    """The addresses of the two applications. `ca` is a PEM file to trust besides the system's own roots.

    `others` are further origins that the sites lead to (for STEP4's check of the certificate); whatever
    is neither issuance, service nor one of these is never visited.
    """

    name: str = "real"
    issuance: str = "https://webra2.secomtrust.net"
    service: str = "https://ds.e-kakushin.com"
    others: tuple[str, ...] = ()
    ca: Path | None = None
    limits: Limits = Limits()

    @field_validator("issuance", "service", "others")
    @classmethod
    def _only_https_origins(cls, value: str | tuple[str, ...]) -> str | tuple[str, ...]:
        if isinstance(value, tuple):
            return tuple(_https_origin(each) for each in value)
        return _https_origin(value)

    @property
    def origins(self) -> tuple[str, ...]:
        """Every origin that may be visited, each once."""
        return tuple(dict.fromkeys((self.issuance, self.service, *self.others)))

    @property
    def origin_names(self) -> dict[str, str]:
        """The origins by what they are for: `issuance`, `service`, `other-1`, …"""
        others = {f"other-{number}": each for number, each in enumerate(self.others, 1)}
        return {"issuance": self.issuance, "service": self.service, **others}

    def must_own(self, address: str, *origins: str) -> None:
        """Raises ForeignAddress (MAIL-003) unless `address` is on one of `origins` (default: all of the site)."""
        try:
            # Browsers read a backslash as a slash; what they read differently belongs into no address.
            found = "?" if re.search(r"[\\\s\x00-\x1f]", address.strip()) else origin_of(address)
        except ValueError:
            found = "?"
        if found not in (origins or self.origins):
            raise ForeignAddress("MAIL-003", origin=found, expected=", ".join(origins or self.origins))


def _https_origin(value: str) -> str:
    origin = origin_of(value)
    if not origin.startswith("https://"):
        raise ValueError("https only")
    return origin


def load_site(file: Path) -> Site:
    """The site that a TOML file describes; a relative `ca` is meant from the file's own folder.

    Raises Misconfigured (ENV-005) with the place for a file that cannot be read or does not fit.
    """
    try:
        values = tomllib.loads(file.read_text("utf-8-sig"))
        site = Site.model_validate(values)
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise Misconfigured("ENV-005", file=file, reason=str(error)) from error
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False)[0]
        place = ".".join(str(part) for part in first["loc"])
        raise Misconfigured("ENV-005", file=file, reason=f"{place}: {first['msg']}") from None
    if site.ca is not None:
        ca = file.parent / site.ca
        if not ca.is_file():
            raise Misconfigured("ENV-005", file=file, reason=f"ca: {ca}")
        site = site.model_copy(update={"ca": ca.resolve()})
    return site
