"""Whether this is the PC and the Windows user that the roster wants: the login certificate is bound to both (G)."""

from __future__ import annotations

import getpass
import os
import platform
import re
import unicodedata

from ekakushin.automation.roster.rows import says_nothing
from ekakushin.flows.errors import Misconfigured
from ekakushin.flows.text import say

# Windows' older name of a PC, which COMPUTERNAME and many inventories hold, ends here.
_SHORT_NAME = 15


def must_be_here(row_pc: str, row_user: str, *, pc: str | None = None, user: str | None = None) -> None:
    """Nothing if the roster's PC and Windows user are these, or the roster leaves them open.

    `pc` and `user` are where the program runs, unless given. Raises Misconfigured (ENV-008) naming what differs.
    """
    here_pc, here_user = this_pc() if pc is None else pc, this_user() if user is None else user
    differing = []
    if not says_nothing(row_pc) and not _same_pc(row_pc, here_pc):
        differing.append(("roster.pc", row_pc, here_pc))
    if not says_nothing(row_user) and not _same_user(row_user, here_user):
        differing.append(("roster.windows_user", row_user, here_user))
    if differing:
        raise Misconfigured(
            "ENV-008",
            wanted=_list_names([(key, wanted) for key, wanted, _ in differing]),
            here=_list_names([(key, here) for key, _, here in differing]),
        )


def this_pc() -> str:
    """This PC's name; "" where it has none."""
    return platform.node() or os.environ.get("COMPUTERNAME", "")


def this_user() -> str:
    """Who is logged in here, as DOMAIN\\user on Windows; "" where that cannot be found out."""
    try:
        name = getpass.getuser()
    except (OSError, KeyError, ImportError):  # no environment and, on Windows, no module pwd
        return ""
    domain = os.environ.get("USERDOMAIN", "")
    return f"{domain}\\{name}" if domain else name


def _list_names(named: list[tuple[str, str]]) -> str:
    return say("roster.and").join(say(key, name=name.strip() or say("roster.unknown")) for key, name in named)


def _fold(text: str) -> str:
    """For comparing; a Japanese keyboard types the backslash as ¥."""
    return unicodedata.normalize("NFKC", text).replace("¥", "\\").strip().casefold()


def _same_pc(wanted: str, here: str) -> bool:
    one, other = _fold(wanted).lstrip("\\").rstrip("."), _fold(here).rstrip(".")
    if re.fullmatch(r"[\d.]+", one) or ("." in one and "." in other):
        return one == other
    host, other_host = one.partition(".")[0], other.partition(".")[0]
    shorter, longer = sorted((host, other_host), key=len)
    return bool(shorter) and (
        shorter == longer or (len(shorter) == _SHORT_NAME and longer.startswith(shorter))
    )


def _same_user(wanted: str, here: str) -> bool:
    """Whether the user parts match, and the domains where both are written in the same way."""
    name, domain, realm = _parts_of(wanted)
    here_name, here_domain, here_realm = _parts_of(here)
    same_domain = not (domain and here_domain) or domain == here_domain
    same_realm = not (realm and here_realm) or realm == here_realm
    return bool(name) and name == here_name and same_domain and same_realm


def _parts_of(user: str) -> tuple[str, str, str]:
    """The user's own name, the domain before it (CORP\\taro) and the realm behind it (taro@corp.example)."""
    before, mark, name = _fold(user).replace("/", "\\").rpartition("\\")
    name, _, realm = name.strip().partition("@")
    domain = before.strip(" \\").partition(".")[0] if mark else ""
    return name, domain, realm
