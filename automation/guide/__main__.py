"""Writes `docs/error-guide.md` anew: `python -m ekakushin.automation.guide [FILE]`."""

from __future__ import annotations

import sys
from pathlib import Path

from ekakushin.automation.guide.page import page

if __name__ == "__main__":
    Path(sys.argv[1] if sys.argv[1:] else "docs/error-guide.md").write_text(page(), "utf-8")
