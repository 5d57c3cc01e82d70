"""What `ekakushin` alone shows: what is set up, who stands where, which certificates expire, and what to type next."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta

from ekakushin.automation import sources
from ekakushin.automation.certificates.dates import ends_of
from ekakushin.automation.commands.next_step import EXPIRING_DAYS, next_lines, next_steps
from ekakushin.automation.commands.status import count_states, standing_of
from ekakushin.automation.exit_code import ExitCode
from ekakushin.automation.office import Office
from ekakushin.automation.results import Result
from ekakushin.automation.settings import Settings
from ekakushin.automation.terminal.asking import rows
from ekakushin.automation.terminal.cells import printable
from ekakushin.flows.text import say

_FEW = 3  # people who are named


def show_overview(settings: Settings) -> ExitCode:
    """Print it; nothing is made in the state folder. Raises Misconfigured (ENV-004, ENV-005, ENV-010)."""
    office, now = Office(settings, only_looks=True), datetime.now(UTC)
    results = standing_of(office, briefly=True)
    names = {each.user_id: each.name for each in results}
    ends = ends_of(office.home, names, now)
    soon = {who: end for who, end in ends.items() if end <= now + timedelta(days=EXPIRING_DAYS)}
    print("\n".join(rows(_facts(office, results, _expiring(names, soon)))))
    print("\n".join(["", say("next.head"), *next_lines(next_steps(results, expiring=bool(soon)))]))
    print(say("overview.help"))
    return ExitCode.DONE


def _facts(office: Office, results: Sequence[Result], expiring: str) -> list[tuple[str, str]]:
    settings, file = office.settings, sources.FILE
    return [
        (
            say("overview.settings"),
            str(file) if file.exists() else say("overview.no_settings", file=file),
        ),
        (say("overview.home"), str(office.home)),
        (say("overview.site"), say("overview.real") if settings.site == "real" else settings.site),
        (say("overview.vault"), say(f"start.vault_{settings.vault}")),
        (say("overview.people"), count_states(results) if results else say("overview.nobody")),
        (say("overview.certificates"), expiring),
    ]


def _expiring(names: Mapping[str, str], soon: Mapping[str, datetime]) -> str:
    """Whose certificates end soon, the soonest first; "" for nobody's."""
    if not soon:
        return ""
    first = sorted(soon.items(), key=lambda each: (each[1], each[0]))[:_FEW]
    told = say("overview.comma").join(
        f"{printable(f'{who} {names[who]}')} {end.astimezone():%Y-%m-%d}" for who, end in first
    )
    more = len(soon) - len(first)
    told = say("start.and_more", names=told, count=more) if more else told
    return say("overview.expiring", days=EXPIRING_DAYS, who=told)
