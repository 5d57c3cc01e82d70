"""Opens a mailbox over TLS, and turns whatever goes wrong with its server into a code of the guide.

IMAPClient stands here rather than the standard library's imaplib, which it drives: it parses answers, sends more than
one literal, and writes folder names in modified UTF-7. imap-tools would have parsed the mails too, a second way beside
ours, and marks them as seen unless told otherwise.
"""

from __future__ import annotations

import contextlib
import imaplib
import logging
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from typing import TYPE_CHECKING, Any, TypeVar

from ekakushin.automation.imap.account import MailboxLogin, Server
from ekakushin.automation.imap.login import log_in
from ekakushin.automation.imap.words import server_words
from ekakushin.flows.errors import Explained, Misconfigured
from ekakushin.flows.text import say

if TYPE_CHECKING:
    from imapclient import IMAPClient

CONNECT, READ = 20.0, 180.0  # seconds, for connecting and for each answer: some servers search in silence
_GOODBYE = 5.0  # seconds, for the answer to the last command
TOTAL = 1800.0  # seconds, for everything that is done in one mailbox
_UNKNOWN_ROOT, _OTHER_NAME = (18, 19, 20, 21), (62, 64)  # OpenSSL's X509_V_ERR_…

# The first kind that fits. A host name that is no name ends in UnicodeError, before anything is asked.
_REASONS: tuple[tuple[type[Exception], str], ...] = (
    (ssl.SSLError, "fetch.tls_failed"),
    (TimeoutError, "fetch.no_answer"),
    (socket.gaierror, "fetch.unknown_host"),
    (UnicodeError, "fetch.unknown_host"),
    (ConnectionRefusedError, "fetch.refused_connection"),
    (OSError, "fetch.broken"),
    (imaplib.IMAP4.abort, "fetch.ended"),
    (Exception, "fetch.odd_answer"),
)

T = TypeVar("T")


@contextlib.contextmanager
def open_mailbox(server: Server, login: MailboxLogin) -> Iterator[IMAPClient]:
    """Somebody's mailbox, logged in to; after 30 minutes its connection is cut, whatever is being done.

    Raises Misconfigured: MAIL-005 for whatever goes wrong with the server, here and inside the block, and MAIL-006
    where it does not let this user in. A login is sent once.
    """
    late = threading.Event()
    with _explained(server, late):
        client = _within(CONNECT * 2, lambda: _connect(server))
        cutting = threading.Timer(TOTAL, _cut, (client, late))
        cutting.daemon = True
        cutting.start()
        try:
            _secure(client, server)
            log_in(client, login)
            yield client
            client.socket().settimeout(_GOODBYE)
        except BaseException:
            _cut(client)  # no goodbye to a server that may not answer
            raise
        finally:
            cutting.cancel()
            client.__exit__(None, None, None)  # raises nothing, whatever the connection has come to


def _connect(server: Server) -> IMAPClient:
    from imapclient import IMAPClient, SocketTimeout

    logging.getLogger("imapclient").disabled = True  # it writes down what is sent
    logging.getLogger("imapclient.imaplib").disabled = True
    limits, tls = SocketTimeout(CONNECT, READ), not server.starttls
    context = _trusting(server) if tls else None
    return IMAPClient(server.host, server.port, ssl=tls, ssl_context=context, timeout=limits)


def _secure(client: IMAPClient, server: Server) -> None:
    """STARTTLS, before anything that is secret; a server that has it not, or claims a login already, is left."""
    if not server.starttls:
        return
    if client._imap.state != "NONAUTH" or not client.has_capability("STARTTLS"):
        raise _failure(server, say("fetch.no_starttls"))
    client.starttls(_trusting(server))
    client.socket().settimeout(READ)


def _trusting(server: Server) -> ssl.SSLContext:
    """This PC's roots and the extra one; chain and host name are checked, always."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.load_default_certs()
    if server.ca:
        context.load_verify_locations(server.ca)
    return context


def _within(seconds: float, work: Callable[[], T]) -> T:
    """Its answer, in so many seconds: a name server that is silent must not hold the command."""
    answer: Future[T] = Future()

    def run() -> None:
        try:
            answer.set_result(work())
        except BaseException as error:  # raised again where the answer is waited for
            answer.set_exception(error)

    threading.Thread(target=run, daemon=True).start()
    return answer.result(seconds)


def _cut(client: Any, late: threading.Event | None = None) -> None:
    if late:
        late.set()
    with contextlib.suppress(Exception):
        client.socket().shutdown(socket.SHUT_RDWR)


@contextlib.contextmanager
def _explained(server: Server, late: threading.Event) -> Iterator[None]:
    """The one door for what sockets, TLS and IMAP raise. Their words go through the redactor."""
    try:
        yield
    except Explained:
        raise
    except (OSError, imaplib.IMAP4.error, UnicodeError, AssertionError) as error:
        if late.is_set():
            raise _failure(server, say("fetch.too_long", minutes=round(TOTAL / 60))) from None
        raise _failure(server, _reason(error)) from None


def _failure(server: Server, detail: str) -> Misconfigured:
    return Misconfigured("MAIL-005", host=server.host, port=server.port, detail=detail)


def _reason(error: Exception) -> str:
    if isinstance(error, ssl.SSLCertVerificationError):
        return _distrust(error)
    reason = getattr(error, "reason", None) or getattr(error, "strerror", None) or type(error).__name__
    plain = isinstance(error, ssl.SSLError) and "WRONG_VERSION" in str(error.reason)
    key = "fetch.no_tls" if plain else next(key for kind, key in _REASONS if isinstance(error, kind))
    return say(key, reason=reason, words=server_words(str(error)))


def _distrust(error: ssl.SSLCertVerificationError) -> str:
    if error.verify_code in _UNKNOWN_ROOT:
        return say("fetch.unknown_root")
    key = "fetch.other_name" if error.verify_code in _OTHER_NAME else "fetch.bad_certificate"
    return say(key, reason=error.verify_message)
