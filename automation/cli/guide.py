"""`ekakushin guide`: the error guide, listed, shown and searched."""

from __future__ import annotations

import typer

from ekakushin.automation.cli import options as o
from ekakushin.automation.cli.flags import takes
from ekakushin.automation.cli.help_page import HelpedTyper
from ekakushin.flows.text import say

app = HelpedTyper(help=say("help.guide"), no_args_is_help=True)


@app.command("list", help=say("help.guide_list"))
@takes()
def guide_list(as_json_only: o.Json = False) -> None:
    """Every code."""
    from ekakushin.automation.guide.printing import list_guide

    raise typer.Exit(list_guide(as_json_only))


@app.command("show", help=say("help.guide_show"))
@takes()
def guide_show(code: o.Code, as_json_only: o.Json = False) -> None:
    """One code, whole."""
    from ekakushin.automation.guide.printing import show_guide

    raise typer.Exit(show_guide(code, as_json_only))


# A number of Windows may begin with a minus, which would be an option.
@app.command("search", help=say("help.guide_search"), context_settings={"ignore_unknown_options": True})
@takes()
def guide_search(words: o.Words, as_json_only: o.Json = False) -> None:
    """The codes that fit these words."""
    from ekakushin.automation.guide.printing import search_guide

    raise typer.Exit(search_guide(words, as_json_only))
