"""What the program's own source says: which texts it asks for and which codes it raises."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

from ekakushin import automation, fixtures, flows

PACKAGES = tuple(Path(package.__file__ or "").parent for package in (flows, automation, fixtures))
CODE = re.compile(r"(?:ISS|CRT|ACC|SGN|NET|ENV|MAIL|TOOL)-\d{3}")
_TEMPLATE_SAY = re.compile(r"""\bsay\(\s*["']([^"']+)["'](.*?)(?:}}|$)""", re.MULTILINE)


class Mention(NamedTuple):
    """Where something is named, with the keyword arguments beside it (None: they are not written out)."""

    name: str
    place: str
    given: frozenset[str] | None


@cache
def _trees() -> tuple[tuple[str, ast.Module], ...]:
    files = [file for package in PACKAGES for file in sorted(package.rglob("*.py"))]
    files = [file for file in files if "mock_site" not in file.parts]  # another world, with its own words
    return tuple((f"{file.parent.name}/{file.name}", ast.parse(file.read_text("utf-8"))) for file in files)


def _calls() -> Iterator[tuple[str, ast.Call]]:
    for name, tree in _trees():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and node.args:
                yield f"{name}:{node.lineno}", node


def _given(call: ast.Call) -> frozenset[str] | None:
    names = [keyword.arg for keyword in call.keywords]
    return None if None in names else frozenset(name for name in names if name)


def _first_texts(call: ast.Call) -> list[str]:
    """The texts that the first argument can be: itself, or either side of an `if … else`."""
    first = call.args[0]
    sides = [first.body, first.orelse] if isinstance(first, ast.IfExp) else [first]
    return [each.value for each in sides if isinstance(each, ast.Constant) and isinstance(each.value, str)]


def said() -> list[Mention]:
    """Every `say("key", …)` whose key is written out, in Python and in templates."""
    found = [
        Mention(key, place, _given(call))
        for place, call in _calls()
        if isinstance(call.func, ast.Name) and call.func.id == "say"
        for key in _first_texts(call)
    ]
    for package in PACKAGES:
        for template in package.rglob("*.html"):
            for key, rest in _TEMPLATE_SAY.findall(template.read_text("utf-8")):
                if key[-1] != ".":
                    given = frozenset(re.findall(r"(\w+)=", rest))
                    found.append(Mention(key, template.name, given))
    return found


def said_by_prefix() -> set[str]:
    """The beginnings of keys whose end is worked out: `say(f"step.{step}")`."""
    return {
        call.args[0].values[0].value
        for _, call in _calls()
        if isinstance(call.func, ast.Name) and call.func.id == "say"
        if isinstance(call.args[0], ast.JoinedStr) and isinstance(call.args[0].values[0], ast.Constant)
        if isinstance(call.args[0].values[0].value, str)
    }


def raised() -> list[Mention]:
    """Every call whose first argument is a code of the guide."""
    return [
        Mention(code, place, _given(call))
        for place, call in _calls()
        for code in _first_texts(call)
        if CODE.fullmatch(code)
    ]


def texts() -> set[str]:
    """Every text that the source holds, whatever it is for."""
    return {
        node.value
        for _, tree in _trees()
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }


def codes() -> set[str]:
    """Every code of the guide that the source names, raised at once or handed on."""
    return {text for text in texts() if CODE.fullmatch(text)}
