"""The options that several commands share, with their help."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

from ekakushin.automation.exit_code import ExitCode
from ekakushin.automation.state.device_names import refuse_devices
from ekakushin.automation.terminal.tell import tell
from ekakushin.flows.text import say


def named(value: Path | str | None) -> Path | str | None:
    """A name that something is written under. Raises typer.BadParameter for one that Windows cannot keep."""
    try:
        refuse_devices(Path(value or "."))
    except OSError as error:
        raise typer.BadParameter(str(error.strerror)) from None
    return value


def present(paths: list[Path] | None) -> list[Path] | None:
    """Places of mails; `-` is standard input. One that is not there is told, and ends the command before it begins."""
    for path in paths or ():
        if str(path) != "-" and not path.exists():
            tell(say("mail.no_such_place", path=path))
            raise typer.Exit(ExitCode.WRONG_USAGE)
    return paths


Mails = Annotated[
    list[Path] | None, typer.Option("--mails", metavar="PATH", callback=present, help=say("help.mails"))
]
MoreMails = Annotated[
    list[Path] | None, typer.Argument(metavar="PATH", callback=present, help=say("help.mails"))
]
Paths = Annotated[list[Path] | None, typer.Argument(metavar="PATH", help=say("help.paths"))]
User = Annotated[str, typer.Argument(metavar="USER", help=say("help.user"))]
AnyUser = Annotated[str, typer.Argument(metavar="USER", help=say("help.doctor_user"))]
Fix = Annotated[bool, typer.Option("--fix", help=say("help.fix"))]
Addresses = Annotated[bool, typer.Option("--addresses", help=say("help.addresses"))]
Json = Annotated[bool, typer.Option("--json", help=say("help.json"))]
Until = Annotated[str | None, typer.Option("--until", metavar="STEP", help=say("help.until"))]
Only = Annotated[list[str] | None, typer.Option("--only", metavar="failed|USER", help=say("help.only"))]
Again = Annotated[bool, typer.Option("--again", help=say("help.again"))]
Enqueue = Annotated[bool, typer.Option("--enqueue", help=say("help.enqueue"))]
DryRun = Annotated[bool, typer.Option("--dry-run", help=say("help.dry_run"))]
UntilEmpty = Annotated[bool, typer.Option("--until-empty", help=say("help.until_empty"))]
Roster = Annotated[Path | None, typer.Option("--roster", metavar="FILE", help=say("help.roster"))]
Visible = Annotated[bool, typer.Option("--visible", help=say("help.visible"))]
Reissue = Annotated[bool, typer.Option("--reissue", help=say("help.reissue"))]
ReissueFor = Annotated[list[str] | None, typer.Option("--reissue", metavar="USER", help=say("help.reissue"))]
All = Annotated[bool, typer.Option("--all", help=say("help.all"))]
Watch = Annotated[bool, typer.Option("--watch", help=say("help.watch"))]
Worker = Annotated[str | None, typer.Argument(metavar="WORKER", help=say("help.worker_name"))]
Code = Annotated[str, typer.Argument(metavar="CODE", help=say("help.code"))]
Words = Annotated[list[str], typer.Argument(metavar="WORDS", help=say("help.words"))]
Expiring = Annotated[str | None, typer.Option("--expiring", metavar="60d", help=say("help.expiring"))]
Ics = Annotated[Path | None, typer.Option("--ics", metavar="FILE", callback=named, help=say("help.ics"))]
Serial = Annotated[str, typer.Argument(metavar="SERIAL", help=say("help.serial"))]
ToFile = Annotated[Path, typer.Option("--to", metavar="FILE", callback=named, help=say("help.to_file"))]
EvenCurrent = Annotated[bool, typer.Option("--force", help=say("help.even_current"))]
Favourite = Annotated[
    str, typer.Option("--favourite", metavar="NAME", callback=named, help=say("help.favourite"))
]
Undo = Annotated[bool, typer.Option("--undo", help=say("help.undo"))]
OwnBrowser = Annotated[
    Literal["edge", "chrome", "chromium"] | None, typer.Option("--browser", help=say("help.own_browser"))
]
HtmlFile = Annotated[
    Path | None, typer.Option("--html", metavar="FILE", callback=named, help=say("help.html_file"))
]
XlsxFile = Annotated[
    Path | None, typer.Option("--xlsx", metavar="FILE", callback=named, help=say("help.xlsx_file"))
]
JunitFile = Annotated[
    Path | None, typer.Option("--junit", metavar="FILE", callback=named, help=say("help.junit_file"))
]
JsonFile = Annotated[
    Path | None, typer.Option("--json", metavar="FILE", callback=named, help=say("help.json_file"))
]
NewFile = Annotated[Path, typer.Argument(metavar="FILE", callback=named, help=say("help.new_file"))]
Force = Annotated[bool, typer.Option("--force", help=say("help.force"))]
WithoutAsking = Annotated[bool, typer.Option("--yes", help=say("help.without_asking"))]
Yes = Annotated[bool, typer.Option("--yes", help=say("help.yes"))]
StateDir = Annotated[
    Path | None, typer.Option("--state", metavar="DIR", callback=named, help=say("help.state"))
]
People = Annotated[int, typer.Option("--people", min=1, max=1000, help=say("help.people"))]
SigningDelay = Annotated[float, typer.Option("--signing-delay", min=0, help=say("help.signing_delay"))]
Profile = Annotated[Literal["certenroll", "p12"], typer.Option("--profile", help=say("help.profile"))]
Encoding = Annotated[str, typer.Option("--encoding", help=say("help.encoding"))]
Receipt = Annotated[Literal["again", "once"], typer.Option("--receipt", help=say("help.receipt"))]
Faults = Annotated[list[str] | None, typer.Option("--fault", metavar="CODE[@USER]", help=say("help.fault"))]
Fault = Annotated[str, typer.Argument(metavar="CODE[@USER]", help=say("help.fault"))]
Scenario = Annotated[str | None, typer.Option("--scenario", metavar="NAME", help=say("help.scenario"))]
Skins = Annotated[list[str] | None, typer.Option("--skin", metavar="NAME|random:SEED", help=say("help.skin"))]
HtmlFilter = Annotated[
    str | None, typer.Option("--html-filter", metavar="MODULE:FUNCTION", help=say("help.html_filter"))
]
Replay = Annotated[Path | None, typer.Option("--replay", metavar="DIR", help=say("help.replay"))]
Strict = Annotated[bool, typer.Option("--strict", help=say("help.strict"))]
