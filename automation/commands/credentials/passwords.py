"""The passwords of the workbooks that are handed out: asked for, made, or given by the environment."""

from __future__ import annotations

import secrets
import sys
from collections.abc import Sequence
from typing import Literal

import typer

from ekakushin.automation.terminal.asking import ask_secret
from ekakushin.automation.terminal.tell import tell
from ekakushin.flows.secret import Secret
from ekakushin.flows.text import say

Way = Literal["ask", "make", "environment"]

SHORTEST, LONGEST = 12, 255  # Excel takes no more than 255
_ALPHABET = "abcdefghijkmnpqrstuvwxyz23456789"  # 32 letters that nobody confuses: 5 bits each
_GROUPS, _GROUP = 5, 4


def way_of(wanted: Literal["ask", "make"] | None, given: Secret | None) -> Way:
    """How the passwords come about, where they can: raises typer.BadParameter without a terminal to ask or show on."""
    way: Way = wanted or ("environment" if given else "ask")
    if way == "ask" and not sys.stdin.isatty():
        raise _unusable(say("export.nowhere_to_ask"))
    if way == "make" and not sys.stdout.isatty():
        raise _unusable(say("export.nowhere_to_show"))
    return way


def passwords_for(way: Way, files: Sequence[str], given: Secret | None) -> list[Secret]:
    """One a file. Whoever opens one must not open another's, so each is made or asked for by itself.

    Raises typer.BadParameter for one that is too short.
    """
    if way == "make":
        return [make_password() for _ in files]
    if way == "ask":
        return [_ask(file) for file in files]
    password = given or Secret("")
    if _fault(password):
        raise _unusable(f"EKAKUSHIN_EXPORT_PASSWORD: {_fault(password)}")
    if files[1:]:
        tell(say("export.same_password"))
    return [password for _ in files]


def make_password() -> Secret:
    """A password of 100 random bits that can be read out and typed."""
    groups = ("".join(secrets.choice(_ALPHABET) for _ in range(_GROUP)) for _ in range(_GROUPS))
    return Secret("-".join(groups))


def _ask(file: str) -> Secret:
    typed, fault = ask_secret(
        say("export.ask", file=file), _fault, again=say("export.ask_again"), differs=say("export.differ")
    )
    if typed is None:
        raise _unusable(fault)
    return typed


def _fault(password: Secret) -> str:
    fits = SHORTEST <= len(password.reveal()) <= LONGEST
    return "" if fits else say("export.length", shortest=SHORTEST, longest=LONGEST)


def _unusable(reason: str) -> typer.BadParameter:
    return typer.BadParameter(reason, param_hint="--password")
