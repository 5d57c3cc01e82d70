"""How a password or PIN is made: by a rule of ours, within the policy that the page shows."""

from flows.rules.making import NEW_PASSWORD_RULE, PIN_RULE, Rule, check, generate
from flows.rules.policy import Policy
from flows.rules.reading import read_policy

__all__ = ["NEW_PASSWORD_RULE", "PIN_RULE", "Policy", "Rule", "check", "generate", "read_policy"]
