"""Logs in to a mail server, once: a password, or an OAuth access token."""

from __future__ import annotations

import base64
import imaplib
import json
import re
from typing import TYPE_CHECKING

from ekakushin.automation.imap.account import MailboxLogin
from ekakushin.automation.imap.words import server_words
from ekakushin.flows.errors import Misconfigured
from ekakushin.flows.secret import Secret
from ekakushin.flows.text import say

if TYPE_CHECKING:
    from imapclient import IMAPClient

_FOR_NOW = re.compile(r"\[(UNAVAILABLE|INUSE|LIMIT|SERVERBUG)\b")  # RFC 5530: nothing is said of the password


class LoginRefused(Misconfigured):
    """The server has refused this very password or token; sent again it would be refused again, and counted."""


def log_in(client: IMAPClient, login: MailboxLogin) -> None:
    """Send the login. It is never repeated, in no other way either: company accounts lock after a few.

    Raises LoginRefused (MAIL-006); Misconfigured (MAIL-006) where the server takes no such login at all and nothing was
    sent; what imaplib raises for a connection that breaks.
    """
    capabilities = {bytes(each).upper() for each in client.capabilities()}
    answer = _Answer(login, _mechanism(capabilities, login))
    try:
        if answer.mechanism:
            client.sasl_login(answer.mechanism, answer)
        else:
            client.login(login.user, login.secret.reveal())
    except imaplib.IMAP4.error as error:
        if isinstance(error.__context__, imaplib.IMAP4.abort) or _FOR_NOW.search(str(error)):
            raise imaplib.IMAP4.abort(str(error)) from None
        raise LoginRefused("MAIL-006", user=login.user, detail=answer.told(str(error))) from None


def _mechanism(capabilities: set[bytes], login: MailboxLogin) -> str:
    """SASL's name of the way; "" for the command LOGIN."""
    ways = ("XOAUTH2", "OAUTHBEARER") if login.oauth else ("PLAIN",)
    for way in ways:
        if f"AUTH={way}".encode() in capabilities:
            return way
    if login.oauth or b"LOGINDISABLED" in capabilities:
        raise _unable(login, "fetch.no_oauth" if login.oauth else "fetch.no_password")
    if not (login.user + login.secret.reveal()).isascii():
        raise _unable(login, "fetch.not_ascii")
    return ""


def _unable(login: MailboxLogin, key: str) -> Misconfigured:
    return Misconfigured("MAIL-006", user=login.user, detail=say(key))


class _Answer:
    """What is said to the server's challenges: the login to the first, nothing to a second, which tells why not."""

    def __init__(self, login: MailboxLogin, mechanism: str) -> None:
        self.mechanism = mechanism
        self._login = login
        self._sent = False
        self._why = ""

    def __call__(self, challenge: bytes) -> bytes:
        if self._sent:
            self._why = _status(challenge)
            return b"\x01" if self.mechanism == "OAUTHBEARER" else b""
        self._sent = True
        text = initial_response(self.mechanism, self._login)
        Secret(
            base64.b64encode(text.encode()).decode()
        )  # as it goes over the wire: the redactor must know it too
        return text.encode()

    def told(self, words: str) -> str:
        """Why, as the server says it."""
        return server_words(" ".join(filter(None, [words, self._why])))


def initial_response(mechanism: str, login: MailboxLogin) -> str:
    """What SASL sends first (RFC 4616, RFC 7628, and Google's and Microsoft's XOAUTH2)."""
    user, secret = login.user, login.secret.reveal()
    if mechanism == "PLAIN":
        return f"\0{user}\0{secret}"
    if mechanism == "XOAUTH2":
        return f"user={user}\1auth=Bearer {secret}\1\1"
    escaped = user.replace("=", "=3D").replace(",", "=2C")
    return f"n,a={escaped},\1auth=Bearer {secret}\1\1"


def _status(challenge: bytes) -> str:
    """The `status` of the JSON in which servers say why a token will not do."""
    try:
        told = json.loads(challenge)
    except ValueError:
        return ""
    return f"({told.get('status', '')})" if isinstance(told, dict) and told.get("status") else ""
