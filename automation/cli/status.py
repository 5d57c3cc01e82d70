"""`ekakushin status`, `report` and `documents`: who stands where, and what is still to be sent."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from ekakushin.automation.cli import options as o
from ekakushin.automation.cli.flags import takes

if TYPE_CHECKING:
    from ekakushin.automation.settings import Settings


@takes("home", "vault", "database")
def status(
    settings: Settings,
    everybody: o.All = False,
    watching: o.Watch = False,
    expiring: o.Expiring = None,
    ics: o.Ics = None,
    as_json_only: o.Json = False,
) -> None:
    """Who stands where."""
    from ekakushin.automation.office import Office

    office = Office(settings)
    if expiring is not None:
        from ekakushin.automation.commands.certificates import show_expiring

        raise typer.Exit(show_expiring(office, expiring, ics=ics, as_json_only=as_json_only))
    if ics:
        raise typer.BadParameter("--expiring 60d --ics FILE", param_hint="--ics")
    from ekakushin.automation.commands.status import show_status

    raise typer.Exit(show_status(office, everybody=everybody, watching=watching, as_json_only=as_json_only))


@takes("site", "home", "vault", "database")
def report(
    *,
    html: o.HtmlFile = None,
    xlsx: o.XlsxFile = None,
    junit: o.JunitFile = None,
    json_file: o.JsonFile = None,
    settings: Settings,
) -> None:
    """Who stands where, as files."""
    from ekakushin.automation.commands.summary import write_reports
    from ekakushin.automation.office import Office

    raise typer.Exit(write_reports(Office(settings), html=html, xlsx=xlsx, junit=junit, json_file=json_file))


@takes()
def documents(roster: o.Roster = None, visible: o.Visible = False, as_json_only: o.Json = False) -> None:
    """Which papers must be sent before the mails arrive."""
    from ekakushin.automation.commands.documents import show_documents

    raise typer.Exit(show_documents(roster, visible=visible, as_json_only=as_json_only))
