"""The CertEnroll bridge in real Chromium: pages as they were written for Internet Explorer."""

from __future__ import annotations

import asyncio
import base64
import os
import shutil
import threading
from pathlib import Path
from urllib.parse import parse_qs

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.x509.oid import ExtendedKeyUsageOID, ExtensionOID
from playwright.async_api import async_playwright

from ekakushin.flows.certenroll import Bridge
from ekakushin.flows.certenroll.keys import public_bytes, public_bytes_of
from ekakushin.flows.faces import Face
from tests.support.fakes_certenroll import Authority, MemoryStore

ORIGIN, ELSEWHERE = "https://issuance.test", "https://elsewhere.test"
PAGES = Path(__file__).parent / "pages" / "certenroll"
ENHANCED = "Microsoft Enhanced Cryptographic Provider v1.0"
SOFTWARE = "Microsoft Software Key Storage Provider"
P256 = f"ECDSA_P256,{SOFTWARE}"
RSA = "1.2.840.113549.1.1.1"
FACTORY = 'new ActiveXObject("X509Enrollment.CX509EnrollmentWebClassFactory")'


def find_browser() -> str | None:
    """A Chromium that is here; None leaves the choice to Playwright."""
    names = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "msedge")
    named = os.environ.get("EKAKUSHIN_BROWSER")
    return named or next(filter(None, map(shutil.which, names)), None)


@pytest.fixture(scope="module")
async def browser():
    async with async_playwright() as playwright:
        found = await playwright.chromium.launch(executable_path=find_browser())
        yield found
        await found.close()


class Site:
    """Serves the pages of the folder, in the encoding they name, and signs requests."""

    def __init__(self) -> None:
        self.authority = Authority()

    async def serve(self, route):
        path = route.request.url.split("/", 3)[3]
        if path == "sign":
            await route.fulfill(body=self.signed(route.request.post_data))
        elif path == "issued":
            csr = parse_qs(route.request.post_data)["csr"][0]
            page = (PAGES / "install.html").read_text("utf-8")
            await self.show(route, page.replace("%ANSWER%", self.signed(csr).replace("\n", "\\r\\n")))
        else:
            await self.show(route, (PAGES / path).read_text("utf-8"))

    def signed(self, csr: str) -> str:
        der = csr.encode() if csr.startswith("---") else base64.b64decode(csr)
        return base64.encodebytes(self.authority.answer(der)).decode()

    async def show(self, route, page: str):
        encoding = next((each for each in ("Shift_JIS", "EUC-JP") if each in page), "utf-8")
        body = page.encode(encoding, "xmlcharrefreplace")
        await route.fulfill(body=body, headers={"Content-Type": "text/html"})


@pytest.fixture
def store():
    return MemoryStore()


@pytest.fixture
def bridge(store):
    return Bridge(user_id="taro", store=store, origin=ORIGIN)


@pytest.fixture
async def context(browser, bridge):
    context = await browser.new_context()
    site = Site()
    await context.route(f"{ORIGIN}/**", site.serve)
    await context.route(f"{ELSEWHERE}/**", site.serve)
    await bridge.install(context)
    yield context
    await context.close()


@pytest.fixture
async def page(context):
    page = await context.new_page()
    page.set_default_timeout(20_000)
    return page


async def state_of(page, name: str) -> str:
    await page.goto(f"{ORIGIN}/{name}")
    return await page.inner_text("#state")


def request_in(text: str) -> x509.CertificateSigningRequest:
    return x509.load_der_x509_csr(base64.b64decode(text))


async def thrown(page, script: str) -> dict:
    """Number and message of what a script throws."""
    return await page.evaluate(
        f"() => {{ try {{ {script}; return null }} catch (e) {{ return [e.number, e.message] }} }}"
    )


class TestPages:
    async def test_request_and_installation_on_two_pages(self, page, bridge, store):
        await page.goto(f"{ORIGIN}/request.html")
        await page.select_option("[name=csp]", label="Microsoft Enhanced Cryptographic Provider v1.0")
        await page.select_option("[name=bits]", label="2048 bit")
        await page.click("[value=発行]")
        await page.click("[value=クライアント証明書のインストール]")

        assert await page.inner_text("#state") == "インストールが完了しました"
        assert bridge.installed == store.latest("taro")
        assert bridge.installed.subject == "CN=山田 太郎,OU=総務部,O=Example\\, Inc.,C=JP"
        assert store.pending_keys("taro") == []
        assert bridge.failures == ()
        (made,) = bridge.requests
        assert (made.length, made.provider) == (2048, "Microsoft Enhanced Cryptographic Provider v1.0")

    async def test_the_length_list_follows_the_provider(self, page):
        await page.goto(f"{ORIGIN}/request.html")
        await page.select_option("[name=csp]", label="Microsoft Base Cryptographic Provider v1.0")

        assert await page.locator("[name=bits] option").all_inner_texts() == ["512 bit", "1024 bit"]

    async def test_a_static_object_in_other_letter_case(self, page, bridge, store):
        assert await state_of(page, "object.html") == "done 2048 number"
        chain = x509.load_pem_x509_certificates(store.identity(bridge.installed).certificate_pem)
        assert [each.subject.rfc4514_string() for each in chain] == ["", "CN=Test Issuer", "CN=Test Root"]

    async def test_objects_that_come_later(self, page):
        assert (await state_of(page, "later.html")).split("|") == [
            *["function"] * 4,
            *["undefined", "true", "true", "made"],
            "-----BEGIN CERTIFICATE-----",
        ]

    async def test_a_sniffing_page(self, page):
        missing = "オートメーション サーバーはオブジェクトを作成できません。"
        unknown = "オブジェクトでサポートされていないプロパティまたはメソッドです。"
        assert (await state_of(page, "sniffing.html")).split("|") == [
            *["false", "", "function", "true", "true"],
            *["-2146827859", missing, "true", "true"],
            *["-2147221164", "-2146827850", unknown, "undefined"],
        ]

    async def test_the_control_before_certenroll(self, page, bridge):
        assert await state_of(page, "xenroll.html") == "4 Microsoft Enhanced Cryptographic Provider v1.0"
        assert bridge.installed.subject == "CN=old control,O=Example"

    async def test_a_strict_page_that_bends_the_browser(self, page, store):
        await page.goto(f"{ORIGIN}/strict.html")
        result = await page.evaluate(
            "() => { delete Array.prototype.toJSON; delete String.prototype.toJSON; return result }"
        )

        request = request_in(result["csr"])
        assert request.is_signature_valid
        assert request.subject.rfc4514_string() == "CN=髙橋 ①,OU=𠮷野家"
        assert request.signature_hash_algorithm.name == "sha512"
        usage = request.extensions.get_extension_for_oid(ExtensionOID.EXTENDED_KEY_USAGE).value
        assert isinstance(usage, x509.ExtendedKeyUsage)
        assert list(usage) == [ExtendedKeyUsageOID.CLIENT_AUTH]
        assert public_bytes_of(store.pending_keys("taro")[0]) == public_bytes(request.public_key())
        assert result["again"] == result["csr"].replace("\r\n", "")
        assert (result["friendly"], result["length"], result["hash"]) == (
            "鍵",
            2048,
            "2.16.840.1.101.3.4.2.3",
        )
        assert "RSA_KEYX,1024,384,16384,8" in result["sizes"]
        assert len(result["names"]) == 13

    async def test_several_enrolments_on_one_page(self, page, bridge, store):
        await page.goto(f"{ORIGIN}/empty.html")
        texts = await page.evaluate("""() => [1, 2].map((each) => {
            const enroll = new ActiveXObject("X509Enrollment.CX509Enrollment");
            enroll.Initialize(1);
            const text = enroll.CreateRequest(1);
            const http = new XMLHttpRequest();
            http.open("POST", "/sign", false);
            http.send(text);
            enroll.InstallResponse(4, http.responseText, 0, "");
            enroll.InstallResponse(4, http.responseText, 7, "");
            return [text, enroll.Certificate(1), enroll.Request.PrivateKey.ProviderName];
        })""")

        keys = {public_bytes(request_in(text).public_key()) for text, _, _ in texts}
        assert (len(keys), len(store.certificates("taro"))) == (1, 2)  # what is asked for alike is one key
        issued = x509.load_der_x509_certificate(base64.b64decode(texts[1][1]))
        assert issued.serial_number == int(bridge.installed.serial, 16)
        assert store.pending_keys("taro") == []

    async def test_the_answer_may_come_after_a_restart(self, browser, page, store):
        await page.goto(f"{ORIGIN}/request.html")
        text = await page.evaluate("""() => {
            const enroll = new ActiveXObject("X509Enrollment.CX509Enrollment");
            enroll.Initialize(1);
            return enroll.CreateRequest(1);
        }""")
        answer = Authority().answer(base64.b64decode(text))
        later = Bridge(user_id="taro", store=store, origin=ORIGIN)
        context = await browser.new_context()
        await context.route(
            f"{ORIGIN}/**", lambda route: route.fulfill(content_type="text/html", body="later")
        )
        await later.install(context)
        page = await context.new_page()
        await page.goto(ORIGIN)
        await page.evaluate(
            """(text) => {
                const enroll = new ActiveXObject("X509Enrollment.CX509Enrollment");
                enroll.Initialize(1);
                enroll.InstallResponse(4, text, 1, "");
            }""",
            base64.b64encode(answer).decode(),
        )
        await context.close()

        assert later.installed == store.latest("taro")

    async def test_a_page_that_goes_away_leaves_its_key(self, page, store):
        loop, keep_key = asyncio.get_running_loop(), store.keep_key
        started, kept, gone = asyncio.Event(), asyncio.Event(), threading.Event()

        def keep(user_id, key_pem):
            loop.call_soon_threadsafe(started.set)
            gone.wait(20)
            keep_key(user_id, key_pem)
            loop.call_soon_threadsafe(kept.set)

        store.keep_key = keep
        await page.goto(f"{ORIGIN}/empty.html")
        await page.evaluate("""() => void setTimeout(() => {
            new ActiveXObject("X509Enrollment.CX509PrivateKey").Create();
        })""")
        await asyncio.wait_for(started.wait(), 20)
        await page.close()
        gone.set()
        await asyncio.wait_for(kept.wait(), 20)

        assert len(store.pending_keys("taro")) == 1


class TestBorders:
    async def test_frames_of_the_origin_have_it_and_others_do_not(self, page):
        await page.goto(f"{ORIGIN}/framed.html")

        async def kind(name: str) -> str:
            frame = await (await page.query_selector(f"#{name}")).content_frame()
            await frame.wait_for_load_state()
            return await frame.evaluate("typeof ActiveXObject")

        kinds = {name: await kind(name) for name in ("own", "inline", "foreign", "sandboxed")}
        assert kinds == {
            "own": "function",
            "inline": "function",
            "foreign": "undefined",
            "sandboxed": "undefined",
        }

    async def test_a_frame_made_by_script_works_at_once(self, page):
        await page.goto(f"{ORIGIN}/empty.html")
        name = await page.evaluate(f"""() => {{
            const frame = document.body.appendChild(document.createElement("iframe")).contentWindow;
            const name = frame.eval('{FACTORY}').CreateObject("X509Enrollment.CX500DistinguishedName");
            name.Encode("CN=frame", 0);
            return name.Name;
        }}""")
        assert name == "CN=frame"

    async def test_another_origin_has_nothing(self, page):
        await page.goto(f"{ELSEWHERE}/empty.html")
        assert await page.evaluate("['ActiveXObject' in window, 'Enumerator' in window]") == [False, False]

    async def test_what_a_page_can_read_does_not_open_the_door(self, page, bridge):
        await page.goto(f"{ORIGIN}/empty.html")
        answers = await page.evaluate("""async () => {
            new ActiveXObject("X509Enrollment.CCspInformations").AddAvailableCsps();
            const address = performance.getEntriesByType("resource").map((each) => each.name).pop();
            const body = JSON.stringify({call: "providers", method: "", arguments: {}});
            const tries = [{}, {"x-enrollment-key": "guessed"}];
            return Promise.all(tries.map((headers) =>
                fetch(address, {method: "POST", headers, body}).then(() => "answered", () => "refused")));
        }""")
        assert answers == ["refused", "refused"]

    async def test_no_source_shows_address_or_key(self, page, bridge):
        await page.goto(f"{ORIGIN}/empty.html")
        shown = await page.evaluate("""() => {
            const object = new ActiveXObject("X509Enrollment.CX509Enrollment");
            const proto = HTMLObjectElement.prototype;
            const getter = Object.getOwnPropertyDescriptor(proto, "object").get;
            let stack = "";
            try { object.CreateRequest(1) } catch (e) { stack = e.stack }
            return [ActiveXObject, Enumerator, object.CreateRequest, getter, stack].join("")
                + JSON.stringify(Object.getOwnPropertyNames(window));
        }""")
        assert bridge._key not in shown
        assert bridge._address not in shown


class TestFailures:
    @pytest.fixture
    async def ready(self, page):
        await page.goto(f"{ORIGIN}/empty.html")
        await page.evaluate(f"""() => {{
            window.make = (name) => {FACTORY}.CreateObject("X509Enrollment." + name);
            window.install = (restriction, text, encoding) => {{
                const enroll = make("CX509Enrollment");
                enroll.Initialize(1);
                enroll.InstallResponse(restriction, text, encoding, "");
            }};
        }}""")
        return page

    @pytest.mark.parametrize(
        ("script", "number"),
        [
            ("install(1, 'AAAA', 1)", 0x80070005),
            ("install(2, 'AAAA', 1)", 0x80070005),
            ("install(0, 'これは証明書ではない', 1)", 0x8007000D),
            ("install(4, 'aGVsbG8=', 7)", 0x8009310B),
            ("make('CX509Enrollment').CreateRequest(1)", 0x80040007),
            ("make('CX509Enrollment').InstallResponse(0, '', 1, '')", 0x80040007),
            ("make('CX509Enrollment').Initialize(9)", 0x80070057),
            ("make('CX509Enrollment').Initialize('eins')", 0x800A000D),
            ("make('CX509Enrollment').InitializeFromRequest(null)", 0x800A000D),
            ("make('CX509Enrollment').InitializeFromTemplateName(1, 'User')", 0x8007054B),
            ("make('CX509Enrollment').Initialize()", 0x800A01C2),
            ("make('CX509Enrollment').Initialize(undefined)", 0x80070057),
            ("make('CX509Enrollment').Colour = 1", 0x800A01B6),
            ("make('CX500DistinguishedName').Encode('no name', 0)", 0x80092023),
            ("make('CX509PrivateKey').Export('PRIVATEBLOB', 1)", 0x80070005),
            ("var k = make('CX509PrivateKey'); k.ProviderName = 'Nobody'; k.Create()", 0x80090019),
            ("var k = make('CX509PrivateKey'); k.ProviderType = 1; k.Length = 20000; k.Create()", 0x80090009),
            ("var k = make('CX509PrivateKey'); k.ContainerName = 'gone'; k.Open()", 0x80090016),
        ],
    )
    async def test_it_is_thrown_as_windows_throws_it(self, ready, bridge, script, number):
        signed, message = await thrown(ready, script)

        assert signed == number - 2**32
        assert (bridge.failures[-1].number, bridge.failures[-1].message) == (signed, message)
        assert bridge.error is None

    async def test_the_sentence_names_method_and_number(self, ready):
        _, message = await thrown(ready, "make('CX509Enrollment').initialize(9)")
        assert message == (
            "CertEnroll::CX509Enrollment::Initialize: パラメーターが間違っています。 "
            "0x80070057 (WIN32: 87 ERROR_INVALID_PARAMETER)"
        )

    async def test_an_answer_for_somebody_else_is_not_found(self, ready, bridge):
        stranger = Bridge(user_id="hanako", store=MemoryStore(), origin=ORIGIN)
        stranger._calls.answer("create_key", {"container": "theirs", "length": 2048})
        csr = stranger._calls.answer(
            "create_request",
            {
                "key": next(iter(stranger._calls._keys)),
                **{"subject": "", "hash": "", "suppress_defaults": True, "extensions": [], "attributes": []},
            },
        )
        answer = base64.b64encode(Authority().answer(base64.b64decode(csr["data"]))).decode()
        signed, _ = await thrown(ready, f"install(4, '{answer}', 1)")
        assert signed == 0x80092004 - 2**32

    async def test_a_root_is_noted_and_nothing_else(self, ready, bridge):
        root = Authority().root.public_bytes(serialization.Encoding.DER)
        text = base64.b64encode(root).decode()

        assert await thrown(ready, f"install(4, '{text}', 1)") is None
        assert await thrown(ready, f"install(0, '{text}', 1)") is not None
        assert len(bridge.authorities) == 1
        assert bridge.installed is None

    async def test_a_key_that_cannot_be_kept_is_not_used(self, ready, bridge, store):
        store.broken = OSError(28, "No space left on device")
        signed, message = await thrown(ready, "make('CX509PrivateKey').Create()")

        assert (signed, message) == (
            0x80004005 - 2**32,
            "CertEnroll::CX509PrivateKey::Create: エラーを特定できません 0x80004005 (-2147467259 E_FAIL)",
        )
        assert bridge.error is store.broken
        assert bridge.requests == ()

    async def test_somebody_who_waits_hears_of_it(self, ready, bridge):
        waiting = asyncio.ensure_future(bridge.wait_for_change())
        await thrown(ready, "make('CX509Enrollment').CreateRequest(1)")
        await asyncio.wait_for(waiting, 5)


NAMED = """
  var k = make('CX509PrivateKey');
  k.ProviderName = 'Microsoft Enhanced RSA and AES Cryptographic Provider';
"""


class TestObjects:
    @pytest.fixture
    async def ready(self, page):
        await page.goto(f"{ORIGIN}/empty.html")
        await page.evaluate(f"""() => {{
            window.make = (name) => {FACTORY}.CreateObject("X509Enrollment." + name);
            window.csps = () => {{ const all = make("CCspInformations"); all.AddAvailableCsps(); return all; }};
            window.number = (act) => {{ try {{ act(); return 0 }} catch (e) {{ return e.number >>> 0 }} }};
        }}""")
        return page

    @pytest.mark.parametrize(
        ("script", "answer"),
        [
            ("var all = csps(); return all(5).Name === all.ItemByIndex(5).Name", True),
            ("return csps()(5).CspAlgorithms(0).Name", "RSA_KEYX"),
            ("return [typeof make('CObjectId'), typeof csps()]", ["object", "function"]),
            ("return number(() => { var all = csps(); all.AddAvailableCsps() })", 0x800710DD),
            ("return csps().GetCspStatuses(2).Count", 21),
            (
                "var all = csps(); return all.GetCspStatusesFromOperations(16, all(5))(0).CspInformation.Name",
                ENHANCED,
            ),
            ("var all = csps(); return all.GetCspStatusesFromOperations(16, all(5)).Count", 2),
            ("var all = csps(); return all.GetEncryptionCspAlgorithms(all(0)).Count", 3),
            (
                "return csps().GetCspStatusFromProviderName('ECDSA_P256," + SOFTWARE + "', 0).DisplayName",
                P256,
            ),
            (
                "return csps().ItemByName(ENHANCED).CspAlgorithms.ItemByName('RSA_KEYX').GetAlgorithmOid(0, 0).Value",
                RSA,
            ),
            ("return number(() => csps().ItemByName('none'))", 0x80092004),
            (NAMED + "return [k.ProviderType, k.LegacyCsp, k.KeySpec]", [24, True, 1]),
            ("var k = make('CX509PrivateKey'); k.ProviderType = 1; return k.LegacyCsp", True),
            (
                NAMED + "k.ProviderType = 1; k.Create(); return [k.ProviderType, k.Length, k.Opened]",
                [24, 2048, True],
            ),
            (
                "var k = make('CX509PrivateKey'); k.Create(); return [k.ProviderName, k.ContainerName.slice(0, 3)]",
                [ENHANCED, "lp-"],
            ),
            (
                NAMED
                + "k.Create(); return [number(() => k.Create()), number(() => { k.Length = 4096 }), k.Length]",
                [0x800704DF, 0x800704DF, 2048],
            ),
            (
                "var e = make('CX509Enrollment'); e.Initialize(1); return number(() => e.Initialize(1))",
                0x800704DF,
            ),
            (NAMED + "return k.ExportPublicKey().EncodedKey(12).slice(0, 4)", "3082"),
            (
                "var [p, q] = [1, 2].map(() => make('CCertPropertyFriendlyName')); p.Initialize('名');"
                "q.InitializeDecode(1, p.RawData(1)); return [q.FriendlyName, q.PropertyId]",
                ["名", 11],
            ),
        ],
    )
    async def test_it_answers_as_the_interface_documents(self, ready, bridge, script, answer):
        names = f"const ENHANCED = '{ENHANCED}';"
        assert await ready.evaluate(f"() => {{ {names} {script} }}") == answer
        assert bridge.error is None

    async def test_one_key_comes_of_one_object(self, ready, store):
        await ready.evaluate(
            f"() => {{ {NAMED} k.Create(); number(() => k.Create()); number(() => k.Open()) }}"
        )
        assert len(store.pending_keys("taro")) == 1

    async def test_a_full_request_holds_the_one_within(self, ready):
        full, inner = await ready.evaluate("""() => {
            var request = make("CX509CertificateRequestPkcs10"), cmc = make("CX509CertificateRequestCmc");
            request.Initialize(1);
            cmc.InitializeFromInnerRequest(request);
            var enroll = make("CX509Enrollment");
            enroll.InitializeFromRequest(cmc);
            return [enroll.CreateRequest(1), enroll.Request.GetInnerRequest(0).RawData(1)];
        }""")
        assert base64.b64decode(inner) in base64.b64decode(full)
        assert request_in(inner).is_signature_valid

    async def test_an_object_of_another_frame_is_one(self, ready):
        name = await ready.evaluate("""() => {
            const frame = document.body.appendChild(document.createElement("iframe")).contentWindow;
            const name = frame.eval('new ActiveXObject("X509Enrollment.CX500DistinguishedName")');
            name.Encode("CN=frame", 0);
            const request = make("CX509CertificateRequestPkcs10");
            request.Initialize(1);
            request.Subject = name;
            request.Encode();
            return request.RawData(1);
        }""")
        assert request_in(name).subject.rfc4514_string() == "CN=frame"

    async def test_a_text_without_measure_is_not_sent(self, ready, bridge):
        signed, _ = await thrown(
            ready, "make('CX500DistinguishedName').Encode('CN=' + 'x'.repeat(3000000), 0)"
        )
        assert signed == 0x80004005 - 2**32
        assert bridge.error.code == "ISS-019"


class TestTheControlBefore:
    @pytest.fixture
    async def ready(self, page):
        await page.goto(f"{ORIGIN}/empty.html")
        await page.evaluate("""() => {
            window.control = new ActiveXObject("CEnroll.CEnroll.2");
            window.number = (act) => { try { act(); return 0 } catch (e) { return e.number >>> 0 } };
        }""")
        return page

    @pytest.mark.parametrize(
        ("script", "answer"),
        [
            ("return [1, 2, 3, 4].map((what) => control.GetKeyLenEx(what, 1))", [384, 16384, 8, 1024]),
            ("return [control.GetKeyLen(true, true), control.GetKeyLen(false, false)]", [384, 16384]),
            ("return number(() => control.enumProviders(99, 0))", 0x80070103),
            ("return number(() => control.EnumAlgs(99, 0x8000))", 0x80070103),
            ("return number(() => control.enumContainers(0))", 0x80070103),
            ("return number(() => control.enumPendingRequest(0, 1))", 0x80070103),
            ("return control.GetAlgName(control.EnumAlgs(0, 0x8000))", "SHA-1"),
            (
                "control.HashAlgorithm = 'SHA256'; return [control.HashAlgorithm, control.HashAlgID]",
                ["2.16.840.1.101.3.4.2.1", 0x800C],
            ),
            ("control.HashAlgID = 0x8003; return control.HashAlgorithm", "1.2.840.113549.2.5"),
            ("return control.getProviderType('Microsoft Enhanced RSA and AES Cryptographic Provider')", 24),
            ("return control.binaryToString(1, control.stringToBinary(1, 'aGVsbG8h'))", "aGVsbG8h\r\n"),
            ("return number(() => control.createPFX('secret'))", 0x80070005),
            ("return number(() => control.acceptResponse('aGVsbG8='))", 0x8009310B),
            ("return control.readyState", 4),
        ],
    )
    async def test_it_answers_as_the_interface_documents(self, ready, bridge, script, answer):
        assert await ready.evaluate(f"() => {{ {script} }}") == answer
        assert bridge.error is None

    async def test_its_errors_are_the_text_alone(self, ready):
        _, message = await thrown(ready, "control.enumProviders(99, 0)")
        assert message == "データはこれ以上ありません。"

    async def test_a_request_has_what_was_added_and_its_container_can_be_used_again(self, ready):
        first, again, usage, container = await ready.evaluate("""() => {
            control.GenKeyFlags = 2048 << 16;
            control.addCertTypeToRequest("User");
            control.addNameValuePairToRequest(0, "a", "b");
            var first = control.createPKCS10("CN=old", "1.3.6.1.5.5.7.3.2"), container = control.ContainerName;
            control.UseExistingKeySet = true;
            return [first, control.createRequest(1, "CN=old", ""), "1.3.6.1.4.1.311.20.2", container];
        }""")
        requests = [request_in(first), request_in(again)]
        assert len({public_bytes(each.public_key()) for each in requests}) == 1
        assert usage in [each.oid.dotted_string for each in requests[0].extensions]
        assert len(container) == 36

    async def test_somebody_else_s_answer_has_the_documented_code(self, ready, bridge, store):
        text = base64.b64encode(Authority().root.public_bytes(serialization.Encoding.DER)).decode()
        signed, _ = await thrown(ready, f"control.acceptResponse('{text}')")
        assert signed == 0x80092004 - 2**32
        assert await thrown(ready, f"control.InstallPKCS7('{text}')") is None
        assert len(bridge.authorities) == 1


class TestInternetExplorer:
    @pytest.fixture
    def bridge(self, store):
        return Bridge(user_id="taro", store=store, origin=ORIGIN, face=Face.EXPLORER)

    async def test_the_marks_of_it_are_there(self, page):
        state = await state_of(page, "sniffing.html")
        assert state.split("|")[:2] == ["true", "11"]
