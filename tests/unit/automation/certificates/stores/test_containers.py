"""How keys are handed to Windows: in its own forms, under names of ours, never to be exported."""

from __future__ import annotations

import ctypes
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.hazmat.primitives.serialization import load_der_private_key

from ekakushin.automation.certificates.stores import containers
from ekakushin.automation.certificates.stores.containers import (
    CngStorage,
    CspStorage,
    KeyPlace,
    private_key_blob,
)
from ekakushin.automation.certificates.stores.wincrypt import (
    NO_CONTAINER,
    Blob,
    KeyProviderInfo,
    Parameter,
    Parameters,
    Refusal,
    ask,
    wiped,
)
from tests.support.systems import WINDOWS


@pytest.fixture(scope="module")
def key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(65537, 2048)


class Asked:
    """Windows' functions, which note what they are asked; those in `refused` refuse."""

    def __init__(self, **refused: int) -> None:
        self.refused = refused
        self.calls: list[tuple[str, tuple[Any, ...]]] = []

    def __call__(self, function: str, *given: Any) -> int:
        self.calls.append((function, given))
        if function in self.refused:
            raise Refusal(function, self.refused[function])
        return 1

    def given(self, function: str) -> tuple[Any, ...]:
        return next(given for name, given in self.calls if name == function)

    def names(self) -> list[str]:
        return [name for name, _ in self.calls]


def asked(monkeypatch: pytest.MonkeyPatch, **refused: int) -> Asked:
    windows = Asked(**refused)
    monkeypatch.setattr(containers, "ask", windows)
    return windows


def number(data: bytes) -> int:
    return int.from_bytes(data, "little")


@pytest.mark.parametrize("size", [1024, 2048, 3072])
def test_a_private_key_blob_holds_the_numbers_of_the_key(size: int) -> None:
    key = rsa.generate_private_key(65537, size)
    numbers, blob = key.private_numbers(), private_key_blob(key)
    whole, half = size // 8, size // 16
    fields = [whole, half, half, half, half, half, whole]
    starts = [20 + sum(fields[:place]) for place in range(7)]

    assert blob[:12] == bytes.fromhex("0702000000a40000") + b"RSA2"
    assert (number(blob[12:16]), number(blob[16:20])) == (size, 65537)
    assert [number(blob[start : start + length]) for start, length in zip(starts, fields, strict=True)] == [
        numbers.public_numbers.n,
        *(numbers.p, numbers.q, numbers.dmp1, numbers.dmq1, numbers.iqmp),
        numbers.d,
    ]
    assert len(blob) == 20 + sum(fields)


def test_the_older_storage_takes_rsa_alone(key: rsa.RSAPrivateKey) -> None:
    others = [ec.generate_private_key(ec.SECP256R1()), ed25519.Ed25519PrivateKey.generate()]

    assert [CspStorage().takes(each) for each in (key, *others)] == [True, False, False]
    assert [CngStorage().takes(each) for each in (key, *others)] == [True, True, False]


def test_the_older_storage_makes_a_container_and_lets_nothing_out(
    monkeypatch: pytest.MonkeyPatch, key: rsa.RSAPrivateKey
) -> None:
    windows = asked(monkeypatch)
    CspStorage().put("ekakushin-1", key)

    assert windows.names() == [
        "CryptAcquireContextW",
        "CryptImportKey",
        "CryptDestroyKey",
        "CryptReleaseContext",
    ]
    provider = "Microsoft Enhanced RSA and AES Cryptographic Provider"
    assert windows.given("CryptAcquireContextW")[1:] == ("ekakushin-1", provider, 24, 0x8 | 0x40)
    assert windows.given("CryptImportKey")[4] == 0  # CRYPT_EXPORTABLE would be 1


def test_cng_gets_the_name_with_the_key_and_no_leave_to_export_it(
    monkeypatch: pytest.MonkeyPatch, key: rsa.RSAPrivateKey
) -> None:
    policy = []

    class Noting(Asked):
        def __call__(self, function: str, *given: Any) -> int:
            if function == "NCryptImportKey":
                said = given[3]._obj.first.contents
                assert (said.kind, ctypes.wstring_at(said.data)) == (45, "ekakushin-1")
                assert load_der_private_key(given[5].raw, None).private_numbers() == key.private_numbers()
            if function == "NCryptSetProperty":
                policy.append((given[1], given[2]._obj.value))
            return super().__call__(function, *given)

    windows = Noting()
    monkeypatch.setattr(containers, "ask", windows)
    CngStorage().put("ekakushin-1", key)

    assert policy == [("Export Policy", 0)]
    assert windows.given("NCryptImportKey")[-1] == 0x400 | 0x40  # not final before the policy is set
    assert windows.given("NCryptSignHash")[7] == 0x2 | 0x40
    order = [
        name for name in windows.names() if name not in ("NCryptOpenStorageProvider", "NCryptFreeObject")
    ]
    assert order == [
        "NCryptImportKey",
        "NCryptSetProperty",
        "NCryptFinalizeKey",
        "NCryptOpenKey",
        "NCryptSignHash",
    ]


def test_a_cng_that_does_not_find_the_key_again_has_not_taken_it(
    monkeypatch: pytest.MonkeyPatch, key: rsa.RSAPrivateKey
) -> None:
    windows = asked(monkeypatch, NCryptOpenKey=0x80090029)

    with pytest.raises(Refusal, match="NCryptOpenKey: 0x80090029"):
        CngStorage().put("ekakushin-1", key)
    assert windows.names().count("NCryptFreeObject") == 3  # both providers and the key


@pytest.mark.parametrize(
    ("curve", "magic", "size"),
    [(ec.SECP256R1(), b"ECS2", 32), (ec.SECP384R1(), b"ECS4", 48), (ec.SECP521R1(), b"ECS6", 66)],
)
def test_a_key_of_a_curve_comes_to_cng_as_one_for_signatures(
    monkeypatch: pytest.MonkeyPatch, curve: ec.EllipticCurve, magic: bytes, size: int
) -> None:
    key = ec.generate_private_key(curve)
    kind, blob = containers._cng_blob(key)
    numbers = key.private_numbers()

    assert (kind, blob[:4], number(blob[4:8]), len(blob)) == ("ECCPRIVATEBLOB", magic, size, 8 + 3 * size)
    assert int.from_bytes(blob[8 : 8 + size], "big") == numbers.public_numbers.x
    assert int.from_bytes(blob[-size:], "big") == numbers.private_value

    windows = asked(monkeypatch)
    CngStorage().put("ekakushin-1", key)
    assert (windows.given("NCryptSignHash")[1], windows.given("NCryptSignHash")[7]) == (None, 0x40)


def test_a_cng_whose_key_does_not_sign_has_not_taken_it(
    monkeypatch: pytest.MonkeyPatch, key: rsa.RSAPrivateKey
) -> None:
    asked(monkeypatch, NCryptSignHash=0x80090029)

    with pytest.raises(Refusal, match="NCryptSignHash"):
        CngStorage().put("ekakushin-1", key)


def test_other_curves_are_not_for_cng() -> None:
    assert not CngStorage().takes(ec.generate_private_key(ec.SECP256K1()))


@pytest.mark.parametrize("storage", [CngStorage(), CspStorage()])
def test_a_container_that_is_not_there_is_no_trouble(
    monkeypatch: pytest.MonkeyPatch, storage: CngStorage | CspStorage
) -> None:
    asked(monkeypatch, CryptAcquireContextW=NO_CONTAINER, NCryptOpenKey=NO_CONTAINER)
    place = storage.place("ekakushin-1")

    assert not place.exists()
    place.delete()


@pytest.mark.parametrize("storage", [CngStorage(), CspStorage()])
def test_a_container_that_may_not_be_deleted_is_told(
    monkeypatch: pytest.MonkeyPatch, storage: CngStorage | CspStorage
) -> None:
    asked(monkeypatch, CryptAcquireContextW=0x80070005, NCryptDeleteKey=0x80070005)

    with pytest.raises(Refusal, match="0x80070005"):
        storage.place("ekakushin-1").delete()


def test_the_container_of_a_smart_card_asks_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    windows = asked(monkeypatch)
    KeyPlace("card", "Microsoft Base Smart Card Crypto Provider", 1, 1).exists()

    assert windows.given("CryptAcquireContextW")[4] == 0x40


def test_a_secret_is_overwritten_even_after_a_failure() -> None:
    with pytest.raises(ValueError), wiped(b"secret") as buffer:
        raise ValueError
    assert buffer.raw == bytes(6)


@pytest.mark.skipif(ctypes.sizeof(ctypes.c_void_p) != 8, reason="sizes of a system with 64 bits")
def test_structures_are_as_long_as_windows_own() -> None:
    sizes = [ctypes.sizeof(each) for each in (Blob, KeyProviderInfo, Parameter, Parameters)]
    assert sizes == [16, 48, 16, 16]


@pytest.mark.skipif(WINDOWS, reason="there it is a library")
def test_elsewhere_than_on_windows_every_function_refuses() -> None:
    with pytest.raises(Refusal, match="CertOpenStore: 0x0000007E") as refused:
        ask("CertOpenStore")
    assert refused.value.number == 0x7E
