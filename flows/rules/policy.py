"""The policy for a password or PIN, as a page states it."""

from __future__ import annotations

import string
from typing import Literal

from pydantic import Field

from ekakushin.flows.models import Noun

CharacterKind = Literal["lower", "upper", "letters", "digits", "symbols"]

CHARACTERS: dict[CharacterKind, str] = {
    "lower": string.ascii_lowercase,
    "upper": string.ascii_uppercase,
    "letters": string.ascii_letters,
    "digits": string.digits,
    "symbols": string.punctuation,
}


class Policy(Noun):
    """Lengths in characters, and how many of each kind there must be at least.

    `letters` are of either case. `unread` are the lines of the page that were not understood, for the log.
    """

    minimum: int = Field(0, ge=0)
    maximum: int | None = Field(None, ge=0)
    lower: int = Field(0, ge=0)
    upper: int = Field(0, ge=0)
    letters: int = Field(0, ge=0)
    digits: int = Field(0, ge=0)
    symbols: int = Field(0, ge=0)
    only_digits: bool = False
    alphanumeric: bool = False
    unread: tuple[str, ...] = ()

    def demands(self) -> dict[CharacterKind, int]:
        """The kinds of which at least one is demanded, and how many."""
        every: dict[CharacterKind, int] = {
            "lower": self.lower,
            "upper": self.upper,
            "letters": self.letters,
            "digits": self.digits,
            "symbols": self.symbols,
        }
        return {kind: count for kind, count in every.items() if count}

    def allows(self, character: str) -> bool:
        """Whether the character may occur at all."""
        if self.only_digits:
            return character in string.digits
        return not self.alphanumeric or character in string.ascii_letters + string.digits

    @property
    def needed(self) -> int:
        """The fewest characters that can meet length and kinds together."""
        letters = max(self.letters, self.lower + self.upper)
        return max(self.minimum, letters + self.digits + self.symbols)
