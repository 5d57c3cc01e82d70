"""Dovecot of the distribution's package on loopback, and a small server that plays what Dovecot never does."""

from __future__ import annotations

import itertools
import os
import shutil
import socket
import ssl
import subprocess
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from imapclient import imap_utf7

from ekakushin.fixtures.mock_site import Authority

USER, PASSWORD, TOKEN = "taro@example.jp", "Kenpo-2026-mail", "ya29.token-of-taro-0123456789abcdef"
_PATIENCE = 20  # seconds until Dovecot answers; it mostly takes a tenth of one

_CONFIGURATION = """
base_dir = {folder}/run
state_dir = {folder}/state
log_path = {folder}/log
protocols = imap
listen = 127.0.0.1
ssl = required
ssl_cert = <{folder}/chain.pem
ssl_key = <{folder}/tls/server-key.pem
ssl_min_protocol = TLSv1.2
disable_plaintext_auth = yes
auth_mechanisms = plain login xoauth2 oauthbearer
auth_failure_delay = 0
auth_verbose = yes
mail_location = maildir:{folder}/mails
mail_uid = {uid}
mail_gid = {gid}
first_valid_uid = 1
first_valid_gid = 1
default_login_user = {login_user}
default_internal_user = {internal_user}
default_internal_group = {internal_group}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {starttls_port}
  }}
  inet_listener imaps {{
    port = {tls_port}
    ssl = yes
  }}
}}
service anvil {{
  chroot =
}}
service stats {{
  chroot =
}}
namespace inbox {{
  inbox = yes
  separator = /
  mailbox 迷惑メール {{
    special_use = \\Junk
    auto = create
  }}
  mailbox 健保/利用案内 {{
    auto = create
  }}
}}
passdb {{
  driver = passwd-file
  mechanisms = plain login
  args = {folder}/users
}}
passdb {{
  driver = oauth2
  mechanisms = xoauth2 oauthbearer
  args = {folder}/oauth2
}}
userdb {{
  driver = static
  args = uid={uid} gid={gid} home={folder}/home
}}
"""
_OAUTH = """
introspection_mode = post
introspection_url = http://127.0.0.1:{port}/
username_attribute = email
active_attribute = active
active_value = true
"""


def dovecot_program() -> str | None:
    """Where Dovecot is, if it is; Debian keeps it out of a user's PATH."""
    return shutil.which("dovecot") or shutil.which("dovecot", path="/usr/sbin:/usr/local/sbin")


@dataclass(frozen=True)
class Dovecot:
    """A server that runs; `folder` holds the mails of its one user as a maildir, and its log."""

    folder: Path
    tls_port: int
    starttls_port: int
    ca: Path
    _numbers: Iterator[int] = field(default_factory=itertools.count)

    def deliver(self, data: bytes, *, folder: str = "", at: float | None = None) -> Path:
        """Put a mail into the inbox or a folder, unread, as if it had come at that moment; its file."""
        on_disk = "." + imap_utf7.encode(folder).decode().replace("/", ".") if folder else ""
        new = self.folder / "mails" / on_disk / "new"
        new.mkdir(parents=True, exist_ok=True)
        for each in ("cur", "tmp"):
            (new.parent / each).mkdir(exist_ok=True)
        number = next(self._numbers)
        file = new / f"{1_700_000_000 + number}.M{number}P1.test"
        file.write_bytes(data)
        if at is not None:
            os.utime(file, (at, at))
        for path in (file, new, new.parent, new.parent / "cur", new.parent / "tmp"):
            _give(path)
        return file

    def log(self) -> str:
        return (self.folder / "log").read_text("utf-8", "replace")


@contextmanager
def dovecot(authority: Authority) -> Iterator[Dovecot]:
    """Serve an empty mailbox with TLS and STARTTLS, for a password and for a token, until the block ends."""
    program = dovecot_program()
    assert program, "Dovecot is not installed (Debian: dovecot-imapd)"
    with tempfile.TemporaryDirectory(prefix="dovecot-") as name, _introspection() as oauth_port:
        folder = Path(name)
        ports = _free_port(), _free_port()
        _configure(folder, authority, ports, oauth_port)
        server = Dovecot(folder, *ports, folder / "tls" / "root.pem")
        process = subprocess.Popen(
            [program, "-F", "-c", str(folder / "dovecot.conf")],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
        )
        try:
            _wait_until_it_answers(server, process)
            yield server
        finally:
            process.terminate()
            process.wait(timeout=_PATIENCE)
            process.stderr and process.stderr.close()


def _configure(folder: Path, authority: Authority, ports: tuple[int, int], oauth_port: int) -> None:
    authority.write(folder / "tls")
    tls = folder / "tls"
    (folder / "chain.pem").write_bytes(
        tls.joinpath("server.pem").read_bytes() + tls.joinpath("issuing.pem").read_bytes()
    )
    (folder / "users").write_text(f"{USER}:{{PLAIN}}{PASSWORD}\n")
    (folder / "oauth2").write_text(_OAUTH.format(port=oauth_port))
    for each in ("mails", "home"):
        (folder / each).mkdir()
        _give(folder / each)
    text = _CONFIGURATION.format(folder=folder, tls_port=ports[0], starttls_port=ports[1], **_users())
    (folder / "dovecot.conf").write_text(text, "utf-8")
    folder.chmod(0o755)
    (folder / "users").chmod(0o644)
    (folder / "oauth2").chmod(0o644)


def _users() -> Mapping[str, object]:
    """Whom Dovecot's processes run as: its own users where root starts it, otherwise whoever starts it."""
    import grp
    import pwd

    if os.geteuid() == 0:
        mail = pwd.getpwnam("nobody")
        return {
            "uid": mail.pw_uid,
            "gid": mail.pw_gid,
            "login_user": "dovenull",
            "internal_user": "dovecot",
            "internal_group": "dovecot",
        }
    user, group = pwd.getpwuid(os.geteuid()).pw_name, grp.getgrgid(os.getegid()).gr_name
    ids = {"uid": os.geteuid(), "gid": os.getegid()}
    return {**ids, "login_user": user, "internal_user": user, "internal_group": group}


def _give(path: Path) -> None:
    """To whom the mails belong."""
    if os.geteuid() == 0:
        users = _users()
        os.chown(path, int(str(users["uid"])), int(str(users["gid"])))


def _wait_until_it_answers(server: Dovecot, process: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + _PATIENCE
    while time.monotonic() < end:
        if process.poll() is not None:
            break
        with suppress(OSError), closing(socket.create_connection(("127.0.0.1", server.tls_port), 1)):
            return
        time.sleep(0.05)
    process.kill()
    told = process.stderr.read().decode("utf-8", "replace") if process.stderr else ""
    raise AssertionError(f"Dovecot does not answer: {told}")


@contextmanager
def _introspection() -> Iterator[int]:
    """Where Dovecot asks whether a token is good (RFC 7662); the port."""

    class Introspection(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            form = self.rfile.read(int(self.headers.get("content-length", 0))).decode()
            told = (
                f'{{"active": true, "email": "{USER}"}}' if f"token={TOKEN}" in form else '{"active": false}'
            )
            self.send_response(200)
            self.send_header("content-type", "application/json")
            self.send_header("content-length", str(len(told)))
            self.end_headers()
            self.wfile.write(told.encode())

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Introspection) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield server.server_address[1]
        finally:
            server.shutdown()
            thread.join()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


Answer = Callable[[str, str], Sequence[str] | None]  # of a tag and a command; None hangs up


@dataclass
class Scripted:
    """A server that says what a test wants; `heard` are the lines that clients sent."""

    port: int
    heard: list[str]


@contextmanager
def scripted(
    answer: Answer, authority: Authority | None, *, greeting: str = "* OK ready"
) -> Iterator[Scripted]:
    """Serve `answer`, over TLS where there is an authority; a client that sends nothing is waited for until it goes."""
    context = authority.server_context(ask_for_certificate=False) if authority else None
    listener = socket.create_server(("127.0.0.1", 0))
    server = Scripted(listener.getsockname()[1], [])

    def converse(connection: socket.socket) -> None:
        with connection, connection.makefile("rwb") as stream:
            stream.write(f"{greeting}\r\n".encode())
            stream.flush()
            for line in stream:
                server.heard.append(line.decode("utf-8", "replace").strip())
                tag, _, command = server.heard[-1].partition(" ")
                said = answer(tag, command)
                if said is None:
                    return
                stream.write("".join(f"{each}\r\n" for each in said).encode())
                stream.flush()

    def serve() -> None:
        with suppress(OSError):  # the listener is closed, or a client does not trust us
            while True:
                raw, _ = listener.accept()
                with suppress(OSError, ssl.SSLError):
                    converse(context.wrap_socket(raw, server_side=True) if context else raw)

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        with suppress(OSError):
            listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        thread.join(timeout=5)
