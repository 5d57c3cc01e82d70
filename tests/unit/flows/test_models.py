"""The nouns: frozen, strict about their names, and silent about what was put in."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from ekakushin.flows.models import (
    STEPS,
    Account,
    ClientCertificate,
    Fact,
    Identity,
    Invitation,
    Noun,
    SecretName,
)
from ekakushin.flows.secret import Secret
from tests.support.fakes import certificate, invitation

WORD = "TopSecret1"


def nouns(kind: type[Noun] = Noun) -> list[type[Noun]]:
    found = [each for kind_of in kind.__subclasses__() for each in (kind_of, *nouns(kind_of))]
    return [each for each in found if each.__module__.startswith("ekakushin.flows.")]


@pytest.mark.parametrize(
    ("kind", "values"),
    [
        (Invitation, {"user_id": "10006", "login_password": WORD, "issuance_url": 5}),
        (Invitation, {"user_id": [WORD]}),
        (Invitation, {**invitation().model_dump(), "login_password": {"value": WORD}}),
        (Invitation, {**invitation().model_dump(), "pin": WORD}),
        (ClientCertificate, {"user_id": "10006", "not_before": WORD}),
        (Identity, {"certificate_pem": b"", "key_pem": [WORD]}),
        (Fact, {"user_id": "10006", "step": WORD}),
        (Account, {"user_id": "10006", "steps": [WORD]}),
    ],
)
def test_what_does_not_fit_is_not_shown(kind: type[Noun], values: dict[str, object]) -> None:
    with pytest.raises(ValidationError) as raised:
        kind.model_validate(values)

    assert WORD not in str(raised.value)
    assert WORD not in repr(raised.value)


def test_json_that_does_not_fit_is_not_shown() -> None:
    with pytest.raises(ValidationError) as raised:
        Invitation.model_validate_json(f'{{"user_id": "10006", "login_password": "{WORD}", "x": "{WORD}')

    assert WORD not in str(raised.value)


@pytest.mark.parametrize("kind", nouns(), ids=lambda kind: kind.__name__)
def test_every_noun_is_frozen_strict_and_silent(kind: type[Noun]) -> None:
    config = kind.model_config

    assert (config["frozen"], config["extra"], config["hide_input_in_errors"]) == (True, "forbid", True)


def test_a_noun_does_not_change() -> None:
    with pytest.raises(ValidationError):
        certificate().proven = True  # type: ignore[misc]


def test_half_an_invitation_is_none() -> None:
    with pytest.raises(ValidationError):
        Invitation.model_validate({"user_id": "10006", "login_password": "login9012"})


def test_an_invitation_written_down_holds_no_secret() -> None:
    whole = invitation()
    secrets = [value.reveal() for _, value in whole if isinstance(value, Secret)]

    written = f"{whole!r} {whole} {whole.model_dump()} {whole.model_dump_json()}"

    assert len(secrets) == 5
    assert [secret for secret in secrets if secret in written] == []


def test_an_identity_written_down_holds_no_key() -> None:
    identity = Identity(certificate_pem=b"certificate", key_pem=Secret(WORD))

    assert WORD not in f"{identity!r} {identity.model_dump_json()}"


def test_the_steps_are_in_the_order_of_the_guide_and_stand_once_each() -> None:
    assert STEPS == ("issue", "verify", "signup", "login", "signing", "pin", "password")


def test_no_two_entries_of_the_vault_share_a_name() -> None:
    assert len({name.value for name in SecretName}) == len(SecretName.__members__)
