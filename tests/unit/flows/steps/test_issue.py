"""発行 is pressed once: what issue looks at before it opens a browser, and how it opens a .p12 file."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    KeySerializationEncryption,
    PrivateFormat,
    load_pem_private_key,
    pkcs12,
)
from cryptography.x509.oid import NameOID

from ekakushin.flows.errors import ForeignAddress, Misconfigured, OutcomeUnknown, Refused, Unavailable
from ekakushin.flows.models import SecretName
from ekakushin.flows.secret import Secret
from ekakushin.flows.steps.archive import open_archive
from ekakushin.flows.steps.issue import issue
from tests.support.fakes import NOW, USER, BrowserAsked, Surroundings, certificate, invitation
from tests.support.guide_pages import PAGES
from tests.support.readings import page
from tests.support.staging import StagedTab, staged

PIN = b"pK2p7Qx9"
TO_STEP2 = (PAGES["step1"], PAGES["step2"], PAGES["step2"])
OLD_CIPHER = (
    PrivateFormat.PKCS12.encryption_builder()
    .key_cert_algorithm(pkcs12.PBES.PBESv1SHA1And3KeyTripleDESCBC)
    .kdf_rounds(1)
    .hmac_hash(hashes.SHA1())  # what old files are made with
    .build(PIN)
)


@pytest.mark.parametrize("proven", [True, False])
async def test_a_certificate_that_is_known_is_the_answer(around: Surroundings, proven: bool) -> None:
    known = certificate(proven=proven)
    around.certificates.known[USER] = [known]

    assert await issue(around.workplace.of(invitation())) == known
    assert around.browsing.asked == []


async def test_a_known_certificate_is_the_answer_even_behind_an_interrupted_issuance(
    around: Surroundings,
) -> None:
    around.certificates.known[USER] = [certificate()]
    around.certificates.note_requested(USER, NOW)
    around.certificates.keep_key(USER, Secret("key"))

    assert await issue(around.workplace.of(invitation())) == certificate()


async def test_another_is_issued_beside_one_that_holds_where_a_human_said_so(around: Surroundings) -> None:
    around.certificates.known[USER] = [certificate(proven=True)]
    around.certificates.allow_reissue(USER)

    with pytest.raises(BrowserAsked):
        await issue(around.workplace.of(invitation()))


async def test_where_another_was_refused_the_one_that_holds_is_gone_on_with(around: Surroundings) -> None:
    known = certificate(proven=True)
    around.certificates.known[USER] = [known]
    around.certificates.allow_reissue(USER)
    around.has(SecretName.REFUSED_AUTHENTICATION, "auth5678")

    assert await issue(around.workplace.of(invitation())) == known


async def test_an_expired_one_is_no_reason_to_issue_again_beside_one_that_holds(around: Surroundings) -> None:
    holds = certificate(fingerprint="cd" * 32)
    around.certificates.known[USER] = [holds, certificate(days_left=-1, proven=True)]

    assert await issue(around.workplace.of(invitation())) == holds


async def test_nobody_s_certificate_needs_a_browser(around: Surroundings) -> None:
    with pytest.raises(BrowserAsked):
        await issue(around.workplace.of(invitation()))


async def test_an_expired_certificate_is_replaced(around: Surroundings) -> None:
    around.certificates.known[USER] = [certificate(days_left=-1)]

    with pytest.raises(BrowserAsked):
        await issue(around.workplace.of(invitation()))


async def test_an_expired_certificate_is_not_replaced_by_the_mail_that_it_came_of(
    around: Surroundings,
) -> None:
    around.certificates.known[USER] = [certificate(days_left=-1)]
    around.certificates.note_requested(USER, NOW - timedelta(days=1))
    around.has(SecretName.USED_AUTHENTICATION, "auth5678")

    with pytest.raises(Refused) as raised:
        await issue(around.workplace.of(invitation()))

    assert raised.value.code == "CRT-005"


async def test_issuing_is_noted_when_it_leaves_the_browser(around: Surroundings) -> None:
    with pytest.raises(OutcomeUnknown) as raised:
        await issue(staged(around.workplace, StagedTab(*TO_STEP2, page("月見うどん"))).of(invitation()))

    assert raised.value.code == "ISS-004"
    assert around.certificates.requested_at(USER) == NOW


async def test_a_press_that_sends_nothing_was_none(around: Surroundings) -> None:
    with pytest.raises(Unavailable):
        await issue(staged(around.workplace, StagedTab(*TO_STEP2, sends=False)).of(invitation()))

    assert around.certificates.requested_at(USER) is None


async def test_a_page_whose_script_fails_before_it_sends_made_no_request(around: Surroundings) -> None:
    failed = page(*TO_STEP2[-1].lines, "CSRの生成に失敗しました。")

    with pytest.raises(Refused) as raised:
        await issue(staged(around.workplace, StagedTab(*TO_STEP2, failed, sends=False)).of(invitation()))

    assert raised.value.code == "ISS-017"
    assert around.certificates.requested_at(USER) is None


class HangingTab(StagedTab):
    """A browser that does not answer any more when its pages are at their end."""

    async def until(self, answer: Any, *, seconds: float) -> Any:
        if not self._pages:
            raise Unavailable("ENV-014", seconds=150)
        return await super().until(answer, seconds=seconds)


async def test_a_browser_that_hangs_is_not_taken_for_lists_that_stay_empty(around: Surroundings) -> None:
    with pytest.raises(Unavailable) as raised:
        await issue(staged(around.workplace, HangingTab(*TO_STEP2[:2])).of(invitation()))

    assert raised.value.code == "ENV-014"


async def test_what_cannot_be_noted_is_not_sent(around: Surroundings) -> None:
    around.certificates.disk_full = True

    with pytest.raises(Misconfigured):
        await issue(staged(around.workplace, StagedTab(*TO_STEP2, page("エラー"))).of(invitation()))

    assert around.certificates.requested_at(USER) is None


async def test_a_kept_file_is_opened_without_visiting_the_site(around: Surroundings) -> None:
    around.certificates.note_requested(USER, NOW)
    around.certificates.keep_archive(USER, archive(OLD_CIPHER))
    around.has(SecretName.P12_PIN, f"another1 {PIN.decode()}")

    assert await issue(around.workplace.of(invitation())) == certificate()
    assert around.holds(SecretName.P12_PIN) is None


async def test_a_kept_file_that_does_not_open_stays_with_its_pin(around: Surroundings) -> None:
    around.certificates.note_requested(USER, NOW)
    around.certificates.keep_archive(USER, archive(OLD_CIPHER))
    around.has(SecretName.P12_PIN, "another1")

    with pytest.raises(Refused) as raised:
        await issue(around.workplace.of(invitation()))

    assert raised.value.code == "ISS-006"
    assert around.holds(SecretName.P12_PIN) == "another1"


async def test_a_key_alone_was_never_sent_and_stops_nothing(around: Surroundings) -> None:
    around.certificates.keep_key(USER, Secret("key"))

    with pytest.raises(BrowserAsked):
        await issue(around.workplace.of(invitation()))


async def test_somebody_else_s_interruption_stops_nobody(around: Surroundings) -> None:
    around.certificates.keep_key("10007", Secret("key"))
    around.certificates.note_requested("10007", NOW)

    with pytest.raises(BrowserAsked):
        await issue(around.workplace.of(invitation()))


async def test_an_expired_certificate_of_the_p12_profile_is_replaced(around: Surroundings) -> None:
    around.certificates.known[USER] = [certificate(days_left=-1)]
    around.certificates.note_requested(USER, NOW - timedelta(days=400))
    around.has(SecretName.P12_PIN, "pK2p7Qx9")

    with pytest.raises(BrowserAsked):
        await issue(around.workplace.of(invitation(authentication_password="renewed1")))


async def test_a_refused_authentication_password_is_not_tried_again(around: Surroundings) -> None:
    around.has(SecretName.REFUSED_AUTHENTICATION, "auth5678")

    with pytest.raises(Refused) as raised:
        await issue(around.workplace.of(invitation()))

    assert raised.value.code == "ISS-008"
    assert around.browsing.asked == []


async def test_another_authentication_password_is_tried(around: Surroundings) -> None:
    around.has(SecretName.REFUSED_AUTHENTICATION, "auth5678")

    with pytest.raises(BrowserAsked):
        await issue(around.workplace.of(invitation(authentication_password="another1")))


async def test_an_address_of_the_other_application_is_not_opened(around: Surroundings) -> None:
    tab = StagedTab()

    with pytest.raises(ForeignAddress):
        await issue(
            staged(around.workplace, tab).of(invitation(issuance_url="https://ds.e-kakushin.com/ebunsho/"))
        )


def archive(encryption: KeySerializationEncryption, *, with_key: bool = True) -> bytes:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, USER)])
    builder = x509.CertificateBuilder(name, name, key.public_key(), 1, NOW, NOW + timedelta(days=1))
    own = builder.sign(key, hashes.SHA256())
    return pkcs12.serialize_key_and_certificates(
        b"10006", key if with_key else None, own if with_key else None, [own], encryption
    )


@pytest.mark.parametrize("encryption", [BestAvailableEncryption(PIN), OLD_CIPHER], ids=["new", "old"])
def test_a_p12_file_is_opened_with_its_pin(encryption: KeySerializationEncryption) -> None:
    chain, key = open_archive(archive(encryption), Secret(PIN.decode()))

    certificates = x509.load_pem_x509_certificates(chain)
    own = load_pem_private_key(key.reveal().encode(), None).public_key()
    assert certificates[0].public_key() == own
    assert len(certificates) == 2


@pytest.mark.parametrize(
    ("data", "pin"),
    [
        (archive(OLD_CIPHER), "another1"),
        (archive(OLD_CIPHER), ""),
        (archive(OLD_CIPHER, with_key=False), PIN.decode()),
        (b"<html>no file</html>", PIN.decode()),
        (b"", PIN.decode()),
    ],
    ids=["another pin", "no pin", "no key in it", "a page", "nothing"],
)
def test_a_file_that_does_not_open_is_refused_without_showing_the_pin(data: bytes, pin: str) -> None:
    with pytest.raises(Refused) as raised:
        open_archive(data, Secret(pin))

    assert raised.value.code == "ISS-006"
    assert not pin or pin not in f"{raised.value!r} {raised.value} {vars(raised.value)}"
