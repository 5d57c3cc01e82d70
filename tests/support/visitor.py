"""A plain HTTP client that reads the mock's pages as a person would, and the ways from page to page."""

from __future__ import annotations

import base64
import http.client
import re
import ssl
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode, urljoin, urlsplit

from bs4 import BeautifulSoup
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import pkcs7

from ekakushin.fixtures.mock_site import MockSite, Person


@dataclass
class Answer:
    status: int
    charset: str
    body: bytes
    disposition: str
    address: str

    @property
    def html(self) -> str:
        return self.body.decode({"Shift_JIS": "cp932"}.get(self.charset, self.charset))

    @property
    def text(self) -> str:
        return BeautifulSoup(self.html, "html.parser").get_text(" ", strip=True)


class Visitor:
    """A browser without scripts: it keeps cookies by path and finds fields by their order and type."""

    def __init__(self, site: MockSite, tmp_path: Path, *, certificate: bytes = b"") -> None:
        self.context = ssl.create_default_context(cafile=site.ca_file)
        if certificate:
            file = tmp_path / f"client-{abs(hash(certificate))}.pem"
            file.write_bytes(certificate)
            self.context.load_cert_chain(file)
        self.cookies: dict[str, str] = {}
        self.timeout = 10.0

    def visit(self, address: str, form: dict[str, str] | None = None, *, encoding: str = "ascii") -> Answer:
        parts = urlsplit(address)
        connection = http.client.HTTPSConnection(parts.netloc, context=self.context, timeout=self.timeout)
        headers = {"Cookie": self.cookies.get(parts.path.split("/")[1], "")}
        body = None
        if form is not None:
            body = urlencode(form, encoding=encoding)
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        path = parts.path + (f"?{parts.query}" if parts.query else "")
        try:
            connection.request("POST" if form is not None else "GET", path, body, headers)
            return self._answer(connection.getresponse(), address)
        finally:
            connection.close()

    def send(self, page: Answer, event: str = "", *typed: str, number: int = -1, **fields: str) -> Answer:
        """Send the form at `number`, with what was typed into its visible fields, in their order."""
        action, values = form_of(page, *typed, number=number)
        values.update({name: value for name, value in fields.items() if name in values})
        if event:
            values["actionEvent"] = event
        return self.visit(urljoin(page.address, fields.get("to", action)), values)

    def _answer(self, response: http.client.HTTPResponse, address: str) -> Answer:
        cookie = response.headers.get("Set-Cookie", "")
        if cookie:
            folder = re.search(r"Path=/(\w+)", cookie)
            assert folder
            self.cookies[folder.group(1)] = cookie.split(";")[0]
        return Answer(
            status=response.status,
            charset=response.headers.get_content_charset("").replace("shift_jis", "Shift_JIS"),
            body=response.read(),
            disposition=response.headers.get("Content-Disposition", ""),
            address=address,
        )


def form_of(page: Answer, *typed: str, number: int = -1) -> tuple[str, dict[str, str]]:
    form = BeautifulSoup(page.html, "html.parser").find_all("form")[number]
    inputs = form.find_all("input")
    values = {
        str(each["name"]): str(each.get("value", "")) for each in inputs if each.get("type") == "hidden"
    }
    fields = [str(each["name"]) for each in inputs if each.get("type") in ("text", "password")]
    return str(form["action"]), {**values, **dict(zip(fields, typed, strict=False))}


def request_for(key: rsa.RSAPrivateKey, name: str = "somebody else") -> str:
    subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
    request = x509.CertificateSigningRequestBuilder().subject_name(subject).sign(key, hashes.SHA256())
    return base64.encodebytes(request.public_bytes(serialization.Encoding.DER)).decode()


def step2(visitor: Visitor, person: Person) -> Answer:
    return visitor.send(visitor.visit(person.issuance_url), "", person.authentication_password)


def press_issue(visitor: Visitor, page: Answer, key: rsa.RSAPrivateKey) -> Answer:
    return visitor.send(page, "issue", r204=request_for(key))


def certificates_in(page: Answer) -> list[x509.Certificate]:
    script = page.html.split("var g_answer")[1].split(";")[0]
    return pkcs7.load_der_pkcs7_certificates(base64.b64decode("".join(re.findall(r'"([^"]*)"', script))))


def identity(certificates: list[x509.Certificate], key: rsa.RSAPrivateKey) -> bytes:
    own = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    leaf = [each for each in certificates if each.public_key() == key.public_key()]
    return own + b"".join(each.public_bytes(serialization.Encoding.PEM) for each in leaf)


def with_certificate(site: MockSite, person: Person, key: rsa.RSAPrivateKey, tmp_path: Path) -> Visitor:
    visitor = Visitor(site, tmp_path)
    step3 = press_issue(visitor, step2(visitor, person), key)
    return Visitor(site, tmp_path, certificate=identity(certificates_in(step3), key))


def sign_up(visitor: Visitor, person: Person) -> Answer:
    return visitor.send(visitor.visit(person.signup_url), "signup", person.user_id, person.mail_password)


def log_in(visitor: Visitor, person: Person, password: str) -> Answer:
    return visitor.send(visitor.visit(person.login_url), "login", person.user_id, password)


def signed_up(site: MockSite, person: Person, key: rsa.RSAPrivateKey, tmp_path: Path) -> Visitor:
    visitor = with_certificate(site, person, key, tmp_path)
    sign_up(visitor, person)
    return visitor


def acts(site: MockSite) -> list[str]:
    return [f"{line.act} {line.outcome}" for line in site.ledger()]


def menu(visitor: Visitor, site: MockSite) -> Answer:
    person_page = visitor.visit(f"{site.service}/ebunsho/UserInfo.do")
    return visitor.send(person_page, "signCert")


def pin_on(page: Answer) -> str:
    cells = [cell.get_text(strip=True) for cell in BeautifulSoup(page.html, "html.parser").find_all("td")]
    return cells[cells.index("P12ファイル証明書PIN") + 1]
