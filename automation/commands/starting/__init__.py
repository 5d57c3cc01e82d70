"""A guided first run on a terminal: asks what is needed, checks the PC, says what will happen, asks once, does it."""

from ekakushin.automation.commands.starting.guided import start

__all__ = ["start"]
