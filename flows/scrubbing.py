"""The markup and console output of a page as evidence, without secrets."""

from __future__ import annotations

import re

from ekakushin.flows.browser.tab import Tab
from ekakushin.flows.redaction import redact

_VALUES = re.compile(r"""(\bvalue\s*=\s*)("[^"]*"|'[^']*'|[^\s>]+)""", re.IGNORECASE)


async def markup_of(tab: Tab) -> bytes:
    """The markup, without secrets."""
    return scrub(f"<!-- {tab.place} -->\n{await tab.html()}").encode()


async def console_of(tab: Tab) -> bytes:
    """What message boxes and console said, without secrets."""
    lines = [tab.place, *(f"dialog: {text}" for text in tab.dialogs), *tab.console]
    return scrub("\n".join(lines)).encode()


def scrub(html: str) -> str:
    """A page without what may be personal or secret in it: values, and what the redactor strikes out."""
    return redact(_VALUES.sub(r'\1""', html))
