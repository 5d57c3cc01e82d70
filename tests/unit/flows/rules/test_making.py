"""How passwords and PINs are made and checked."""

from __future__ import annotations

import string
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from ekakushin.flows.errors import Misconfigured
from ekakushin.flows.rules import NEW_PASSWORD_RULE, PIN_RULE, Policy, Rule, check, generate
from ekakushin.flows.secret import Secret

counts = st.integers(0, 5)
policies = st.builds(
    Policy,
    minimum=st.integers(0, 40),
    maximum=st.none() | st.integers(0, 40),
    lower=counts,
    upper=counts,
    letters=counts,
    digits=counts,
    symbols=counts,
    only_digits=st.booleans(),
    alphanumeric=st.booleans(),
)
printable = string.ascii_letters + string.digits + string.punctuation
alphabets = st.text(printable, min_size=1) | st.sampled_from(
    [printable, string.digits, string.ascii_lowercase]
)
rules = st.builds(Rule, length=st.integers(1, 40), alphabet=alphabets)


@given(rules, policies, st.integers())
def test_whatever_rule_and_policy_a_made_value_meets_both_or_is_said_to_be_impossible(
    rule: Rule, policy: Policy, seed: int
) -> None:
    if not possible(rule, policy):
        with pytest.raises(Misconfigured, match="決まり"):
            generate(rule, policy, randomness=Random(seed))
        return
    made = generate(rule, policy, randomness=Random(seed))
    assert made
    assert check(made, policy) == []
    assert set(made.reveal()) <= set(rule.alphabet)


def possible(rule: Rule, policy: Policy) -> bool:
    """The same question asked another way: which characters are left, and is there room?"""
    left = set(rule.alphabet)
    if policy.only_digits:
        left &= set(string.digits)
    if policy.alphanumeric:
        left -= set(string.punctuation)
    lower, upper, digits = (left & set(each) for each in _THREE_KINDS)
    symbols = left - lower - upper - digits
    enough = [
        lower or not policy.lower,
        upper or not policy.upper,
        lower | upper or not policy.letters,
        digits or not policy.digits,
        symbols or not policy.symbols,
    ]
    letters = max(policy.letters, policy.lower + policy.upper)
    room = max(1, policy.minimum, letters + policy.digits + policy.symbols)
    return bool(left) and all(enough) and (policy.maximum is None or policy.maximum >= room)


_THREE_KINDS = (string.ascii_lowercase, string.ascii_uppercase, string.digits)


def test_a_new_password_has_16_characters_of_three_kinds_and_no_look_alikes() -> None:
    made = generate(NEW_PASSWORD_RULE, Policy()).reveal()
    assert len(made) == 16
    assert all(set(made) & set(kind) for kind in _THREE_KINDS)
    assert not set(NEW_PASSWORD_RULE.alphabet) & set("lI1O0")
    assert len(NEW_PASSWORD_RULE.alphabet) == 57


def test_a_pin_has_8_digits() -> None:
    made = generate(PIN_RULE, Policy()).reveal()
    assert (len(made), made.isdecimal()) == (8, True)


@pytest.mark.parametrize(
    ("policy", "length"),
    [
        (Policy(maximum=4), 4),
        (Policy(minimum=20), 20),
        (Policy(minimum=4, maximum=12), 8),
        (Policy(digits=9), 9),
    ],
)
def test_the_pages_lengths_overrule_the_rules(policy: Policy, length: int) -> None:
    assert len(generate(PIN_RULE, policy).reveal()) == length


def test_no_two_are_alike() -> None:
    assert len({generate(NEW_PASSWORD_RULE, Policy()).reveal() for _ in range(100)}) == 100


def test_a_demanded_kind_has_no_place_of_its_own() -> None:
    rule, policy = Rule(length=4, alphabet="abc1"), Policy(digits=1)
    places = {generate(rule, policy, randomness=Random(seed)).reveal().index("1") for seed in range(200)}
    assert places == {0, 1, 2, 3}


def test_the_error_says_what_the_page_wants_and_the_rule_lacks() -> None:
    with pytest.raises(Misconfigured, match="記号") as caught:
        generate(NEW_PASSWORD_RULE, Policy(symbols=1))
    assert caught.value.code == "ACC-006"


@pytest.mark.parametrize("alphabet", ["", "あいう", "abc def", "ａｂｃ"])
def test_a_rule_takes_half_width_characters_only(alphabet: str) -> None:
    with pytest.raises(ValidationError):
        Rule(length=8, alphabet=alphabet)


def test_a_repeated_character_is_not_likelier() -> None:
    assert Rule(length=8, alphabet="aab").alphabet == "ab"


@pytest.mark.parametrize(
    ("value", "policy", "reasons"),
    [
        ("abcdefg1", Policy(minimum=8, lower=1, digits=1), 0),
        ("abcdef1", Policy(minimum=8), 1),
        ("123456789", Policy(maximum=8), 1),
        ("ABCDEFGH", Policy(lower=1, digits=1), 2),
        ("ABCDEFG1", Policy(letters=1, digits=1), 0),
        ("12a4", Policy(only_digits=True), 1),
        ("１２３４", Policy(only_digits=True, digits=4), 2),
        ("pass word!", Policy(alphanumeric=True), 1),
        ("ｐａｓｓ", Policy(alphanumeric=True), 1),
    ],
)
def test_a_given_password_is_told_every_rule_it_breaks_and_is_not_repeated(
    value: str, policy: Policy, reasons: int
) -> None:
    found = check(Secret(value), policy)
    assert len(found) == reasons
    assert value not in "".join(found)
