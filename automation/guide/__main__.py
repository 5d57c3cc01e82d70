"""Writes the pages of the error codes anew: `python -m ekakushin.automation.guide [FOLDER]`, of a checkout `docs`."""

from __future__ import annotations

import sys
from pathlib import Path

from ekakushin.automation.guide.page import write_pages

if __name__ == "__main__":
    write_pages(Path(sys.argv[1] if sys.argv[1:] else "docs"))
