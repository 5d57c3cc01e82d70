"""Serving the bundled mock, by hand and for the demo."""

from __future__ import annotations

import hashlib
import json
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import platformdirs

from ekakushin.automation.commands.next_step import tell_next
from ekakushin.automation.commands.onboard import RunRequest, onboard
from ekakushin.automation.commands.selection import select
from ekakushin.automation.exit_code import ExitCode
from ekakushin.automation.office import Office
from ekakushin.automation.settings import Settings
from ekakushin.automation.state.names import StateFolder
from ekakushin.automation.terminal.tell import tell
from ekakushin.fixtures.mock_site import (
    FAULTS,
    SCENARIOS,
    MockSite,
    cause,
    load_filter,
    mend,
    ready_line,
    unlock,
)
from ekakushin.flows.errors import Misconfigured
from ekakushin.flows.guide import entry
from ekakushin.flows.secret import Secret
from ekakushin.flows.text import say

_LAST = "served-last.txt"
HtmlFilter = Callable[[str, str], str]


def serve(state: Path | None, settings: Settings, **options: Any) -> ExitCode:
    """Serve a mock until SIGINT, SIGTERM or Ctrl-Break; one JSON line on standard output when both servers answer.

    `options` are those of MockSite.
    """
    enough = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM, getattr(signal, "SIGBREAK", signal.SIGINT)):
        signal.signal(number, lambda *_: enough.set())
    with _mock(state or _default_state(settings), options) as site:
        _remember(site.state, settings)
        _say_replay(site)
        print(json.dumps(ready_line(site), ensure_ascii=False), flush=True)
        while not enough.wait(0.5):  # a wait without end would not see the signal on Windows
            pass
    return ExitCode.DONE


def _say_replay(site: MockSite) -> None:
    """Which screens are shown as they were captured, and which are the mock's."""
    if site.replay:
        tell(say("capture.replayed", captured="、".join(site.replay.captured)))
        if site.replay.missing:
            tell(say("capture.from_mock", mock="、".join(site.replay.missing)))


def _mock(state: Path, options: dict[str, Any]) -> MockSite:
    try:
        return MockSite(state, **options)
    except ValueError as error:
        raise Misconfigured("ENV-007", reason=str(error)) from None


def html_filter(name: str | None) -> HtmlFilter | None:
    """The function MODULE:FUNCTION. Raises Misconfigured (ENV-007) if it cannot be loaded."""
    if name is None:
        return None
    try:
        return load_filter(name)
    except ValueError as error:
        raise Misconfigured("ENV-007", reason=str(error)) from error


def _remember(state: Path, settings: Settings) -> None:
    """Note which mock was served last, for commands that name none."""
    with suppress(OSError):
        _own_folder(settings).mkdir(parents=True, exist_ok=True)
        (_own_folder(settings) / _LAST).write_text(str(state.absolute()), "utf-8")


def last_state(settings: Settings) -> Path:
    """The folder of the mock that was served last on this PC, or the default one."""
    try:
        return Path((_own_folder(settings) / _LAST).read_text("utf-8"))
    except OSError:
        return _default_state(settings)


def _default_state(settings: Settings) -> Path:
    return _own_folder(settings) / "state"


def _own_folder(settings: Settings) -> Path:
    """Where the mocks of those who use this home are: not in it, for whoever tries the mock needs no home."""
    of_home = hashlib.sha256(
        str(settings.home.expanduser().absolute()).encode("utf-8", "replace")
    ).hexdigest()
    return platformdirs.user_cache_path("ekakushin-mock", appauthor=False) / of_home[:12]


def unlock_account(state: Path, user_id: str) -> None:
    """Unlock an account of the mock in `state`. Raises Misconfigured (ENV-007) if there is none."""
    with _translate_errors(state, user_id):
        unlock(state, user_id)


def cause_fault(state: Path, spec: str) -> None:
    """Let CODE or CODE@USER go wrong on the mock in `state`. Raises Misconfigured (ENV-007)."""
    with _translate_errors(state, spec.partition("@")[2]):
        cause(state, spec)


def mend_fault(state: Path, spec: str) -> None:
    """Let it go right again. Raises Misconfigured (ENV-007)."""
    with _translate_errors(state, spec.partition("@")[2]):
        mend(state, spec)


def fault_list() -> str:
    """What the mock can do wrong, a line a code with the guide's title, in the form that help texts take."""
    lines = []
    for code, fault in FAULTS.items():
        reach = "" if fault.personal else say("mock.everybody")
        lines.append(f"{code}  {entry(code).wording.title}{reach}")
    return "\b\n" + "\n".join(lines)


def list_scenarios(*, as_json_only: bool) -> None:
    """Print the scenarios that `serve` knows: their names, what happens, and what one sees of it."""
    told = {name: say(f"scenarios.{name.replace('-', '_')}") for name in SCENARIOS}
    if as_json_only:
        print(json.dumps({"scenarios": told}, ensure_ascii=False))
        return
    for name, words in told.items():
        print(f"{name}\n  {words}")


@contextmanager
def _translate_errors(state: Path, user_id: str) -> Iterator[None]:
    try:
        yield
    except FileNotFoundError:
        raise Misconfigured("ENV-007", reason=say("mock.no_state", path=state)) from None
    except KeyError:
        raise Misconfigured("ENV-007", reason=say("mock.unknown", user_id=user_id)) from None
    except ValueError as error:
        raise Misconfigured("ENV-007", reason=str(error)) from None


def demo(settings: Settings, *, people: int, signing_delay: float, as_json_only: bool) -> ExitCode:
    """A mock, some people, all of them onboarded. Everything lies under the settings' home."""
    state = settings.home / StateFolder.MOCK
    with MockSite(state, people=people, signing_delay=signing_delay) as site:
        there = settings.model_copy(
            update={
                "site": str(site.site_file),
                "vault": "file",
                "vault_passphrase": settings.vault_passphrase or _demo_passphrase(state),
            }
        )
        office = Office(there)
        wish = RunRequest(as_json_only=as_json_only, tells_next=False)
        code = onboard(office, select(office, [site.mails]), wish)
    if not as_json_only:
        tell_next("mails")
    return code


def _demo_passphrase(state: Path) -> Secret:
    """A passphrase that the same demo folder gives again: its people are invented, and so are their secrets."""
    keys = sorted(state.rglob("*.pem"))
    return Secret(hashlib.sha256(b"".join(key.read_bytes() for key in keys)).hexdigest())
