"""Reads the mails of a mailbox where they lie, over IMAP and TLS, without changing anything there."""

from __future__ import annotations

from ekakushin.automation.imap.account import MailboxLogin, Server
from ekakushin.automation.imap.connecting import open_mailbox
from ekakushin.automation.imap.fetching import Haul, Scope, haul_from
from ekakushin.automation.imap.kept import KeptLogins

__all__ = ["Haul", "KeptLogins", "MailboxLogin", "Scope", "Server", "haul_from", "open_mailbox"]
