"""What this PC does to a run: a disk that fills, a folder that is shut, two terminals; and what makes nothing on it."""

from __future__ import annotations

import json
import subprocess
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from ekakushin.fixtures.mock_site import Authority, MockSite
from tests.acceptance.conftest import Done, Run, Served, command, environment
from tests.support.systems import posix_only

FEW = ("240k", "330k")
MANY = tuple(f"{size}k" for size in (12, 40, 100, 180, *range(208, 420, 8), 450, 520, 620, 1000))
LONGEST = 120.0  # seconds until something that should have happened has not


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "size" in metafunc.fixturenames:
        metafunc.parametrize("size", MANY if metafunc.config.getoption("--full") else FEW)


@pytest.fixture
def site(tmp_path: Path, mock_authority: Authority) -> Iterator[MockSite]:
    """A mock with two people."""
    with MockSite(tmp_path / "mock", people=2, signing_delay=0.2, authority=mock_authority) as site:
        yield site


def flags(site: MockSite, home: Path) -> list[object]:
    return ["--site", site.site_file, "--home", home, "--vault", "file"]


def issues(site: MockSite) -> Counter[tuple[str, str]]:
    """How often 発行 was pressed for each person, by what came of it."""
    return Counter((line.user_id, line.outcome) for line in site.ledger() if line.act == "issue")


ONCE = Counter({("10006", "ok"): 1, ("10007", "ok"): 1})


@pytest.fixture
def mount(tmp_path: Path) -> Iterator[Callable[[str], Path]]:
    """A disk of that size as the state folder."""
    disk = tmp_path / "home"
    disk.mkdir()

    def mounting(size: str) -> Path:
        done = subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", disk], check=False)
        if done.returncode:
            pytest.skip("only root may mount a small disk")
        return disk

    yield mounting
    subprocess.run(["umount", "-l", disk], check=False, capture_output=True)


def text_of(done: Done) -> str:
    return f"{done.stdout}\n{done.stderr}"


@posix_only("a disk of any size, mounted for a test")
def test_a_disk_that_fills_at_any_moment_ends_the_run_and_nothing_is_lost(
    run: Run, site: MockSite, mount: Callable[[str], Path], size: str
) -> None:
    home = mount(size)

    full = run("onboard", "--mails", site.mails, *flags(site, home), "--json")
    subprocess.run(["mount", "-o", "remount,size=100m", home], check=True)
    after = run("onboard", "--mails", site.mails, *flags(site, home), "--json")

    assert ("ENV-012" in text_of(full)) == (full.returncode != 0)
    assert full.returncode in ((1, 2, 3) if size in FEW else (0, 1, 2, 3))
    assert "TOOL-" not in text_of(full)
    assert (after.returncode, [each["state"] for each in json.loads(after.stdout)["people"]]) == (
        0,
        ["done", "done"],
    )
    assert issues(site) == ONCE


@posix_only("a disk of any size, mounted for a test")
def test_mails_that_find_no_room_are_said_to_find_none(
    run: Run, site: MockSite, mount: Callable[[str], Path]
) -> None:
    done = run("mail", "import", site.mails, "--home", mount("4k"), "--vault", "file")

    assert done.returncode == 2
    assert "[ENV-012]" in done.stderr


def become_unwritable(folder: Path, *, on: bool) -> None:
    """Even for root, who may do anything else; skips where the disk cannot do that."""
    subprocess.run(["chattr", "-R", "+i" if on else "-i", folder], check=False, capture_output=True)
    if on:
        try:
            (folder / "probe").touch()
        except OSError:
            return
        pytest.skip("no folder here can be made unwritable, even for root")


@posix_only("a folder that becomes unwritable even for root")
def test_a_folder_that_becomes_read_only_ends_the_run_and_nothing_is_lost(
    run: Run, site: MockSite, tmp_path: Path
) -> None:
    home = tmp_path / "home"
    with started("onboard", "--mails", site.mails, *flags(site, home)) as process:
        wait_until(lambda: bool(site.ledger()))
        try:
            become_unwritable(home, on=True)
            _, said = process.communicate(timeout=LONGEST)
        finally:
            become_unwritable(home, on=False)
    after = run("onboard", "--mails", site.mails, *flags(site, home), "--json")

    assert "[ENV-004]" in said
    assert "doctor --fix" in said
    assert process.returncode in (1, 3)
    assert after.returncode == 0
    assert issues(site) == ONCE


class started:  # noqa: N801  (reads as what it does)
    """The command as a process that goes on; ended with the block."""

    def __init__(self, *arguments: object) -> None:
        self._process = subprocess.Popen(
            command(*arguments),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            encoding="utf-8",
            env=environment(),
        )

    def __enter__(self) -> subprocess.Popen[str]:
        return self._process

    def __exit__(self, *_: object) -> None:
        if self._process.poll() is None:
            self._process.kill()
            self._process.communicate()


def wait_until(condition: Callable[[], bool]) -> None:
    end = time.monotonic() + LONGEST
    while not condition():
        assert time.monotonic() < end, "it has not happened"
        time.sleep(0.1)


def test_a_second_terminal_says_who_works_on_them_and_presses_nothing_twice(
    run: Run, site: MockSite, tmp_path: Path
) -> None:
    arguments = ["onboard", "--mails", site.mails, *flags(site, tmp_path / "home")]
    with started(*arguments) as first:
        wait_until(lambda: bool(site.ledger()))
        second = run(*arguments, "--json")
        first.communicate(timeout=LONGEST)

    (line,) = [each for each in second.stderr.splitlines() if "が行っています" in each]
    assert str(first.pid) in line
    assert (first.returncode, second.returncode) == (0, 0)
    assert issues(site) == ONCE


def everything_in(folder: Path) -> dict[str, tuple[int, int]]:
    """Every file with its size and when it was written."""
    return {
        str(file.relative_to(folder)): (file.stat().st_size, file.stat().st_mtime_ns)
        for file in folder.rglob("*")
    }


def test_a_dry_run_makes_nothing_and_changes_nothing(run: Run, site: MockSite, tmp_path: Path) -> None:
    own = {"HOME": str(tmp_path / "own"), "XDG_DATA_HOME": str(tmp_path / "own")}
    (tmp_path / "own").mkdir()
    dry = ["onboard", "--mails", site.mails, "--dry-run"]
    without = run(*dry, "--site", site.site_file, "--vault", "file", **own)
    named = run(*dry, *flags(site, tmp_path / "home"))
    made = [each for each in (tmp_path / "own").rglob("*") if "ekakushin" in each.name]
    had_home = (tmp_path / "home").exists()
    run("onboard", "--mails", site.mails, *flags(site, tmp_path / "home"), "--until", "signup")
    before = everything_in(tmp_path / "home")
    again = run(*dry, *flags(site, tmp_path / "home"))

    assert (without.returncode, named.returncode, again.returncode) == (0, 0, 0)
    assert (made, had_home) == ([], False)
    assert everything_in(tmp_path / "home") == before


def test_serving_a_mock_makes_no_home(serve: Callable[..., Served], run: Run, tmp_path: Path) -> None:
    home = tmp_path / "served"
    serve("--people", "1")

    fault = run("mock", "fault", "NET-005", EKAKUSHIN_HOME=str(home))

    assert fault.returncode == 0, "the one that was served last is meant"
    assert not home.exists()
