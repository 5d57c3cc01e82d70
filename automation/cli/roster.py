"""`ekakushin roster`: writes a template of the list of people that an office keeps in Excel."""

from __future__ import annotations

from ekakushin.automation.cli import options as o
from ekakushin.automation.cli.flags import takes
from ekakushin.automation.cli.help_page import HelpedTyper
from ekakushin.flows.text import say

app = HelpedTyper(help=say("help.roster_app"), no_args_is_help=True)


@app.command("new", help=say("help.roster_new"))
@takes()
def roster_new(file: o.NewFile, force: o.Force = False) -> None:
    """A template to fill in."""
    from ekakushin.automation.roster.template import write_template

    print(say("overview.written", path=write_template(file, overwrite=force)))
