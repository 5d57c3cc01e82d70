"""What the person who watches is told: a line on standard error."""

from __future__ import annotations

import sys


def tell(line: str) -> None:
    """One line for the person who watches; standard output stays free for results."""
    print(line, file=sys.stderr, flush=True)
