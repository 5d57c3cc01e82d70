"""The folders of a mailbox: the one that is meant, and the one for junk."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ekakushin.automation.terminal.cells import printable
from ekakushin.flows.errors import Misconfigured
from ekakushin.flows.text import say

if TYPE_CHECKING:
    from imapclient import IMAPClient

INBOX = "INBOX"
_INBOXES = {"inbox", "受信トレイ", "受信箱", "受信ボックス"}  # what mail programs call it
_JUNK = {"junk", "junk e-mail", "junk email", "spam", "bulk mail", "迷惑メール"}
_SHOWN = 20  # names of folders in a sentence


@dataclass(frozen=True, kw_only=True)
class Folder:
    """A folder by its name, `path` its parts; `junk` if the server says that it is for junk (RFC 6154)."""

    name: str
    path: tuple[str, ...]
    junk: bool = False


def folders_of(client: IMAPClient) -> list[Folder]:
    """The folders that hold mails."""
    found = []
    for flags, delimiter, name in client.list_folders():
        told = {bytes(each).lower() for each in flags}
        if not told & {b"\\noselect", b"\\nonexistent"}:
            parts = str(name).split(delimiter.decode()) if delimiter else [str(name)]
            found.append(Folder(name=str(name), path=tuple(map(_even, parts)), junk=b"\\junk" in told))
    return found


def folder_for(wanted: str, folders: Sequence[Folder]) -> str:
    """The name of the folder that is meant: as the server has it, or as a person writes it.

    Upper and lower case, `/` for the server's own separator and folders above it left out will do, where only one
    folder fits. Raises Misconfigured (MAIL-007) with the names of all.
    """
    if any(each.name == wanted for each in folders):
        return wanted
    if _even(wanted) in _INBOXES:
        return INBOX
    path = tuple(map(_even, _even(wanted).strip("/").split("/")))
    for fitting in (
        [each for each in folders if each.path == path],
        [each for each in folders if each.path[-len(path) :] == path],
    ):
        if len(fitting) == 1:
            return fitting[0].name
    names = [printable(each.name) for each in folders]
    more = say("fetch.more_folders", count=len(names) - _SHOWN) if names[_SHOWN:] else ""
    shown = ", ".join(names[:_SHOWN]) + more
    raise Misconfigured("MAIL-007", folder=printable(wanted), names=shown)


def junk_among(folders: Sequence[Folder]) -> str:
    """The name of the folder for junk, as the server marks it or else by a usual name; "" for none."""
    marked = [each.name for each in folders if each.junk]
    usual = [each.name for each in folders if each.path[-1] in _JUNK]
    return next(iter([*marked, *usual]), "")


def _even(name: str) -> str:
    return unicodedata.normalize("NFKC", name).strip().casefold()
