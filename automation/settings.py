"""All settings, and where they come from: flags, environment, TOML, defaults, in this order."""

from __future__ import annotations

import tomllib
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import platformdirs
from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from ekakushin.automation import sources
from ekakushin.flows.errors import Misconfigured
from ekakushin.flows.rules import NEW_PASSWORD_RULE, PIN_RULE, Rule
from ekakushin.flows.secret import Secret
from ekakushin.flows.text import Language, say

if TYPE_CHECKING:
    from ekakushin.flows.site import Site


class Settings(BaseModel):
    """What the user decided. Environment names begin with EKAKUSHIN_; the file is settings.toml.

    `site` is `real` or a file; `workers` are people at a time (None: what the site allows); `database` is
    postgresql://… (None: a file in the home); `stop_after` people in a row with the same code end a run;
    `debug` keeps and prints what happens in the browser, `trace` keeps traces of it, both without secrets;
    `any_pc` works on people here whose roster names another PC or Windows user; `export_password` opens the
    files that `credentials export` and `cert export` write (None: it asks); `mail_password` and `mail_token` let
    `mail fetch` into the mailbox (None: what the vault keeps, or it asks);
    `proxy` is an address, `pac:` with that of a script or its file, or `direct` (None: as environment and system say);
    with `assist` a person takes over on an unknown page; with `by_hand` they issue in their own browser, the
    file is taken from `downloads` (None: their folder of downloads), and the PIN from standard input where
    there is no terminal and `pin_stdin` allows it;
    `password` and `pin` say whether the tool makes them by rule or asks.
    """

    model_config = ConfigDict(extra="ignore", hide_input_in_errors=True)

    home: Path = Field(default_factory=lambda: platformdirs.user_data_path("ekakushin", appauthor=False))
    site: str = "real"
    vault: Literal["keyring", "file"] = "keyring"
    vault_passphrase: Secret | None = None
    export_password: Secret | None = None
    mail_password: Secret | None = None
    mail_token: Secret | None = None
    database: Secret | None = None
    any_pc: bool = False
    stop_after: int = Field(default=5, ge=1)
    workers: int | None = Field(default=None, ge=1, le=64)
    browser: str = ""
    proxy: Secret | None = None
    headed: bool = False
    assist: bool = False
    by_hand: bool = False
    downloads: Path | None = None
    pin_stdin: bool = False
    debug: bool = False
    trace: bool = False
    lang: Language = "ja"
    password: Literal["rule", "ask"] = "rule"  # noqa: S105  (a way to choose one)
    password_length: int = Field(default=NEW_PASSWORD_RULE.length, ge=8, le=64)
    password_alphabet: str = NEW_PASSWORD_RULE.alphabet
    pin: Literal["rule", "ask"] = "rule"
    pin_length: int = Field(default=PIN_RULE.length, ge=4, le=64)
    pin_alphabet: str = PIN_RULE.alphabet

    @field_validator("password_alphabet", "pin_alphabet")
    @classmethod
    def _usable(cls, value: str) -> str:
        return Rule(length=1, alphabet=value).alphabet

    @property
    def password_rule(self) -> Rule:
        """How a new password is made."""
        return Rule(length=self.password_length, alphabet=self.password_alphabet)

    @property
    def pin_rule(self) -> Rule:
        """How a PIN is made."""
        return Rule(length=self.pin_length, alphabet=self.pin_alphabet)

    @property
    def with_a_person(self) -> bool:
        """Whether somebody at the keyboard lends a hand."""
        return self.assist or self.by_hand

    @property
    def people_at_once(self) -> int | None:
        """How many people at a time; one where a person lends a hand, None for what the site allows."""
        return 1 if self.with_a_person else self.workers

    @property
    def shows_browser(self) -> bool:
        """Whether the browser has a window."""
        return self.headed or self.assist

    def the_site(self) -> Site:
        """The site that is meant. Raises Misconfigured (ENV-005) if its file does not fit."""
        from ekakushin.flows.site import Site, load_site

        return Site() if self.site == "real" else load_site(Path(self.site))


_NEARLY = 0.8  # of the letters are the same: proxi is proxy, theme is not home
_ASKED_FOR = "vault_passphrase"  # not every command wants it; whoever does says that it is empty


def without_passphrase() -> str:
    """Why there is no passphrase of the vault, in a sentence."""
    name = f"{sources.PREFIX}{_ASKED_FOR.upper()}"
    if _ASKED_FOR in sources.from_environment():
        return say("settings.variable", name=name, reason=say("settings.empty"))
    return say("vault.passphrase_missing")


def read_settings(**flags: Any) -> Settings:
    """The settings with these flags on top; a flag that is None was not given.

    Raises Misconfigured (ENV-005) naming the setting that does not fit, never its value.
    """
    given = {name: value for name, value in flags.items() if value is not None}
    environment = {name: value for name, value in sources.from_environment().items() if name not in given}
    for name, value in environment.items():
        if name in Settings.model_fields and name != _ASKED_FOR and not value.strip():
            raise _wrong_in_environment(name, say("settings.empty"))
    try:
        _refuse_misspelt(sources.from_file())
        return Settings.model_validate({**sources.read_sources(), **given})
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False)[0]
        place = ".".join(str(part) for part in first["loc"])
        if place in environment:
            raise _wrong_in_environment(place, f"{place}: {first['msg']}") from None
        raise Misconfigured("ENV-005", file=sources.FILE, reason=f"{place}: {first['msg']}") from None
    except (ValueError, OSError) as error:  # a settings file that is no TOML, or not for us
        raise Misconfigured("ENV-005", file=sources.FILE, reason=_reason(error)) from None


def _wrong_in_environment(name: str, reason: str) -> Misconfigured:
    told = say("settings.variable", name=f"{sources.PREFIX}{name.upper()}", reason=reason)
    return Misconfigured("ENV-005", file=say("settings.environment"), reason=told)


def _refuse_misspelt(told: dict[str, Any]) -> None:
    """A name in the file that is nearly a setting's is a slip of the pen, and would do nothing; others are not ours."""
    for name in told:
        near = get_close_matches(name, Settings.model_fields, n=1, cutoff=_NEARLY)
        if near and near[0] != name:
            raise ValueError(say("settings.misspelt", name=name, near=near[0]))


def _reason(error: ValueError | OSError) -> str:
    if isinstance(error, UnicodeDecodeError):
        return say("settings.encoding")
    if isinstance(error, tomllib.TOMLDecodeError):
        return say("settings.no_toml", reason=error)
    return getattr(error, "strerror", None) or str(error)
