"""The door of the command: its language, and what it says when something goes wrong."""

from __future__ import annotations

import codecs
import errno
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest

import ekakushin.automation.cli.app
from ekakushin.automation import main as door
from ekakushin.automation.main import _language, main
from ekakushin.flows.errors import BrowserMissing
from ekakushin.flows.text import language
from tests.support.systems import WINDOWS

WORD = "TopSecret1"
Command = Callable[..., tuple[object, str, str]]


@pytest.fixture
def command(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Command:
    """Runs main with a command line in place of the real one: exit code, output and error output."""

    def run(app: Callable[[], object], *arguments: str) -> tuple[object, str, str]:
        monkeypatch.setattr(sys, "argv", ["ekakushin", *arguments])
        monkeypatch.setenv("PYTHONIOENCODING", "utf-8")  # what capsys reads, on Windows too
        # Threads of other tests would have it end this process, ten seconds later.
        monkeypatch.setattr(door, "_end_in_time", lambda code: None)
        monkeypatch.setattr(ekakushin.automation.cli.app, "app", lambda **_: app())
        code: object = None
        try:
            main()
        except SystemExit as end:
            code = end.code
        return code, *capsys.readouterr()

    return run


def raising(error: BaseException) -> Callable[[], None]:
    def app() -> None:
        raise error

    return app


@pytest.mark.parametrize(
    ("arguments", "environment", "english"),
    [
        ([], None, False),
        (["demo"], None, False),
        (["demo", "--lang", "en"], None, True),
        (["demo", "--lang=en"], None, True),
        (["demo", "--lang", "ja"], None, False),
        (["demo", "--lang", "fr"], None, False),
        (["demo", "--lang"], None, False),
        (["onboard", "en"], None, False),
        ([], "en", True),
        (["demo"], "en", True),
        (["demo"], "ja", False),
        (["demo", "--lang", "ja"], "en", False),
        (["demo", "--lang=ja"], "en", False),
    ],
)
def test_the_language_is_known_before_the_command_line_is_read(
    arguments: list[str], environment: str | None, english: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    if environment:
        monkeypatch.setenv("EKAKUSHIN_LANG", environment)

    assert (_language(arguments) == "en") is english


def test_the_language_holds_for_all_that_follows(command: Command) -> None:
    spoken: list[str] = []

    command(lambda: spoken.append(language()), "demo", "--lang", "en")

    assert spoken == ["en"]


def test_the_language_of_the_settings_file_holds_too(command: Command, settings_file: Path) -> None:
    settings_file.write_text('lang = "en"')
    spoken: list[str] = []

    command(lambda: spoken.append(language()), "demo")

    assert spoken == ["en"]


def test_an_error_of_the_set_up_is_a_card_with_what_happened_and_what_to_do(command: Command) -> None:
    error = BrowserMissing("ENV-001", detail="edge")

    code, output, said = command(raising(error), "demo")

    assert (code, output) == (2, "")
    assert said.startswith("[ENV-001]")
    assert "edge" in said
    assert said.count("\n") <= 15


def test_a_bug_is_one_line_with_the_place_and_without_its_words(command: Command) -> None:
    code, output, said = command(raising(ValueError(WORD)), "demo")

    assert (code, output) == (2, "")
    assert "TOOL-002" in said
    assert "ValueError test_main.py:" in said
    assert said.count("\n") == 1
    assert WORD not in said


def test_ctrl_c_is_a_sentence_too(command: Command) -> None:
    code, _, said = command(raising(KeyboardInterrupt()), "demo")

    assert code == 3
    assert "再実行すると" in said


def test_ctrl_c_before_the_command_has_begun_is_the_same(command: Command) -> None:
    code, _, said = command(lambda: 130, "demo")  # what typer returns then

    assert code == 3
    assert "再実行すると" in said


HANGING = """
import sys, threading
from ekakushin.automation import main
main._LINGERING = 0.1
threading.Thread(target=threading.Event().wait).start()
sys.argv = ["ekakushin", "guide", "show", "NO-CODE"]
main.main()
"""


def test_a_thread_that_hangs_keeps_no_process_from_its_end_and_its_exit_code() -> None:
    done = subprocess.run([sys.executable, "-c", HANGING], stderr=subprocess.DEVNULL, check=False, timeout=60)

    assert done.returncode == 2


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (OSError(errno.ENOSPC, "No space left on device"), "ENV-012"),
        (OSError(errno.EROFS, "Read-only file system", "/home/x"), "ENV-004"),
    ],
)
def test_an_error_of_the_system_that_nobody_has_translated_is_a_card(
    command: Command, error: OSError, code: str
) -> None:
    exit_code, _, said = command(raising(error), "demo")

    assert exit_code == 2
    assert said.startswith(f"[{code}]")


@pytest.mark.parametrize("status", [0, 1, 2, 3])
def test_a_command_s_own_exit_code_passes(command: Command, status: int) -> None:
    code, _, said = command(raising(SystemExit(status)), "demo")

    assert (code, said) == (status, "")


@pytest.mark.parametrize(
    ("platform", "arguments", "variable", "encoding"),
    [
        ("linux", [], "", "utf-8"),
        ("win32", [], "", "cp932"),
        ("win32", [], "utf-8", None),
        ("win32", ["status", "--utf8", "--json"], "", "utf-8"),
        ("win32", ["--utf8"], "cp932", "utf-8"),
    ],
)
def test_a_pipe_gets_what_its_reader_expects_unless_told_otherwise(
    monkeypatch: pytest.MonkeyPatch, platform: str, arguments: list[str], variable: str, encoding: str | None
) -> None:
    monkeypatch.setattr(sys, "platform", platform)
    monkeypatch.setattr(sys, "argv", ["ekakushin", *arguments])
    monkeypatch.setenv("PYTHONIOENCODING", variable)
    monkeypatch.setattr(door, "_code_page", lambda: "cp932")

    assert door._encoding() == encoding
    assert "--utf8" not in sys.argv


@pytest.mark.parametrize(
    ("variables", "encoding"),
    [
        ({"PYTHONIOENCODING": "UTF-8:replace"}, "utf-8"),
        ({"PYTHONIOENCODING": "nonsense"}, "cp932"),
        ({"PYTHONUTF8": "1"}, "utf-8"),
        ({"PYTHONUTF8": "0"}, "cp932"),
    ],
)
def test_a_python_that_reads_no_variables_still_writes_as_the_user_says(
    monkeypatch: pytest.MonkeyPatch, variables: dict[str, str], encoding: str
) -> None:
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setattr(sys, "flags", SimpleNamespace(ignore_environment=1, utf8_mode=0, verbose=0))
    monkeypatch.setattr(door, "_code_page", lambda: "cp932")
    for name in ("PYTHONIOENCODING", "PYTHONUTF8"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)

    assert door._encoding() == encoding


def test_what_does_not_fit_into_a_code_page_stays_json() -> None:
    codecs.register_error(door._ESCAPED, door._escape)
    name = "髙橋 𠮷子 ～①"

    written = json.dumps({"name": name}, ensure_ascii=False).encode("cp932", door._ESCAPED)
    assert "\\ud842\\udfb7子" in written.decode("cp932")
    assert json.loads(written.decode("cp932")) == {"name": name}


@pytest.mark.skipif(not WINDOWS, reason="code pages are Windows'")
def test_the_code_page_of_this_pc_is_known() -> None:
    "".encode(door._code_page())
