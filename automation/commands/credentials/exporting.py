"""Handing out many people's credentials: encrypted workbooks, one a person or one for all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, NamedTuple

import typer

from ekakushin.automation.commands.credentials.handout import Handout, handout_of
from ekakushin.automation.commands.credentials.passwords import Way, passwords_for, way_of
from ekakushin.automation.commands.credentials.workbook import encrypt, workbook_of
from ekakushin.automation.commands.next_step import tell_next
from ekakushin.automation.commands.status import standing_of
from ekakushin.automation.exit_code import ExitCode
from ekakushin.automation.office import Office
from ekakushin.automation.state.files import create_durably, make_folder, safe_name, usable, write_durably
from ekakushin.automation.terminal.tell import tell
from ekakushin.flows.secret import Secret
from ekakushin.flows.text import say

EVERYBODY = "all"


@dataclass(frozen=True, kw_only=True)
class Export:
    """What to export: `to` is a workbook, with `each` the folder of one workbook a person.

    `users` are user IDs, or `all` for everybody who is done; `force` replaces files that are there.
    """

    to: Path
    users: tuple[str, ...]
    each: bool = False
    password: Literal["ask", "make"] | None = None
    force: bool = False


class _Share(NamedTuple):
    """A file, and those whose credentials it will hold."""

    file: Path
    people: tuple[Handout, ...]


def export_credentials(office: Office, wish: Export) -> ExitCode:
    """Write them, and say by name for whom there is nothing to write: then 1.

    Noted in the audit log before the first file is there: raises what `Audit.note` raises. Raises Misconfigured
    (ENV-004, ENV-012) where a file cannot be written, typer.BadParameter for a name or password that cannot be used.
    """
    given = office.settings.export_password
    way = way_of(wish.password, given)
    wanted = _choose(office, wish.users)
    handouts = [each for each in (_usable(office, user_id) for user_id in wanted) if each]
    if not handouts:
        return ExitCode.NOT_ALL
    shares = _shares(wish, handouts)
    _must_be_free(shares, wish)
    passwords = passwords_for(way, [str(share.file) for share in shares], given)
    whose, place = [each.user_id for each in handouts], str(wish.to.absolute())
    office.audit.note("export", whose, to=place, each=wish.each, password_way=way)
    for share, password in zip(shares, passwords, strict=True):
        _write(share, password, wish.force)
        _say_where(share, password, way)
    tell_next("expiry")
    return ExitCode.DONE if len(handouts) == len(wanted) else ExitCode.NOT_ALL


def _choose(office: Office, users: Sequence[str]) -> list[str]:
    if EVERYBODY not in users:
        return list(dict.fromkeys(users))
    done = [each.user_id for each in standing_of(office) if each.state == "done"]
    if not done:
        tell(say("export.nobody_done"))
    return list(dict.fromkeys([*done, *(user for user in users if user != EVERYBODY)]))


def _usable(office: Office, user_id: str) -> Handout | None:
    """What this person is handed, or None: there is nothing, or the password would only cost attempts."""
    handout = handout_of(office, user_id)
    if handout is None:
        who = f"{user_id} {office.people.person(user_id).name}".strip()
        tell(say("credentials.nothing", who=who))
        return None
    if handout.doubt:
        tell(say(f"export.{handout.doubt}", who=handout.who))
        return None
    return handout


def _shares(wish: Export, handouts: Sequence[Handout]) -> list[_Share]:
    is_workbook = wish.to.suffix.lower() == ".xlsx"
    if wish.each:
        folder = wish.to.with_suffix("") if is_workbook else wish.to
        return [_Share(folder / f"{safe_name(each.user_id)}.xlsx", (each,)) for each in handouts]
    if not is_workbook:
        raise typer.BadParameter(say("export.no_workbook"), param_hint="--to")
    return [_Share(wish.to, tuple(handouts))]


def _must_be_free(shares: Sequence[_Share], wish: Export) -> None:
    taken = [] if wish.force else [share.file for share in shares if share.file.exists()]
    if taken:
        raise _name_collision(taken[0])


def _write(share: _Share, password: Secret, force: bool) -> None:
    sealed = encrypt(workbook_of(share.people), password)
    with usable(share.file):
        make_folder(share.file.parent.absolute())
        if force:
            write_durably(share.file, sealed)
        elif not create_durably(share.file, sealed):
            raise _name_collision(share.file)


def _say_where(share: _Share, password: Secret, way: Way) -> None:
    print(say("overview.written", path=share.file))
    if way == "make":  # shown here once, and kept nowhere
        print(say("export.made", password=password.reveal()))


def _name_collision(file: Path) -> typer.BadParameter:
    return typer.BadParameter(say("export.taken", file=file), param_hint="--to")
