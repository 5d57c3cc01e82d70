"""A managed policy file: the one that counts, what by hand looks like, and files that cannot be understood."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ekakushin.automation.certificates.stores.policy import POLICY, FilePolicy
from tests.support.systems import WINDOWS

ORDERS = ("one", "two")


def test_a_file_that_sets_the_policy_already_is_added_to(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text(json.dumps({POLICY: ["theirs"]}))
    (tmp_path / "z.json").write_text(json.dumps({"HomepageLocation": "https://intranet.example"}))

    policy = FilePolicy.in_folder(tmp_path)
    policy.select_automatically(ORDERS)

    assert policy.place == str(tmp_path / "a.json")
    assert json.loads((tmp_path / "a.json").read_text("utf-8")) == {POLICY: ["theirs", *ORDERS]}


def test_of_several_the_last_by_name_counts(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / f"{name}.json").write_text(json.dumps({POLICY: [name]}))

    assert FilePolicy.in_folder(tmp_path).place == str(tmp_path / "b.json")


def test_otherwise_it_is_a_file_of_our_own_that_everybody_can_read(tmp_path: Path) -> None:
    policy = FilePolicy.in_folder(tmp_path / "policies" / "managed")
    policy.select_automatically(ORDERS)

    file = tmp_path / "policies" / "managed" / "ekakushin.json"
    assert policy.place == str(file)
    assert file.is_file()
    if not WINDOWS:
        assert (file.stat().st_mode & 0o777, file.parent.stat().st_mode & 0o777) == (0o644, 0o755)


@pytest.mark.parametrize("text", ["{", "[]", f'{{"{POLICY}": "x"}}', '// a comment\n{"a": 1}'])
def test_a_file_that_cannot_be_understood_is_left_alone(tmp_path: Path, text: str) -> None:
    file = tmp_path / "managed.json"
    file.write_text(text)

    with pytest.raises(OSError, match="JSON"):
        FilePolicy(file).select_automatically(ORDERS)

    assert file.read_text() == text
    assert list(tmp_path.iterdir()) == [file]


def test_by_hand_it_is_the_whole_file(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text(json.dumps({POLICY: ["theirs"], "Other": 1}))

    ((name, content),) = FilePolicy(tmp_path / "a.json").by_hand(ORDERS)

    assert name.endswith("-a.json")
    assert json.loads(content) == {POLICY: ["theirs", *ORDERS], "Other": 1}
