"""Removes secrets from Playwright's trace file: parses its JSON lines, replaces strings, leaves bodies out."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Mapping
from functools import cache
from pathlib import Path, PurePath
from typing import Any

from ekakushin.flows.redaction import holds_known, redact

TraceLine = dict[str, Any]

# Headers, bodies, cookies, what was typed or handed to a script: nothing of it is needed to see what was done.
_LEFT_OUT = frozenset(
    {
        *("cookies", "postData", "queryString", "text", "body", "_file", "_sha1", "sha1", "arg", "source"),
        *(
            "resourceOverrides",
            "attachments",
            "storageState",
            "clientCertificates",
            "httpCredentials",
            "proxy",
        ),
        *("extraHTTPHeaders", "postDataBuffer", "inputFiles", "payloads", "initScripts"),
    }
)
_EMPTIED = frozenset({"cookies", "queryString", "resourceOverrides"})
_HEADERS_SHOWN = frozenset(
    {"content-type", "content-length", "date", "server", "location", "user-agent", "accept"}
)
_TYPED = ("__playwright_value_", "value")
_BUTTONS = ("submit", "button", "reset", "image")
_EXPRESSION = 80  # characters of a script that are shown


class SecretLeftError(ValueError):
    """A secret is still in the trace, which is therefore not kept."""


def without_secrets(raw: Path) -> bytes:
    """The trace as a file that the trace viewer opens. Raises ValueError or OSError for what is no such trace."""
    try:
        return _rewritten(raw)
    except (
        zipfile.BadZipFile,
        LookupError,
        AttributeError,
        TypeError,
    ):  # of another shape than is known here
        raise ValueError("no trace") from None


def _rewritten(raw: Path) -> bytes:
    kept = io.BytesIO()
    rewriting = _TraceRewriter()
    with zipfile.ZipFile(raw) as source, zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as target:
        for name in (name for name in source.namelist() if "/" not in name):
            text = source.read(name).decode("utf-8")
            data = _stacks(text) if name.endswith(".stacks") else rewriting.lines(text)
            if holds_known(data):
                raise SecretLeftError
            target.writestr(name, data)
    return kept.getvalue()


class _TraceRewriter:
    """Rewrites the lines of one trace without secrets; names and addresses that come again are redacted once."""

    def __init__(self) -> None:
        self._redacted = cache(redact)

    def lines(self, text: str) -> bytes:
        lines = (self._line(json.loads(line)) for line in text.splitlines() if line.strip())
        return "".join(f"{json.dumps(line, ensure_ascii=False)}\n" for line in lines if line).encode()

    def _line(self, line: TraceLine) -> TraceLine | None:
        kind = line.get("type")
        if kind in ("screencast-frame", "stdout", "stderr"):
            return None
        if kind == "after":
            line.pop("result", None)  # what a script has read from the page
        if kind == "console":
            line.pop("args", None)
            return {**self._clean(line), "text": redact(str(line.get("text", "")))}
        if kind == "frame-snapshot":
            line["snapshot"]["html"] = _snapshot(line["snapshot"]["html"])
        if kind == "before":
            _shorten(line.get("method"), line.get("params", {}))
        cleaned: TraceLine = self._clean(line)
        return cleaned

    def _clean(self, value: Any) -> Any:
        if isinstance(value, str):
            return self._redacted(value)
        if isinstance(value, list):
            return [self._clean(each) for each in value]
        if isinstance(value, dict):
            stays = {name: each for name, each in value.items() if name not in _LEFT_OUT or name in _EMPTIED}
            return {self._redacted(name): self._member(name, each) for name, each in stays.items()}
        return value

    def _member(self, name: str, value: Any) -> Any:
        if name in _EMPTIED:
            return []
        if name == "headers" and isinstance(value, list):
            return self._clean([each for each in value if each["name"].lower() in _HEADERS_SHOWN])
        return self._clean(value)


def _shorten(method: object, params: TraceLine) -> None:
    """What an act was given, without what was typed and without the length of a script."""
    if method == "fill":
        params.pop("value", None)
    if "expression" in params:
        params["expression"] = params["expression"][:_EXPRESSION]


def _snapshot(node: Any) -> Any:
    """A node of a page: a text, [tag, attributes, nodes…], or a reference to one that was shown before."""
    if not isinstance(node, list) or not node or not isinstance(node[0], str):
        return node
    tag, attributes, nodes = node[0], dict(node[1]) if len(node) > 1 else {}, node[2:]
    if tag == "SCRIPT":  # emptied, but still there: later snapshots count the nodes
        nodes = ["" if isinstance(each, str) else each for each in nodes]
    return [tag, _without_values(tag, attributes), *(_snapshot(each) for each in nodes)]


def _without_values(tag: str, attributes: Mapping[str, Any]) -> Mapping[str, Any]:
    """What was typed, or is hidden in the page; only a button's caption stays."""
    if tag != "INPUT" and "__playwright_value_" not in attributes:
        return attributes
    if str(attributes.get("type", "")).lower() in _BUTTONS:
        return attributes
    return {name: "" if name in _TYPED else value for name, value in attributes.items()}


def _stacks(text: str) -> bytes:
    """Where in the program each act stands, without the folders of this PC."""
    stacks = json.loads(text)
    stacks["files"] = [PurePath(file).name for file in stacks.get("files", [])]
    return json.dumps(stacks).encode()
