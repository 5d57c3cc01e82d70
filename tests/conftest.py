"""How the tests are spread over workers, and the long measure that `--full` asks for."""

from __future__ import annotations

import os

import pytest
from filelock import FileLock

from ekakushin.flows.browser.finding import BrowserProgram
from ekakushin.flows.browser.getting import browser_or_get_one
from tests.support.systems import WINE


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--full", action="store_true", help="the long measure, for the night: hours instead of minutes"
    )
    parser.addoption("--chaos", type=int, default=0, help="how often to draw at random what befalls a run")
    parser.addoption("--chaos-seed", type=int, help="the seed of the first draw")


def pytest_xdist_auto_num_workers(config: pytest.Config) -> int:
    """One worker more than cores: most tests wait. None for a module alone, which is not divided."""
    files = {argument.partition("::")[0] for argument in config.args}
    modules = len(files) if all(file.endswith(".py") for file in files) else None
    if modules == 1:
        return 0
    workers = (os.cpu_count() or 1) + 1
    return min(workers, modules) if modules else workers


def pytest_configure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput"):
        config.pluginmanager.register(_FailuresAtOnce(config))
    config.addinivalue_line("markers", "together(name): goes to one worker with all others of this name")
    if WINE:  # now and then it has no room for the byte with which asyncio is told of a signal
        config.addinivalue_line(
            "filterwarnings",
            "ignore:.*signal wakeup fd:pytest.PytestUnraisableExceptionWarning",
        )


class _FailuresAtOnce:
    """Tells a failure when it comes: a run that is ended from outside never gets to its summary."""

    def __init__(self, config: pytest.Config) -> None:
        self._config = config

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        terminal = self._config.pluginmanager.get_plugin("terminalreporter")
        if report.failed and terminal is not None:
            crash = getattr(report.longrepr, "reprcrash", None)
            why = (crash.message if crash else report.longreprtext).strip()
            terminal.ensure_newline()
            terminal.write_line(f"{report.nodeid} ({report.when}, {report.duration:.0f} s): {why[:400]}")


@pytest.hookimpl(tryfirst=True)  # before xdist, which writes the groups into the tests' names
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A module stays with one worker, for what its tests share, unless a mark says otherwise.

    Acceptance tests share nothing but what a mark puts together: each goes alone. The nearest mark counts; xdist's own
    is not used by tests, since it joins the name at a test with that of its module to a third.
    """
    for item in items:
        if "playwright" in getattr(item, "fixturenames", ()):
            # The loop of pytest-playwright's session runs in the worker's thread to its end, and beside it no test
            # that is async can run.
            raise pytest.UsageError(f"{item.nodeid}: give it a browser of its module's own")
        folder, module = item.path.parent.name, item.path.stem
        mark = item.get_closest_marker("together")
        if mark is not None:
            item.add_marker(pytest.mark.xdist_group(mark.args[0]))
        elif folder != "acceptance":
            item.add_marker(pytest.mark.xdist_group(f"{folder}/{module}"))


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_node_collection_finished(ids: list[str]) -> None:
    """Groups that are silently not kept cost minutes, and set one test on what another one is using."""
    if ids and not any("@" in node_id for node_id in ids):
        pytest.exit("this pytest-xdist keeps no groups with this pytest: see pyproject.toml", returncode=4)


@pytest.fixture(scope="session")
def full(request: pytest.FixtureRequest) -> bool:
    """Whether the long measure is wanted."""
    return bool(request.config.getoption("--full"))


@pytest.fixture(scope="session")
def browser_program(tmp_path_factory: pytest.TempPathFactory) -> BrowserProgram:
    """The plugin's; where there is none, one worker gets it and the others wait."""
    with FileLock(tmp_path_factory.getbasetemp().parent / "browser.lock"):
        return browser_or_get_one(tell=print)
