"""`ekakushin capture`: pages kept without what is personal, and looked through."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, get_args

import typer

from ekakushin.automation.cli import options as o
from ekakushin.automation.cli.flags import takes
from ekakushin.automation.cli.help_page import HelpedGroup, HelpedTyper
from ekakushin.automation.exit_code import ExitCode
from ekakushin.automation.terminal.tell import tell
from ekakushin.flows.step_names import STEPS, StepName
from ekakushin.flows.text import say

if TYPE_CHECKING:
    from ekakushin.automation.settings import Settings

To = Annotated[Path, typer.Option("--to", metavar="DIR", callback=o.named, help=say("help.capture_to"))]
Look = Annotated[bool, typer.Option("--look", help=say("help.capture_look"))]
Until = Annotated[str | None, typer.Option("--until", metavar="STEP", help=say("help.capture_until"))]
Twin = Annotated[str, typer.Option("--twin", metavar="USER2", help=say("help.capture_twin"))]
Capture = Annotated[Path, typer.Argument(metavar="DIR", callback=o.named, help=say("help.capture_dir"))]
TwinCapture = Annotated[
    Path | None, typer.Option("--twin", metavar="DIR2", callback=o.named, help=say("help.capture_twin_dir"))
]
_OF = "of"


class _OfSomebody(HelpedGroup):
    """A group whose first word may be a user ID: `capture USER` is `capture of USER`, which its help shows too."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Put the command's name before what is none."""
        known = {*self.commands, *ctx.help_option_names}
        return super().parse_args(ctx, args if not args or args[0] in known else [_OF, *args])

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Draw what `capture USER` takes, then the commands of the group."""
        of = self.commands[_OF]
        inner = of.make_context(ctx.info_name, [], parent=ctx.parent, resilient_parsing=True)
        of.format_help(inner, formatter)
        super().format_help(ctx, formatter)


app = HelpedTyper(cls=_OfSomebody, help=say("help.capture"), no_args_is_help=True)


@app.command(_OF, help=say("help.capture_of"), hidden=True)
@takes("site", "home", "vault", "headed", "browser", "proxy", "debug", "any_pc")
def capture_of(
    *,
    user: o.User,
    to: To,
    look: Look = False,
    until: Until = None,
    twin: Twin = "",
    mails: o.Mails = None,
    settings: Settings,
) -> None:
    """The pages that this person reaches."""
    if look and until:
        tell(say("capture.both"))
        raise typer.Exit(ExitCode.WRONG_USAGE)
    if twin == user:
        tell(say("capture.same_twin"))
        raise typer.Exit(ExitCode.WRONG_USAGE)
    step = _step(until)
    from ekakushin.automation.commands.capture import CaptureRequest, capture
    from ekakushin.automation.commands.mail import from_mails
    from ekakushin.automation.office import Office

    office = Office(settings)
    if mails:
        meant = [each for each in from_mails(mails).people if each.user_id in (user, twin)]
        office.people.keep(each.invitation() for each in meant)
    raise typer.Exit(capture(office, CaptureRequest(user_id=user, folder=to, until=step, twin=twin)))


def _step(until: str | None) -> StepName | None:
    found = next((step for step in STEPS if step == until), None)
    if until and found is None:
        raise typer.BadParameter(", ".join(get_args(StepName)), param_hint="--until")
    return found


@app.command("verify", help=say("help.capture_verify"))
@takes("home", "vault")
def capture_verify(settings: Settings, folder: Capture, twin: TwinCapture = None) -> None:
    """Whether a capture may be handed on."""
    from ekakushin.automation.commands.capture import verify
    from ekakushin.automation.office import Office

    raise typer.Exit(verify(Office(settings), folder, twin))
