"""The audit log of a home: one line is added before a secret leaves, by one process at a time."""

from __future__ import annotations

import os
import platform
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from ekakushin.automation.audit.anchor import Anchor, keep_anchor, read_anchor
from ekakushin.automation.audit.chain import (
    AuditEntry,
    Detail,
    Flaw,
    behind,
    digest,
    first_flaw,
    lines_of,
    read,
    sealed_line,
)
from ekakushin.automation.state.files import (
    append_durably,
    create_durably,
    lock,
    read_patiently,
    usable,
    write_durably,
)
from ekakushin.automation.state.names import StateFile
from ekakushin.flows.errors import Misconfigured
from ekakushin.flows.keeping import Vault
from ekakushin.flows.text import say

AUDIT_FILE = StateFile.AUDIT


class Checked(NamedTuple):
    """The result of checking the log: its number of lines, the first flaw, and whether a line was cut short.

    A line is cut short by a kill while it was being written: nothing was handed out for it.
    """

    lines: int
    flaw: Flaw | None
    cut_short: bool


class Audit:
    """The log `audit.jsonl` of a home. Every line is chained to the one before and sealed with a key of the vault.

    The order of a note, each part on disk before the next:

    1. the whole new line goes into the vault, as the one that is being written;
    2. it is added to the file;
    3. the vault counts it; only then does `note` return, and only then may the secret leave.

    A kill after 1 or inside 2 leaves none, a part or all of exactly that line behind the counted ones. This fits, and
    the next note completes it first. Anything else behind, or fewer lines than counted, was done by somebody else.
    So nothing that was handed out can lack its line, and no kill reads as tampering.

    What no check here can find: vault and log both put back to an earlier state together. With the encrypted file
    that takes access to the folder; with the operating system's keyring it takes the keyring as well.
    """

    def __init__(
        self,
        home: Path,
        vault: Callable[[], Vault],
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self.file = home / AUDIT_FILE
        self._vault = vault
        self._clock = clock

    def note(self, kind: str, user_ids: Iterable[str], **details: Detail) -> None:
        """Note what is about to be done with whose secrets; call it before, and go on only when it has returned.

        `kind` is a word such as show, export, forget; `details` never hold a secret. Raises Misconfigured (TOOL-005
        if the log was tampered with, ENV-004 or ENV-012 if it cannot be written) or VaultClosed.
        """
        vault = self._vault()
        with self._alone():
            anchor, log = read_anchor(vault), self._bytes()
            flaw = first_flaw(log, anchor)
            if flaw:
                raise log_error(self.file, flaw)
            anchor = self._complete(vault, anchor or Anchor.new(), log)
            entry = self._entry(anchor, kind, user_ids, details)
            self._add(vault, anchor, entry)

    def check(self) -> Checked:
        """Whether every line is as it was written, and none is missing. Changes nothing. Raises as `note` does."""
        vault = self._vault()
        with self._alone():
            anchor, log = read_anchor(vault), self._bytes()
        flaw = first_flaw(log, anchor)
        waiting = bool(anchor and anchor.pending)
        return Checked(len(lines_of(log)), flaw, cut_short=waiting and flaw is None)

    def entries(self) -> list[AuditEntry | None]:
        """What the lines say, unchecked and without the vault; None for what is no line of the log."""
        with usable(self.file):
            return [read(line) for line in lines_of(self._bytes())]

    def restart(self) -> Path | None:
        """Put a log that does not fit aside and begin another, whose first line tells of it; where it lies now.

        None where the log fits: it goes on. Killed inside, it is repeated.
        """
        vault = self._vault()
        with self._alone():
            log = self._bytes()
            flaw = first_flaw(log, read_anchor(vault))
            if flaw is None:
                return None
            aside = self._put_aside(log)
            anchor = Anchor.new()
            details: dict[str, Detail] = {"former": aside.name, "sha256": digest(log)}
            entry = self._entry(
                anchor, "restart", (), {**details, "line": flaw.line, "problem": flaw.problem}
            )
            line = sealed_line(entry, anchor.key)
            keep_anchor(vault, anchor.model_copy(update={"pending": line.decode()}))
            write_durably(self.file, line)
            keep_anchor(vault, _count(anchor, line))
            return aside

    def _put_aside(self, log: bytes) -> Path:
        name = f"audit-{self._clock().astimezone():%Y%m%d-%H%M%S}"
        for number in range(1, 1000):
            aside = self.file.with_name(f"{name}-{number}.jsonl")
            if create_durably(aside, log):
                return aside
        raise FileExistsError(str(aside))

    def _entry(
        self, anchor: Anchor, kind: str, user_ids: Iterable[str], details: dict[str, Detail]
    ) -> AuditEntry:
        return AuditEntry(
            n=anchor.count + 1,
            at=self._clock(),
            kind=kind,
            user_ids=tuple(map(_encodable, user_ids)),
            os_user=_encodable(os_user()),
            pc=platform.node(),
            details={
                name: _encodable(value) if isinstance(value, str) else value
                for name, value in details.items()
            },
            before=anchor.head,
        )

    def _complete(self, vault: Vault, anchor: Anchor, log: bytes) -> Anchor:
        """The anchor once the line that a kill has cut short is whole."""
        if not anchor.pending:
            return anchor
        append_durably(self.file, anchor.pending_line[len(behind(log, anchor)) :])
        counted = _count(anchor, anchor.pending_line)
        keep_anchor(vault, counted)
        return counted

    def _add(self, vault: Vault, anchor: Anchor, entry: AuditEntry) -> None:
        line = sealed_line(entry, anchor.key)
        keep_anchor(vault, anchor.model_copy(update={"pending": line.decode()}))
        append_durably(self.file, line)
        keep_anchor(vault, _count(anchor, line))

    def _bytes(self) -> bytes:
        return read_patiently(self.file) if self.file.exists() else b""

    @contextmanager
    def _alone(self) -> Iterator[None]:
        with usable(self.file), lock(self.file):
            yield


def log_error(file: Path, flaw: Flaw) -> Misconfigured:
    """The error that a log which does not fit is."""
    problem = say(f"audit_problem.{flaw.problem}")
    return Misconfigured("TOOL-005", file=file, line=flaw.line, problem=problem)


def os_user() -> str:
    """Who the operating system says is asking; not what an environment variable says."""
    if sys.platform == "win32":
        return os.getlogin()
    try:
        import pwd  # Windows has none

        return pwd.getpwuid(os.getuid()).pw_name
    except KeyError:  # a user without an entry, as in a container
        return str(os.getuid())


def _count(anchor: Anchor, line: bytes) -> Anchor:
    return Anchor(key=anchor.key, count=anchor.count + 1, head=digest(line))


def _encodable(text: str) -> str:
    """`text`, with escapes for what UTF-8 has no bytes for, such as in the name of a file on an old disk."""
    return text.encode("utf-8", "backslashreplace").decode()
