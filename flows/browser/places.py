"""Addresses without their personal parts, and the origin of a frame's document."""

from __future__ import annotations

from playwright.async_api import Frame

from ekakushin.flows.site import origin_of


def place_of(address: str) -> str:
    """The address without its query, which may hold personal parts."""
    return address.partition("?")[0].partition("#")[0].partition(";")[0]


def frame_origin(frame: Frame) -> str:
    """The origin that a frame's document has; one without an address of its own has its parent's."""
    if frame.url in ("", "about:blank", "about:srcdoc"):
        return frame_origin(frame.parent_frame) if frame.parent_frame else ""
    return origin_or_nothing(frame.url)


def origin_or_nothing(address: str) -> str:
    """As `origin_of`, but "" for what has none."""
    try:
        return origin_of(address.removeprefix("blob:"))
    except ValueError:
        return ""
