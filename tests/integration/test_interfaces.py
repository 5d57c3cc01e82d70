"""Every documented member of Windows' enrolment interfaces in a page: it works, or is refused as Windows refuses it."""

from __future__ import annotations

import pytest
from playwright.async_api import async_playwright

from ekakushin.flows.certenroll import Bridge
from tests.integration.test_certenroll import find_browser
from tests.support.fakes_certenroll import MemoryStore
from tests.support.interfaces import FROM_THE_WEB, INTERFACES, OLDER

ORIGIN = "https://issuance.test"
# Not set yet, or the object is blank: what Windows says of a property before its time, too.
BEFORE_ITS_TIME = {None, 0x80040007, 0x80094004}
PRELUDE = """
const factory = new ActiveXObject("X509Enrollment.CX509EnrollmentWebClassFactory");
window.make = (name) => factory.CreateObject("X509Enrollment." + name);
window.csps = () => { const all = make("CCspInformations"); all.AddAvailableCsps(); return all; };
window.request = () => { const one = make("CX509CertificateRequestPkcs10"); one.Initialize(1); return one; };
window.number = (act) => { try { act(); return null; } catch (e) { return e.number >>> 0; } };
"""
LOOK = """(interfaces) => interfaces.map(([madeBy, works, refused]) => {
  const make_one = () => Function("return " + madeBy)();
  const missing = works.filter((name) => !(name in make_one()));
  const reads = works.map((name) => [name, number(() => make_one()[name])]);
  const refusals = refused.map(([name, use]) => [name, number(() => {
    const one = make_one();
    if (use === "__signed") { one.InitializeFromInnerRequest(request()); one[name](); }
    else Function("one", "return one." + name + use)(one);
  })]);
  return [missing, reads, refusals];
})"""


@pytest.fixture(scope="module")
async def seen():
    """What one page finds of every class."""
    asked = [
        [each.made_by, each.works.split(), [[name, one.use] for name, one in each.refused.items()]]
        for each in INTERFACES.values()
    ]
    bridge = Bridge(user_id="taro", store=MemoryStore(), origin=ORIGIN)
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=find_browser())
        context = await browser.new_context()
        await context.route(f"{ORIGIN}/**", lambda route: route.fulfill(content_type="text/html", body=""))
        await bridge.install(context)
        page = await context.new_page()
        await page.goto(ORIGIN)
        await page.evaluate(PRELUDE)
        found = await page.evaluate(LOOK, asked)
        await browser.close()
    assert bridge.error is None
    return dict(zip(INTERFACES, found, strict=True))


@pytest.mark.parametrize("name", INTERFACES)
def test_every_documented_member_is_there(seen, name):
    missing, reads, _ = seen[name]
    assert missing == []
    assert [(member, hex(number)) for member, number in reads if number not in BEFORE_ITS_TIME] == []


@pytest.mark.parametrize("name", [name for name, each in INTERFACES.items() if each.refused])
def test_what_is_refused_is_refused_with_windows_number(seen, name):
    *_, refusals = seen[name]
    refused = INTERFACES[name].refused
    assert dict(map(tuple, refusals)) == {member: each.number for member, each in refused.items()}
    assert all(each.why for each in refused.values())


def test_nothing_is_both_given_and_refused():
    assert all(not set(each.works.split()) & set(each.refused) for each in INTERFACES.values())


def test_the_table_is_whole():
    assert len(FROM_THE_WEB) == 22  # as Microsoft lists them
    (older,) = OLDER.values()
    assert len(older.works.split()) + len(older.refused) > 60
