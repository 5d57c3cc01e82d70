"""The JavaScript that stands in for Windows' objects in a page, put together from its parts."""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files
from typing import Any

from ekakushin.flows.certenroll.vbscript import doorway

# What Internet Explorer alone has, for pages that are asked for as by one.
_EXPLORER = ("marks.js", "collections.js", "elements.js", "comments.js", "dialogs.js")
_PARTS = (
    "wire.js",
    "com.js",
    "providers.js",
    "values.js",
    "extensions.js",
    "keys.js",
    "requests.js",
    "certificates.js",
    "enrollment.js",
    "xenroll.js",
)


def script(settings: dict[str, Any]) -> str:
    """The whole script; `settings` is seen by nothing but its closure."""
    return f"{_program(bool(settings['explorer']))}({json.dumps(settings)});"


@cache
def _program(explorer: bool) -> str:
    here = files("ekakushin.flows.certenroll")
    parts = [here.joinpath("page", name).read_text("utf-8") for name in _PARTS]
    parts.append(here.joinpath("bridge.js").read_text("utf-8"))
    if explorer:
        own = [here.joinpath("page", "explorer", name).read_text("utf-8") for name in _EXPLORER]
        parts.append("{\n" + "\n".join(own) + "\n}")
    parts.append(doorway())
    guard = '"use strict";\nif (self.origin !== settings.origin) return;\n'
    return "(function (settings) {\n" + guard + "\n".join(parts) + "\n})"
