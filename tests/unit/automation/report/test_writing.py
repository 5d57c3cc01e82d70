"""Where reports are written: each form that is named, whole, for its owner alone."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from ekakushin.automation.report import write_all, write_html, write_json, write_junit, write_workbook
from ekakushin.automation.results import Summary
from ekakushin.flows.errors import Misconfigured
from tests.support.summaries import summary
from tests.support.systems import MODES, posix_only

Write = Callable[[Summary, Path], None]
FORMS = (write_html, write_workbook, write_junit, write_json)


def test_the_forms_that_are_named_are_written_and_no_other(tmp_path: Path) -> None:
    write_all(summary(3), html=tmp_path / "new" / "a.html", junit=tmp_path / "a.xml")

    written = {str(file.relative_to(tmp_path)) for file in tmp_path.rglob("*") if file.is_file()}
    assert written == {str(Path("new", "a.html")), "a.xml"}


def test_all_forms_go_together(tmp_path: Path) -> None:
    files = {form: tmp_path / f"run.{form}" for form in ("html", "xlsx", "junit", "json")}

    write_all(summary(3), **files)

    assert all(file.stat().st_size for file in files.values())


@pytest.mark.parametrize("write", FORMS)
def test_a_place_that_cannot_be_written_is_named(tmp_path: Path, write: Write) -> None:
    (tmp_path / "reports").touch()

    with pytest.raises(Misconfigured) as raised:
        write(summary(1), tmp_path / "reports" / "run")

    assert raised.value.code == "ENV-004"


@pytest.mark.parametrize("write", FORMS)
def test_a_relative_path_is_one_from_here(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, write: Write
) -> None:
    monkeypatch.chdir(tmp_path)

    write(summary(1), Path("run"))

    assert (tmp_path / "run").is_file()


@posix_only(MODES)
@pytest.mark.parametrize("write", FORMS)
def test_names_are_for_their_owner_alone(tmp_path: Path, write: Write) -> None:
    write(summary(1), tmp_path / "run")

    assert (tmp_path / "run").stat().st_mode & 0o077 == 0
