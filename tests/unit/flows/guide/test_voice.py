"""The guide speaks with one voice: an item of a list is polite throughout, or plain throughout."""

from __future__ import annotations

import re

import pytest

from ekakushin.flows.guide import Entry, entries

POLITE = re.compile(r"(ます|です|ません|ください|ました|でした)$")
ASIDE = re.compile(r"「[^」]*」|（[^（）]*）")


def sentences(item: str) -> list[str]:
    return [each.strip() for each in ASIDE.sub("", item).split("。") if each.strip()]


@pytest.mark.parametrize("each", entries(), ids=lambda each: each.code)
def test_what_to_do_is_polite_or_plain_and_not_both(each: Entry) -> None:
    mixed = [
        item for item in each.ja.remedy if len({bool(POLITE.search(one)) for one in sentences(item)}) > 1
    ]

    assert mixed == []
