"""The chain of the audit log: whatever is done to its bytes is found, and where."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ekakushin.automation.audit import Anchor
from ekakushin.automation.audit.chain import first_flaw, lines_of, read, sealed_line
from ekakushin.flows.secret import Secret
from tests.support.logs import flaw_of, joined, noted

COUNT = 5


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> tuple[bytes, Anchor]:
    _, log, anchor = noted(tmp_path_factory.mktemp("home"), COUNT)
    return log, anchor


@pytest.fixture(scope="module")
def lines(whole: tuple[bytes, Anchor]) -> list[bytes]:
    return whole[0].splitlines()


def test_a_log_fits_as_it_was_written(whole: tuple[bytes, Anchor]) -> None:
    assert first_flaw(*whole) is None


@given(data=st.data())
def test_any_other_bytes_in_any_place_are_found(whole: tuple[bytes, Anchor], data: st.DataObject) -> None:
    log, anchor = whole
    start = data.draw(st.integers(0, len(log)))
    end = data.draw(st.integers(start, min(len(log), start + 300)))
    tampered = log[:start] + data.draw(st.binary(max_size=300)) + log[end:]

    assert (first_flaw(tampered, anchor) is None) == (tampered == log)


@given(data=st.data())
def test_any_other_choice_or_order_of_genuine_lines_is_found(
    whole: tuple[bytes, Anchor], lines: list[bytes], data: st.DataObject
) -> None:
    chosen = data.draw(st.lists(st.sampled_from(lines), max_size=2 * COUNT))

    assert (first_flaw(joined(*chosen), whole[1]) is None) == (chosen == lines)


@given(place=st.integers(0), bit=st.integers(0, 7))
def test_a_flipped_bit_is_found_in_its_line(whole: tuple[bytes, Anchor], place: int, bit: int) -> None:
    log, anchor = whole
    flipped = bytearray(log)
    flipped[place % len(log)] ^= 1 << bit
    flaw = first_flaw(bytes(flipped), anchor)

    assert flaw
    assert flaw.line == log[: place % len(log)].count(b"\n") + 1


def test_what_was_done_is_named_with_the_first_line_that_does_not_fit(
    whole: tuple[bytes, Anchor], lines: list[bytes]
) -> None:
    anchor, changed = whole[1], lines[2].replace(b"10008", b"10007")
    done = {
        joined(*lines[:2], changed, *lines[3:]): (3, "changed"),
        joined(*lines[:2], *lines[3:]): (3, "removed"),
        joined(*lines[:2], b'{"n":3}', *lines[2:]): (3, "inserted"),
        joined(*lines[:2], lines[0], *lines[2:]): (3, "inserted"),
        joined(*lines, b'{"n":6}'): (6, "inserted"),
        joined(*lines) + b"x": (6, "inserted"),
        joined(*lines[:3]): (4, "truncated"),
        joined(*lines)[:-1]: (5, "truncated"),
        b"": (1, "truncated"),
    }

    assert {log: flaw_of(log, anchor) for log in done} == done


def test_a_log_that_the_vault_does_not_know_does_not_fit(whole: tuple[bytes, Anchor]) -> None:
    assert first_flaw(whole[0], None) == (1, "unknown")
    assert first_flaw(b"", None) is None


def test_whoever_has_the_file_alone_cannot_work_out_a_line(
    whole: tuple[bytes, Anchor], lines: list[bytes]
) -> None:
    last = read(lines_of(whole[0])[-1])
    assert last
    forged = sealed_line(last.model_copy(update={"kind": "nothing"}), Secret("00" * 32))

    assert flaw_of(joined(*lines[:-1]) + forged, whole[1]) == (COUNT, "changed")


def test_a_genuine_line_from_another_course_of_the_log_is_found_by_the_line_behind_it(
    whole: tuple[bytes, Anchor], lines: list[bytes]
) -> None:
    log, anchor = whole
    third = read(lines_of(log)[2])
    assert third
    others = sealed_line(third.model_copy(update={"user_ids": ("10099",)}), anchor.key)

    assert flaw_of(joined(*lines[:2]) + others + joined(*lines[3:]), anchor) == (4, "changed")


def test_the_chain_of_hashes_can_be_followed_without_a_key(whole: tuple[bytes, Anchor]) -> None:
    lines = lines_of(whole[0])
    before = [json.loads(line)["before"] for line in lines]

    assert before == ["0" * 64, *(hashlib.sha256(line).hexdigest() for line in lines[:-1])]


def test_a_vault_put_back_to_an_earlier_state_is_found(tmp_path: Path, whole: tuple[bytes, Anchor]) -> None:
    log, anchor = whole
    earlier = anchor.model_copy(update={"count": 3, "head": read(lines_of(log)[3]).before})  # type: ignore[union-attr]

    assert flaw_of(log, earlier) == (4, "inserted")
