"""`ekakushin check`: has a page of the site changed?"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from ekakushin.automation.cli import options as o
from ekakushin.automation.cli.flags import takes
from ekakushin.automation.exit_code import ExitCode
from ekakushin.automation.terminal.tell import tell
from ekakushin.flows.text import say

if TYPE_CHECKING:
    from ekakushin.automation.settings import Settings

Against = Annotated[Path | None, typer.Option("--against", metavar="DIR", help=say("help.check_against"))]
Look = Annotated[bool, typer.Option("--look", help=say("help.check_look"))]
Users = Annotated[list[str] | None, typer.Option("--user", metavar="USER", help=say("help.check_user"))]
Accept = Annotated[bool, typer.Option("--accept", help=say("help.check_accept"))]
FailOn = Annotated[
    Literal["breaking", "noticed", "any"], typer.Option("--fail-on", help=say("help.check_fail_on"))
]
Ignored = Annotated[
    list[str] | None, typer.Option("--ignore", metavar="RULE[@SCREEN]", help=say("help.check_ignore"))
]
HtmlFile = Annotated[
    Path | None, typer.Option("--html", metavar="FILE", callback=o.named, help=say("help.check_html"))
]


@takes("site", "home", "vault", "headed", "browser", "proxy", "debug", "any_pc")
def check(
    settings: Settings,
    against: Against = None,
    look: Look = False,
    user: Users = None,
    accept: Accept = False,
    fail_on: FailOn = "any",
    ignore: Ignored = None,
    html: HtmlFile = None,
    junit: o.JunitFile = None,
    as_json_only: o.Json = False,
) -> None:
    """Compare the site with what was accepted, or with a capture."""
    wrong = _wrong_usage(ignore or [], look=bool(look and user), accept=bool(accept and against))
    if wrong:
        tell(wrong)
        raise typer.Exit(ExitCode.WRONG_USAGE)
    from ekakushin.automation.commands.check import CheckRequest
    from ekakushin.automation.commands.check import check as run_check
    from ekakushin.automation.office import Office

    request = CheckRequest(
        users=tuple(dict.fromkeys(user or ())),
        against=against,
        accept=accept,
        fail_on=fail_on,
        ignore=tuple(ignore or ()),
        html=html,
        junit=junit,
        as_json_only=as_json_only,
    )
    raise typer.Exit(run_check(Office(settings), request))


def _wrong_usage(ignored: list[str], *, look: bool, accept: bool) -> str:
    from ekakushin.automation.checking.outcome import RULES_TO_IGNORE

    unknown = [each for each in ignored if each.partition("@")[0] not in RULES_TO_IGNORE]
    if unknown:
        return say("check.no_rule", rule=unknown[0], rules=" ".join(RULES_TO_IGNORE))
    if accept:
        return say("check.accept_what")
    return say("check.look_or_user") if look else ""
