"""Which part of the product, and which step of the story, a Python stack belongs to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from types import FrameType

NO_STEP = "no step"

_OUR_PACKAGE = "ekakushin."
_STEPS = "ekakushin.flows.steps."
_PICTURES, _KEYS, _CONTEXTS = "pictures and evidence", "keys and certificates", "contexts, browser start"
_TYPING, _LETTING_OUT, _ENGINE = "filling and pressing", "requests let out", "engine (dbos)"

# What a module's name begins with in our package, the first that fits; a function may follow after a colon.
_OURS = (
    ("flows.browser.tab:picture", _PICTURES),
    ("flows.browser.tab:html", _PICTURES),
    ("automation.state.evidence", _PICTURES),
    ("automation.state.album", _PICTURES),
    ("automation.state.log", "log"),
    ("automation.state", "state files"),
    ("automation.report", "report"),
    ("automation.commands.summary", "report"),
    ("automation.vault", "vault"),
    ("automation.certificates", _KEYS),
    ("automation.engine", _ENGINE),
    ("automation.terminal", "terminal"),
    ("automation", "command"),
    ("flows.certenroll", _KEYS),
    ("flows.mailbox", "mails"),
    ("flows.browser.driving", _CONTEXTS),
    ("flows.browser.lasting", _CONTEXTS),
    ("flows.browser.getting", _CONTEXTS),
    ("flows.browser.departure", _LETTING_OUT),
    ("flows.browser.redirects", _LETTING_OUT),
    ("flows.browser.tab:fill", _TYPING),
    ("flows.browser.tab:press", _TYPING),
    ("flows.browser.elements", _TYPING),
    ("flows.browser", "readings"),
    ("flows.screens", "screens and steps"),
    ("flows", "screens and steps"),
)
# Where nothing of ours is on the way.
_OTHERS = (
    ("dbos", _ENGINE),
    ("sqlalchemy", _ENGINE),
    ("playwright", "Playwright's client"),
    ("asyncio", "event loop"),
)
_IMPORTING = "importlib._bootstrap"
_LOOP = "_run_once"  # below it is whoever has started the loop


def part_of(frame: FrameType) -> str:
    """The part of the product that is at work: by the innermost frame of ours, otherwise by the library."""
    names = list(_names(frame))
    if any(name.startswith(_IMPORTING) for name in names):
        return "imports"
    ours = (name.removeprefix(_OUR_PACKAGE) for name in names if name.startswith(_OUR_PACKAGE))
    return _first(ours, _OURS) or _first(names, _OTHERS) or "other"


def step_of(frame: FrameType) -> str:
    """The step of the story that is at work, by the outermost frame of a step."""
    found = NO_STEP
    for name in _names(frame):
        if name.startswith(_STEPS):
            found = name.removeprefix(_STEPS).partition(":")[0]
    return found


def _names(frame: FrameType | None) -> Iterator[str]:
    """`module:function` from inside to outside, up to the event loop."""
    while frame:
        module = frame.f_globals.get("__name__", "")
        yield f"{module}:{frame.f_code.co_name}"
        inside_a_task = module == "asyncio.base_events" and frame.f_code.co_name == _LOOP
        frame = None if inside_a_task else frame.f_back


def _first(names: Iterable[str], table: Iterable[tuple[str, str]]) -> str:
    for name in names:
        for pattern, part in table:
            if name.startswith(pattern):
                return part
    return ""
