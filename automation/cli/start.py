"""`ekakushin start`: a guided first run on a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from ekakushin.automation.cli.flags import takes

if TYPE_CHECKING:
    from ekakushin.automation.cli.flags import Given
    from ekakushin.automation.settings import Settings


@takes("site", "home", "vault", "browser", "proxy", "headed")
def start(*, settings: Settings, given: Given) -> None:
    """Ask what is needed, check this PC, explain, and do it."""
    from ekakushin.automation.terminal.hands import must_be_possible

    must_be_possible(settings, given)

    from ekakushin.automation.commands.starting import start as start_guided
    from ekakushin.automation.commands.starting.visit import Visit

    raise typer.Exit(start_guided(Visit(settings, given)))
