"""A trace is rewritten line by line: what was done stays, what was typed or sent does not."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path
from typing import Any

import pytest

from ekakushin.flows.browser.trace_archive import without_secrets
from ekakushin.flows.secret import Secret

WORD = "Canary5TraceWord"
MARKED = Secret(WORD)


def rewritten(folder: Path, **members: object) -> zipfile.ZipFile:
    """A trace of these members (`trace`, `network`: lines; `stacks`; `resource`: bytes), without secrets."""
    with zipfile.ZipFile(folder / "raw.zip", "w") as raw:
        for kind, content in members.items():
            if kind == "resource":
                raw.writestr("resources/0a.html", content)  # type: ignore[arg-type]
            elif kind == "stacks":
                raw.writestr("trace.stacks", json.dumps(content))
            else:
                raw.writestr(f"trace.{kind}", "\n".join(json.dumps(each) for each in content))  # type: ignore[attr-defined]
    return zipfile.ZipFile(io.BytesIO(without_secrets(folder / "raw.zip")))


def lines(archive: zipfile.ZipFile, kind: str = "trace") -> list[dict[str, Any]]:
    return [json.loads(line) for line in archive.read(f"trace.{kind}").splitlines()]


def line(folder: Path, **event: object) -> dict[str, Any]:
    (found,) = lines(rewritten(folder, trace=[event]))
    return found


def test_what_was_filled_is_gone_and_that_it_was_filled_stays(tmp_path: Path) -> None:
    found = line(
        tmp_path, type="before", callId="a@1", method="fill", params={"value": "unknown", "timeout": 8}
    )
    assert found == {"type": "before", "callId": "a@1", "method": "fill", "params": {"timeout": 8}}


def test_what_the_log_says_is_redacted(tmp_path: Path) -> None:
    found = line(tmp_path, type="log", callId="a@1", time=1.5, message=f'fill("{WORD}")')
    assert found == {"type": "log", "callId": "a@1", "time": 1.5, "message": 'fill("******")'}


def test_neither_scripts_nor_what_they_are_given_or_answer_are_kept(tmp_path: Path) -> None:
    before = line(tmp_path, type="before", method="evaluate", params={"expression": "x" * 500, "arg": "y"})
    after = line(tmp_path, type="after", callId="a@1", result={"value": {"s": "y"}})
    assert before["params"] == {"expression": "…"}
    assert after == {"type": "after", "callId": "a@1"}


def test_cookies_credentials_and_bodies_of_the_network_are_left_out(tmp_path: Path) -> None:
    headers = [{"name": name, "value": "unknown"} for name in ("Cookie", "authorization", "x-enrollment-key")]
    request = {
        "url": f"https://x.example/a?cd={WORD}",
        "headers": [*headers, {"name": "Accept", "value": "text/html"}],
        "cookies": [{"name": "JSESSIONID", "value": "unknown"}],
        "queryString": [{"name": "cd", "value": "unknown"}],
        "postData": {"text": "unknown"},
    }
    response = {"content": {"size": 3, "text": "unknown", "_file": "resources/0a.html"}}
    snapshot = {"type": "resource-snapshot", "snapshot": {"request": request, "response": response}}
    archive = rewritten(tmp_path, network=[snapshot], resource=b"unknown")
    assert archive.namelist() == ["trace.network"]
    assert lines(archive, "network")[0]["snapshot"] == {
        "request": {
            "url": "https://x.example/a?…",
            "headers": [{"name": "Accept", "value": "text/html"}],
            "cookies": [],
            "queryString": [],
        },
        "response": {"content": {"size": 3}},
    }


def test_a_page_is_shown_without_what_stands_in_its_fields(tmp_path: Path) -> None:
    page = [
        "FORM",
        {},
        ["INPUT", {"type": "hidden", "value": "unknown", "__playwright_value_": "unknown"}],
        ["INPUT", {"type": "submit", "value": "次へ", "__playwright_value_": "次へ"}],
        ["SCRIPT", {}, "unknown"],
        [[1, 4]],
        ["P", {}, f"番号 {WORD}"],
    ]
    html = line(tmp_path, type="frame-snapshot", snapshot={"html": page})["snapshot"]["html"]
    assert html[2][1] == {"type": "hidden", "value": "", "__playwright_value_": ""}
    assert html[3][1]["value"] == "次へ"
    assert html[4:] == [["SCRIPT", {}, ""], [[1, 4]], ["P", {}, "番号 ******"]]


def test_options_with_keys_and_passphrases_are_left_out(tmp_path: Path) -> None:
    options = {"viewport": {"width": 1}, "clientCertificates": [{"key": "unknown", "passphrase": "unknown"}]}
    assert line(tmp_path, type="context-options", options=options)["options"] == {"viewport": {"width": 1}}


def test_pictures_are_left_out(tmp_path: Path) -> None:
    assert lines(rewritten(tmp_path, trace=[{"type": "screencast-frame", "sha1": "0a.jpeg"}])) == []


def test_places_in_the_program_are_named_without_folders(tmp_path: Path) -> None:
    stacks = {"files": ["/home/somebody/flows/tab.py"], "stacks": [["a@1", [[0, 8, 0, "main"]]]]}
    archive = rewritten(tmp_path, stacks=stacks)
    assert json.loads(archive.read("trace.stacks"))["files"] == ["tab.py"]


def test_what_is_no_trace_is_an_error_and_nothing_is_kept(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="no trace"):
        rewritten(tmp_path, trace=["no object"]).close()
