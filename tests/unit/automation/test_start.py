"""Everything starts at once: which modules a command loads (how long it takes is the PC's own affair)."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ENGINE = {"dbos", "sqlalchemy", "psycopg"}
BROWSER = {"playwright"}
MOCK = {"aiohttp", "ekakushin.fixtures"}
FILES = {"openpyxl", "xlsxwriter", "msoffcrypto", "python_calamine", "jinja2", "icalendar"}
SECRETS = {"keyring", "cryptography"}
READING = {"bs4", "asn1crypto", "olefile", "compressed_rtf", "pyzipper", "imapclient"}
EVERYTHING = ENGINE | BROWSER | MOCK | FILES | SECRETS | READING
UNUSED = {"asyncio", "rich.live", "ekakushin.flows.site"}
NOUNS = {"pydantic._internal._model_construction"}

RUN = """
import json, sys
sys.argv = ["ekakushin", *json.loads(sys.argv[1])]
from ekakushin.automation.main import main
try:
    main()
except SystemExit:
    pass
finally:
    print("\\n" + json.dumps(sorted(sys.modules)))
"""
MAIL = """From: a@example.com
Subject: =?utf-8?b?44Om44O844K244O855m76Yyy44Gu44GU6YCj57Wh?=

nothing
"""


def loaded_by(*arguments: object, home: Path) -> set[str]:
    """The modules that a process has loaded when the command is over."""
    words = json.dumps([str(each) for each in arguments])
    done = subprocess.run(
        [sys.executable, "-c", RUN, words],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
        cwd=home,
        stdin=subprocess.DEVNULL,
        env={**os.environ, "PYTHONIOENCODING": "utf-8"},
    )
    return set(json.loads(done.stdout.splitlines()[-1]))


@pytest.mark.parametrize(
    ("arguments", "without"),
    [
        (("--help",), EVERYTHING | NOUNS),
        (("--version",), EVERYTHING | NOUNS),
        ((), EVERYTHING | UNUSED),
        (("start",), ENGINE | BROWSER | MOCK | FILES),
        (("onboard", "--help"), EVERYTHING),
        (("onboard", "--wrong"), EVERYTHING),
        (("statsu",), EVERYTHING),
        (("mock", "--help"), EVERYTHING),
        (("guide", "list"), EVERYTHING),
        (("guide", "show", "ISS-001"), EVERYTHING),
        (("guide", "search", "PIN"), EVERYTHING),
        (("documents",), ENGINE | BROWSER | MOCK | SECRETS | READING),
        (("mail", "read", "."), ENGINE | BROWSER | MOCK | FILES | SECRETS | READING),
        (("status", "--home", "home"), EVERYTHING | UNUSED),
        (("audit", "list", "--home", "home"), ENGINE | BROWSER | MOCK | FILES | READING),
    ],
    ids=lambda each: " ".join(each) if isinstance(each, tuple) else "",
)
def test_a_command_loads_what_it_needs(arguments: tuple[str, ...], without: set[str], tmp_path: Path) -> None:
    (tmp_path / "one.eml").write_text(MAIL)

    assert loaded_by(*arguments, home=tmp_path) & without == set()


def test_the_plugin_loads_nothing_before_a_test_asks_for_it(tmp_path: Path) -> None:
    program = "import ekakushin.testing, json, sys; print(json.dumps(sorted(sys.modules)))"
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, cwd=tmp_path
    )

    assert set(json.loads(done.stdout)) & (EVERYTHING | NOUNS | {"pytest", "typer", "rich"}) == set()


def test_the_plugin_loads_little_when_pytest_looks_at_it(tmp_path: Path) -> None:
    program = (
        "import ekakushin.testing, json, sys; dir(ekakushin.testing); print(json.dumps(sorted(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, cwd=tmp_path
    )

    ours = {each for each in json.loads(done.stdout) if each.startswith("ekakushin.fixtures.")}
    assert {each for each in ours if "plugin" not in each} == set()
    heavy = (EVERYTHING - {"ekakushin.fixtures"}) | NOUNS | UNUSED | {"rich", "filelock"}
    assert set(json.loads(done.stdout)) & heavy == set()
