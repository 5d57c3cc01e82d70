"""The result of one check: its state, the guide's code, what to do about it, and how it is printed."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any, Literal, get_args

from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from ekakushin.automation.guide.filling import Values
from ekakushin.automation.terminal.cells import pad, printable, wrap
from ekakushin.flows.errors import Explained
from ekakushin.flows.guide import entry
from ekakushin.flows.models import Noun
from ekakushin.flows.text import say

CheckState = Literal["good", "bad", "unknown"]


class Check(Noun):
    """The result of one check. `name` is stable, `kind` or `kind:site`; `code` and `remedy` are "" with nothing to do.

    `fixed` is what was done about it, "" where nothing was.
    """

    name: str
    state: CheckState
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


def failure(name: str, error: Explained) -> Check:
    """What an error of the guide says."""
    return bad(name, error.code, str(error), **error.values)


def _remedy(code: str, values: dict[str, Any]) -> str:
    return entry(code).wording.now.format_map(Values(values)) if code else ""


_STYLES = {"good": "green", "bad": "bold red", "unknown": "yellow"}
_GAP = 2
_NARROWEST = 24
_MOST_LINES = 6  # of one text


def print_checks(checks: Sequence[Check], console: Console, *, as_json_only: bool) -> None:
    """Every check, and how many stand how; or JSON alone."""
    if as_json_only:
        print(json.dumps({"checks": [check.model_dump() for check in checks]}, ensure_ascii=False))
        return
    for line in _lines(checks, console.width):
        console.print(line, soft_wrap=True, highlight=False)
    states = Counter(check.state for check in checks)
    numbers = {state: states[state] for state in get_args(CheckState)}
    console.print("\n" + say("doctor.sum", **numbers), highlight=False)
    if any(check.code for check in checks):
        console.print(say("guide.found"), highlight=False)


def _lines(checks: Sequence[Check], width: int) -> Iterator[Text]:
    states = max(cell_len(say(f"doctor.{state}")) for state in _STYLES) + _GAP
    labels = max(cell_len(_label(check)) for check in checks) + _GAP
    for check in checks:
        left = pad(say(f"doctor.{check.state}"), states)
        head = Text(left, _STYLES[check.state])
        head.append(pad(_label(check), labels), "default")
        texts = wrap(printable(check.detail), _room(width, states + labels), lines=_MOST_LINES)
        yield head.append(texts[0], "default")
        yield from (Text(" " * (states + labels) + text) for text in texts[1:])
        for text in _below(check):
            indent = " " * states
            yield from (Text(indent + each) for each in wrap(text, _room(width, states), lines=_MOST_LINES))


def _room(width: int, taken: int) -> int:
    return max(width - taken, _NARROWEST)


def _below(check: Check) -> Iterator[str]:
    if check.code:
        yield f"[{check.code}] {check.remedy}"
    if check.fixed:
        yield say("doctor.fixed", what=check.fixed)


def _label(check: Check) -> str:
    """The name of a check in words: of what, and of which site."""
    kind, _, where = check.name.partition(":")
    if not where:
        return say(f"doctor.label_{kind}")
    site = say(f"doctor.site_{where}") if where in ("issuance", "service") else where
    return f"{site} {say(f'doctor.label_{kind}')}"
