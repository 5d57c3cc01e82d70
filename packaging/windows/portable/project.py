"""The project itself: its version, its date, and its wheel, built from the files that git knows."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
import tomllib
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from portable.problem import CannotBuild
from portable.wheels import Wheel, pip, read_wheels

_BACKEND = Path(__file__).parents[1] / "backend.txt"
_EPOCH = "SOURCE_DATE_EPOCH"


@dataclass(frozen=True)
class Project:
    """A checkout of this project."""

    folder: Path

    @property
    def version(self) -> str:
        """As pyproject.toml says."""
        project = tomllib.loads((self.folder / "pyproject.toml").read_text("utf-8"))["project"]
        return str(project["version"])

    @property
    def date(self) -> datetime:
        """Of the commit, or what SOURCE_DATE_EPOCH says: the date of everything that is built."""
        told = os.environ.get(_EPOCH) or self._git("log", "-1", "--format=%ct")
        return datetime.fromtimestamp(int(told), UTC)

    def wheel(self) -> Wheel:
        """The same wheel wherever it is built. Raises CannotBuild."""
        with tempfile.TemporaryDirectory() as temporary:
            source, built = Path(temporary, "source"), Path(temporary, "built")
            self._copy_to(source)
            pip(
                ["wheel", "--no-deps", "-w", built, source],
                SOURCE_DATE_EPOCH=str(int(self.date.timestamp())),
                PIP_CONSTRAINT=str(_BACKEND),
                PIP_BUILD_CONSTRAINT=str(_BACKEND),  # what pip 25.3 and later ask for
            )
            (wheel,) = read_wheels(built)
        return wheel

    def _copy_to(self, target: Path) -> None:
        """What git knows, as it is now: setuptools would pack what else lies about, and leave its traces."""
        for name in filter(None, self._git("ls-files", "-z", "--", ":!tests", ":!bench").split("\0")):
            file = self.folder / name
            if file.is_file() or file.is_symlink():
                (target / name).parent.mkdir(parents=True, exist_ok=True)
                shutil.copy(file, target / name, follow_symlinks=False)

    def _git(self, *arguments: str) -> str:
        command = ["git", "-C", str(self.folder), *arguments]
        try:
            done = subprocess.run(command, capture_output=True, encoding="utf-8", check=True)  # noqa: S603  (git)
        except (OSError, subprocess.CalledProcessError) as error:
            raise CannotBuild(f"this is not a checkout that git can read: {error}") from error
        return done.stdout
