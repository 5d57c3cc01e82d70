"""What all unit tests share: a redactor that knows the secrets of one test alone."""

from __future__ import annotations

import pytest

from ekakushin.flows import redaction, secret
from ekakushin.flows.secret import Secret


@pytest.fixture(autouse=True)
def _the_secrets_of_this_test_alone(monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> None:
    """A process knows its secrets to its end; the common words that other tests keep secret are none here."""
    monkeypatch.setattr(secret, "_made", [])
    monkeypatch.setattr(secret, "_known", set())
    monkeypatch.setattr(redaction, "_known", redaction._KnownSecrets())
    for value in vars(request.module).values():
        if isinstance(value, Secret):  # the test's own, made before
            Secret(value.reveal())
