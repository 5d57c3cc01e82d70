"""The exact texts in which Windows writes bytes, and what it reads."""

from __future__ import annotations

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ekakushin.flows.certenroll.encoding import from_text, to_text
from ekakushin.flows.certenroll.windows import E_INVALIDARG, ERROR_INVALID_DATA, EnrollmentFailure

DATA = bytes(range(60))
FIRST = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8gISIjJCUmJygpKissLS4v"
SECOND = "MDEyMzQ1Njc4OTo7"


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        (1, f"{FIRST}\r\n{SECOND}\r\n"),
        (0, f"-----BEGIN CERTIFICATE-----\r\n{FIRST}\r\n{SECOND}\r\n-----END CERTIFICATE-----\r\n"),
        (
            3,
            f"-----BEGIN NEW CERTIFICATE REQUEST-----\r\n{FIRST}\r\n{SECOND}\r\n"
            "-----END NEW CERTIFICATE REQUEST-----\r\n",
        ),
        (0x40000001, FIRST + SECOND),
        (0x80000001, f"{FIRST}\n{SECOND}\n"),
        (0x80000001 - 2**32, f"{FIRST}\n{SECOND}\n"),
        (12, DATA.hex() + "\r\n"),
        (0x4000000C, DATA.hex()),
    ],
)
def test_bytes_are_written_as_windows_writes_them(encoding, text):
    assert to_text(DATA, encoding) == text


def test_hexadecimal_has_sixteen_bytes_a_line():
    assert to_text(bytes(range(18)), 4) == ("00 01 02 03 04 05 06 07  08 09 0a 0b 0c 0d 0e 0f\r\n10 11\r\n")


def test_binary_is_two_bytes_a_character():
    assert to_text(b"a\0b\0c", 2) == "abc"


@pytest.mark.parametrize("encoding", [6, 7, 13, 99])
def test_nothing_is_written_in_an_encoding_for_reading_only(encoding):
    with pytest.raises(EnrollmentFailure) as refused:
        to_text(DATA, encoding)
    assert refused.value.number == E_INVALIDARG


@pytest.mark.parametrize("encoding", [0, 1, 3, 6, 7])
@pytest.mark.parametrize("written", [0, 1, 3, 0x40000001, 0x80000000])
def test_headers_are_found_whatever_the_encoding_says(encoding, written):
    assert from_text(to_text(DATA, written), encoding) == [DATA]


@pytest.mark.parametrize(
    "text", ["", "  \r\n", "日本語", "<html>", "abc", "-----BEGIN X-----\r\n-----END X-----"]
)
def test_what_is_no_base64_is_refused(text):
    with pytest.raises(EnrollmentFailure) as refused:
        from_text(text, 1)
    assert refused.value.number == ERROR_INVALID_DATA


def test_several_blocks_are_several_answers():
    text = "".join(
        f"-----BEGIN A-----\n{base64.b64encode(part).decode()}\n-----END A-----\n" for part in (b"1", b"2")
    )
    assert from_text(text) == [b"1", b"2"]


@given(st.binary(min_size=1), st.sampled_from([0, 1, 3, 4, 12]), st.sampled_from([0, 0x40000000, 0x80000000]))
def test_whatever_is_written_is_read_again(data, kind, flags):
    assert from_text(to_text(data, kind | flags), kind) == [data]
