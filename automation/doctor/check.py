"""One thing that was looked at: how it stands, the guide's code and what to do about it."""

from __future__ import annotations

from typing import Any, Literal

from ekakushin.automation.guide.filling import Values
from ekakushin.flows.errors import Explained
from ekakushin.flows.guide import entry
from ekakushin.flows.models import Noun

State = Literal["good", "bad", "unknown"]


class Check(Noun):
    """`name` is stable, `kind` or `kind:site`; `code` and `remedy` are "" where there is nothing to do.

    `fixed` is what was done about it, "" where nothing was.
    """

    name: str
    state: State
    code: str = ""
    detail: str = ""
    remedy: str = ""
    fixed: str = ""


def good(name: str, detail: str) -> Check:
    """All is well."""
    return Check(name=name, state="good", detail=detail)


def bad(name: str, code: str, detail: str, /, **values: Any) -> Check:
    """Something is wrong; `values` fill the guide's words."""
    return Check(name=name, state="bad", code=code, detail=detail, remedy=_remedy(code, values))


def unknown(name: str, code: str, detail: str, /, **values: Any) -> Check:
    """It could not be found out, or does not matter yet; `code` is "" where the guide says nothing of it."""
    return Check(name=name, state="unknown", code=code, detail=detail, remedy=_remedy(code, values))


def failed(name: str, error: Explained) -> Check:
    """What an error of the guide says."""
    return bad(name, error.code, str(error), **error.values)


def _remedy(code: str, values: dict[str, Any]) -> str:
    return entry(code).telling.now.format_map(Values(values)) if code else ""
