"""How Sphinx makes the documentation: `sphinx-build -W --keep-going docs dist/docs` (no network needed)."""

from __future__ import annotations

import sys
import tomllib
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

project = "ekakushin"
version = release = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["version"]
project_copyright = "MIT License"
language = "ja"
extensions = ["myst_parser"]
myst_heading_anchors = 3  # a heading may be linked to, as on the pages of a repository

html_theme = "furo"
html_title = f"ekakushin {release}"
html_css_files = ["japanese.css"]
html_static_path = ["static"]
html_copy_source = False  # one page is one file to hand on
html_show_sphinx = False
html_show_search_summary = False  # a browser fetches nothing from a folder
html_last_updated_fmt = None  # the same pages from the same sources


def setup(app: Any) -> dict[str, bool]:
    """Search in pairs of characters instead of words."""
    from docs.searching import SearchInPairs

    app.add_search_language(SearchInPairs)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
