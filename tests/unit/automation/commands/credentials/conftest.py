"""What these tests share: an office with somebody who went through everything."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from ekakushin.automation.office import Office
from ekakushin.automation.state.files import open_home
from ekakushin.flows.models import SecretName
from tests.support.fakes import USER, Surroundings, certificate, invitation
from tests.support.offices import office_in

OTHER = "10007"


@pytest.fixture
def office(tmp_path: Path, around: Surroundings) -> Office:
    office = office_in(open_home(tmp_path / "home"), around)
    office.people.keep([invitation()])
    around.has(SecretName.PASSWORD, "own-one-1")
    around.has(SecretName.PIN, "24681357")
    around.has(SecretName.CERTIFICATE_PASSPHRASE, "opens-certificates")
    around.certificates.known[USER] = [certificate()]
    return office


def noted(office: Office) -> list[tuple[str, tuple[str, ...], Mapping[str, Any]]]:
    """What the audit log says, and that it is whole."""
    assert office.audit.check().flaw is None
    return [(entry.kind, entry.user_ids, entry.details) for entry in office.audit.entries() if entry]
