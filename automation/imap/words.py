"""A mail server's own words, as they may be shown."""

from __future__ import annotations

from ekakushin.automation.terminal.cells import cut, printable
from ekakushin.flows.redaction import redact

_LONGEST = 160  # cells


def server_words(text: str) -> str:
    """One line without secrets: some servers repeat the command that they refuse."""
    return cut(printable(redact(text)), _LONGEST)
