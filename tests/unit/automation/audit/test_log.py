"""The audit log of a home: written ahead, by many at once, and whole after every kill."""

from __future__ import annotations

import os
import platform
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from ekakushin.automation.audit import Audit
from ekakushin.automation.audit import log as log_module
from ekakushin.automation.audit.anchor import read_anchor
from ekakushin.automation.state import files as home_module
from ekakushin.automation.state.files import open_home
from ekakushin.automation.vault import FileVault
from ekakushin.automation.vault.sealing import Cost
from ekakushin.flows.errors import Misconfigured, VaultClosed
from ekakushin.flows.models import NOBODY, SecretName
from ekakushin.flows.secret import Secret
from tests.support.fakes import USER, MemoryVault
from tests.support.logs import NOW, audit_in, noted
from tests.support.systems import MODES, posix_only


class KilledError(BaseException):
    """Instead of the end of the process."""


@pytest.fixture
def vault() -> MemoryVault:
    return MemoryVault()


@pytest.fixture
def audit(tmp_path: Path, vault: MemoryVault) -> Audit:
    return audit_in(tmp_path, vault)


def test_a_note_says_who_asked_for_what_of_whom_and_when(audit: Audit) -> None:
    audit.note("export", [USER, "10007"], to="/tmp/健保.xlsx", each=False)

    (entry,) = audit.entries()

    assert entry
    assert (entry.n, entry.at, entry.kind, entry.user_ids) == (1, NOW, "export", (USER, "10007"))
    assert (entry.os_user, entry.pc) == (log_module.os_user(), platform.node())
    assert entry.details == {"to": "/tmp/健保.xlsx", "each": False}


def test_who_asked_is_not_what_an_environment_variable_says(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("LOGNAME", "USER", "LNAME", "USERNAME"):
        monkeypatch.setenv(name, "somebody-else")

    assert log_module.os_user() not in ("", "somebody-else")


def test_a_log_that_nobody_has_written_to_is_whole(audit: Audit) -> None:
    assert audit.check() == (0, None, False)
    assert audit.entries() == []
    assert not audit.file.exists()


@posix_only(MODES)
def test_the_log_is_for_the_owner_alone(audit: Audit) -> None:
    audit.note("show", [USER])

    assert audit.file.stat().st_mode & 0o777 == 0o600


def test_what_was_written_is_only_added_to(audit: Audit) -> None:
    audit.note("show", [USER])
    before, place = audit.file.read_bytes(), audit.file.stat().st_ino
    audit.note("show", [USER])

    assert audit.file.read_bytes().startswith(before)
    assert audit.file.stat().st_ino == place


def test_names_that_are_no_unicode_are_noted_with_escapes(audit: Audit) -> None:
    audit.note("export", ["\udc80"], to="\udcff.xlsx")

    (entry,) = audit.entries()

    assert entry
    assert (entry.user_ids, entry.details["to"]) == (("\\udc80",), "\\udcff.xlsx")
    assert audit.check().flaw is None


@pytest.mark.parametrize("tampered", [b"", b"{}\n", b"\x00\xff"])
def test_nothing_is_noted_behind_what_does_not_fit(audit: Audit, tampered: bytes) -> None:
    audit.note("show", [USER])
    audit.file.write_bytes(tampered)

    with pytest.raises(Misconfigured) as raised:
        audit.note("show", [USER])

    assert raised.value.code == "TOOL-005"
    assert audit.file.read_bytes() == tampered


def test_a_log_that_was_deleted_is_missed(audit: Audit) -> None:
    audit.note("show", [USER])
    audit.file.unlink()

    assert audit.check().flaw == (1, "truncated")


def test_a_log_that_cannot_be_written_is_an_error_and_the_next_note_heals_it(
    audit: Audit, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    audit.note("show", [USER])
    with monkeypatch.context() as patch:
        patch.setattr(home_module.os, "fsync", full)
        with pytest.raises(Misconfigured) as raised:
            audit.note("show", ["10007"])
    audit.note("show", ["10008"])

    assert raised.value.code == "ENV-012"
    assert audit.check() == (3, None, False)


def test_a_vault_that_keeps_nothing_lets_nothing_be_noted(audit: Audit, vault: MemoryVault) -> None:
    vault.fails_for(SecretName.AUDIT)

    with pytest.raises(VaultClosed):
        audit.note("show", [USER])

    assert not audit.file.exists()


def test_what_the_vault_knows_of_the_log_may_be_damaged(audit: Audit, vault: MemoryVault) -> None:
    vault.put(NOBODY, SecretName.AUDIT, Secret("{}"))

    with pytest.raises(VaultClosed):
        audit.check()


@pytest.mark.parametrize("written", [0, 1, 40, 10_000])
def test_a_kill_while_a_line_is_written_is_no_tampering_and_the_next_note_completes_it(
    tmp_path: Path, vault: MemoryVault, monkeypatch: pytest.MonkeyPatch, written: int
) -> None:
    def killed(file: Path, data: bytes) -> None:
        with file.open("ab") as stream:
            stream.write(data[:written])
        raise KilledError

    audit, *_ = noted(tmp_path, 2, vault)
    with monkeypatch.context() as patch:
        patch.setattr(log_module, "append_durably", killed)
        with pytest.raises(KilledError):
            audit.note("show", ["10099"])
    between = audit.check()
    audit.note("show", [USER])

    assert (between.flaw, between.cut_short) == (None, True)
    assert audit.check() == (4, None, False)
    assert [entry.user_ids for entry in audit.entries() if entry][2:] == [("10099",), (USER,)]


@pytest.mark.parametrize("puts", [0, 1])
def test_a_kill_at_any_word_with_the_vault_is_no_tampering(
    tmp_path: Path, vault: MemoryVault, monkeypatch: pytest.MonkeyPatch, puts: int
) -> None:
    audit, *_ = noted(tmp_path, 2, vault)
    keep, left = log_module.keep_anchor, [puts]

    def killed(*arguments: object) -> None:
        if not left[0]:
            raise KilledError
        left[0] -= 1
        keep(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(log_module, "keep_anchor", killed)
    with pytest.raises(KilledError):
        audit.note("show", [USER])
    left[0] = 9
    between = audit.check()
    audit.note("show", [USER])

    assert between.flaw is None
    assert audit.check() == (3 + puts, None, False)


def test_whatever_else_stands_behind_a_line_that_was_cut_short_is_tampering(
    tmp_path: Path, vault: MemoryVault, monkeypatch: pytest.MonkeyPatch
) -> None:
    def killed(file: Path, data: bytes) -> None:
        file.write_bytes(file.read_bytes() + data[:10] + b"?")
        raise KilledError

    audit, *_ = noted(tmp_path, 2, vault)
    monkeypatch.setattr(log_module, "append_durably", killed)
    with pytest.raises(KilledError):
        audit.note("show", [USER])

    assert audit.check().flaw == (3, "inserted")


def test_a_secret_may_leave_only_when_the_vault_has_counted_its_line(
    audit: Audit, vault: MemoryVault
) -> None:
    audit.note("show", [USER])
    anchor = read_anchor(vault)

    assert anchor
    assert (anchor.count, anchor.pending) == (1, "")


def test_a_log_that_fits_is_not_restarted(audit: Audit) -> None:
    audit.note("show", [USER])

    assert audit.restart() is None
    assert audit.check() == (1, None, False)


def test_another_log_tells_of_the_one_that_did_not_fit_and_keeps_it(audit: Audit) -> None:
    audit.note("show", [USER])
    audit.file.write_bytes(b"tampered\n")

    aside = audit.restart()
    audit.note("show", [USER])

    first, _ = audit.entries()
    assert aside
    assert aside.read_bytes() == b"tampered\n"
    assert first
    assert (first.kind, first.details["former"], first.details["line"]) == ("restart", aside.name, 1)
    assert audit.check() == (2, None, False)


def test_lines_of_the_former_log_do_not_fit_into_another(audit: Audit) -> None:
    audit.note("show", [USER])
    former = audit.file.read_bytes()
    audit.file.write_bytes(b"")
    audit.restart()
    audit.file.write_bytes(former)

    assert audit.check().flaw == (1, "changed")


@pytest.mark.parametrize("steps", range(4))
def test_a_restart_that_was_killed_is_repeated(
    audit: Audit, monkeypatch: pytest.MonkeyPatch, steps: int
) -> None:
    left = [steps]

    def dying(name: str) -> None:
        real = getattr(log_module, name)

        def step(*arguments: object) -> object:
            if not left[0]:
                raise KilledError
            left[0] -= 1
            return real(*arguments)

        monkeypatch.setattr(log_module, name, step)

    audit.note("show", [USER])
    audit.file.write_bytes(b"tampered\n")
    for name in ("create_durably", "keep_anchor", "write_durably"):
        dying(name)
    with pytest.raises(KilledError):
        audit.restart()
    left[0] = 99
    audit.restart()
    audit.note("show", [USER])

    assert audit.check().flaw is None
    assert any(file.read_bytes() == b"tampered\n" for file in audit.file.parent.glob("audit-*.jsonl"))


WRITER = """
    import sys
    from pathlib import Path
    from ekakushin.automation.audit import Audit
    from ekakushin.automation.vault import FileVault
    from ekakushin.automation.vault.sealing import Cost
    from ekakushin.flows.secret import Secret

    home, name, count = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
    vault = FileVault(home / "vault.bin", Secret("correct horse"), cost=Cost(n=2, r=1, p=1))
    audit = Audit(home, lambda: vault)
    for number in range(count):
        audit.note("show", [f"{name}-{number}"])
        print(number, flush=True)
"""


def writer(home: Path, name: str, count: int) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", textwrap.dedent(WRITER), str(home), name, str(count)]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment)


def reopened(home: Path) -> Audit:
    vault = FileVault(home / "vault.bin", Secret("correct horse"), cost=Cost(n=2, r=1, p=1))
    return Audit(home, lambda: vault)


def whose(audit: Audit) -> list[str]:
    return [user_id for entry in audit.entries() if entry for user_id in entry.user_ids]


def test_processes_that_note_at_once_lose_nothing_and_stay_one_chain(tmp_path: Path) -> None:
    home = open_home(tmp_path / "home")
    writers = [writer(home, name, 25) for name in ("one", "two")]
    for each in writers:
        each.communicate()
    audit = reopened(home)

    assert audit.check() == (50, None, False)
    assert sorted(whose(audit)) == sorted(f"{name}-{n}" for name in ("one", "two") for n in range(25))


@pytest.mark.parametrize("killed_after", [1, 8, 20])
def test_a_process_that_is_killed_loses_no_note_and_leaves_no_tampering(
    tmp_path: Path, killed_after: int
) -> None:
    home = open_home(tmp_path / "home")
    with writer(home, "x", 100_000) as killed:
        assert killed.stdout
        for _ in range(killed_after):
            killed.stdout.readline()
        killed.kill()
        last = [*range(killed_after), *map(int, killed.stdout.read().split())][-1]
    audit = reopened(home)
    between = audit.check().flaw
    audit.note("show", ["after"])

    assert (between, audit.check().flaw) == (None, None)
    assert whose(audit)[: last + 1] == [f"x-{number}" for number in range(last + 1)]
