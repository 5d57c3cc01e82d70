"""Keeps each screen that the flows recognise, as the site has sent it, in memory until it is struck out and written."""

from __future__ import annotations

from dataclasses import dataclass, field

from playwright.async_api import Error as PlaywrightError

from ekakushin.flows.browser.reading import Control, Reading
from ekakushin.flows.browser.sent import SentDocument, sent_documents
from ekakushin.flows.errors import FlowError
from ekakushin.flows.screens.description import ScreenDescription, describe
from ekakushin.flows.screens.screen import Screen


@dataclass(frozen=True, kw_only=True)
class SeenScreen:
    """A screen as it was met. Nothing in it is struck out yet, so it is never written nor shown."""

    description: ScreenDescription = field(repr=False)
    state: str
    step: str
    roles: dict[str, str]
    documents: tuple[SentDocument, ...] = field(repr=False)

    def is_like(self, screen: str, state: str, step: str) -> bool:
        """Whether it is that screen in that state; 完了 is another page in each step."""
        same = (self.description.screen, self.state) == (screen, state)
        return same and (screen != "DoneScreen" or self.step == step)


@dataclass
class ScreenWatch:
    """Hand one to a workplace as `watch`; `screens` are those that were met, in their order, each state once.

    `lost` are the names of screens whose markup could not be had.
    """

    screens: list[SeenScreen] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)

    async def __call__(self, screen: Screen) -> None:
        """Keep this screen, unless it is here already; what cannot be had is no reason to stop."""
        name, state = type(screen).__name__.lstrip("_"), str(getattr(screen, "state", ""))
        step = screen.tab.journal.step
        if any(each.is_like(name, state, step) for each in self.screens):
            return
        try:
            documents = await sent_documents(screen.tab)
        except (FlowError, PlaywrightError):
            documents = []
        if not documents:
            self.lost.append(name)
            return
        self.screens.append(
            SeenScreen(
                description=describe(screen.reading, screen=name),
                state=state,
                step=step,
                roles=roles_of(type(screen), screen.reading),
                documents=tuple(documents),
            )
        )


def roles_of(kind: type[Screen], reading: Reading) -> dict[str, str]:
    """What each field of the screen is for, and the name under which its value is sent."""
    wanted = [part for part in kind.parts if part.role]
    button = next((part for part in kind.parts if part.kind == "button"), None)
    form = reading.form(button.caption, *(part.caption for part in wanted)) if button and wanted else None
    fields: list[Control] = list(form.fields) if form else []
    typed = [each for each in reading.controls if each.kind == "field" and each.writable]
    if not fields and len(wanted) == 1 and len(typed) == 1:
        fields = typed
    return {part.role: each.sent_as for part, each in zip(wanted, fields, strict=False)}
