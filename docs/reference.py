"""Writes the reference of all commands from the code: `python docs/reference.py [FOLDER]`, one page a language."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal, get_args, get_origin

from ekakushin.flows.text import Language, language, use_language

PAGES: dict[Language, str] = {"ja": "commands.md", "en": "commands-en.md"}
_WORDS: dict[Language, dict[str, str]] = {
    "ja": {
        "title": "コマンドの一覧",
        "about": "すべてのコマンドと、その引数・オプションです。説明は `--help` と同じです。"
        "よく使う形と終了コードは[使い方の早見表](usage.md)にあります。",
        "made": "この文書は `python docs/reference.py` がプログラムから作ります。直接は直さないでください。",
        "before": "コマンド名の前に書くもの",
        "option": "引数・オプション",
        "value": "値",
        "help": "意味",
        "required": "必須",
        "many": "複数可",
        "default": "初期値",
        "command": "コマンド",
    },
    "en": {
        "title": "All commands",
        "about": "Every command with its arguments and options, as `--help` tells them. "
        "Everyday use is in [In English](english.md).",
        "made": "Made from the program by `python docs/reference.py`; do not edit it.",
        "before": "Before a command's name",
        "option": "argument or option",
        "value": "value",
        "help": "meaning",
        "required": "required",
        "many": "repeatable",
        "default": "default",
        "command": "command",
    },
}


def every_command() -> dict[str, Any]:
    """All commands and groups by their whole names, "" for the command line itself, in the order of `--help`."""
    import typer

    from ekakushin.automation.cli.app import app

    return dict(_walk(typer.main.get_command(app), ""))


def _walk(command: Any, name: str) -> Iterator[tuple[str, Any]]:
    command = command.load() if hasattr(command, "load") else command
    yield name, command
    for each, inner in getattr(command, "commands", {}).items():
        yield from _walk(inner, f"{name} {each}".strip())


def page() -> str:
    """The whole page as Markdown, in the language that was in use when the commands were first imported."""
    words, commands = _WORDS[language()], every_command()
    root = commands.pop("")
    commands = {name: each for name, each in commands.items() if not each.hidden}
    lines = [f"# {words['title']}", "", words["about"], "", words["made"], "", f"## {words['before']}"]
    lines += [
        *_table(root.params),
        "",
        f"## {words['command']}",
        "",
        f"| {words['command']} | {words['help']} |",
    ]
    lines += ["| --- | --- |"]
    lines += [f"| [`{name}`](#{_anchor(name)}) | {_cell(each.help)} |" for name, each in commands.items()]
    for name, each in commands.items():
        lines += ["", f"{'##' if ' ' not in name else '###'} ekakushin {name}", "", str(each.help).strip()]
        lines += _table([*each.params, *_of_hidden(each)])
    return "\n".join(lines) + "\n"


def _of_hidden(group: Any) -> list[Any]:
    """What a group takes for its one command without a name of its own: `capture USER`."""
    hidden = [each for each in getattr(group, "commands", {}).values() if each.hidden]
    return [parameter for each in hidden for parameter in each.params]


def _anchor(name: str) -> str:
    return f"ekakushin-{name}".replace(" ", "-")


def _table(parameters: list[Any]) -> list[str]:
    shown = [each for each in parameters if not each.hidden]
    if not shown:
        return []
    words = _WORDS[language()]
    head = f"| {words['option']} | {words['value']} | {words['help']} |"
    rows = [f"| {_names(each)} | {_cell(_value(each))} | {_cell(_meaning(each))} |" for each in shown]
    return ["", head, "| --- | --- | --- |", *rows]


def _names(parameter: Any) -> str:
    is_option = parameter.opts[0].startswith("-")
    names = (
        (*parameter.opts, *parameter.secondary_opts) if is_option else (_value(parameter) or parameter.name,)
    )
    return " ".join(f"`{_cell(name)}`" for name in names)


def _value(parameter: Any) -> str:
    """What is typed behind an option, or in an argument's place; "" for a flag."""
    if getattr(parameter, "is_flag", False):
        return ""
    annotation = parameter.type_descriptor.annotation
    if parameter.metavar:
        return str(parameter.metavar)
    if get_origin(annotation) is Literal:
        return "|".join(map(str, get_args(annotation)))
    if parameter.min is not None:
        return f"{parameter.min}–{parameter.max}" if parameter.max is not None else f"{parameter.min}–"
    return str(parameter.name).upper()


def _meaning(parameter: Any) -> str:
    words, default = _WORDS[language()], parameter.default
    more = [words["required"]] if parameter.required else []
    more += [words["many"]] if parameter.multiple or parameter.nargs == -1 else []
    if default not in (None, False, "", []) and not callable(default):
        more.append(f"{words['default']} {default}")
    return f"{parameter.help or ''} ({', '.join(more)})" if more else str(parameter.help or "")


def _cell(text: object) -> str:
    return " ".join(str(text).replace("|", r"\|").split())


def printed(told_in: Language) -> str:
    """The page in a language of one's own choice: help texts are chosen at the import, so a process of its own."""
    command = [sys.executable, __file__, "--print", told_in]
    done = subprocess.run(command, stdout=subprocess.PIPE, check=True, env={**os.environ, "PYTHONUTF8": "1"})
    return done.stdout.decode("utf-8").replace("\r\n", "\n")


def main(arguments: list[str]) -> None:
    """Write both pages, or print one of them."""
    if arguments[:1] == ["--print"]:
        use_language("en" if arguments[1] == "en" else "ja")
        sys.stdout.write(page())
        return
    folder = Path(arguments[0]) if arguments else Path(__file__).parent
    for told_in, name in PAGES.items():
        (folder / name).write_text(printed(told_in), "utf-8", newline="\n")


if __name__ == "__main__":
    main(sys.argv[1:])
