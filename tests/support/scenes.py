"""How to come before each fault by which either site says no, and what is there once it is mended."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urljoin

from bs4 import BeautifulSoup
from cryptography.hazmat.primitives.asymmetric import rsa

from ekakushin.fixtures.mock_site import MockSite, Person
from tests.support.visitor import Answer, Visitor, menu, press_issue, step2, with_certificate


@dataclass
class Stage:
    """One person on one mock, with a visitor who has come as far as the test needs."""

    site: MockSite
    key: rsa.RSAPrivateKey
    tmp_path: Path
    number: int = 0
    own: Visitor | None = field(default=None, init=False)

    @property
    def person(self) -> Person:
        return self.site.people()[self.number]

    def visitor(self) -> Visitor:
        """The one with the certificate, which is issued when first needed."""
        self.own = self.own or with_certificate(self.site, self.person, self.key, self.tmp_path)
        return self.own

    def fault(self, code: str) -> None:
        """Cause it for this person, who has the certificate already if it is about what comes later."""
        if not code.startswith("ISS"):
            self.visitor()
        self.site.fault(f"{code}@{self.person.user_id}")

    def mend(self, code: str) -> None:
        self.site.mend(f"{code}@{self.person.user_id}")

    def last(self) -> str:
        line = self.site.ledger()[-1]
        return f"{line.act} {line.outcome}: {line.detail}"


def typed_in(visitor: Visitor, address: str, event: str, *typed: str) -> Answer:
    """The form at the address, sent; or what is there instead."""
    page = visitor.visit(address)
    return visitor.send(page, event, *typed) if "<form" in page.html else page


def nothing(stage: Stage) -> None:
    """Whoever begins has done nothing yet."""


def authenticate(stage: Stage) -> Answer:
    return step2(Visitor(stage.site, stage.tmp_path), stage.person)


def issue(stage: Stage) -> Answer:
    visitor = Visitor(stage.site, stage.tmp_path)
    return press_issue(visitor, step2(visitor, stage.person), stage.key)


def verify(stage: Stage) -> Answer:
    own, visitor = stage.visitor(), Visitor(stage.site, stage.tmp_path)
    step4 = BeautifulSoup(visitor.send(step2(visitor, stage.person)).html, "html.parser")
    return own.visit(next(str(link["href"]) for link in step4.find_all("a") if "certcheck" in str(link)))


def signup(stage: Stage) -> Answer:
    person = stage.person
    return typed_in(stage.visitor(), person.signup_url, "signup", person.user_id, person.mail_password)


def login(stage: Stage) -> Answer:
    person = stage.person
    return typed_in(stage.visitor(), person.login_url, "login", person.user_id, person.mail_password)


def signed_up(stage: Stage) -> None:
    signup(stage)


def logged_in(stage: Stage) -> None:
    signup(stage)
    login(stage)


def order(stage: Stage) -> Answer:
    return stage.visitor().send(menu(stage.visitor(), stage.site), "new")


def ordered(stage: Stage) -> None:
    logged_in(stage)
    order(stage)


def open_pin(stage: Stage) -> Answer:
    return stage.visitor().send(menu(stage.visitor(), stage.site), "open", to="/ebunsho/SignPin.do")


def register_pin(stage: Stage) -> Answer:
    return stage.visitor().send(open_pin(stage), "regist", "83616", "83616")


def change_password(stage: Stage) -> Answer:
    page = stage.visitor().visit(urljoin(stage.site.service, "/ebunsho/Password.do"))
    return stage.visitor().send(page, "update", stage.person.mail_password, "abcd12345", "abcd12345")


Scene = tuple[Callable[[Stage], None], Callable[[Stage], Answer], str, str]

SCENES: dict[str, Scene] = {
    "ISS-001": (nothing, authenticate, "authenticate refused: wrong password", "Key長:"),
    "ISS-007": (nothing, issue, "issue refused: declined", "クライアント証明書をインストール"),
    "ISS-009": (nothing, authenticate, "authenticate refused: used up", "Key長:"),
    "ISS-010": (nothing, authenticate, "authenticate refused: expired", "Key長:"),
    "CRT-003": (signed_up, login, "signup ok: ", "サービスTOP"),
    "CRT-004": (signed_up, login, "login refused: other certificate", "サービスTOP"),
    "CRT-005": (signed_up, login, "signup ok: ", "サービスTOP"),
    "CRT-006": (signed_up, login, "signup ok: ", "サービスTOP"),
    "ACC-001": (signed_up, login, "login refused: wrong password", "サービスTOP"),
    "ACC-002": (signed_up, login, "login refused: locked", "サービスTOP"),
    "ACC-004": (nothing, signup, "signup refused: wrong user or password", "サインアップ 完了"),
    "ACC-005": (logged_in, change_password, "password refused: against the rules", "パスワードの変更が完了"),
    "ACC-009": (signed_up, login, "login refused: not signed up", "サービスTOP"),
    "ACC-011": (nothing, signup, "issue ok: ", "サインアップ 完了"),
    "ACC-012": (logged_in, change_password, "password refused: used before", "パスワードの変更が完了"),
    "ACC-013": (logged_in, change_password, "password refused: wrong password", "パスワードの変更が完了"),
    "SGN-002": (logged_in, order, "sign refused: declined", "署名管理 完了"),
    "SGN-003": (ordered, register_pin, "pin refused: against the rules", "初期設定 完了"),
    "NET-007": (signed_up, login, "login refused: token used", "サービスTOP"),
    "NET-008": (signed_up, login, "signup ok: ", "サービスTOP"),
}
"""How to get there, what to try, what the ledger has then, and what is shown once it is mended."""
