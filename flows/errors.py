"""The errors of the flows, by who must act.

FlowError                       holds code, person, step, evidence and the site's own words
├── Unavailable                 nobody: wait and come again
│   └── UnderWay                nobody: the service is still at it, and says so
├── Refused                     the person whose data it is
├── UnexpectedPage              a developer: the page is unknown
├── NeedsPerson                 somebody at the keyboard
└── OutcomeUnknown              look before repeating
Misconfigured                   whoever set the tool up (outside the tree)
├── BrowserMissing
├── VaultClosed
└── ForeignAddress              an address that leads outside the site
"""

from __future__ import annotations

import re
from typing import Any

from ekakushin.flows.guide import entry
from ekakushin.flows.text import is_text, say

_CAME_LATER = frozenset({"who"})
_NET_ERROR = re.compile(r"(?:net::)?\b(ERR_[A-Z0-9_]+)")


class _Values(dict[str, Any]):
    """The values of an error as a sentence holds them: of the network's words what they mean. An error that was kept
    before its sentence had a certain value gets the word for it.

    Raises KeyError for any other that is missing.
    """

    def __getitem__(self, name: str) -> Any:
        value = super().__getitem__(name)
        return _NET_ERROR.sub(_plain_words, value) if isinstance(value, str) else value

    def __missing__(self, name: str) -> str:
        if name not in _CAME_LATER:
            raise KeyError(name)
        return say(f"guide.value_{name}")


def _plain_words(found: re.Match[str]) -> str:
    """What Chromium's name for a failure of the network means; the name where nobody has put it into words."""
    return say(f"network.{found[1]}") if is_text(f"network.{found[1]}") else found[1]


class Explained(Exception):
    """An error with a code of the guide, and the values that its sentence needs."""

    def __init__(self, code: str, **values: Any) -> None:
        super().__init__(code)
        self.code = code
        self.values = values

    def __str__(self) -> str:
        return entry(self.code).wording.sentence.format_map(_Values(self.values))

    @property
    def remedy(self) -> str:
        """What to do now, as one or two sentences."""
        return entry(self.code).wording.now.format_map(_Values(self.values))


class FlowError(Explained):
    """A step did not reach its end.

    `site_words` is what the site itself said, without secrets; `person`, `step` and `evidence` (paths) are
    attached where the story knows them.
    """

    def __init__(self, code: str, *, site_words: str = "", **values: Any) -> None:
        super().__init__(code, **values)
        self.site_words = site_words
        self.person = ""
        self.step = ""
        self.evidence: tuple[str, ...] = ()


class Unavailable(FlowError):
    """The site cannot be reached or is busy; trying later is right."""


class UnderWay(Unavailable):
    """What was asked for is being made; look again after `wait` seconds, logged out in the meantime."""

    def __init__(self, code: str, *, wait: float, **values: Any) -> None:
        super().__init__(code, **values)
        self.wait = wait


class Refused(FlowError):
    """The site said no to this person's data; the same data will be refused again."""


class UnexpectedPage(FlowError):
    """A page that the flow does not know; the value `nearest` says which screen it almost is."""

    def __str__(self) -> str:
        return super().__str__() + str(self.values.get("nearest", ""))


class NeedsPerson(FlowError):
    """Something that only a person at the keyboard can do or decide."""


class OutcomeUnknown(FlowError):
    """An act that may or may not have happened; look before repeating it."""


class Misconfigured(Explained):
    """The set-up is wrong; no person's data is at fault."""


class BrowserMissing(Misconfigured):
    """No browser could be found, got or started."""


class VaultClosed(Misconfigured):
    """The vault cannot be opened, read or written."""


class ForeignAddress(Misconfigured):
    """An address outside the site's origins; nothing was sent there."""
