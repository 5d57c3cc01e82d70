"""The JavaScript that stands in for Windows' objects in a page, put together from its parts."""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files
from typing import Any

from ekakushin.flows.certenroll.vbscript import doorway

_PARTS = ("wire.js", "com.js", "providers.js", "values.js", "keys.js", "enrollment.js", "xenroll.js")


def script(settings: dict[str, Any]) -> str:
    """The whole script; `settings` is seen by nothing but its closure."""
    return f"{_program()}({json.dumps(settings)});"


@cache
def _program() -> str:
    here = files("ekakushin.flows.certenroll")
    parts = [here.joinpath("page", name).read_text("utf-8") for name in _PARTS]
    parts.append(here.joinpath("bridge.js").read_text("utf-8"))
    parts.append(doorway())
    guard = '"use strict";\nif (self.origin !== settings.origin) return;\n'
    return "(function (settings) {\n" + guard + "\n".join(parts) + "\n})"
