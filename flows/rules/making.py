"""Makes a password or PIN at random, and checks one that a person gave."""

from __future__ import annotations

import secrets
import string
from random import Random

from pydantic import Field, field_validator

from ekakushin.flows.errors import Misconfigured
from ekakushin.flows.models import Noun
from ekakushin.flows.rules.policy import CHARACTERS, CharacterKind, Policy
from ekakushin.flows.secret import Secret
from ekakushin.flows.text import say

_SYSTEM_RANDOM = secrets.SystemRandom()
_KINDS: tuple[CharacterKind, ...] = ("lower", "upper", "digits", "symbols")


class Rule(Noun):
    """Our own choice for a password or PIN, where the page's policy allows it: length, and characters to use."""

    length: int = Field(ge=1, le=128)
    alphabet: str = Field(min_length=1)

    @field_validator("alphabet")
    @classmethod
    def _each_once(cls, value: str) -> str:
        if not all("!" <= character <= "~" for character in value):
            raise ValueError("half-width letters, digits and symbols only")
        return "".join(dict.fromkeys(value))


# Read from paper and typed by people: no l I 1, no O 0.
NEW_PASSWORD_RULE = Rule(
    length=16, alphabet="".join(sorted(set(string.ascii_letters + string.digits) - set("lI1O0")))
)
PIN_RULE = Rule(length=8, alphabet=string.digits)


def generate(rule: Rule, policy: Policy, *, randomness: Random = _SYSTEM_RANDOM) -> Secret:
    """A value that meets both; the page's lengths overrule the rule's.

    Where there is room it holds one of each kind that the alphabet has, because a page may ask for
    more than it shows. Raises Misconfigured (ACC-006) when nothing can meet both.
    """
    alphabet = [character for character in rule.alphabet if policy.allows(character)]
    _must_be_possible(alphabet, policy)
    length = _length(rule, policy)
    chosen = _draw_demanded(alphabet, policy, randomness)
    for kind in _KINDS:
        pool = _pool(alphabet, kind)
        if pool and len(chosen) < length and not set(pool) & set(chosen):
            chosen.append(randomness.choice(pool))
    chosen += [randomness.choice(alphabet) for _ in range(length - len(chosen))]
    randomness.shuffle(chosen)
    return Secret("".join(chosen))


def _must_be_possible(alphabet: list[str], policy: Policy) -> None:
    if not alphabet:
        raise Misconfigured("ACC-006", reason=say("rule.nothing_left"))
    for kind in policy.demands():
        if not _pool(alphabet, kind):
            raise Misconfigured("ACC-006", reason=say("rule.no_kind", kind=say(f"rule.{kind}")))
    if policy.maximum is not None and policy.maximum < max(policy.needed, 1):
        reason = say("rule.no_room", maximum=policy.maximum, needed=max(policy.needed, 1))
        raise Misconfigured("ACC-006", reason=reason)


def _length(rule: Rule, policy: Policy) -> int:
    wanted = max(rule.length, policy.needed)
    return wanted if policy.maximum is None else min(wanted, policy.maximum)


def _draw_demanded(alphabet: list[str], policy: Policy, randomness: Random) -> list[str]:
    demands = policy.demands()
    if "letters" in demands:  # lower and upper are letters too
        demands["letters"] = max(0, policy.letters - policy.lower - policy.upper)
    return [randomness.choice(_pool(alphabet, kind)) for kind, count in demands.items() for _ in range(count)]


def _pool(alphabet: list[str], kind: CharacterKind) -> list[str]:
    return [character for character in alphabet if character in CHARACTERS[kind]]


def check(value: Secret, policy: Policy) -> list[str]:
    """What is wrong with a value that a person gave, a sentence each; empty when the policy allows it."""
    text = value.reveal()
    reasons = []
    if len(text) < policy.minimum:
        reasons.append(say("rule.too_short", minimum=policy.minimum))
    if policy.maximum is not None and len(text) > policy.maximum:
        reasons.append(say("rule.too_long", maximum=policy.maximum))
    if not all(policy.allows(character) for character in text):
        reasons.append(say("rule.only_digits" if policy.only_digits else "rule.alphanumeric"))
    for kind, count in policy.demands().items():
        if sum(character in CHARACTERS[kind] for character in text) < count:
            reasons.append(say("rule.too_few", kind=say(f"rule.{kind}"), count=count))
    return reasons
