"""What the commands say about the mock."""

from __future__ import annotations

import pytest

from ekakushin.automation.commands.mock import fault_list
from ekakushin.fixtures.mock_site import FAULTS
from ekakushin.flows.guide import entry
from ekakushin.flows.text import Language, use_language


@pytest.mark.parametrize("language", ["ja", "en"])
def test_every_fault_is_listed_with_the_guides_title(language: Language) -> None:
    use_language(language)
    try:
        lines = fault_list().splitlines()[1:]
    finally:
        use_language("ja")

    assert [line.split()[0] for line in lines] == list(FAULTS)
    assert all(
        entry(code).wording_in(language).title in line for code, line in zip(FAULTS, lines, strict=True)
    )


def test_what_befalls_nobody_alone_is_said() -> None:
    lines = [line for line in fault_list().splitlines() if "全員" in line]

    assert [line.split()[0] for line in lines] == ["NET-001", "NET-002"]
