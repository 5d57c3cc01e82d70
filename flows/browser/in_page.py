"""Our scripts that run in every frame before the page's own: they read the page and count the clicks."""

from __future__ import annotations

import secrets
from functools import cache
from importlib.resources import files

# Under which the reader is found: of another process nobody knows it, so that no page can put its own there.
_NAME = f"reader_{secrets.token_hex(16)}"
_READER = f"window.{_NAME}"
_PRESSING = 'window[Symbol.for("ekakushin.pressing")]'

RELEASE = f"() => {_PRESSING} && {_PRESSING}.release()"
FINISH_PRESS = f"(node) => {_PRESSING}.finish(node)"
# "" where the scripts are not there: a document that was made without an address may not have run them.
READ = f"([reading, frame, unused]) => {_READER} ? {_READER}.read(reading, frame, unused) : ''"
NODE = f"([reading, index]) => {_READER} ? {_READER}.node(reading, index) : null"
NODE_TO_PRESS = f"""([reading, index]) => {{
  const node = ({NODE})([reading, index]);
  if (node) {_PRESSING}.begin(node);
  return node;
}}"""


@cache
def in_page_script() -> str:
    """All of them, to be run in a frame once or more often."""
    seeing, captions, reading = map(_text, ("seeing.js", "captions.js", "reading.js"))
    parts = _text("reader.js").partition("// THE READING STANDS HERE\n")
    reader = "\n".join([parts[0], seeing, captions, reading, parts[2]]).replace("THE NAME", _NAME)
    return f"{_text('pressing.js')}\n{reader}"


def _text(name: str) -> str:
    return files("ekakushin.flows.browser").joinpath(name).read_text("utf-8")
