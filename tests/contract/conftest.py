"""The stores and policies of whatever PC this runs on; a Windows PC brings its own."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from ekakushin.automation.certificates.stores.nss import NssStore
from ekakushin.automation.certificates.stores.places import POLICY
from ekakushin.automation.certificates.stores.policy import FilePolicy
from ekakushin.automation.certificates.stores.registry import RegistryPolicy, current_user
from ekakushin.automation.certificates.stores.store import BrowserPolicy, Store
from ekakushin.automation.certificates.stores.windows import WindowsStore
from ekakushin.flows.models import Identity
from tests.support.issued import Issuer
from tests.support.registries import MemoryRegistry
from tests.support.systems import WINDOWS

STORES = [
    *(["nss"] if shutil.which("certutil") and not WINDOWS else []),
    *(["windows"] if WINDOWS else []),
]
POLICIES = ["file", "registry in memory", *(["registry"] if WINDOWS else [])]
collect_ignore = [] if WINDOWS else ["test_windows_store_contract.py", "test_windows_proxy_contract.py"]
KEY = rf"Software\ekakushin contract\Browser\{POLICY}"


@pytest.fixture(scope="session")
def issuer() -> Issuer:
    return Issuer()


@pytest.fixture
def identity(issuer: Issuer) -> Identity:
    return issuer.identity("10006")


@pytest.fixture(params=STORES)
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Store:
    return WindowsStore() if request.param == "windows" else NssStore(tmp_path / "home" / ".pki" / "nssdb")


@pytest.fixture(params=POLICIES)
def policy(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[BrowserPolicy]:
    if request.param == "file":
        yield FilePolicy(tmp_path / "etc" / "policies" / "managed" / "ekakushin.json")
    elif request.param == "registry":
        yield RegistryPolicy(KEY)
        current_user().delete_key(r"Software\ekakushin contract")
    else:
        yield RegistryPolicy(KEY, MemoryRegistry())
