"""Whether a person may be asked to lend a hand, and how: on this terminal, one person's work at a time."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import platformdirs
import typer

from ekakushin.automation.settings import Settings
from ekakushin.flows.errors import BrowserMissing
from ekakushin.flows.text import say

if TYPE_CHECKING:
    from ekakushin.flows.workplace import Workplace


def lent(workplace: Workplace, settings: Settings) -> Workplace:
    """The workplace with the person at this terminal, as far as the settings want one."""
    from ekakushin.automation.terminal.asking import PinQuestion
    from ekakushin.automation.terminal.assistant import TerminalAssistant
    from ekakushin.automation.terminal.desk import TerminalDesk
    from ekakushin.automation.terminal.keys import Keys
    from ekakushin.automation.terminal.letterbox import DownloadFolder
    from ekakushin.flows.hands import ByHand

    pins_come_in = settings.pin_stdin and not sys.stdin.isatty()  # then no line of it is a key
    keys, question = Keys(None if pins_come_in else sys.stdin), PinQuestion(from_stdin=settings.pin_stdin)
    if settings.assist:
        workplace = replace(workplace, assistant=TerminalAssistant(sys.stderr, keys, question))
    if settings.by_hand:
        folder = DownloadFolder(settings.downloads or platformdirs.user_downloads_path())
        workplace = replace(
            workplace, by_hand=ByHand(desk=TerminalDesk(sys.stderr, keys, question), letterbox=folder)
        )
    return workplace


def must_be_possible(settings: Settings, given: Mapping[str, Any], *, elsewhere: bool = False) -> Settings:
    """The settings, unless nobody could lend a hand with the flags given; `elsewhere`: nothing is worked on here.

    Raises BrowserMissing (ENV-001) without a display, and typer's own error for flags that exclude each other.
    """
    workers: int | None = given.get("workers")
    if settings.assist:
        _must_fit("--assist", workers, elsewhere)
        if given.get("headed") is False:
            raise typer.BadParameter(say("assist.headless"), param_hint="--assist")
        _must_have_display()
    if settings.by_hand:
        _must_fit("--by-hand", workers, elsewhere)
        if not (settings.pin_stdin or sys.stdin.isatty()):
            raise typer.BadParameter(say("by_hand.no_terminal"), param_hint="--by-hand")
    elif given.get("downloads"):
        raise typer.BadParameter(say("by_hand.only_with"), param_hint="--from")
    return settings


def _must_have_display() -> None:
    from ekakushin.flows.browser.driving import has_display

    if not has_display():
        raise BrowserMissing("ENV-001", detail=say("assist.no_display"))


def _must_fit(flag: str, workers: int | None, elsewhere: bool) -> None:
    if workers is not None and workers > 1:
        raise typer.BadParameter(say("assist.one_at_a_time", count=workers), param_hint=flag)
    if elsewhere:
        raise typer.BadParameter(say("assist.not_here"), param_hint=flag)
