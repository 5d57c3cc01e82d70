"""How a password or PIN is made, within the policy that the page shows; which certificate is in use.

How the page is read (`reading`) is imported by who reads one: its patterns take longer than many a command.
"""

from __future__ import annotations

from ekakushin.flows.rules.making import NEW_PASSWORD_RULE, PIN_RULE, Rule, check, generate
from ekakushin.flows.rules.policy import Policy
from ekakushin.flows.rules.versions import CertificateState, state_of, to_prove, to_use

__all__ = [
    "NEW_PASSWORD_RULE",
    "PIN_RULE",
    "CertificateState",
    "Policy",
    "Rule",
    "check",
    "generate",
    "state_of",
    "to_prove",
    "to_use",
]
