"""Our scripts that run in every frame before the page's own: they read the page and count the clicks."""

from __future__ import annotations

import secrets
from functools import cache
from importlib.resources import files

# Under which the reader is found: of another process nobody knows it, so that no page can put its own there.
_NAME = f"reader_{secrets.token_hex(16)}"
_ASKED, _GIVEN = (
    f"asked_{secrets.token_hex(16)}",
    f"given_{secrets.token_hex(16)}",
)  # events, as unknown to pages
_READER = f"window.{_NAME}"
_PRESSING = 'window[Symbol.for("ekakushin.pressing")]'

RELEASE = f"() => {_PRESSING} && {_PRESSING}.release()"
# "" where the scripts are not there: a document that was made without an address may not have run them.
READ = f"([reading, frame, unused]) => {_READER} ? {_READER}.read(reading, frame, unused) : ''"
NODE = f"([reading, index]) => {_READER} ? {_READER}.node(reading, index) : null"
_NODE = f"({NODE})([reading, index])"
# What there is to a control that was read: GONE, THERE, or BEHIND a notice that must be closed before it can be used.
GONE, THERE, BEHIND = "gone", "there", "behind"
FIND = f"([reading, index]) => {_READER} ? {_READER}.find(reading, index) : '{GONE}'"
BEGIN_PRESS = f"""([reading, index]) => {{
  const node = {_NODE};
  if (node) {_PRESSING}.begin(node);
  return ({FIND})([reading, index]);
}}"""
FINISH_PRESS = f"([reading, index]) => {{ const node = {_NODE}; return !!node && {_PRESSING}.finish(node); }}"
# Whether the field holds the text; and a key, for which some pages wait.
HAS_TAKEN = f"""([reading, index, text]) => {{
  const node = {_NODE};
  const taken = !!node && node.value === text;
  const key = {{ key: "End", code: "End", keyCode: 35, which: 35, bubbles: true, cancelable: true }};
  if (node) for (const kind of ["keydown", "keyup"]) node.dispatchEvent(new KeyboardEvent(kind, key));
  return taken;
}}"""

# Playwright's way to a node that was read, `ENGINE=READING:INDEX`. It looks from a world of its own, into which a
# handle from the page's world would have to be moved, at the price of all of Playwright's script in both worlds: so it
# asks by an event, and is given the node as the target of another.
ENGINE = "ekakushin"
ENGINE_SCRIPT = f"""{{
  queryAll(root, selector) {{
    const found = [];
    const take = (event) => {{ found.push(event.composedPath()[0]); event.stopImmediatePropagation(); }};
    window.addEventListener("{_GIVEN}", take, true);
    try {{
      window.dispatchEvent(new CustomEvent("{_ASKED}", {{ detail: selector }}));
    }} finally {{
      window.removeEventListener("{_GIVEN}", take, true);
    }}
    return found;
  }},
}}"""


@cache
def in_page_script() -> str:
    """All of them, to be run in a frame once or more often."""
    seeing, captions, reading = map(_text, ("seeing.js", "captions.js", "reading.js"))
    parts = _text("reader.js").partition("// THE READING STANDS HERE\n")
    reader = "\n".join([parts[0], seeing, captions, reading, parts[2]])
    for word, name in (("THE NAME", _NAME), ("ASKED", _ASKED), ("GIVEN", _GIVEN)):
        reader = reader.replace(f'"{word}"', f'"{name}"')
    return f"{_text('pressing.js')}\n{reader}"


def _text(name: str) -> str:
    return files("ekakushin.flows.browser").joinpath(name).read_text("utf-8")
