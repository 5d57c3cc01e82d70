"""The work without a browser: what the pages would send is sent. The floor under every other way.

python -m bench.http MAILS --site FILE --ca FILE --at-a-time N
"""

from __future__ import annotations

import asyncio
import re
import ssl
import tempfile
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path
from urllib.parse import urljoin

from aiohttp import ClientSession, CookieJar, TCPConnector
from bs4 import BeautifulSoup, Tag

from bench.invitation import Invitation
from bench.key import Identity, Key
from bench.script import Job, everybody, read_job

_EVENT = "actionEvent"
_ANSWER = re.compile(r'var g_answer = ""(.*?);', re.DOTALL)


class Visitor:
    """Somebody with cookies and the page that they saw last."""

    def __init__(self, session: ClientSession) -> None:
        self._session = session
        self._address = ""
        self.page = BeautifulSoup("", "html.parser")

    async def open(self, address: str) -> None:
        """Go to an address."""
        async with self._session.get(address) as response:
            self._read(address, await response.text())

    async def send(
        self, event: str = "", fields: Mapping[str, str] | None = None, *, form: int = 0, to: str = ""
    ) -> None:
        """Send a form of the page, with its hidden fields, the event of the button, and what is typed."""
        found = self.page.find_all("form")[form]
        assert isinstance(found, Tag)
        hidden = {
            str(each["name"]): str(each.get("value", "")) for each in found.select("input[type=hidden]")
        }
        if _EVENT in hidden:
            hidden[_EVENT] = event
        address = urljoin(self._address, to or str(found["action"]))
        async with self._session.post(address, data={**hidden, **(fields or {})}) as response:
            self._read(address, await response.text())

    def must_show(self, words: str) -> None:
        """Raises RuntimeError, with what is shown instead."""
        if words not in self.page.get_text():
            raise RuntimeError(f"no {words}: {self.page.get_text(' ', strip=True)}")

    def _read(self, address: str, html: str) -> None:
        self._address, self.page = address, BeautifulSoup(html, "html.parser")


async def main(job: Job) -> None:
    """Everybody."""
    await everybody(job, partial(onboard, job))


async def onboard(job: Job, person: Invitation) -> None:
    """One person from the mails to the new password."""
    identity, address = await issue(job, person)
    async with visiting(job, identity) as visitor:
        await visitor.open(address)
        await sign_up(visitor, person)
        await log_in(visitor, person)
        await order(visitor, job)
        await visitor.open(f"{job.service}/ebunsho/Logout.do")
    await asyncio.sleep(job.signing_first)
    async with visiting(job, identity) as visitor:
        await log_in(visitor, person)
        await register_pin(visitor, person, job)
        await change_password(visitor, person, job)
        await visitor.open(f"{job.service}/ebunsho/Logout.do")


@asynccontextmanager
async def visiting(job: Job, identity: Identity | None = None) -> AsyncIterator[Visitor]:
    """Somebody who trusts the CA and shows a certificate, if there is one."""
    trusted = ssl.create_default_context(cafile=str(job.ca))
    if identity:
        with tempfile.TemporaryDirectory() as folder:
            both = Path(folder) / "identity.pem"
            both.touch(mode=0o600)
            both.write_bytes(identity.certificate_pem + identity.key_pem)
            trusted.load_cert_chain(both)
    connector = TCPConnector(ssl=trusted)
    async with ClientSession(connector=connector, cookie_jar=CookieJar(unsafe=True)) as session:
        yield Visitor(session)


async def issue(job: Job, person: Invitation) -> tuple[Identity, str]:
    """The certificate with its key, and the address at which it is tried."""
    key = await asyncio.to_thread(Key)
    async with visiting(job) as visitor:
        await visitor.open(person.issuance_url)
        await visitor.send(fields={"p101": person.authentication_password})
        await visitor.send("issue", {"c201": "0", "k202": "2048", "r204": key.request})
        answer = _answer(visitor.page)
        await visitor.send()
        link = visitor.page.select_one("a[href*=certcheck]")
        assert link
        return key.identity(answer), str(link["href"])


def _answer(page: BeautifulSoup) -> str:
    """The PKCS#7 out of the script of STEP3, which puts it together from lines."""
    found = _ANSWER.search(str(page))
    if found is None:
        raise RuntimeError(page.get_text(" ", strip=True))
    return "".join(re.findall(r'"([A-Za-z0-9+/=]+)"', found[1]))


async def sign_up(visitor: Visitor, person: Invitation) -> None:
    """サインアップ with the mail's password."""
    await visitor.open(person.signup_url)
    await visitor.send("signup", {"a101": person.user_id, "a102": person.password})
    visitor.must_show("サインアップが完了しました")


async def log_in(visitor: Visitor, person: Invitation) -> None:
    """ログイン with the mail's password."""
    await visitor.open(person.login_url)
    fields = {"items[0].value": person.user_id, "items[1].value": person.password}
    await visitor.send("login", fields)
    visitor.must_show("ご利用になるメニュー")


async def order(visitor: Visitor, job: Job) -> None:
    """Order the signing certificate."""
    await visitor.open(f"{job.service}/ebunsho/UserInfo.do")
    await visitor.send("signCert", form=1)
    await visitor.send("new", form=1)
    visitor.must_show("完了しました")


async def register_pin(visitor: Visitor, person: Invitation, job: Job) -> None:
    """暗証コード, as soon as the signing certificate has been made."""
    await visitor.open(f"{job.service}/ebunsho/UserInfo.do")
    await visitor.send("signCert", form=1)
    while visitor.page.select("input[value=登録][disabled]"):
        await asyncio.sleep(job.signing_every)
        await visitor.open(f"{job.service}/ebunsho/SignMenu.do")
    await visitor.send("open", form=1, to="/ebunsho/SignPin.do")
    await visitor.send("regist", {"b301": person.pin, "b302": person.pin}, form=1)
    visitor.must_show("暗証コードの登録が完了しました")


async def change_password(visitor: Visitor, person: Invitation, job: Job) -> None:
    """パスワード変更."""
    await visitor.open(f"{job.service}/ebunsho/UserInfo.do")
    await visitor.send("password", form=1)
    typed = (person.password, person.new_password, person.new_password)
    fields = {f"items[{number}].value": value for number, value in enumerate(typed)}
    await visitor.send("update", fields, form=1)
    visitor.must_show("パスワードの変更が完了しました")


if __name__ == "__main__":
    asyncio.run(main(read_job("http")))
