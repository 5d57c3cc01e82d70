"""Help pages: whole in every width, in both languages."""

from __future__ import annotations

import os
import re
import shutil
from typing import Any

import pytest
import typer
from rich.cells import cell_len

from ekakushin.automation.cli.app import app
from ekakushin.automation.cli.help_page import help_page

TYPED = re.compile(r"<[a-z ]+>")


def pages(ctx: Any) -> list[Any]:
    """The contexts of this command and of all below it."""
    command = ctx.command
    if hasattr(command, "load"):
        command = command.load()
        ctx = type(ctx)(command, info_name=command.name, parent=ctx.parent)
    below = getattr(command, "commands", {})
    return [
        ctx,
        *(
            page
            for name, each in below.items()
            for page in pages(type(ctx)(each, info_name=name, parent=ctx))
        ),
    ]


@pytest.fixture(scope="module")
def contexts() -> list[Any]:
    root = typer.main.get_command(app)
    return pages(root.make_context("ekakushin", [], resilient_parsing=True))


@pytest.mark.parametrize("columns", [40, 80, 200])
def test_no_help_is_cut_or_wider_than_the_screen(
    contexts: list[Any], columns: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shutil, "get_terminal_size", lambda: os.terminal_size((columns, 24)))
    assert len(contexts) > 30
    for ctx in contexts:
        page = help_page(ctx)
        words = "".join(page.split())
        told = [ctx.command.help, *(each.help for each in ctx.command.params)]
        assert [each for each in told if each and "".join(each.split()).rstrip("。") not in words] == []
        assert max(map(cell_len, page.splitlines())) <= columns
        assert "…" not in page.replace("://…", "")
        assert not TYPED.search(page)


def test_a_name_stands_beside_its_help_and_above_it_where_there_is_no_room(
    contexts: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    ctx = next(each for each in contexts if each.command_path == "ekakushin roster new")
    for columns, shown in ((80, r"\n  --force {17}\S"), (40, r"\n  --force\n {6}\S")):
        monkeypatch.setattr(
            shutil, "get_terminal_size", lambda columns=columns: os.terminal_size((columns, 24))
        )
        assert re.search(shown, help_page(ctx))
