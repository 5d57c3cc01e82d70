"""`ekakushin credentials`: passwords and PINs, shown, handed out, forgotten."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from ekakushin.automation.cli import options as o
from ekakushin.automation.cli.flags import takes
from ekakushin.automation.cli.help_page import HelpedTyper
from ekakushin.flows.text import say

if TYPE_CHECKING:
    from ekakushin.automation.settings import Settings

To = Annotated[Path, typer.Option("--to", metavar="FILE.xlsx|DIR", callback=o.named, help=say("help.to"))]
For = Annotated[list[str], typer.Option("--for", metavar="USER|all", help=say("help.for"))]
MoreUsers = Annotated[list[str] | None, typer.Argument(metavar="USER", help=say("help.for"))]
Users = Annotated[list[str], typer.Argument(metavar="USER", help=say("help.user"))]
Each = Annotated[bool, typer.Option("--each", help=say("help.each"))]
Password = Annotated[Literal["ask", "make"] | None, typer.Option("--password", help=say("help.password_way"))]
WithCertificates = Annotated[bool, typer.Option("--with-certificates", help=say("help.with_certificates"))]
ForgetProxy = Annotated[bool, typer.Option("--forget", help=say("help.forget_proxy"))]
YesForget = Annotated[bool, typer.Option("--yes", help=say("help.yes_forget"))]

app = HelpedTyper(help=say("help.credentials"), no_args_is_help=True)


@app.command("show", help=say("help.credentials_show"))
@takes("home", "vault")
def credentials_show(user: o.User, settings: Settings, yes: o.Yes = False) -> None:
    """Password and PIN of one person, on a terminal."""
    from ekakushin.automation.commands.credentials import show_credentials
    from ekakushin.automation.office import Office

    raise typer.Exit(show_credentials(Office(settings), user, yes=yes))


@app.command("export", help=say("help.credentials_export"))
@takes("home", "vault", "database")
def credentials_export(
    *,
    to: To,
    users: For,
    more: MoreUsers = None,
    each: Each = False,
    password: Password = None,
    force: o.Force = False,
    settings: Settings,
) -> None:
    """Password, PIN and all else that people need, as encrypted workbooks."""
    from ekakushin.automation.commands.credentials import Export, export_credentials
    from ekakushin.automation.office import Office

    wanted = (*users, *(more or ()))
    wish = Export(to=to, users=wanted, each=each, password=password, force=force)
    raise typer.Exit(export_credentials(Office(settings), wish))


@app.command("proxy", help=say("help.credentials_proxy"))
@takes("site", "home", "vault", "browser", "proxy")
def credentials_proxy(settings: Settings, forget: ForgetProxy = False) -> None:
    """The login of the company's proxy."""
    from ekakushin.automation.commands.credentials.proxy import forget_proxy_login, keep_proxy_login
    from ekakushin.automation.office import Office

    office = Office(settings)
    raise typer.Exit(forget_proxy_login(office) if forget else keep_proxy_login(office))


@app.command("forget", help=say("help.credentials_forget"))
@takes("home", "vault")
def credentials_forget(
    users: Users,
    settings: Settings,
    with_certificates: WithCertificates = False,
    yes: YesForget = False,
) -> None:
    """Remove people's secrets from the vault."""
    from ekakushin.automation.commands.credentials import forget_credentials
    from ekakushin.automation.office import Office

    raise typer.Exit(
        forget_credentials(Office(settings), users, with_certificates=with_certificates, yes=yes)
    )
