"""Who had which secrets shown, exported or forgotten: a log that only grows, and whose every change is noticed."""

from ekakushin.automation.audit.anchor import Anchor
from ekakushin.automation.audit.chain import AuditEntry, Flaw, Problem
from ekakushin.automation.audit.log import AUDIT_FILE, Audit, Checked

__all__ = ["AUDIT_FILE", "Anchor", "Audit", "AuditEntry", "Checked", "Flaw", "Problem"]
