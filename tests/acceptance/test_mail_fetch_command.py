"""`ekakushin mail fetch`, from a mail server to an account that can file."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from email import message_from_bytes
from pathlib import Path
from urllib.parse import quote

import pytest

from ekakushin.fixtures.mock_site import Authority
from ekakushin.flows.browser.finding import BrowserProgram
from tests.support.durably import Department, department
from tests.support.mail_servers import PASSWORD, USER, Dovecot, dovecot, dovecot_program
from tests.support.old_books import xls_of
from tests.support.outlook_files import compound_file, outlook_message
from tests.support.systems import posix_only

pytestmark = [
    posix_only("there is no Dovecot"),
    pytest.mark.skipif(dovecot_program() is None, reason="Dovecot is not installed (Debian: dovecot-imapd)"),
]
BODY = 0x1000  # of a mail of Outlook's


@pytest.fixture
def office(tmp_path: Path, browser_program: BrowserProgram) -> Iterator[Department]:
    """One person and nobody else."""
    with department(tmp_path, browser_program.path, people=1) as here:
        yield here


@pytest.fixture
def server(office: Department) -> Iterator[Dovecot]:
    """A mail server that the site's own CA vouches for."""
    authority = Authority.read(office.site.state / "authority")
    assert authority
    with dovecot(authority) as running:
        yield running


def text_of(mail: Path) -> str:
    return message_from_bytes(mail.read_bytes()).get_payload(decode=True).decode("iso-2022-jp")


def through_proofpoint(text: str) -> str:
    """Every address as Proofpoint's URL Defense, version 2, writes it."""

    def rewrite(found: re.Match[str]) -> str:
        dashed = quote(found[0], safe="/").replace("-", "%2D").replace("_", "%5F")
        wrapped = dashed.replace("/", "_").replace("%", "-")
        return f"https://urldefense.proofpoint.com/v2/url?u={wrapped}&d=DwMFaQ&c=Vx&e="

    return re.sub(r"https://\S+", rewrite, text)


def fetched(office: Department, server: Dovecot, *more: object) -> tuple[int, str]:
    office.surroundings["EKAKUSHIN_MAIL_PASSWORD"] = PASSWORD
    place = ["--imap", "localhost", "--port", server.tls_port, "--user", USER]
    return office.run("mail", "fetch", *place, "--site", office.site.site_file, *office.flags(), *more)


def test_a_fetched_mail_one_of_outlook_behind_a_gateway_and_an_old_roster_take_a_person_to_the_end(
    office: Department, server: Dovecot, tmp_path: Path
) -> None:
    first, second = sorted(office.site.mails.iterdir())
    server.deliver(second.read_bytes().replace(b"\n", b"\r\n"))
    rewritten = through_proofpoint(text_of(first))
    saved, roster = tmp_path / "ユーザー登録のご連絡.msg", tmp_path / "名簿.xls"
    saved.write_bytes(compound_file(outlook_message({BODY: rewritten})))
    (person,) = office.site.people()
    roster.write_bytes(xls_of({"名簿": [["ユーザID", "氏名"], [10006.0, person.name]]}))
    assert rewritten.count("urldefense.proofpoint.com") == 3

    code, _ = fetched(office, server)
    assert (code, "[MAIL-001]" in office.log[-1]) == (1, True)
    code, out = office.run("onboard", "--mails", saved, "--roster", roster, "--json")

    assert (code, office.onboarded_once_each()) == (0, []), office.log[-1]
    assert [(each["user_id"], each["state"]) for each in json.loads(out)["people"]] == [("10006", "done")]


def test_both_mails_are_fetched_told_as_json_and_show_no_secret(
    office: Department, server: Dovecot, tmp_path: Path
) -> None:
    for mail in office.site.mails.iterdir():
        server.deliver(mail.read_bytes().replace(b"\n", b"\r\n"))

    code, out = fetched(office, server, "--json")

    told = json.loads(out)
    assert (code, told["imported"], told["people"][0]["user_id"]) == (0, 1, "10006")
    (person,) = office.site.people()
    kept = b"".join(file.read_bytes() for file in office.home.rglob("*") if file.is_file())
    shown = "".join((out, *office.log))
    for secret in (PASSWORD, person.mail_password, person.login_url.rpartition("=")[2]):
        assert secret not in shown
        assert secret.encode() not in kept


def test_a_refused_password_ends_in_a_card_and_an_exit_code(office: Department, server: Dovecot) -> None:
    office.surroundings["EKAKUSHIN_MAIL_PASSWORD"] = "another-2026"
    place = ["--imap", "localhost", "--port", server.tls_port, "--user", USER]
    site = ["--site", office.site.site_file]

    code, out = office.run("mail", "fetch", *place, *site, *office.flags())

    assert (code, out, office.log[-1].startswith("[MAIL-006]")) == (2, "", True)
    assert "another-2026" not in office.log[-1]
    assert "Microsoft 365" in office.log[-1]


def test_a_day_that_is_none_is_told(office: Department, server: Dovecot) -> None:
    code, _ = fetched(office, server, "--since", "きのう")

    assert (code, "きのう" in office.log[-1], "Login:" in server.log()) == (2, True, False)
