"""The markup and console output of a page as evidence, without secrets and without what is personal."""

from __future__ import annotations

import re
from collections.abc import Iterable

from ekakushin.flows.browser.tab import Tab
from ekakushin.flows.models import Invitation
from ekakushin.flows.redaction import redact

_TAG = re.compile(r"""<[a-zA-Z](?:"[^"]*"|'[^']*'|[^'">])*>""")
_VALUE = re.compile(r"""(\bvalue\s*=\s*)("[^"]*"|'[^']*'|[^\s>]+)""", re.IGNORECASE)
# What is pressed or chosen: its value is what the page calls it.
_CAPTIONED = re.compile(
    r"""<(?:button|option)\b|<input\b(?=[^>]*\btype\s*=\s*["']?(?:submit|button|reset|image)\b)""",
    re.IGNORECASE,
)
_TYPED = re.compile(r"(<textarea\b[^>]*>).*?(</textarea>)", re.IGNORECASE | re.DOTALL)
# In a script a name of an act stays, `form.event.value = "issue"`; anything else may be somebody's.
_ASSIGNED = re.compile(r"""(\bvalue\s*=\s*)(?!(["'])[A-Za-z_]{0,12}\2)("[^"]*"|'[^']*')""")
_STRUCK = "…"


async def markup_of(tab: Tab, invitation: Invitation) -> bytes:
    """The markup, without secrets and without what it says of the person."""
    return scrub(f"<!-- {tab.place} -->\n{await tab.html()}", _personal(invitation)).encode()


async def console_of(tab: Tab, invitation: Invitation) -> bytes:
    """What message boxes and console said, without secrets and without what it says of the person."""
    lines = [tab.place, *(f"dialog: {text}" for text in tab.dialogs), *tab.console]
    return scrub("\n".join(lines), _personal(invitation)).encode()


def scrub(html: str, personal: Iterable[str] = ()) -> str:
    """A page without the values of its fields, the `personal` words, and what the redactor strikes out.

    Captions of buttons, options and scripts stay as they were.
    """
    text = _TYPED.sub(r"\1\2", html)
    pieces, end = [], 0
    for tag in _TAG.finditer(text):
        pieces += [_ASSIGNED.sub(r'\1""', text[end : tag.start()]), _without_value(tag.group())]
        end = tag.end()
    text = "".join([*pieces, _ASSIGNED.sub(r'\1""', text[end:])])
    for word in sorted(personal, key=len, reverse=True):
        text = _spaced(word).sub(_STRUCK, text)
    return redact(text)


def _without_value(tag: str) -> str:
    return tag if _CAPTIONED.match(tag) else _VALUE.sub(r'\1""', tag)


def _personal(invitation: Invitation) -> list[str]:
    return [word for word in (invitation.user_id, invitation.name, invitation.company) if len(word) > 1]


def _spaced(word: str) -> re.Pattern[str]:
    """The word with whatever spaces a page puts between its letters or leaves out; digits only as a whole."""
    letters = r"\s*".join(re.escape(letter) for letter in re.sub(r"\s", "", word))
    return re.compile(rf"(?<!\d){letters}(?!\d)" if word.isdigit() else letters)
