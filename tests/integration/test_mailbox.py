"""A mailbox on a real server: what is read there, how one gets in, and what is said where one does not."""

from __future__ import annotations

import json
import socket
from collections.abc import Callable, Iterator
from datetime import date
from email import message_from_bytes
from email.message import EmailMessage
from email.mime.message import MIMEMessage
from email.mime.multipart import MIMEMultipart
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from imapclient import IMAPClient

from ekakushin.automation.commands.fetching import FetchRequest, fetch_mails, forget_login
from ekakushin.automation.imap import Scope, Server, connecting, searching
from ekakushin.automation.office import Office
from ekakushin.automation.settings import read_settings
from ekakushin.fixtures.mock_site import Authority, MockSite
from ekakushin.flows.errors import Misconfigured
from ekakushin.flows.text import say
from tests.support.mail_servers import (
    PASSWORD,
    TOKEN,
    USER,
    Dovecot,
    Scripted,
    dovecot,
    dovecot_program,
    scripted,
)
from tests.support.systems import posix_only
from tests.support.zips import aes_zip_of

pytestmark = [
    posix_only("there is no Dovecot"),
    pytest.mark.skipif(dovecot_program() is None, reason="Dovecot is not installed (Debian: dovecot-imapd)"),
]
WRONG = "wrong-password-2026"
Fetch = Callable[..., int]


@pytest.fixture
def server(mock_authority: Authority) -> Iterator[Dovecot]:
    with dovecot(mock_authority) as running:
        yield running


@pytest.fixture
def mails(tmp_path: Path, mock_authority: Authority) -> list[bytes]:
    """The two mails of two people."""
    with MockSite(tmp_path / "mock", people=2, authority=mock_authority) as site:
        return [file.read_bytes().replace(b"\n", b"\r\n") for file in sorted(site.mails.iterdir())]


def office_of(tmp_path: Path, **settings: Any) -> Office:
    return Office(
        read_settings(home=tmp_path / "home", vault="file", vault_passphrase="of this test", **settings)
    )


@pytest.fixture
def fetch(tmp_path: Path, server: Dovecot) -> Fetch:
    """Fetch with the password that the environment gives, unless told otherwise."""

    def fetching(**told: Any) -> int:
        settings = {key: told.pop(key) for key in ("mail_password", "mail_token") if key in told}
        office = office_of(tmp_path, **(settings or {"mail_password": PASSWORD}))
        host, port = told.pop("host", "localhost"), told.pop("port", server.tls_port)
        where = Server.at(host, port, starttls=told.pop("starttls", False), ca=told.pop("ca", server.ca))
        more = {key: told.pop(key) for key in ("oauth", "as_json_only") if key in told}
        return fetch_mails(office, FetchRequest(server=where, user=USER, scope=Scope(**told), **more))

    return fetching


def known(tmp_path: Path) -> dict[str, int]:
    """Who is known, and how often their mails said something new."""
    return {each.user_id: each.mails for each in office_of(tmp_path).people.everybody()}


def other_mail(subject: str, text: str) -> bytes:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "hanako@example.jp", USER, subject
    mail.set_content(text, cte="base64")
    return mail.as_bytes().replace(b"\n", b"\r\n")


def forwarded(data: bytes, subject: str) -> bytes:
    """As an attachment, under another subject, by somebody else."""
    mail = MIMEMultipart()
    mail["From"], mail["To"], mail["Subject"] = "hanako@example.jp", USER, subject
    mail.attach(MIMEMessage(message_from_bytes(data)))
    return mail.as_bytes().replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")


def inside(server: Dovecot, folder: str = "INBOX") -> dict[int, tuple[bytes, ...]]:
    """Each mail there by its number, with its flags, seen by somebody who changes nothing either."""
    context = connecting._trusting(Server.at("localhost", server.tls_port, ca=server.ca))
    with IMAPClient("localhost", server.tls_port, ssl_context=context) as client:
        client.login(USER, PASSWORD)
        client.select_folder(folder, readonly=True)
        return {uid: tuple(told[b"FLAGS"]) for uid, told in client.fetch(client.search(), ["FLAGS"]).items()}


def test_the_mails_of_a_mailbox_are_kept_and_nothing_there_changes(
    tmp_path: Path, server: Dovecot, fetch: Fetch, mails: list[bytes], capsys: pytest.CaptureFixture[str]
) -> None:
    for each in (
        *mails,
        other_mail("会議", "15時から"),
        other_mail("登録", "ユーザID：hanako\nパスワード：abc"),
    ):
        server.deliver(each)
    before, files = inside(server), sorted(path.name for path in (server.folder / "mails").rglob("*test*"))

    code = fetch()

    assert (code, known(tmp_path)) == (0, {"10006": 1, "10007": 1})
    assert "2 人分" in capsys.readouterr().out
    assert inside(server) == before
    assert len(before) == 6
    assert not any(b"\\Seen" in flags for flags in before.values())
    assert sorted(path.name for path in (server.folder / "mails").rglob("*test*")) == files


def test_fetching_again_keeps_nothing_twice(
    tmp_path: Path, server: Dovecot, fetch: Fetch, mails: list[bytes]
) -> None:
    for each in mails:
        server.deliver(each)

    assert [fetch(), fetch()] == [0, 0]
    assert known(tmp_path) == {"10006": 1, "10007": 1}


@pytest.mark.parametrize("starttls", [False, True])
@pytest.mark.parametrize("oauth", [False, True])
def test_there_are_two_ways_to_tls_and_two_to_be_let_in(
    tmp_path: Path, server: Dovecot, fetch: Fetch, mails: list[bytes], starttls: bool, oauth: bool
) -> None:
    for each in mails:
        server.deliver(each)
    way = {"mail_token": TOKEN, "oauth": True} if oauth else {"mail_password": PASSWORD}

    code = fetch(port=server.starttls_port if starttls else server.tls_port, starttls=starttls, **way)

    assert (code, len(known(tmp_path))) == (0, 2)
    assert f"method={'XOAUTH2' if oauth else 'PLAIN'}" in server.log()


@pytest.mark.parametrize("wanted", ["健保/利用案内", "利用案内", "健保／利用案内"])
def test_a_folder_with_a_japanese_name_is_found_as_people_write_it(
    tmp_path: Path, server: Dovecot, fetch: Fetch, mails: list[bytes], wanted: str
) -> None:
    for each in mails:
        server.deliver(each, folder="健保/利用案内")

    assert fetch(folder=wanted) == 0
    assert len(known(tmp_path)) == 2


def test_a_folder_that_is_not_there_is_told_with_those_that_are(server: Dovecot, fetch: Fetch) -> None:
    with pytest.raises(Misconfigured) as raised:
        fetch(folder="健康保険")

    assert raised.value.code == "MAIL-007"
    assert all(name in str(raised.value) for name in ("健康保険", "INBOX", "健保/利用案内", "迷惑メール"))


def test_mails_in_the_folder_for_junk_are_told_and_not_taken(
    tmp_path: Path, server: Dovecot, fetch: Fetch, mails: list[bytes], capsys: pytest.CaptureFixture[str]
) -> None:
    server.deliver(mails[0], folder="迷惑メール")
    server.deliver(other_mail("当選", "おめでとう"), folder="迷惑メール")

    code = fetch()

    said = capsys.readouterr().err
    assert (code, known(tmp_path)) == (1, {})
    assert say("fetch.junk", folder="迷惑メール", count=1) in said
    assert say("fetch.nobody", folder="INBOX") in said


def test_in_a_large_folder_only_what_may_be_ours_is_read(
    tmp_path: Path,
    server: Dovecot,
    fetch: Fetch,
    mails: list[bytes],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(searching, "READ_WHOLE", 10)
    for number in range(20):
        server.deliver(other_mail(f"連絡 {number}", "15時から会議です。"))
    text = message_from_bytes(mails[1]).get_payload(decode=True).decode("iso-2022-jp")
    server.deliver(forwarded(mails[0], "おねがいします"))
    server.deliver(other_mail("ごめん、これも", text))
    server.deliver(mails[2])
    server.deliver(mails[3])

    code = fetch(as_json_only=True)

    out, said = capsys.readouterr()
    told = json.loads(out)
    assert (code, known(tmp_path)) == (0, {"10006": 1, "10007": 1})
    assert {key: told[key] for key in ("imported", "mails", "read", "searched")} == {
        "imported": 2,
        "mails": 24,
        "read": 4,
        "searched": True,
    }
    assert say("fetch.searched", of=24) in said


def test_only_what_has_come_since_a_day_is_read(
    tmp_path: Path, server: Dovecot, fetch: Fetch, mails: list[bytes]
) -> None:
    for each in mails[:2]:
        server.deliver(each, at=1_750_000_000)  # June 2025
    for each in mails[2:]:
        server.deliver(each)

    assert fetch(since=date(2026, 1, 1)) == 0
    assert known(tmp_path) == {"10007": 1}


def test_one_of_two_mails_waits_for_the_other(
    tmp_path: Path, server: Dovecot, fetch: Fetch, mails: list[bytes], capsys: pytest.CaptureFixture[str]
) -> None:
    first = server.deliver(mails[0])
    assert (fetch(), known(tmp_path)) == (1, {})
    assert "[MAIL-001]" in capsys.readouterr().err

    first.unlink()
    server.deliver(mails[1])

    assert (fetch(), known(tmp_path)) == (0, {"10006": 1})


def test_nobody_is_asked_for_the_passwords_of_other_peoples_zips(
    tmp_path: Path, server: Dovecot, fetch: Fetch, mails: list[bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    monkeypatch.setattr(
        "ekakushin.automation.commands.mail.ask_file_password", lambda name, left: asked.append(name)
    )
    for subject in ("見積書", "Fwd: パスワードのご連絡"):
        mail = message_from_bytes(other_mail(subject, "添付のとおり"))
        outer = EmailMessage()
        outer["From"], outer["Subject"] = "hanako@example.jp", subject
        outer.set_content(mail.get_payload())
        zipped = aes_zip_of({"a.txt": b"x"}, "Natsu2026")
        outer.add_attachment(zipped, maintype="application", subtype="zip", filename="a.zip")
        server.deliver(outer.as_bytes().replace(b"\n", b"\r\n"))

    fetch()

    assert asked == ["a.zip"]


def test_a_mail_that_is_too_large_is_told_and_left(
    server: Dovecot,
    fetch: Fetch,
    mails: list[bytes],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(searching, "LARGEST", 5000)
    server.deliver(other_mail("写真", "x" * 9000))
    for each in mails:
        server.deliver(each)

    assert fetch() == 0
    assert "INBOX/1（大きすぎます" in capsys.readouterr().err


def test_a_refused_password_is_sent_once(
    tmp_path: Path, server: Dovecot, fetch: Fetch, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(2):
        with pytest.raises(Misconfigured) as raised:
            fetch(mail_password=WRONG)
        assert (raised.value.code, USER in str(raised.value)) == ("MAIL-006", True)
    assert str(raised.value).count(say("fetch.refused_before")) == 1
    assert server.log().lower().count("password mismatch") == 1

    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    monkeypatch.setattr("getpass.getpass", lambda question: PASSWORD)
    monkeypatch.setattr("typer.confirm", lambda question, err: True)
    assert fetch(mail_password=WRONG) == 1

    monkeypatch.setattr("sys.stdin.isatty", lambda: False, raising=False)
    assert fetch(mail_password="") == 1  # the vault keeps what was typed
    office = office_of(tmp_path)
    where = Server.at("localhost", server.tls_port)
    assert [forget_login(office, where, USER), forget_login(office, where, USER)] == [0, 1]
    with pytest.raises(Misconfigured, match="端末がない"):
        fetch(mail_password="")


def test_a_token_that_has_expired_is_sent_once(server: Dovecot, fetch: Fetch) -> None:
    with pytest.raises(Misconfigured) as raised:
        fetch(mail_token="expired-token-0123456789", oauth=True)

    assert raised.value.code == "MAIL-006"
    assert "expired-token" not in str(raised.value)


def test_a_server_whose_certificate_nobody_vouches_for_is_sent_nothing(server: Dovecot, fetch: Fetch) -> None:
    for starttls, port in ((False, server.tls_port), (True, server.starttls_port)):
        with pytest.raises(Misconfigured) as raised:
            fetch(ca=None, port=port, starttls=starttls)
        assert raised.value.code == "MAIL-005"
        assert say("fetch.unknown_root") in str(raised.value)
    assert "Login:" not in server.log()


def test_a_server_of_another_name_is_sent_nothing(
    server: Dovecot, fetch: Fetch, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = socket.getaddrinfo
    monkeypatch.setattr("socket.getaddrinfo", lambda host, *more, **named: real("127.0.0.1", *more, **named))

    with pytest.raises(Misconfigured) as raised:
        fetch(host="mail.example.jp")

    assert say("fetch.other_name") in str(raised.value)
    assert "Login:" not in server.log()


def test_a_port_that_speaks_no_tls_is_told_with_the_way_out(server: Dovecot, fetch: Fetch) -> None:
    with pytest.raises(Misconfigured) as raised:
        fetch(port=server.starttls_port)

    assert say("fetch.no_tls") in str(raised.value)


def greets(tag: str, command: str, *, capability: str = "IMAP4rev1 AUTH=PLAIN", **answers: str) -> list[str]:
    """A server's answers to what every client says."""
    word = command.partition(" ")[0].upper()
    if word == "CAPABILITY":
        return [f"* CAPABILITY {capability}", f"{tag} OK done"]
    return [f"{tag} {answers.get(word.lower(), 'BAD no')}"]


def told_by(tmp_path: Path, port: int, ca: Path | None, **more: Any) -> Misconfigured:
    """What a fetch from a server that will not do ends in."""
    starttls, oauth = more.pop("starttls", False), more.pop("oauth", False)
    office = office_of(tmp_path, mail_password=PASSWORD, mail_token=TOKEN)
    where = Server.at("localhost", port, starttls=starttls, ca=ca)
    with pytest.raises(Misconfigured) as raised:
        fetch_mails(office, FetchRequest(server=where, user=USER, oauth=oauth))
    return raised.value


@pytest.fixture
def ca(tmp_path: Path, mock_authority: Authority) -> Path:
    file = tmp_path / "ca.pem"
    file.write_bytes(mock_authority.root_pem)
    return file


@pytest.mark.parametrize("greeting", ["* OK ready", "* PREAUTH welcome"])
def test_without_starttls_no_login_is_sent(tmp_path: Path, greeting: str) -> None:
    with scripted(greets, None, greeting=greeting) as server:
        error = told_by(tmp_path, server.port, None, starttls=True)

    assert (error.code, say("fetch.no_starttls") in str(error)) == ("MAIL-005", True)
    assert {line.split()[1] for line in server.heard} <= {"CAPABILITY", "LOGOUT"}


def test_a_token_goes_by_oauthbearer_where_there_is_no_xoauth2(
    tmp_path: Path, ca: Path, mock_authority: Authority
) -> None:
    tags: list[str] = []

    def answer(tag: str, command: str) -> list[str]:
        if command.startswith("AUTHENTICATE"):
            tags.append(tag)
            return ["+ "]
        if tag == "AQ==":
            return [f"{tags[0]} NO [AUTHENTICATIONFAILED] expired"]
        if not command:
            return ["+ eyJzdGF0dXMiOiJpbnZhbGlkX3Rva2VuIn0="]
        return greets(tag, command, capability="IMAP4rev1 AUTH=OAUTHBEARER")

    with scripted(answer, mock_authority) as server:
        error = told_by(tmp_path, server.port, ca, oauth=True)

    assert (error.code, "(invalid_token)" in str(error)) == ("MAIL-006", True)
    assert sum(line.startswith("AUTHENTICATE OAUTHBEARER") for line in commands(server)) == 1


def commands(server: Scripted) -> list[str]:
    return [line.partition(" ")[2] for line in server.heard]


@pytest.mark.parametrize(
    ("capability", "oauth", "key"),
    [
        ("IMAP4rev1 LOGINDISABLED AUTH=XOAUTH2", False, "fetch.no_password"),
        ("IMAP4rev1 AUTH=PLAIN", True, "fetch.no_oauth"),
    ],
)
def test_a_server_that_takes_no_such_login_is_sent_none(
    tmp_path: Path, ca: Path, mock_authority: Authority, capability: str, oauth: bool, key: str
) -> None:
    with scripted(partial(greets, capability=capability), mock_authority) as server:
        error = told_by(tmp_path, server.port, ca, oauth=oauth)

    assert (error.code, say(key) in str(error)) == ("MAIL-006", True)
    assert not [line for line in commands(server) if line.startswith(("LOGIN ", "AUTHENTICATE"))]


def test_a_server_that_repeats_what_it_was_sent_shows_no_password(
    tmp_path: Path, ca: Path, mock_authority: Authority
) -> None:
    def answer(tag: str, command: str) -> list[str]:
        if command.startswith("LOGIN"):
            return [f"{tag} BAD what is {command}"]
        return greets(tag, command, capability="IMAP4rev1")

    with scripted(answer, mock_authority) as server:
        error = told_by(tmp_path, server.port, ca)

    assert any(PASSWORD in line for line in server.heard)
    assert PASSWORD not in str(error)
    assert error.__cause__ is None


def test_a_login_that_is_put_off_may_be_sent_again(
    tmp_path: Path, ca: Path, mock_authority: Authority
) -> None:
    def answer(tag: str, command: str) -> list[str]:
        if command.startswith("LOGIN"):
            return [f"{tag} NO [UNAVAILABLE] later"]
        return greets(tag, command, capability="IMAP4rev1")

    with scripted(answer, mock_authority) as server:
        errors = [told_by(tmp_path, server.port, ca) for _ in range(2)]

    assert [error.code for error in errors] == ["MAIL-005"] * 2
    assert sum(line.startswith("LOGIN ") for line in commands(server)) == 2


def test_a_server_that_ends_it_is_quoted(tmp_path: Path, ca: Path, mock_authority: Authority) -> None:
    with scripted(lambda tag, command: ["* BYE too many connections"], mock_authority) as server:
        error = told_by(tmp_path, server.port, ca)

    assert (error.code, "too many connections" in str(error)) == ("MAIL-005", True)


@pytest.mark.parametrize(
    ("limit", "until", "key"),
    [
        ("CONNECT", "CAPABILITY", "fetch.no_answer"),
        ("READ", "LIST", "fetch.no_answer"),
        ("TOTAL", "LIST", "fetch.too_long"),
    ],
)
def test_a_server_that_falls_silent_is_not_waited_for(
    tmp_path: Path,
    ca: Path,
    mock_authority: Authority,
    monkeypatch: pytest.MonkeyPatch,
    limit: str,
    until: str,
    key: str,
) -> None:
    monkeypatch.setattr(connecting, limit, 0.5)

    def answer(tag: str, command: str) -> list[str]:
        silent = until in command
        return [] if silent else greets(tag, command, capability="IMAP4rev1", login="OK welcome")

    with scripted(answer, mock_authority) as server:
        error = told_by(tmp_path, server.port, ca)

    assert (error.code, say(key, minutes=0) in str(error)) == ("MAIL-005", True)


def test_a_server_that_is_not_there_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.create_server(("127.0.0.1", 0)) as gone:
        port = gone.getsockname()[1]
    assert say("fetch.refused_connection") in str(told_by(tmp_path, port, None))

    def unknown(*_: object, **__: object) -> None:
        raise socket.gaierror(-2, "Name or service not known")

    monkeypatch.setattr("socket.getaddrinfo", unknown)
    assert say("fetch.unknown_host") in str(told_by(tmp_path, port, None))
