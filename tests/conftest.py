"""How the tests are spread over workers, and the long measure that `--full` asks for."""

from __future__ import annotations

import os

import pytest
from filelock import FileLock

from ekakushin.flows.browser.finding import BrowserProgram
from ekakushin.flows.browser.getting import browser_or_get_one


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--full", action="store_true", help="the long measure, for the night: hours instead of minutes"
    )
    parser.addoption("--chaos", type=int, default=0, help="how often to draw at random what befalls a run")
    parser.addoption("--chaos-seed", type=int, help="the seed of the first draw")


def pytest_xdist_auto_num_workers(config: pytest.Config) -> int:
    """One worker a core, and two at least: most tests wait. None for a module alone, which is not divided."""
    files = {argument.partition("::")[0] for argument in config.args}
    modules = len(files) if all(file.endswith(".py") for file in files) else None
    if modules == 1:
        return 0
    workers = max(2, os.cpu_count() or 1)
    return min(workers, modules) if modules else workers


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A module stays with one worker, for what its tests share, unless a mark says otherwise.

    Acceptance tests share nothing but what a mark puts together: each goes alone.
    """
    for item in items:
        if "playwright" in getattr(item, "fixturenames", ()):
            # The loop of pytest-playwright's session runs in the worker's thread to its end, and beside it no test
            # that is async can run.
            raise pytest.UsageError(f"{item.nodeid}: give it a browser of its module's own")
        folder, module = item.path.parent.name, item.path.stem
        if folder != "acceptance" and item.get_closest_marker("xdist_group") is None:
            item.add_marker(pytest.mark.xdist_group(f"{folder}/{module}"))


@pytest.fixture(scope="session")
def full(request: pytest.FixtureRequest) -> bool:
    """Whether the long measure is wanted."""
    return bool(request.config.getoption("--full"))


@pytest.fixture(scope="session")
def browser_program(tmp_path_factory: pytest.TempPathFactory) -> BrowserProgram:
    """The plugin's; where there is none, one worker gets it and the others wait."""
    with FileLock(tmp_path_factory.getbasetemp().parent / "browser.lock"):
        return browser_or_get_one(tell=print)
