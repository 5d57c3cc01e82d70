"""The flags that become settings: each is declared here once, and a command names those that it takes."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Annotated, Any, Literal, get_type_hints

import typer

from ekakushin.flows.text import say

FLAGS: dict[str, Any] = {
    "site": Annotated[str | None, typer.Option("--site", metavar="NAME|FILE", help=say("help.site"))],
    "home": Annotated[Path | None, typer.Option("--home", metavar="DIR", help=say("help.home"))],
    "vault": Annotated[Literal["keyring", "file"] | None, typer.Option("--vault", help=say("help.vault"))],
    "database": Annotated[str | None, typer.Option("--database", metavar="URL", help=say("help.database"))],
    "workers": Annotated[int | None, typer.Option("--workers", min=1, max=64, help=say("help.workers"))],
    "headed": Annotated[bool | None, typer.Option("--headed/--headless", help=say("help.headed"))],
    "assist": Annotated[bool | None, typer.Option("--assist", help=say("help.assist"))],
    "by_hand": Annotated[bool | None, typer.Option("--by-hand", help=say("help.by_hand"))],
    "downloads": Annotated[
        Path | None, typer.Option("--from", metavar="DIR|FILE", help=say("help.from_path"))
    ],
    "pin_stdin": Annotated[bool | None, typer.Option("--pin-stdin", help=say("help.pin_stdin"))],
    "browser": Annotated[
        str | None, typer.Option("--browser", metavar="NAME|PATH", help=say("help.browser"))
    ],
    "proxy": Annotated[
        str | None, typer.Option("--proxy", metavar="URL|pac:URL|direct", help=say("help.proxy"))
    ],
    "debug": Annotated[bool | None, typer.Option("--debug", help=say("help.debug"))],
    "trace": Annotated[bool | None, typer.Option("--trace", help=say("help.trace"))],
    "any_pc": Annotated[bool | None, typer.Option("--any-pc", help=say("help.any_pc"))],
    "stop_after": Annotated[int | None, typer.Option("--stop-after", min=1, help=say("help.stop_after"))],
    "lang": Annotated[Literal["ja", "en"] | None, typer.Option("--lang", help=say("help.lang"))],
}
_JSON = "as_json_only"
Command = Callable[..., None]
Given = dict[str, Any]


def takes(*names: str) -> Callable[[Command], Command]:
    """A command with the flags of these settings, and `--lang`, which every command has.

    They stand where the command has its parameter `settings`, and it is handed the Settings that come of them; a
    parameter `given` is handed those flags alone that were given. A command with neither only takes `--lang`.
    """

    def taking(command: Command) -> Command:
        own = list(inspect.signature(command).parameters.values())
        filled = {each.name for each in own} & {"settings", "given"}

        @wraps(command)
        def run(**options: Any) -> None:
            given = {name: options.pop(name) for name in (*names, "lang")}
            given = {name: value for name, value in given.items() if value is not None}
            command(**options, **_values_for(filled, given))

        place = "settings" if "settings" in filled else "given"
        hints = get_type_hints(command, localns={"Settings": Any, "Given": Any}, include_extras=True)
        shown = [each for one in own for each in _visible_parameters(one, place, names, hints[one.name])]
        at = next((number for number, each in enumerate(shown) if each.name == _JSON), len(shown))
        shown.insert(at, _flag("lang"))
        run.__signature__ = inspect.Signature(shown)  # type: ignore[attr-defined]  # typer reads it
        run.__annotations__ = {each.name: each.annotation for each in shown}
        return run

    return taking


def _values_for(wanted: set[str], given: Given) -> dict[str, Any]:
    if not wanted:
        return {}
    from ekakushin.automation.settings import read_settings

    values = {"settings": read_settings(**given), "given": given}
    return {name: values[name] for name in wanted}


def _visible_parameters(
    one: inspect.Parameter, place: str, names: tuple[str, ...], annotation: Any
) -> list[inspect.Parameter]:
    """What the command line shows of one parameter of the function."""
    if one.name == place:
        return [_flag(name) for name in names]
    if one.name in ("settings", "given"):
        return []
    return [one.replace(annotation=annotation, kind=inspect.Parameter.KEYWORD_ONLY)]


def _flag(name: str) -> inspect.Parameter:
    return inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=None, annotation=FLAGS[name])
