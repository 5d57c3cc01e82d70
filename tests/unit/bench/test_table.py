"""What is said of the rounds: medians for one person, and ratios pair by pair."""

from __future__ import annotations

from unicodedata import east_asian_width

from bench.rounds import Measure
from bench.table import lines, text


def measure(way: str, number: int, cpu: float) -> Measure:
    return Measure(way=way, round=number, cpu=cpu, wall=2 * cpu, memory=400.0, pages=46, logins=4, calls=126)


def test_a_line_is_of_one_person() -> None:
    (line,) = lines([measure("raw", 1, 8.0), measure("raw", 2, 6.0), measure("raw", 3, 10.0)], people=2)

    assert (line.cpu, line.cpu_least, line.cpu_most, line.wall) == (4.0, 3.0, 5.0, 8.0)
    assert (line.pages, line.logins, line.calls) == (23, 2, 63)


def test_a_ratio_is_taken_within_each_round() -> None:
    # A machine that is ten times slower in the second round changes nothing.
    found = [
        measure("raw", 1, 1.0),
        measure("ours", 1, 3.0),
        measure("raw", 2, 10.0),
        measure("ours", 2, 30.0),
    ]

    assert [line.cpu_ratio for line in lines(found, people=1)] == [1.0, 3.0]


def test_without_the_base_there_is_no_ratio() -> None:
    (line,) = lines([measure("http", 1, 1.0)], people=1)

    assert line.cpu_ratio is None


def test_the_table_fits_80_columns() -> None:
    table = text(lines([measure("selenium", 1, 99.0), measure("raw", 1, 99.0)], people=1))

    assert all(sum(1 + (east_asian_width(each) in "WF") for each in row) <= 80 for row in table.splitlines())
