"""A capture as what a site is compared with."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from ekakushin.automation.checking.outcome import Finding, finding_of
from ekakushin.automation.state.screen_pictures import ScreenPicture
from ekakushin.flows.capture.folder import PAGES, CapturedScreen, broken_files, read_screens
from ekakushin.flows.changes import ScreenSight, compare, judge_alone, key_of_screen, nearest_of
from ekakushin.flows.errors import Misconfigured
from ekakushin.flows.screens.description import ScreenDescription


@dataclass(frozen=True)
class Baseline:
    """The screens of a capture and their pictures, by the keys under which sights are compared."""

    sights: Mapping[str, ScreenSight]
    pictures: Mapping[str, ScreenPicture]

    def compare(self, sights: Iterable[ScreenSight], at: datetime) -> Iterator[Finding]:
        """What is different of the screens that the capture has, or of pages that no screen was recognised on."""
        for sight in {each.key: each for each in sights}.values():
            key = sight.key if sight.recognised else nearest_of(self.sights, sight)
            before = self.sights.get(key or "")
            changes = compare(before, sight) if before is not None else judge_alone(sight)
            for each in changes:
                yield finding_of(each, key or sight.key, at=at)


def baseline_in(folder: Path) -> Baseline:
    """The capture in a folder. Raises Misconfigured (ENV-007) for what is none, or is not as it was written."""
    try:
        broken = broken_files(folder)
        screens = read_screens(folder)
    except (OSError, ValueError) as error:
        raise Misconfigured("ENV-007", reason=f"{folder}: {type(error).__name__}") from error
    if broken:
        raise Misconfigured("ENV-007", reason=f"{folder}: {', '.join(broken[:3])}")
    sights = [(captured_sight(each), each) for each in screens]
    return Baseline(
        {sight.key: sight for sight, _ in sights},
        {sight.key: _picture_of(folder, screen) for sight, screen in sights},
    )


def _picture_of(folder: Path, screen: CapturedScreen) -> ScreenPicture:
    """The picture that lies beside the markup, as far as there is one."""
    main = next((each.file for each in screen.documents if each.main), "")
    markup, picture = b"", b""
    with suppress(OSError):
        markup = (folder / PAGES / main).read_bytes()
        picture = (folder / PAGES / main).with_name(f"{main.partition('.')[0]}.png").read_bytes()
    return ScreenPicture(picture, markup.decode("utf-8", "replace"))


def captured_sight(screen: CapturedScreen) -> ScreenSight:
    """A captured screen under the name by which it is compared."""
    path = screen.frames[0].path if screen.frames else ""
    key = key_of_screen(screen.screen, state=screen.state, path=path)
    name, _, variant = key.partition("/")
    kept = {field: getattr(screen, field) for field in ScreenDescription.model_fields}
    return ScreenSight(
        screen=name, variant=variant, description=ScreenDescription(**{**kept, "screen": name})
    )
