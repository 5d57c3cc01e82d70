"""The steps of a person's way by name, in their order."""

from __future__ import annotations

from typing import Literal

StepName = Literal["issue", "verify", "signup", "login", "signing", "pin", "password"]
STEPS: tuple[StepName, ...] = ("issue", "verify", "signup", "login", "signing", "pin", "password")
