"""Takes pictures of a page in which fields and secrets are covered."""

from __future__ import annotations

from collections.abc import Sequence

from playwright.async_api import Frame, Page

from ekakushin.flows.secret import Secret

_QUALITY = 60  # of a JPEG, per cent
COVER = "#b8c4ce"
TYPED = "textarea, input:not([type=button], [type=submit], [type=reset], [type=image], [type=radio], [type=checkbox])"


async def take_picture(
    page: Page, frames: Sequence[Frame], secrets: Sequence[Secret], *, small: bool, seconds: float
) -> bytes:
    """The whole page as PNG, or what is seen of it as a small JPEG, within `seconds`.

    What is typed into the frames, and where one of the secrets stands in them, is covered.
    """
    covered = [frame.locator(TYPED) for frame in frames]
    covered += [frame.get_by_text(secret.reveal()) for frame in frames for secret in secrets]
    return await page.screenshot(
        full_page=not small,
        type="jpeg" if small else "png",
        quality=_QUALITY if small else None,
        mask=covered,
        mask_color=COVER,
        timeout=seconds * 1000,
    )
