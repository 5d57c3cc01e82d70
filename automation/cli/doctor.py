"""`ekakushin doctor`: is this PC ready for the service?"""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from ekakushin.automation.cli import options as o
from ekakushin.automation.cli.flags import takes

if TYPE_CHECKING:
    from ekakushin.automation.settings import Settings


@takes("site", "home", "vault", "database", "browser", "proxy", "any_pc")
def doctor(
    *, user: o.AnyUser = "", fix_it: o.Fix = False, settings: Settings, as_json_only: o.Json = False
) -> None:
    """Look at everything that the work needs."""
    from ekakushin.automation.commands.doctor import look_at_this_pc

    raise typer.Exit(look_at_this_pc(settings, user, fix_it=fix_it, as_json_only=as_json_only))
