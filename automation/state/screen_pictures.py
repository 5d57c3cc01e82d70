"""Pictures and markup of the screens of a site, as accepted and as they are now; nothing personal is in them."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Literal, NamedTuple

from ekakushin.automation.state.files import (
    delete_patiently,
    open_folder,
    read_patiently,
    safe_name,
    usable,
    write_durably,
)
from ekakushin.automation.state.names import StateFolder

Moment = Literal["accepted", "changed"]


class ScreenPicture(NamedTuple):
    """A screen as it was drawn (PNG, b"" where it could not be) and the markup that was drawn."""

    picture: bytes
    markup: str


class ScreenPictures:
    """The pictures of one site in the state folder."""

    def __init__(self, home: Path, site: str) -> None:
        self._home, self._site = home, site

    def keep(self, key: str, moment: Moment, drawn: ScreenPicture) -> None:
        """Keep it in place of the one before. Raises Misconfigured (ENV-004)."""
        picture, markup = self._files(key, moment)
        with usable(picture):
            write_durably(picture, drawn.picture)
            write_durably(markup, drawn.markup.encode())

    def find(self, key: str, moment: Moment) -> ScreenPicture | None:
        """What was kept; None where nothing was."""
        picture, markup = self._files(key, moment)
        try:
            return ScreenPicture(read_patiently(picture), read_patiently(markup).decode("utf-8", "replace"))
        except OSError:
            return None

    def accept(self, key: str) -> None:
        """What was the changed one is the accepted one now. Raises Misconfigured (ENV-004)."""
        for old, new in zip(self._files(key, "changed"), self._files(key, "accepted"), strict=True):
            with usable(old):
                if old.exists():
                    write_durably(new, read_patiently(old))
                    delete_patiently(old)
                elif new.exists():  # of what is accepted now there is no picture
                    delete_patiently(new)

    def _files(self, key: str, moment: Moment) -> tuple[Path, Path]:
        folder = open_folder(self._home, StateFolder.SCREEN_PICTURES, self._site)
        words = re.findall(r"[A-Z]?[a-z0-9]+", key)
        stem = safe_name("-".join([*map(str.lower, words), moment]))
        return folder / f"{stem}.png", folder / f"{stem}.html"
