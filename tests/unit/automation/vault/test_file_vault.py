"""The encrypted file."""

from __future__ import annotations

import json
import threading
from base64 import b85decode
from pathlib import Path

import pytest

from ekakushin.automation.vault import FileVault, file_vault, open_vault
from ekakushin.flows.errors import VaultClosed
from ekakushin.flows.keeping import Vault
from ekakushin.flows.models import NOBODY, SecretName
from ekakushin.flows.secret import Secret
from ekakushin.flows.text import say
from tests.support.keeping import CHEAP, PASSPHRASE, FullDisk, Start, everything_under
from tests.support.systems import MODES, posix_only

VALUE = "TopSecret1"


def reopened(vault_file: Path, passphrase: str = PASSPHRASE) -> FileVault:
    return FileVault(vault_file, Secret(passphrase), cost=CHEAP)


# Written by the version that kept everybody in one file: two people, and what is nobody's.
VERSION_1 = b85decode(
    "dm?6Ua&2LBB03^vYhi13b7*O9Ep}mbY;+<lB6ekRb7^mGB04cFB5P!3B03^-V{&<LbRsMwV{dbGB075_ZX!A|EFy9uIx#FFa3VS}"
    "eJmn#VQh3FIwCMOGcsf_GBRalH843hF*RXjVl-l9H#0I}FfcV_IW!_HB4cP}V{0NhA~P^KG-Ek1VK-)DI5jk3VPZHnW->W8F=8=d"
    "IW}TqHX?lrHZC=m+XwS(cWo30+ew}rn5f<7^;5EXiuw(#g5sUe@j<aDtwPngVf$herH5+jRIXinIBQ#C7|;1QEZQqJvS`PyH^-@J"
    "9U88qfdw*_<iKme81aV#^eN|=BnZ<LJULe1igYN+oVKEM<Q*BZJxe*6ViY{^GA)+Ojc&;EO<QaTI-xRtdJ?C29Mz6C;;GRSr?c7X"
    ")=zPLnsrVSz>;CCHtz"
)
PASSPHRASE_1 = "correct horse battery staple"
KEPT_1 = {
    ("10006", SecretName.PIN): "TopSecret1",
    ("10006", SecretName.PASSWORD): "Own1234a",
    ("健保", SecretName.PIN): "Other5678",
    (NOBODY, SecretName.AUDIT): "key and place",
}


def holds_all_of_version_1(vault: FileVault) -> bool:
    return vault.people() == ["10006", "健保"] and all(
        vault.get(*place) == Secret(value) for place, value in KEPT_1.items()
    )


def test_a_vault_of_version_1_is_moved_over(home: Path) -> None:
    (home / "vault.bin").write_bytes(VERSION_1)

    assert holds_all_of_version_1(reopened(home / "vault.bin", PASSPHRASE_1))
    assert (home / "vault.bin").read_bytes() != VERSION_1
    assert holds_all_of_version_1(reopened(home / "vault.bin", PASSPHRASE_1))


def test_a_vault_of_version_1_with_another_passphrase_stays_as_it_is(home: Path) -> None:
    (home / "vault.bin").write_bytes(VERSION_1)

    assert say("keeping.wrong_passphrase") in closed(home / "vault.bin", "another one")
    assert not (home / "vault").exists()


def test_moving_over_that_is_cut_off_begins_again(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (home / "vault.bin").write_bytes(VERSION_1)
    write, written = file_vault.write_durably, []

    def falls(file: Path, data: bytes) -> None:
        written.append(file)
        if len(written) == 2:
            raise KeyboardInterrupt
        write(file, data)

    monkeypatch.setattr(file_vault, "write_durably", falls)
    with pytest.raises(KeyboardInterrupt):
        reopened(home / "vault.bin", PASSPHRASE_1)

    assert (home / "vault.bin").read_bytes() == VERSION_1
    monkeypatch.setattr(file_vault, "write_durably", write)
    assert holds_all_of_version_1(reopened(home / "vault.bin", PASSPHRASE_1))


def written(home: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in home.rglob("*") if file.is_file()}


def test_a_change_writes_the_file_of_one_person_alone(home: Path, vault: FileVault) -> None:
    for user_id in ("10006", "10007", "10008"):
        vault.put(user_id, SecretName.PIN, Secret(VALUE))
    before = written(home)

    vault.put("10007", SecretName.PASSWORD, Secret(VALUE))

    after = written(home)
    assert len([name for name in after if after[name] != before.get(name)]) == 1


def test_several_secrets_are_kept_by_one_write(vault: FileVault, monkeypatch: pytest.MonkeyPatch) -> None:
    write, files = file_vault.write_durably, []
    monkeypatch.setattr(
        file_vault, "write_durably", lambda file, data: (files.append(file), write(file, data))
    )

    vault.put_all("10006", {SecretName.PIN: Secret(VALUE), SecretName.PASSWORD: Secret("Own1234a")})

    assert len(files) == 1
    assert vault.get("10006", SecretName.PASSWORD) == Secret("Own1234a")


def files_of_people(home: Path) -> list[Path]:
    return sorted((home / "vault").glob("*.bin"))


def test_somebody_whose_file_has_gone_is_not_taken_for_somebody_new(home: Path, vault: FileVault) -> None:
    vault.put("10006", SecretName.REFUSED_PASSWORD, Secret(VALUE))
    (file,) = files_of_people(home)
    file.unlink()

    for each in (vault, reopened(home / "vault.bin")):
        with pytest.raises(VaultClosed, match=file.name):
            each.get("10006", SecretName.REFUSED_PASSWORD)
        with pytest.raises(VaultClosed, match=file.name):
            each.put("10006", SecretName.PIN, Secret(VALUE))


def test_the_file_of_somebody_else_is_damage(home: Path, vault: FileVault) -> None:
    vault.put("10006", SecretName.PIN, Secret(VALUE))
    vault.put("10007", SecretName.PIN, Secret("other"))
    one, other = files_of_people(home)
    one.write_bytes(other.read_bytes())

    read = [lambda user_id=user_id: vault.get(user_id, SecretName.PIN) for user_id in ("10006", "10007")]
    with pytest.raises(VaultClosed, match="壊れて"):
        [each() for each in read]


def test_a_person_whose_file_is_damaged_is_one_person(home: Path, vault: FileVault) -> None:
    vault.put("10006", SecretName.PIN, Secret(VALUE))
    (file,) = files_of_people(home)
    vault.put("10007", SecretName.PIN, Secret("other"))
    file.write_bytes(file.read_bytes()[:-3])

    with pytest.raises(VaultClosed, match=file.name):
        vault.get("10006", SecretName.PIN)
    assert vault.get("10007", SecretName.PIN) == Secret("other")


def test_a_line_of_the_index_that_was_cut_off_spoils_no_other(home: Path, vault: FileVault) -> None:
    vault.put("10006", SecretName.PIN, Secret(VALUE))
    index = home / "vault" / "index"
    index.write_bytes(index.read_bytes()[:-9])
    vault.put("10007", SecretName.PIN, Secret(VALUE))
    next(file for file in files_of_people(home)).unlink()
    next(file for file in files_of_people(home)).unlink()

    with pytest.raises(VaultClosed):
        vault.get("10007", SecretName.PIN)


def test_what_was_put_is_there_when_the_file_is_opened_again(home: Path, vault: FileVault) -> None:
    vault.put("10006", SecretName.PIN, Secret(VALUE))
    assert reopened(home / "vault.bin").get("10006", SecretName.PIN) == Secret(VALUE)


def test_a_put_takes_the_place_of_the_older_value_and_of_no_other(vault: FileVault) -> None:
    vault.put("10006", SecretName.PIN, Secret("old"))
    vault.put("10006", SecretName.PASSWORD, Secret("other"))
    vault.put("10006", SecretName.PIN, Secret("new"))
    assert vault.get("10006", SecretName.PIN) == Secret("new")
    assert vault.get("10006", SecretName.PASSWORD) == Secret("other")


def test_there_is_none_where_none_was_put(vault: FileVault) -> None:
    vault.put("10006", SecretName.PIN, Secret(VALUE))
    assert vault.get("10006", SecretName.PASSWORD) is None
    assert vault.get("10007", SecretName.PIN) is None


def test_an_empty_value_is_a_value(vault: FileVault) -> None:
    vault.put("10006", SecretName.PIN, Secret(""))
    assert vault.get("10006", SecretName.PIN) == Secret("")


def test_the_people_are_those_with_a_secret_sorted(vault: FileVault) -> None:
    for user_id in ("b", "健保", "a", "gone"):
        vault.put(user_id, SecretName.PIN, Secret(VALUE))
    vault.forget("gone", SecretName.PIN)
    assert vault.people() == ["a", "b", "健保"]


def test_what_the_tool_keeps_for_itself_makes_nobody_one_of_the_people(vault: FileVault) -> None:
    vault.put(NOBODY, SecretName.AUDIT, Secret(VALUE))
    vault.put("10006", SecretName.PIN, Secret(VALUE))
    assert vault.get(NOBODY, SecretName.AUDIT) == Secret(VALUE)
    assert vault.people() == ["10006"]


def test_forgetting_what_is_not_there_changes_nothing(home: Path, vault: FileVault) -> None:
    before = (home / "vault.bin").read_bytes()
    vault.forget("10006", SecretName.PIN)
    assert (home / "vault.bin").read_bytes() == before


def test_another_open_vault_is_seen_at_once(home: Path, vault: FileVault) -> None:
    other = reopened(home / "vault.bin")
    other.put("10006", SecretName.PIN, Secret(VALUE))
    assert vault.get("10006", SecretName.PIN) == Secret(VALUE)


def test_no_file_under_home_holds_a_name_a_user_id_or_a_value(home: Path, vault: FileVault) -> None:
    vault.put("user-10006", SecretName.PIN, Secret(VALUE))
    found = everything_under(home)
    assert VALUE.encode() not in found
    assert PASSPHRASE.encode() not in found
    assert b"user-10006" not in found


@posix_only(MODES)
def test_every_file_is_for_the_owner_alone(home: Path, vault: FileVault) -> None:
    vault.put("10006", SecretName.PIN, Secret(VALUE))
    assert {file.stat().st_mode & 0o777 for file in home.rglob("*") if file.is_file()} == {0o600}
    assert (home / "vault").stat().st_mode & 0o777 == 0o700


def closed(vault_file: Path, passphrase: str = PASSPHRASE) -> str:
    """Opens it, which must fail and leave the file as it was; the sentence that a user reads."""
    before = vault_file.read_bytes()
    with pytest.raises(VaultClosed) as caught:
        reopened(vault_file, passphrase)
    assert caught.value.code == "ENV-003"
    assert vault_file.read_bytes() == before
    return str(caught.value)


def test_a_wrong_passphrase_is_said_to_be_wrong_and_not_repeated(home: Path, vault: FileVault) -> None:
    vault.put("10006", SecretName.PIN, Secret(VALUE))
    sentence = closed(home / "vault.bin", "wrong passphrase")
    assert say("keeping.wrong_passphrase") in sentence
    assert "wrong passphrase" not in sentence


def test_an_empty_passphrase_is_refused_before_a_file_is_made(home: Path) -> None:
    with pytest.raises(VaultClosed, match=say("keeping.empty_passphrase")):
        FileVault(home / "vault.bin", Secret(""))
    assert list(home.iterdir()) == []


@pytest.mark.parametrize("place", [1, -1])
def test_a_flipped_bit_in_header_or_content_is_damage_and_not_a_wrong_passphrase(
    home: Path, vault: FileVault, place: int
) -> None:
    file = home / "vault.bin"
    content = bytearray(file.read_bytes())
    content[place] ^= 1
    file.write_bytes(content)
    assert say("keeping.vault_damaged", file=file) in closed(file)


@pytest.mark.parametrize("content", [b"", b"\x00" * 40, b"{}\n", b"[]", b'{"version": "x"}\n'])
def test_a_file_of_something_else_is_damage_and_stays(home: Path, content: bytes) -> None:
    file = home / "vault.bin"
    file.write_bytes(content)
    assert say("keeping.vault_damaged", file=file) in closed(file)


def test_a_cut_file_is_damage(home: Path, vault: FileVault) -> None:
    file = home / "vault.bin"
    file.write_bytes(file.read_bytes()[:-20])
    assert say("keeping.vault_damaged", file=file) in closed(file)


def test_a_file_of_a_later_version_is_said_to_be_one(home: Path, vault: FileVault) -> None:
    file = home / "vault.bin"
    header, _, rest = file.read_bytes().partition(b"\n")
    later = json.dumps({**json.loads(header), "version": 3, "kdf": "unheard of"}).encode()
    file.write_bytes(later + b"\n" + rest)
    assert say("keeping.vault_newer", file=file) in closed(file)


def test_cheaper_parameters_in_the_header_are_noticed(home: Path, vault: FileVault) -> None:
    file = home / "vault.bin"
    file.write_bytes(file.read_bytes().replace(b'"n":2,', b'"n":4,'))
    closed(file)


def test_a_vault_that_disappeared_is_not_made_anew(home: Path, vault: FileVault) -> None:
    (home / "vault.bin").unlink()
    with pytest.raises(VaultClosed, match=r"vault\.bin"):
        vault.put("10006", SecretName.PIN, Secret(VALUE))
    assert not (home / "vault.bin").exists()


def test_a_full_disk_closes_the_vault_and_keeps_what_was_there(vault: FileVault, full_disk: FullDisk) -> None:
    vault.put("10006", SecretName.PIN, Secret("old"))
    with full_disk(), pytest.raises(VaultClosed, match="ディスクの空き") as caught:
        vault.put("10006", SecretName.PIN, Secret(VALUE))
    assert caught.value.code == "ENV-012"
    assert vault.get("10006", SecretName.PIN) == Secret("old")


def test_no_error_holds_a_value(vault: FileVault, full_disk: FullDisk) -> None:
    with full_disk(), pytest.raises(VaultClosed) as caught:
        vault.put("10006", SecretName.PIN, Secret(VALUE))
    chain = [caught.value, caught.value.__cause__]
    assert not any(VALUE in f"{error} {error!r} {vars(error)}" for error in chain)


def test_the_passphrase_in_another_unicode_form_opens_it_too(home: Path) -> None:
    FileVault(home / "v", Secret("がぎぐ"), cost=CHEAP).put("a", SecretName.PIN, Secret(VALUE))
    typed_on_a_mac = "か\u3099き\u3099く\u3099"
    assert reopened(home / "v", typed_on_a_mac).get("a", SecretName.PIN) == Secret(VALUE)


def test_threads_that_write_at_once_lose_nothing(home: Path, vault: FileVault) -> None:
    def write(thread: int) -> None:
        for number in range(10):
            vault.put(f"{thread}-{number}", SecretName.PIN, Secret(VALUE))

    threads = [threading.Thread(target=write, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(reopened(home / "vault.bin").people()) == 40


WRITER = """
    import sys
    from pathlib import Path
    from ekakushin.automation.vault import FileVault
    from ekakushin.automation.vault.sealing import Cost
    from ekakushin.flows.models import SecretName
    from ekakushin.flows.secret import Secret

    file, name, count = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
    vault = FileVault(file, Secret("correct horse"), cost=Cost(n=2, r=1, p=1))
    for number in range(count):
        vault.put(f"{name}-{number}", SecretName.PIN, Secret(f"pin {number}"))
        print(number, flush=True)
"""


def test_processes_that_make_the_vault_and_write_at_once_lose_nothing(home: Path, python: Start) -> None:
    writers = [python(WRITER, home / "vault.bin", name, "40") for name in ("one", "two")]
    outputs = [writer.communicate()[0].split() for writer in writers]
    people = reopened(home / "vault.bin").people()
    assert [len(output) for output in outputs] == [40, 40]
    assert len(people) == 80


@pytest.mark.parametrize("killed_after", [1, 7, 30])
def test_a_process_killed_while_writing_loses_nothing_that_it_had_put(
    home: Path, python: Start, killed_after: int
) -> None:
    writer = python(WRITER, home / "vault.bin", "person", "100000")
    for _ in range(killed_after):
        writer.stdout.readline()
    writer.kill()
    last = [*range(killed_after), *map(int, writer.stdout.read().split())][-1]
    vault = reopened(home / "vault.bin")
    kept = [vault.get(f"person-{number}", SecretName.PIN) for number in range(last + 1)]
    assert kept == [Secret(f"pin {number}") for number in range(last + 1)]


DIES_AT_A_LINE = """
    import os
    import sys
    from pathlib import Path
    from ekakushin.automation.state import files as home
    from ekakushin.automation.vault import FileVault
    from ekakushin.automation.vault.sealing import Cost
    from ekakushin.flows.models import SecretName
    from ekakushin.flows.secret import Secret

    lines_left = int(sys.argv[2])

    def trace(frame, event, argument):
        global lines_left
        if frame.f_code.co_filename != home.__file__:
            return None
        if event == "line":
            lines_left -= 1
            if lines_left < 0:
                os._exit(9)
        return trace

    vault = FileVault(Path(sys.argv[1]), Secret("correct horse"), cost=Cost(n=2, r=1, p=1))
    vault.put("10006", SecretName.PIN, Secret("old"))
    sys.settrace(trace)
    vault.put("10006", SecretName.PIN, Secret("new"))
"""


@pytest.mark.parametrize("lines", range(1, 50, 4))
def test_a_process_that_dies_at_any_line_of_a_write_leaves_the_old_or_the_new_value(
    home: Path, python: Start, lines: int
) -> None:
    ended = python(DIES_AT_A_LINE, home / "vault.bin", str(lines)).wait()
    found = reopened(home / "vault.bin").get("10006", SecretName.PIN)
    assert found in ({9: [Secret("old"), Secret("new")], 0: [Secret("new")]}[ended])


def test_the_file_vault_asks_for_the_passphrase_when_it_opens(home: Path) -> None:
    vault: Vault = open_vault("file", home, lambda: Secret(PASSPHRASE))
    vault.put("10006", SecretName.PIN, Secret(VALUE))
    assert vault.get("10006", SecretName.PIN) == Secret(VALUE)


def test_a_new_vault_costs_a_guess_32_mib_of_memory(home: Path) -> None:
    FileVault(home / "vault.bin", Secret(PASSPHRASE))
    header = json.loads((home / "vault.bin").read_bytes().partition(b"\n")[0])
    assert 128 * header["cost"]["n"] * header["cost"]["r"] == 32 * 1024 * 1024
