"""A tamper-evident, append-only log of who had which secrets shown, exported or forgotten."""

from ekakushin.automation.audit.anchor import Anchor
from ekakushin.automation.audit.chain import AuditEntry, Flaw, Problem
from ekakushin.automation.audit.log import AUDIT_FILE, Audit, Checked

__all__ = ["AUDIT_FILE", "Anchor", "Audit", "AuditEntry", "Checked", "Flaw", "Problem"]
