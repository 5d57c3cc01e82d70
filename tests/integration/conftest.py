"""What the tests in a real browser share: a mock made to order, with the flows set up against it."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa

from ekakushin.fixtures.mock_site import Authority, MockSite
from ekakushin.flows.browser.finding import BrowserProgram
from ekakushin.testing import Ekakushin
from tests.support.scenes import Stage
from tests.support.visits import Premises, Visit, premises

Order = Callable[..., tuple[MockSite, Ekakushin]]


@pytest.fixture(scope="module")
def authority() -> Authority:
    """The CA of one module's mocks, which nothing else trusts."""
    return Authority.make()


@pytest.fixture(scope="module")
def key() -> rsa.RSAPrivateKey:
    """A key as a person's PC makes it."""
    return rsa.generate_private_key(65537, 2048)


@pytest.fixture
def stage(authority: Authority, key: rsa.RSAPrivateKey, tmp_path: Path) -> Iterator[Stage]:
    """The first of three people, before a mock that is never slow."""
    with MockSite(people=3, authority=authority, issuing_delay=0, signing_delay=0) as site:
        yield Stage(site, key, tmp_path)


@pytest.fixture
def order(tmp_path: Path, mock_authority: Authority, browser_program: BrowserProgram) -> Iterator[Order]:
    """A mock with the options that are named, and the flows against it."""
    with ExitStack() as open_sites:

        def made(**options: Any) -> tuple[MockSite, Ekakushin]:
            wanted = {"people": 1, "signing_delay": 0.2, "authority": mock_authority, **options}
            site = open_sites.enter_context(MockSite(tmp_path / "mock", **wanted))
            patient = site.site_file.read_text("utf-8")
            impatient = re.sub(r"(page|issuance) = [0-9.]+", r"\1 = 8.0", patient)
            site.site_file.write_text(impatient, "utf-8")
            return site, Ekakushin.against(site, tmp_path / "home", browser_program)

        yield made


@pytest.fixture
def empty_lists(monkeypatch: pytest.MonkeyPatch) -> None:
    """STEP2's lists stay empty in this test: nobody need wait for them as long as on a busy PC."""
    monkeypatch.setattr("ekakushin.flows.steps.issue._LISTS", 1.0)


@pytest.fixture(scope="module")
async def place(
    tmp_path_factory: pytest.TempPathFactory, mock_authority: Authority, browser_program: BrowserProgram
) -> AsyncIterator[Premises]:
    """A browser and two servers, for all tests of a module."""
    async with premises(tmp_path_factory.mktemp("place"), mock_authority, browser_program) as made:
        yield made


@pytest.fixture
async def world(place: Premises) -> AsyncIterator[Visit]:
    """A tab on a site whose pages are made to order."""
    async with place.visit() as visit:
        yield visit
