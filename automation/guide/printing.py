"""What `ekakushin guide` prints: the list, one entry whole, what words find."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from rich.table import Table
from rich.text import Text

from ekakushin.automation.exit_code import ExitCode
from ekakushin.automation.guide.card import Rows
from ekakushin.automation.guide.filling import Values
from ekakushin.automation.terminal.console import open_console
from ekakushin.flows.guide import Entry, codes, entries, entry, search
from ekakushin.flows.guide.search import plain
from ekakushin.flows.text import say

_NO_LIMIT = 99


def list_guide(as_json_only: bool = False) -> ExitCode:
    """Print every code with its title, who must act and whether to try again."""
    _print_entries(entries(), as_json_only=as_json_only)
    return ExitCode.DONE


def show_guide(code: str, as_json_only: bool = False) -> ExitCode:
    """Print one entry whole; its code may be typed in any case and width, with or without its hyphen."""
    known = next((each for each in codes() if plain(each) == plain(code)), None)
    if known is None:
        print(say("guide.unknown", code=code), file=sys.stderr)
        return ExitCode.WRONG_USAGE
    found = entry(known)
    if as_json_only:
        print(json.dumps(as_json(found), ensure_ascii=False))
    else:
        console = open_console(highlight=False, soft_wrap=True)
        console.print(Text(f"[{found.code}] {found.wording.title}", "bold"))
        console.print(Text("\n".join(_whole(found, console.width))))
    return ExitCode.DONE


def search_guide(words: Sequence[str], as_json_only: bool = False) -> ExitCode:
    """Print what the words find, best first; exit code 1 if that is nothing."""
    found = search(words)
    if as_json_only or found:
        _print_entries(found, as_json_only=as_json_only)
    if found and not as_json_only:
        print(say("guide.found"))
    if not found:
        print(say("guide.nothing", words=" ".join(words)), file=sys.stderr)
    return ExitCode.DONE if found else ExitCode.NOT_ALL


def as_json(of: Entry) -> dict[str, Any]:
    """One entry for scripts: both languages, {names} of values as they are in the guide."""
    return asdict(of)


def _print_entries(found: Sequence[Entry], *, as_json_only: bool) -> None:
    if as_json_only:
        print(json.dumps({"entries": [as_json(each) for each in found]}, ensure_ascii=False))
        return
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column(say("guide.code"), no_wrap=True)
    table.add_column(say("guide.title"), overflow="fold")
    table.add_column(say("guide.who"), no_wrap=True)
    table.add_column(say("guide.when"), no_wrap=True)
    for each in found:
        table.add_row(
            each.code,
            Text(each.wording.title),
            say(f"guide.who_{each.who}"),
            say(f"guide.again_{each.again}"),
        )
    open_console().print(table)


def _whole(of: Entry, width: int) -> list[str]:
    wording, values, rows = of.wording, Values(), Rows(width)
    texts = [
        ("symptom", wording.symptom),
        ("happened", wording.sentence.format_map(values)),
        ("cause", wording.cause),
        ("who", say(f"guide.who_{of.who}")),
        ("when", wording.when),
        ("signs", " / ".join(of.signs)),
        ("page", say("guide.of_vendor", page=of.page) if of.page else ""),
        ("basis", f"{wording.basis} ({of.mark}: {say(f'guide.mark_{of.mark}')})"),
    ]
    made = {name: rows.row(say(f"guide.{name}"), text, lines=_NO_LIMIT) for name, text in texts}
    steps = [step.format_map(values) for step in wording.remedy]
    made["cause"] += rows.step_lines(say("guide.steps"), steps, lines=_NO_LIMIT)
    return [line for lines in made.values() for line in lines]
