"""`ekakushin check` refuses what makes no sense before it looks at anything."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.acceptance.conftest import Run


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--ignore", "nonsense"], "caption"),
        (["--look", "--user", "10006"], "--user"),
        (["--accept", "--against", "."], "--against"),
        (["--against", "."], "ENV-007"),
        ([], "mail import"),
    ],
)
def test_what_makes_no_sense_is_said_and_is_wrong_usage(
    run: Run, tmp_path: Path, arguments: list[str], said: str
) -> None:
    done = run("check", "--home", tmp_path / "home", "--vault", "file", *arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert said in done.stderr
