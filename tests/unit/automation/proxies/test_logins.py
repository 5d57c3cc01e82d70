"""The logins of proxies: which one is tried, which never again, and what is kept."""

from __future__ import annotations

import threading

from ekakushin.automation.proxies.logins import Logins
from ekakushin.automation.proxies.proxy import Proxy, ProxyLogin
from ekakushin.flows.models import NOBODY, SecretName
from ekakushin.flows.secret import Secret
from tests.support.fakes import MemoryVault

PROXY = Proxy(scheme="http", host="proxy.example", port=8080)
ONE = ProxyLogin(user="taro", password=Secret("one"))
TWO = ProxyLogin(user="taro", password=Secret("two"))


def next_of(logins: Logins) -> tuple[ProxyLogin | None, bool]:
    with logins.attempt(PROXY) as answer:
        return answer


def test_the_vault_is_not_opened_before_a_proxy_asks() -> None:
    opened: list[bool] = []

    logins = Logins(lambda: opened.append(True), {PROXY: ONE})

    assert (logins.proven(PROXY), opened) == (None, [])


def test_what_was_typed_is_kept_once_the_proxy_has_taken_it_and_not_before() -> None:
    vault = MemoryVault()
    logins = Logins(lambda: vault)

    logins.give(PROXY, ONE)
    before = vault.get(NOBODY, SecretName.PROXY_LOGIN)
    logins.prove(PROXY, ONE)

    assert before is None
    assert next_of(Logins(lambda: vault)) == (ONE, False)


def test_what_stands_in_an_address_is_not_copied_into_the_vault() -> None:
    vault = MemoryVault()

    Logins(lambda: vault, {PROXY: ONE}).prove(PROXY, ONE)

    assert vault.get(NOBODY, SecretName.PROXY_LOGIN) is None


def test_the_one_of_the_address_comes_first_and_that_of_the_vault_when_it_was_refused() -> None:
    vault = MemoryVault()
    typed = Logins(lambda: vault)
    typed.give(PROXY, TWO)
    typed.prove(PROXY, TWO)
    logins = Logins(lambda: vault, {PROXY: ONE})

    first = next_of(logins)
    logins.refuse(PROXY, ONE)
    second = next_of(logins)
    logins.refuse(PROXY, TWO)

    assert (first, second, next_of(logins)) == ((ONE, False), (TWO, False), (None, True))


def test_one_that_somebody_types_again_is_tried_again_once() -> None:
    vault = MemoryVault()
    Logins(lambda: vault).refuse(PROXY, ONE)
    logins = Logins(lambda: vault)

    logins.give(PROXY, ONE)
    typed = next_of(logins)
    logins.prove(PROXY, ONE)

    assert typed == (ONE, False)
    assert next_of(Logins(lambda: vault)) == (ONE, False)


def test_the_mark_of_a_refused_one_does_not_say_it() -> None:
    vault = MemoryVault()

    Logins(lambda: vault).refuse(PROXY, ONE)

    kept = vault.get(NOBODY, SecretName.REFUSED_PROXY_LOGIN)
    assert kept
    assert "one" not in kept.reveal()


def test_one_attempt_goes_on_at_a_time() -> None:
    logins, order = Logins(lambda: None, {PROXY: ONE}), []

    def wait_for_a_turn() -> None:
        with logins.attempt(PROXY) as (login, refused):
            order.append((login, refused))

    with logins.attempt(PROXY) as (login, _):
        other = threading.Thread(target=wait_for_a_turn)
        other.start()
        other.join(0.05)
        waited = not order
        logins.refuse(PROXY, login)
    other.join()

    assert waited
    assert order == [(None, True)]


def test_all_of_it_can_be_forgotten() -> None:
    vault = MemoryVault()
    logins = Logins(lambda: vault)
    logins.give(PROXY, ONE)
    logins.prove(PROXY, ONE)
    logins.refuse(PROXY, ONE)

    assert Logins(lambda: vault).forget() == ["proxy.example:8080"]
    assert vault.secrets == {}
