"""A company's mail gateway rewrites the addresses; what was written in the mail comes out, or is said to be lost."""

from __future__ import annotations

import base64
import html
import re
from collections.abc import Callable
from email.message import EmailMessage
from urllib.parse import quote

import pytest

from ekakushin.flows.mailbox import MailReading, as_json, read_mails
from ekakushin.flows.mailbox.gateways import unwrap

Addresses = tuple[str | None, str | None, str | None]
Wrap = Callable[[str], str]


def whole(address: str) -> str:
    return quote(address, safe="")


def proofpoint_2(address: str) -> str:
    dashed = quote(address, safe="/").replace("-", "%2D").replace("_", "%5F")
    return f"https://urldefense.proofpoint.com/v2/url?u={dashed.replace('/', '_').replace('%', '-')}&d=DwMFaQ&c=Vx&e="


def proofpoint_3(address: str) -> str:
    """Every ?, = and * replaced by a star, a run of two by two stars and an A."""
    replaced = "".join(each for each in address if each in "?=*")
    stars = re.sub(r"[?=*]{2}", "**A", re.sub(r"(?<![?=*])[?=*](?![?=*])", "*", address))
    coded = base64.urlsafe_b64encode(replaced.encode()).decode().rstrip("=")
    return f"https://urldefense.com/v3/__{stars}__;{coded}!!HXCxUKc!gS3R_a6o$"


def sophos(address: str) -> str:
    coded = quote(base64.b64encode(address.encode()).decode(), safe="")
    return f"https://eu-west-1.protection.sophos.com/?d=example.jp&u={coded}&i=NWY&t=Zz0&h=ab&s=1"


GATEWAYS: dict[str, Wrap] = {
    "Proofpoint 1": lambda each: (
        f"https://urldefense.proofpoint.com/v1/url?u={whole(each)}&k=oIvRg1%2B&r=x&m=y&s=z"
    ),
    "Proofpoint 1, bare": lambda each: f"https://urldefense.proofpoint.com/v1/url?u={each}&k=oIvRg1%2B&r=x",
    "Proofpoint 2": proofpoint_2,
    "Proofpoint 3": proofpoint_3,
    "Proofpoint 3, one slash": lambda each: proofpoint_3(each.replace("://", ":/", 1)),
    "Barracuda": lambda each: f"https://linkprotect.cudasvc.com/url?a={whole(each)}&c=E,1,abcd,xyz&typo=1",
    "Cisco": lambda each: f"https://secure-web.cisco.com/1a2B_c-d/{whole(each)}",
    "Sophos": sophos,
    "FireEye": lambda each: f"https://protect2.fireeye.com/v1/url?k=1f&q=1&e=2d-3c&u={whole(each)}",
    "Trellix": lambda each: f"https://protect.trellix.com/v1/url?k=1f&q=1&u={whole(each)}",
    "Trend Micro": lambda each: (
        f"https://imsva91-ctp.trendmicro.com:443/wis/clicktime/v1/query?url={whole(each)}&umid=C8&auth=0c"
    ),
    "Safe Links": lambda each: (
        f"https://jpn01.safelinks.protection.outlook.com/?url={whole(each)}&data=05%7C02&reserved=0"
    ),
    "Safe Links, US": lambda each: (
        f"https://usg01.safelinks.protection.office365.us/?url={whole(each)}&data=05&reserved=0"
    ),
    "Teams": lambda each: (
        f"https://statics.teams.cdn.office.net/evergreen-assets/safelinks/1/atp-safelinks.html?url={whole(each)}&locale=ja"
    ),
    "Outlook on the web": lambda each: (
        f"https://outlook.office.com/mail/safelink.html?url={whole(each)}&corid=3"
    ),
    "Google": lambda each: f"https://www.google.com/url?q={whole(each)}&sa=D&source=gmail&ust=17&usg=AO",
    "Check Point": lambda each: f"https://protect.checkpoint.com/v2/___{each}___.YXAzOmV4",
    "of a kind that nobody knows": lambda each: f"https://links.example.net/go?x=1&target={whole(each)}&y=2",
}


def rewritten(text: str, addresses: Addresses, wrap: Wrap) -> str:
    for address in addresses:
        text = text.replace(str(address), wrap(str(address)))
    return text


def addresses_of(reading: MailReading) -> Addresses:
    person = as_json(reading, addresses=True)["people"][0]
    return person["issuance_url"], person["signup_url"], person["login_url"]


def mail(**parts: str) -> bytes:
    """A mail with these alternatives."""
    message = EmailMessage()
    for at, (kind, text) in enumerate(parts.items()):
        (message.add_alternative if at else message.set_content)(text, subtype=kind, cte="base64")
    return message.as_bytes()


def page(text: str, addresses: Addresses, wrap: Wrap = str) -> str:
    """HTML in which each address lies behind words."""
    lines = "".join(f"<p>{html.escape(line)}</p>" for line in text.splitlines())
    for address in addresses:
        link = f'<a href="{html.escape(wrap(str(address)))}">ここをクリック</a>'
        lines = lines.replace(html.escape(str(address)), link)
    return f"<html><body>{lines}</body></html>"


@pytest.fixture
def right(issuance_url: str, signup_url: str, login_url: str) -> Addresses:
    return issuance_url, signup_url, login_url


@pytest.mark.parametrize("gateway", GATEWAYS)
def test_what_a_gateway_rewrote_is_read_in_text_and_behind_words(
    first_mail: str, right: Addresses, gateway: str
) -> None:
    wrap = GATEWAYS[gateway]
    text, behind_words = (
        read_mails([], mail(plain=rewritten(first_mail, right, wrap))),
        read_mails([], mail(html=page(first_mail, right, wrap))),
    )

    assert addresses_of(text) == addresses_of(behind_words) == right
    assert text.ignored == behind_words.ignored == ()


@pytest.mark.parametrize("outer", GATEWAYS)
@pytest.mark.parametrize(
    "inner", ["Safe Links", "Proofpoint 2", "Proofpoint 3", "Sophos", "Cisco", "Barracuda"]
)
def test_gateways_rewrite_what_others_have_rewritten(right: Addresses, outer: str, inner: str) -> None:
    for address in right:
        assert unwrap(GATEWAYS[outer](GATEWAYS[inner](str(address)))) == address


@pytest.mark.parametrize(("times", "is_read"), [(10, True), (11, False)])
def test_ten_gateways_are_opened_and_no_more(
    first_mail: str, right: Addresses, times: int, is_read: bool
) -> None:
    def wrap(address: str) -> str:
        for _ in range(times):
            address = f"https://urldefense.us/v3/__{address}__;!!a$"
        return address

    reading = read_mails([], rewritten(first_mail, right, wrap).encode())

    assert addresses_of(reading) == (right if is_read else (None, None, None))
    assert len(reading.ignored) == (0 if is_read else 1)


@pytest.mark.parametrize("gateway", GATEWAYS)
def test_an_untouched_part_of_the_same_mail_wins(first_mail: str, right: Addresses, gateway: str) -> None:
    wrap = GATEWAYS[gateway]

    def wrap_another(address: str) -> str:
        return wrap(address.replace("p2=", "p2=0").replace("cd=", "cd=9"))

    data = mail(plain=first_mail, html=page(first_mail, right, wrap_another))

    assert addresses_of(read_mails([], data)) == right


MIMECAST = "https://protect-us.mimecast.com/s/Ab1cCqx2?domain=ds.e-kakushin.com"


@pytest.mark.parametrize(
    "lost",
    [
        MIMECAST,
        "https://urldefense.com/v3/__",
        "https://url.us.m.mimecastprotect.com/s/x",
        "https://urlfilter.example.co.jp/r/4711",
    ],
)
@pytest.mark.parametrize("kind", ["plain", "html"])
def test_an_original_that_is_not_in_the_link_is_said_to_be_lost(
    first_mail: str, right: Addresses, lost: str, kind: str
) -> None:
    text = rewritten(first_mail, right, lambda address: lost)
    shown = text if kind == "plain" else page(first_mail, right, lambda address: lost)

    reading = read_mails([], mail(**{kind: shown}))

    assert addresses_of(reading) == (None, None, None)
    assert ["ゲートウェイ" in each.reason for each in reading.ignored] == [True]


def test_a_lost_link_beside_an_untouched_part_is_not_worth_a_word(first_mail: str, right: Addresses) -> None:
    reading = read_mails([], mail(plain=first_mail, html=page(first_mail, right, lambda address: MIMECAST)))

    assert addresses_of(reading) == right
    assert reading.ignored == ()


def test_a_lost_link_in_the_mail_with_the_passwords_is_not_worth_a_word(second_mail: str) -> None:
    assert read_mails([], f"{second_mail}\nhttps://www.example.jp {MIMECAST}".encode()).ignored == ()


def test_what_a_gateway_wraps_is_never_made_the_sites_own(first_mail: str, right: Addresses) -> None:
    forged = "https://evil.example/scira/Entrance.jsp?p1=1&p2=2&p3=3"

    text = first_mail.replace(str(right[0]), GATEWAYS["Safe Links"](forged))

    assert addresses_of(read_mails([], text.encode()))[0] == forged


@pytest.mark.parametrize(
    "address",
    [
        "https://ds.e-kakushin.com/ebunsho/UrLogin.do?cd=1&back=https%3A%2F%2Fevil.example%2Febunsho%2FUrLogin.do",
        "https://www.example.jp/?u=https%3A%2F%2Fother.example%2F",
        "https://[broken",
        "https://outlook.office.com/mail/",
    ],
)
def test_other_addresses_stay_as_they_are(address: str) -> None:
    assert unwrap(address) == address


@pytest.mark.parametrize("gateway", ["none", "Proofpoint 2", "Safe Links"])
@pytest.mark.parametrize("column", [0, 60])
def test_equals_signs_of_quoted_printable_are_mended(
    first_mail: str, right: Addresses, gateway: str, column: int
) -> None:
    def spoil(address: str) -> str:
        spoilt = GATEWAYS.get(gateway, str)(address).replace("=", "=3D")
        return f"{spoilt[:column]}=\n{spoilt[column:]}" if 0 < column < len(spoilt) else spoilt

    assert addresses_of(read_mails([], rewritten(first_mail, right, spoil).encode())) == right


def test_a_value_that_begins_with_3d_stays(first_mail: str, right: Addresses) -> None:
    address = "https://webra2.secomtrust.net/scira/Entrance.jsp?p1=1&p2=3Da&p3=4"

    assert addresses_of(read_mails([], first_mail.replace(str(right[0]), address).encode()))[0] == address
