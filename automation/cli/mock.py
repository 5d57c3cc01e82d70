"""`ekakushin mock` and `demo`: serves the mock of both sites, causes its faults, and onboards people against it."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from ekakushin.automation.cli import options as o
from ekakushin.automation.cli.flags import takes
from ekakushin.automation.cli.help_page import HelpedCommand, HelpedTyper
from ekakushin.automation.terminal.tell import tell
from ekakushin.flows.text import say

if TYPE_CHECKING:
    from ekakushin.automation.cli.flags import Given
    from ekakushin.automation.settings import Settings

app = HelpedTyper(help=say("help.mock"), no_args_is_help=True)


@takes("home", "workers", "headed", "browser", "debug", "trace")
def demo(
    given: Given, people: o.People = 3, signing_delay: o.SigningDelay = 5, as_json_only: o.Json = False
) -> None:
    """A mock, a few people, a report."""
    from ekakushin.automation.commands.mock import demo as run_demo
    from ekakushin.automation.settings import read_settings

    place = given.get("home") or Path(tempfile.mkdtemp(prefix="ekakushin-demo-"))
    settings = read_settings(**{**given, "home": place})
    tell(say("demo.begin", people=people))
    tell(say("demo.folder", path=place))
    raise typer.Exit(
        run_demo(settings, people=people, signing_delay=signing_delay, as_json_only=as_json_only)
    )


@app.command("serve", help=say("help.mock_serve"))
@takes()
def mock_serve(
    settings: Settings,
    state: o.StateDir = None,
    people: o.People = 3,
    signing_delay: o.SigningDelay = 5,
    profile: o.Profile = "certenroll",
    encoding: o.Encoding = "cp932",
    receipt: o.Receipt = "again",
    fault: o.Faults = None,
    skin: o.Skins = None,
    html_filter: o.HtmlFilter = None,
    scenario: o.Scenario = None,
    replay: o.Replay = None,
    strict: o.Strict = False,
) -> None:
    """Serve the mock until Ctrl-C."""
    from ekakushin.automation.commands import mock

    options = {
        "people": people,
        "signing_delay": signing_delay,
        "profile": profile,
        "service_encoding": encoding,
        "receipt": receipt,
        "faults": tuple(fault or ()),
        "skins": tuple(skin or ()),
        "html_filter": mock.html_filter(html_filter),
        "scenario": scenario,
        "replay": replay,
        "strict": strict,
    }
    raise typer.Exit(mock.serve(state, settings, **options))


@app.command("scenarios", help=say("help.mock_scenarios"))
@takes()
def mock_scenarios(settings: Settings, as_json_only: o.Json = False) -> None:
    """List the scenarios."""
    from ekakushin.automation.commands.mock import list_scenarios

    list_scenarios(as_json_only=as_json_only)


class _WithFaults(HelpedCommand):
    """A command whose help lists the faults; the mock that knows them is imported when somebody asks."""

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Draw the help, with the list at its end."""
        from ekakushin.automation.commands.mock import fault_list

        self.help = "\n\n".join((say("help.mock_fault"), fault_list()))
        super().format_help(ctx, formatter)


@app.command("fault", cls=_WithFaults, help=say("help.mock_fault"))
@takes()
def mock_fault(settings: Settings, fault: o.Fault, state: o.StateDir = None) -> None:
    """Let something go wrong on the mock that is being served."""
    from ekakushin.automation.commands.mock import cause_fault, last_state

    cause_fault(state or last_state(settings), fault)
    print(say("mock.faulty", fault=fault))


@app.command("mend", help=say("help.mock_mend"))
@takes()
def mock_mend(settings: Settings, fault: o.Fault, state: o.StateDir = None) -> None:
    """Let it go right again."""
    from ekakushin.automation.commands.mock import last_state, mend_fault

    mend_fault(state or last_state(settings), fault)
    print(say("mock.mended", fault=fault))


@app.command("unlock", help=say("help.mock_unlock"))
@takes()
def mock_unlock(settings: Settings, user: o.User, state: o.StateDir = None) -> None:
    """Unlock an account."""
    from ekakushin.automation.commands.mock import last_state, unlock_account

    unlock_account(state or last_state(settings), user)
    print(say("mock.unlocked", user_id=user))
