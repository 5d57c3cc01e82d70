"""Handing out what a person needs, or forgetting it; every time it is noted in the audit log first."""

from ekakushin.automation.commands.credentials.exporting import Export, export_credentials
from ekakushin.automation.commands.credentials.forgetting import forget_credentials
from ekakushin.automation.commands.credentials.showing import show_credentials

__all__ = ["Export", "export_credentials", "forget_credentials", "show_credentials"]
