"""Issuance in the person's own browser: what is noted before it is handed out, and what becomes of their file."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, pkcs12
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from ekakushin.flows.errors import (
    FlowError,
    ForeignAddress,
    Misconfigured,
    NeedsPerson,
    OutcomeUnknown,
    Refused,
)
from ekakushin.flows.hands import ByHand, Wish
from ekakushin.flows.models import ClientCertificate, SecretName
from ekakushin.flows.steps import by_hand
from ekakushin.flows.steps.issue import issue
from tests.support.fakes import NOW, USER, Surroundings, certificate, invitation
from tests.support.lent_hands import FakeDesk, FakeLetterbox

PIN = "pK2p7Qx9"
EVERY_WISH = [Wish.OPEN, Wish.ADDRESS, Wish.PASSWORD]


@pytest.fixture(autouse=True)
def _at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody waits between two looks."""
    monkeypatch.setattr(by_hand, "_LOOK", 0.0)


def archive(
    *, until: datetime = NOW + timedelta(days=1), authority: bool = False, server: bool = False
) -> bytes:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, USER)])
    builder = x509.CertificateBuilder(name, name, key.public_key(), 1, NOW - timedelta(days=9), until)
    builder = builder.add_extension(x509.BasicConstraints(ca=authority, path_length=None), critical=True)
    if server:
        builder = builder.add_extension(
            x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False
        )
    own = builder.sign(key, hashes.SHA256())
    return pkcs12.serialize_key_and_certificates(b"", key, own, [], BestAvailableEncryption(PIN.encode()))


async def issued(
    around: Surroundings,
    desk: FakeDesk,
    *files: bytes | None,
    letterbox: FakeLetterbox | None = None,
    **told: str,
) -> ClientCertificate:
    desk.requested = around.certificates.requested
    hand = ByHand(desk=desk, letterbox=letterbox or FakeLetterbox(*files))
    return await issue(replace(around.workplace, by_hand=hand).of(invitation(**told)))


async def refusal(around: Surroundings, desk: FakeDesk, *files: bytes | None) -> FlowError:
    with pytest.raises(FlowError) as raised:
        await issued(around, desk, *files)
    return raised.value


async def test_the_file_that_arrives_is_kept_as_it_came_and_as_a_certificate(around: Surroundings) -> None:
    file = archive()

    assert await issued(around, FakeDesk(pins=(PIN,)), None, file) == certificate()
    assert around.certificates.archives(USER) == [file]
    assert around.certificates.requested_at(USER) == NOW


@pytest.mark.parametrize("wish", EVERY_WISH)
async def test_issuing_is_noted_before_anything_is_handed_out(around: Surroundings, wish: Wish) -> None:
    desk = FakeDesk(wish, Wish.GIVE_UP)

    error = await refusal(around, desk)

    assert (type(error), error.code) == (OutcomeUnknown, "ISS-004")
    assert desk.noted == [NOW]


async def test_what_cannot_be_noted_is_not_handed_out(around: Surroundings) -> None:
    around.certificates.disk_full = True
    desk = FakeDesk(Wish.OPEN)

    with pytest.raises(Misconfigured):
        await issued(around, desk)

    assert desk.told == ["explained, sent: False"]


async def test_address_and_password_are_those_of_the_mails(around: Surroundings) -> None:
    desk = FakeDesk(Wish.OPEN, Wish.PASSWORD, Wish.GIVE_UP)

    await refusal(around, desk)

    assert desk.told[1:] == [f"opened {invitation().issuance_url.reveal()}", "shown password auth5678"]


async def test_who_gives_up_before_that_has_issued_nothing(around: Surroundings) -> None:
    error = await refusal(around, FakeDesk(Wish.LOOK_AGAIN, Wish.GIVE_UP))

    assert (type(error), error.code) == (NeedsPerson, "CRT-002")
    assert around.certificates.requested_at(USER) is None


async def test_waiting_has_an_end(around: Surroundings) -> None:
    assert (await refusal(around, FakeDesk(seconds=0.01))).code == "CRT-002"


async def test_the_next_run_hands_nothing_out_and_looks_for_the_file(around: Surroundings) -> None:
    around.certificates.note_requested(USER, NOW)
    desk, letterbox = FakeDesk(*EVERY_WISH, pins=(PIN,)), FakeLetterbox(None, None, None, None, archive())

    assert await issued(around, desk, letterbox=letterbox) == certificate()
    assert desk.told == ["explained, sent: True", "asked for the PIN of 10006.p12, 3 left"]
    assert set(letterbox.since) == {NOW}


async def test_a_file_that_an_earlier_run_has_kept_is_asked_for_first(around: Surroundings) -> None:
    around.certificates.note_requested(USER, NOW)
    around.certificates.keep_archive(USER, archive())
    desk = FakeDesk(pins=(PIN,))

    assert await issued(around, desk) == certificate()
    assert desk.told == ["asked for the PIN of …, 3 left"]


async def test_a_wrong_pin_is_asked_for_again(around: Surroundings) -> None:
    assert await issued(around, FakeDesk(pins=("wrong", PIN)), archive()) == certificate()


async def test_three_wrong_pins_are_enough_and_the_file_is_kept(around: Surroundings) -> None:
    error = await refusal(around, FakeDesk(pins=("a", "b", "c", PIN)), archive())

    assert (type(error), error.code) == (Refused, "ISS-006")
    assert len(around.certificates.archives(USER)) == 1


async def test_a_file_that_is_not_the_one_is_left_alone(around: Surroundings) -> None:
    desk = FakeDesk(None, Wish.GIVE_UP)

    assert (await refusal(around, desk, archive())).code == "CRT-002"
    assert around.certificates.archives(USER) == []


@pytest.mark.parametrize(
    ("file", "code"),
    [
        (archive(until=NOW), "CRT-005"),
        (archive(authority=True), "ISS-006"),
        (archive(server=True), "ISS-006"),
        (b"no archive", "ISS-006"),
    ],
    ids=["expired", "an authority", "a server's", "no archive"],
)
async def test_what_is_no_client_certificate_is_said_so(around: Surroundings, file: bytes, code: str) -> None:
    error = await refusal(around, FakeDesk(pins=(PIN, PIN, PIN)), file)

    assert (error.code, around.certificates.certificates(USER)) == (code, [])


async def test_a_certificate_that_is_known_is_the_answer(around: Surroundings) -> None:
    around.certificates.known[USER] = [certificate()]
    desk = FakeDesk()

    assert await issued(around, desk) == certificate()
    assert desk.told == []


async def test_a_refused_authentication_password_is_not_handed_out(around: Surroundings) -> None:
    around.has(SecretName.REFUSED_AUTHENTICATION, "auth5678")

    assert (await refusal(around, FakeDesk())).code == "ISS-008"


async def test_an_address_outside_the_site_is_not_handed_out(around: Surroundings) -> None:
    with pytest.raises(ForeignAddress):
        await issued(around, FakeDesk(), issuance_url="https://evil.example/scira/")
