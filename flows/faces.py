"""The browsers as which the issuance site may be asked for its pages, in the order in which they are tried."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol


class Face(StrEnum):
    """The browser as it is, Internet Explorer 11, or that in 互換表示 (S: sister sites have asked for either)."""

    OWN = "own"
    EXPLORER = "ie11"
    COMPATIBLE = "ie7"

    @property
    def user_agent(self) -> str:
        """What is sent as User-Agent; "" for the browser's own."""
        return _USER_AGENTS.get(self, "")

    @property
    def document_mode(self) -> int:
        """Internet Explorer's `document.documentMode`; 0 for the browser's own."""
        return {Face.EXPLORER: 11, Face.COMPATIBLE: 7}.get(self, 0)


_USER_AGENTS = {
    Face.EXPLORER: "Mozilla/5.0 (Windows NT 10.0; WOW64; Trident/7.0; rv:11.0) like Gecko",
    Face.COMPATIBLE: (
        "Mozilla/4.0 (compatible; MSIE 7.0; Windows NT 10.0; WOW64; Trident/7.0; .NET4.0C; .NET4.0E)"
    ),
}


class FaceMemory(Protocol):
    """Remembers as which browser a site's page was used last."""

    def recall(self) -> Face | None:
        """The face that worked last; None where none has yet."""

    def note(self, face: Face) -> None:
        """This one works: it is tried first the next time."""


@dataclass
class RememberedFace:
    """A memory that lasts as long as the process."""

    face: Face | None = None

    def recall(self) -> Face | None:
        """The face that was noted last."""
        return self.face

    def note(self, face: Face) -> None:
        """Remember it."""
        self.face = face


def faces_to_try(memory: FaceMemory) -> list[Face]:
    """All of them, the one that worked last at the beginning."""
    first = memory.recall()
    return [*([first] if first else []), *(face for face in Face if face != first)]
