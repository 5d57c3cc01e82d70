"""The work as a plain Playwright script does it: straight through, nothing looked at twice, nothing kept.

python -m bench.raw MAILS --site FILE --ca FILE --at-a-time N
"""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path

from playwright.async_api import Browser, Page, async_playwright

from bench.invitation import Invitation
from bench.key import Identity, Key
from bench.script import Job, everybody, read_job

ENROLLING = Path(__file__).with_name("certenroll.js").read_text("utf-8")


async def main(job: Job) -> None:
    """Everybody, in one browser."""
    os.environ["NODE_EXTRA_CA_CERTS"] = str(job.ca)
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=job.browser or None)
        await everybody(job, partial(onboard, browser, job))


async def onboard(browser: Browser, job: Job, person: Invitation) -> None:
    """One person from the mails to the new password."""
    identity, address = await issue(browser, person)
    async with certified(browser, job, identity) as page:
        await page.goto(address)
        await sign_up(page, person)
        await log_in(page, person)
        await order(page)
        await log_out(page)
    await asyncio.sleep(job.signing_first)
    async with certified(browser, job, identity) as page:
        await log_in(page, person)
        await register_pin(page, person, job)
        await change_password(page, person)
        await log_out(page)


async def issue(browser: Browser, person: Invitation) -> tuple[Identity, str]:
    """The certificate with its key, and the address at which it is tried."""
    key = await asyncio.to_thread(Key)
    # What a script for a test site does; the service's own certificate is checked all the same, see `certified`.
    context = await browser.new_context(ignore_https_errors=True)
    await context.add_init_script(ENROLLING.replace("REQUEST", f'"{key.request}"'))
    page = await context.new_page()
    await page.goto(person.issuance_url)
    await page.locator("input[type=password]").fill(person.authentication_password)
    await press(page, "次へ")
    await page.locator("select[name=k202] option").first.wait_for(state="attached")
    await press(page, "発行")
    await press(page, "ルートCA証明書のインストール")
    await press(page, "クライアント証明書のインストール")
    answer = await page.evaluate("window.installed")
    await press(page, "OK")
    address = await page.locator("a[href*=certcheck]").get_attribute("href")
    await context.close()
    return key.identity(answer), address or ""


@asynccontextmanager
async def certified(browser: Browser, job: Job, identity: Identity) -> AsyncIterator[Page]:
    """A page that shows the person's certificate to the service."""
    context = await browser.new_context(
        client_certificates=[
            {"origin": job.service, "cert": identity.certificate_pem, "key": identity.key_pem}
        ]
    )
    yield await context.new_page()
    await context.close()


async def sign_up(page: Page, person: Invitation) -> None:
    """サインアップ with the mail's password."""
    await page.goto(person.signup_url)
    await page.locator("input[name=a101]").fill(person.user_id)
    await page.locator("input[name=a102]").fill(person.password)
    await press(page, "サインアップ")
    await page.get_by_text("サインアップが完了しました").wait_for()


async def log_in(page: Page, person: Invitation) -> None:
    """ログイン with the mail's password."""
    await page.goto(person.login_url)
    await page.locator("input[name='items[0].value']").fill(person.user_id)
    await page.locator("input[name='items[1].value']").fill(person.password)
    await press(page, "ログイン")
    await page.get_by_text("ご利用になるメニュー").wait_for()


async def log_out(page: Page) -> None:
    """ログアウト."""
    await page.get_by_role("link", name="ログアウト").click()
    await page.get_by_text("ログアウトしました").wait_for()


async def order(page: Page) -> None:
    """Order the signing certificate."""
    await open_area(page, "署名用証明書管理")
    await press(page, "新規発行")
    await page.get_by_text("完了しました").wait_for()


async def register_pin(page: Page, person: Invitation, job: Job) -> None:
    """暗証コード, as soon as the signing certificate has been made."""
    await open_area(page, "署名用証明書管理")
    while await page.get_by_role("button", name="登録").is_disabled():
        await asyncio.sleep(job.signing_every)
        await open_area(page, "署名用証明書管理")
    await press(page, "登録")
    await page.locator("input[name=b301]").fill(person.pin)
    await page.locator("input[name=b302]").fill(person.pin)
    await press(page, "登録")
    await page.get_by_text("暗証コードの登録が完了しました").wait_for()


async def change_password(page: Page, person: Invitation) -> None:
    """パスワード変更."""
    await open_area(page, "パスワード変更")
    await page.locator("input[name='items[0].value']").fill(person.password)
    await page.locator("input[name='items[1].value']").fill(person.new_password)
    await page.locator("input[name='items[2].value']").fill(person.new_password)
    await press(page, "変更")
    await page.get_by_text("パスワードの変更が完了しました").wait_for()


async def open_area(page: Page, name: str) -> None:
    """本人情報, and there one of the buttons at its side."""
    await page.get_by_role("link", name="本人情報").click()
    await press(page, name)


async def press(page: Page, name: str) -> None:
    """Click a button by its caption."""
    await page.get_by_role("button", name=name).click()


if __name__ == "__main__":
    asyncio.run(main(read_job("raw")))
