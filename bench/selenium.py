"""The work as a plain Selenium script does it, with chromedriver and the full Chromium.

python -m bench.selenium MAILS --site FILE --ca FILE --browser FILE       one person after another

WebDriver knows no client certificates. The browser takes the person's from the NSS database of a home folder made
for them, and a policy, which holds for the whole machine, chooses it without asking. So that nobody else's browser
gets to see that policy, this runs in a mount namespace whose /etc/chromium is its own (`bench.ways` makes it).
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.serialization import pkcs12
from selenium import webdriver
from selenium.common.exceptions import WebDriverException
from selenium.webdriver.chrome.options import Options
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support import expected_conditions as shown
from selenium.webdriver.support.ui import WebDriverWait

from bench.invitation import Invitation
from bench.key import Identity, Key
from bench.script import Job, print_results, read_job

SETTINGS = Path("/etc/chromium")
_ENROLLING = Path(__file__).with_name("certenroll.js").read_text("utf-8")
_SECONDS = 30.0


def main(job: Job) -> None:
    """Everybody, one after the other."""
    people = job.people
    _choose_without_asking(job.service)
    for person in people:
        with tempfile.TemporaryDirectory() as home:
            onboard(job, person, Path(home))
    print_results(people)


def onboard(job: Job, person: Invitation, home: Path) -> None:
    """One person from the mails to the new password."""
    trust(home, job.ca)
    with started(job, home) as tab:
        identity, address = issue(tab, person)
    install(home, identity)
    with started(job, home) as tab:
        tab.open(address)
        sign_up(tab, person)
        log_in(tab, person)
        order(tab)
        log_out(tab)
        time.sleep(job.signing_first)
        log_in(tab, person)
        register_pin(tab, person, job)
        change_password(tab, person)
        log_out(tab)


def _choose_without_asking(service: str) -> None:
    """Raises RuntimeError where the policy would be the whole machine's."""
    if not SETTINGS.is_mount():
        raise RuntimeError(f"{SETTINGS} is not of this process alone")
    rule = json.dumps({"pattern": service, "filter": {}})
    folder = SETTINGS / "policies" / "managed"
    folder.mkdir(parents=True)
    (folder / "bench.json").write_text(json.dumps({"AutoSelectCertificateForUrls": [rule]}), "utf-8")


class Tab:
    """One browser window, with waits for what is looked for."""

    def __init__(self, driver: webdriver.Chrome) -> None:
        self.driver = driver
        # While a page is exchanged for the next, an element may go between being found and being clicked. That is
        # said in several ways, "Node with given id does not belong to the document" among them.
        passing = (WebDriverException,)
        self._wait = WebDriverWait(driver, _SECONDS, poll_frequency=0.05, ignored_exceptions=passing)

    def open(self, address: str) -> None:
        """Go to an address."""
        self.driver.get(address)

    def find(self, selector: str) -> WebElement:
        """The first element of this CSS selector, once there is one."""
        return self._wait.until(shown.presence_of_element_located((By.CSS_SELECTOR, selector)))

    def type(self, selector: str, value: str) -> None:
        """Type into a field."""
        self._until_done(lambda: self.find(selector).send_keys(value))

    def press(self, caption: str) -> None:
        """Click a button by its caption."""
        self._until_done(lambda: self.find(f"input[value*='{caption}']").click())

    def follow(self, caption: str) -> None:
        """Click a link by its text."""
        self._until_done(lambda: self.driver.find_element(By.PARTIAL_LINK_TEXT, caption).click())

    def _until_done(self, act: Callable[[], None]) -> None:
        def done(_: object) -> bool:
            act()
            return True

        self._wait.until(done)

    def must_show(self, words: str) -> None:
        """Wait for words. Raises TimeoutException."""
        self._wait.until(shown.text_to_be_present_in_element((By.TAG_NAME, "body"), words))


@contextmanager
def started(job: Job, home: Path) -> Iterator[Tab]:
    """A browser whose certificates are those of the home folder."""
    options = Options()
    options.binary_location = job.browser
    for argument in ("--headless=new", "--no-sandbox", f"--user-data-dir={home / 'profile'}"):
        options.add_argument(argument)
    options.set_capability("unhandledPromptBehavior", "accept")
    service = Service(shutil.which("chromedriver"), env={**os.environ, "HOME": str(home)})
    driver = webdriver.Chrome(options=options, service=service)
    try:
        yield Tab(driver)
    finally:
        driver.quit()


def trust(home: Path, ca: Path) -> None:
    """A new NSS database in the home folder that trusts the CA."""
    database = home / ".pki" / "nssdb"
    database.mkdir(parents=True)
    _run("certutil", "-N", "-d", f"sql:{database}", "--empty-password")
    _run("certutil", "-A", "-d", f"sql:{database}", "-n", "ca", "-t", "C,,", "-i", str(ca))


def install(home: Path, identity: Identity) -> None:
    """Put the person's certificate and key into it."""
    key = serialization.load_pem_private_key(identity.key_pem, password=None)
    certificate = x509.load_pem_x509_certificate(identity.certificate_pem)
    protection = serialization.BestAvailableEncryption(b"bench")
    archive = pkcs12.serialize_key_and_certificates(b"own", key, certificate, None, protection)  # type: ignore[arg-type]
    file = home / "own.p12"
    file.write_bytes(archive)
    _run("pk12util", "-i", str(file), "-d", f"sql:{home}/.pki/nssdb", "-W", "bench", "-K", "")


def _run(*command: str) -> None:
    subprocess.run(command, check=True, capture_output=True)


def issue(tab: Tab, person: Invitation) -> tuple[Identity, str]:
    """The certificate with its key, and the address at which it is tried."""
    key = Key()
    source = _ENROLLING.replace("REQUEST", f'"{key.request}"')
    tab.driver.execute_cdp_cmd("Page.addScriptToEvaluateOnNewDocument", {"source": source})
    tab.open(person.issuance_url)
    tab.type("input[type=password]", person.authentication_password)
    tab.press("次へ")
    tab.find("select[name=k202] option")
    tab.press("発行")
    tab.press("ルートCA証明書のインストール")
    tab.press("クライアント証明書のインストール")
    answer = tab.driver.execute_script("return window.installed")
    tab.press("OK")
    address = tab.find("a[href*=certcheck]").get_attribute("href")
    return key.identity(answer), address or ""


def sign_up(tab: Tab, person: Invitation) -> None:
    """サインアップ with the mail's password."""
    tab.open(person.signup_url)
    tab.type("input[name=a101]", person.user_id)
    tab.type("input[name=a102]", person.password)
    tab.press("サインアップ")
    tab.must_show("サインアップが完了しました")


def log_in(tab: Tab, person: Invitation) -> None:
    """ログイン with the mail's password."""
    tab.open(person.login_url)
    tab.type("input[name='items[0].value']", person.user_id)
    tab.type("input[name='items[1].value']", person.password)
    tab.press("ログイン")
    tab.must_show("ご利用になるメニュー")


def log_out(tab: Tab) -> None:
    """ログアウト."""
    tab.follow("ログアウト")
    tab.must_show("ログアウトしました")


def order(tab: Tab) -> None:
    """Order the signing certificate."""
    open_area(tab, "署名用証明書管理")
    tab.press("新規発行")
    tab.must_show("完了しました")


def register_pin(tab: Tab, person: Invitation, job: Job) -> None:
    """暗証コード, as soon as the signing certificate has been made."""
    open_area(tab, "署名用証明書管理")
    while not tab.find("input[value=登録]").is_enabled():
        time.sleep(job.signing_every)
        open_area(tab, "署名用証明書管理")
    tab.press("登録")
    tab.type("input[name=b301]", person.pin)
    tab.type("input[name=b302]", person.pin)
    tab.press("登録")
    tab.must_show("暗証コードの登録が完了しました")


def change_password(tab: Tab, person: Invitation) -> None:
    """パスワード変更."""
    open_area(tab, "パスワード変更")
    tab.type("input[name='items[0].value']", person.password)
    tab.type("input[name='items[1].value']", person.new_password)
    tab.type("input[name='items[2].value']", person.new_password)
    tab.press("変更")
    tab.must_show("パスワードの変更が完了しました")


def open_area(tab: Tab, name: str) -> None:
    """本人情報, and there one of the buttons at its side."""
    tab.follow("本人情報")
    tab.press(name)


if __name__ == "__main__":
    main(read_job("selenium"))
