"""`ekakushin doctor` on a healthy PC and on broken ones: each fault is named with its code.

Six starts are processes of their own: what a user reads, what scripts get, and what the environment decides. The others
are the same command in this process, with a browser that was found already.
"""

from __future__ import annotations

import json
import socket
import ssl
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID
from rich.cells import cell_len
from typer.testing import CliRunner

from ekakushin.automation.certificates import EncryptedCertificates
from ekakushin.automation.cli.app import app
from ekakushin.automation.commands.selection import from_mails
from ekakushin.automation.doctor.check import good
from ekakushin.automation.office import Office
from ekakushin.automation.roster import RosterRow
from ekakushin.automation.settings import Settings
from ekakushin.fixtures.mock_site import Authority, MockSite
from ekakushin.flows.secret import Secret
from tests.acceptance.conftest import PASSPHRASE, Done, Run
from tests.support.interception import dated, forwarded, listening, undated
from tests.support.own_browser import POLICIES
from tests.support.signing import Holder, signed

Doctor = Callable[..., tuple[int, dict[str, Any]]]
NOW, DAY = datetime.now(UTC), timedelta(days=1)


@pytest.fixture(autouse=True)
def _directly(monkeypatch: pytest.MonkeyPatch) -> None:
    """No proxy but a test's own."""
    for name in ("HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy", "NO_PROXY", "no_proxy"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def site(tmp_path: Path, mock_authority: Authority) -> Iterator[MockSite]:
    """A mock with one person."""
    with MockSite(tmp_path / "mock", people=1, authority=mock_authority) as site:
        yield site


@pytest.fixture
def office(site: MockSite, tmp_path: Path) -> Office:
    """A state folder that knows this person, who has a certificate of the mock's."""
    home = tmp_path / "home"
    office = Office(Settings(home=home, vault="file", vault_passphrase=Secret(PASSPHRASE)))
    office.people.keep(person.invitation() for person in from_mails([site.mails]).people)
    issue(office, site)
    return office


def user(site: MockSite) -> str:
    return site.people()[0].user_id


def issue(
    office: Office, site: MockSite, *, since: datetime = NOW - DAY, until: datetime = NOW + DAY
) -> None:
    """Keep a certificate for the one person, as the mock signs them, with these dates."""
    authority, key = Authority.read(site.state / "authority"), rsa.generate_private_key(65537, 2048)
    assert authority
    names = {NameOID.COMMON_NAME: "Kenpo Taro", NameOID.ORGANIZATIONAL_UNIT_NAME: user(site)}
    builder = x509.CertificateBuilder(
        issuer_name=authority.issuing.certificate.subject,
        subject_name=x509.Name([x509.NameAttribute(oid, text) for oid, text in names.items()]),
        public_key=key.public_key(),
        serial_number=x509.random_serial_number(),
        not_valid_before=since,
        not_valid_after=until,
    )
    certificate = builder.sign(authority.issuing.key, hashes.SHA256())
    pem = serialization.Encoding.PEM
    plain = key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    store = EncryptedCertificates(office.home, office.vault)
    store.keep_certificate(
        user(site), chain_pem=certificate.public_bytes(pem), key_pem=Secret(plain.decode())
    )


@pytest.fixture
def process(run: Run, site: MockSite, tmp_path: Path) -> Doctor:
    """Run the command for scripts, in a process of its own: its exit code, and the checks by name."""

    def running(*more: object, **environment: str) -> tuple[int, dict[str, Any]]:
        done = asked(run, site, tmp_path / "home", "--json", *more, **environment)
        return done.returncode, by_name(done.stdout)

    return running


@pytest.fixture
def doctor(site: MockSite, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Doctor:
    """The same in this process; the browser is no matter of these tests."""
    lines = [good("browser", "found"), good("headless", "found")]
    monkeypatch.setattr("ekakushin.automation.doctor.examination.look_at_browser", lambda premises: lines)

    def running(*more: object, **environment: str) -> tuple[int, dict[str, Any]]:
        arguments = [*flags(site, tmp_path / "home"), "--json", *more]
        known = {"EKAKUSHIN_VAULT_PASSPHRASE": PASSPHRASE, **environment}
        done = CliRunner().invoke(app, ["doctor", *map(str, arguments)], env=known, catch_exceptions=False)
        assert PASSPHRASE not in done.output
        return done.exit_code, by_name(done.stdout)

    return running


def by_name(printed: str) -> dict[str, Any]:
    return {check["name"]: check for check in json.loads(printed)["checks"]}


def flags(site: MockSite, home: Path) -> list[object]:
    return ["--site", site.site_file, "--home", home, "--vault", "file"]


def asked(run: Run, site: MockSite, home: Path, *more: object, **environment: str) -> Done:
    done = run("doctor", *flags(site, home), *more, **environment)
    assert "Traceback" not in done.stderr
    assert PASSPHRASE not in done.stdout + done.stderr
    return done


def bad(checks: dict[str, Any]) -> dict[str, str]:
    """The codes of what is bad, by name; each comes with what to do."""
    found = [check for check in checks.values() if check["state"] == "bad"]
    assert all(check["remedy"] and check["detail"] for check in found)
    return {check["name"]: check["code"] for check in found}


def elsewhere(site: MockSite, *, issuance: str = "", service: str = "", ca: str = "ca.pem") -> Path:
    """The description of the site with other addresses."""
    file = site.state / "elsewhere.toml"
    origins = f'issuance = "{issuance or site.issuance}"\nservice = "{service or site.service}"\n'
    file.write_text(f'name = "elsewhere"\n{origins}ca = "{ca}"\n', "utf-8")
    return file


@pytest.fixture(scope="module")
def filter_ca() -> Holder:
    """The CA of a program that opens TLS; nobody knows it."""
    return signed("ESET SSL Filter CA")


@pytest.fixture(scope="module")
def filtering(filter_ca: Holder) -> ssl.SSLContext:
    """How that program shows itself in the place of any site on loopback."""
    return signed("127.0.0.1", filter_ca.certificate, filter_ca.key).server_context()


@pytest.mark.usefixtures("office")
@pytest.mark.parametrize("language", ["ja", "en"])
def test_what_is_said_of_a_healthy_pc_fits_into_80_columns(
    language: str, run: Run, site: MockSite, tmp_path: Path
) -> None:
    done = asked(run, site, tmp_path / "home", "--lang", language)

    assert done.returncode == 0
    assert max(map(cell_len, done.stdout.splitlines())) <= 80


@pytest.mark.usefixtures("office")
def test_a_healthy_pc_is_good_in_every_line(process: Doctor) -> None:
    code, checks = process()

    assert code == 0
    unsettled = {name for name, check in checks.items() if check["state"] != "good"}
    # Nothing on the PC that tests run on chooses this certificate, and it may be busy.
    assert unsettled <= {"policy", "load"}
    assert len(checks) == 21


def test_a_pc_where_nothing_was_begun_is_not_bad(doctor: Doctor, tmp_path: Path) -> None:
    code, checks = doctor()

    assert (code, bad(checks)) == (0, {})
    assert not (tmp_path / "home").exists()


@pytest.mark.usefixtures("office")
def test_the_sites_see_neither_a_secret_nor_an_act(doctor: Doctor, site: MockSite) -> None:
    with listening(
        Authority.read(site.state / "authority").server_context(ask_for_certificate=False)
    ) as heard:  # type: ignore[union-attr]
        code, _ = doctor("--site", elsewhere(site, issuance=heard.origin, service=heard.origin))

    assert code == 0
    assert {request.split(b"\r\n")[0] for request in heard.heard} == {b"HEAD / HTTP/1.1"}
    assert site.ledger() == []


def test_a_pc_without_a_browser(process: Doctor) -> None:
    code, checks = process(EKAKUSHIN_BROWSER="/nonexistent")

    assert (code, bad(checks)) == (1, {"browser": "ENV-001"})


@pytest.mark.usefixtures("office")
def test_a_clock_behind_the_certificates_of_the_sites(doctor: Doctor, site: MockSite, tmp_path: Path) -> None:
    later = Authority.make(NOW + 365 * DAY)
    with MockSite(tmp_path / "later", people=1, authority=later) as ahead:
        code, checks = doctor("--site", ahead.site_file)

    assert code == 1
    assert bad(checks)["clock"] == "ENV-011"
    assert checks["signer:issuance"]["state"] == "good"


@pytest.mark.parametrize(("minutes", "said"), [(10, "10"), (-10, "10")])
def test_a_clock_that_the_sites_do_not_agree_with(
    minutes: int, said: str, doctor: Doctor, site: MockSite, mock_authority: Authority
) -> None:
    tls = mock_authority.server_context(ask_for_certificate=False)
    with listening(tls, answer=dated(timedelta(minutes=minutes))) as other:
        code, checks = doctor("--site", elsewhere(site, issuance=other.origin))

    assert (code, bad(checks)) == (1, {"clock": "ENV-011"})
    assert said in checks["clock"]["detail"]


def test_a_site_that_tells_no_time_leaves_the_clock_unknown(
    doctor: Doctor, site: MockSite, mock_authority: Authority
) -> None:
    tls = mock_authority.server_context(ask_for_certificate=False)
    with listening(tls, answer=undated) as other:
        code, checks = doctor("--site", elsewhere(site, issuance=other.origin))

    assert (code, checks["clock"]["state"]) == (0, "unknown")


def test_a_proxy_that_opens_https_is_named(
    process: Doctor, site: MockSite, filtering: ssl.SSLContext
) -> None:
    port = int(site.issuance.rpartition(":")[2])
    with listening(filtering, proxy=True, answer=forwarded(port)) as proxy:
        code, checks = process(
            "--site", named(site), HTTPS_PROXY=f"http://somebody:hidden@127.0.0.1:{proxy.port}"
        )

    assert code == 1
    assert bad(checks) == {"signer:issuance": "NET-002", "signer:service": "NET-002"}
    assert "ESET" in checks["signer:service"]["detail"]
    assert str(proxy.port) in checks["way:service"]["detail"]
    assert {each.rpartition(":")[2] for each in proxy.asked_for} == {
        origin.rpartition(":")[2] for origin in (site.issuance, site.service)
    }
    assert "hidden" not in json.dumps(checks)
    assert proxy.heard == []


@pytest.mark.usefixtures("office")
def test_an_antivirus_in_the_place_of_the_site_is_named_and_shown_nothing(
    doctor: Doctor, site: MockSite, filtering: ssl.SSLContext
) -> None:
    with listening(filtering) as antivirus:
        code, checks = doctor("--site", elsewhere(site, service=antivirus.origin))

    assert (code, bad(checks)) == (1, {"signer:service": "NET-002"})
    assert "ESET SSL Filter CA" in checks["signer:service"]["detail"]
    assert checks["door"]["state"] == "unknown"
    assert antivirus.heard == []


def test_a_root_that_was_put_on_this_pc_does_not_make_it_good(
    doctor: Doctor, site: MockSite, filtering: ssl.SSLContext, filter_ca: Holder, tmp_path: Path
) -> None:
    (tmp_path / "company.pem").write_bytes(filter_ca.pem)
    with listening(filtering) as antivirus:
        _, checks = doctor(
            "--site", elsewhere(site, issuance=antivirus.origin), SSL_CERT_FILE=str(tmp_path / "company.pem")
        )

    assert bad(checks) == {"signer:issuance": "NET-002"}
    assert "このPCだけ" in checks["signer:issuance"]["detail"]


@pytest.mark.parametrize(
    ("refusal", "code"),
    [
        (b"HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic\r\n\r\n", "NET-011"),
        (b"HTTP/1.1 403 Forbidden\r\n\r\n", "NET-013"),
        (b"HTTP/1.1 502 Bad Gateway\r\n\r\n", "NET-001"),
    ],
)
def test_a_proxy_that_does_not_let_through_is_told(
    refusal: bytes, code: str, doctor: Doctor, site: MockSite
) -> None:
    with listening(None, proxy=True, refusal=refusal) as proxy:
        _, checks = doctor("--site", named(site), HTTPS_PROXY=f"http://127.0.0.1:{proxy.port}")

    assert (checks["way:service"]["state"], checks["way:service"]["code"]) == ("bad", code)
    assert str(proxy.port) in checks["way:service"]["detail"]


def named(site: MockSite) -> Path:
    """The same site under a name, for this PC itself is never reached by a proxy."""
    issuance, service = (each.replace("127.0.0.1", "mock.example") for each in (site.issuance, site.service))
    return elsewhere(site, issuance=issuance, service=service)


def test_the_step_that_fails_on_the_way_is_told(doctor: Doctor, site: MockSite) -> None:
    nobody, nowhere = "https://127.0.0.1:9", "https://no-such-host.invalid"

    code, checks = doctor("--site", elsewhere(site, issuance=nobody, service=nowhere))

    assert (code, bad(checks)) == (1, {"way:issuance": "NET-001", "way:service": "NET-001"})
    assert "ポート 9" in checks["way:issuance"]["detail"]
    assert "名前 no-such-host.invalid" in checks["way:service"]["detail"]


def test_a_server_that_is_silent_is_not_waited_for(doctor: Doctor, site: MockSite) -> None:
    with Silent() as silent:
        begins = datetime.now(UTC)
        _, checks = doctor("--site", elsewhere(site, issuance=silent.origin))

    assert bad(checks) == {"tls1.2:issuance": "NET-001", "tls1.3:issuance": "NET-001"}
    assert datetime.now(UTC) - begins < timedelta(seconds=60)


class Silent:
    """A port that takes connections and says nothing."""

    def __enter__(self) -> Silent:
        self._socket = socket.create_server(("127.0.0.1", 0))
        return self

    def __exit__(self, *_: object) -> None:
        self._socket.close()

    @property
    def origin(self) -> str:
        return f"https://127.0.0.1:{self._socket.getsockname()[1]}"


def test_a_server_with_one_version_of_tls(doctor: Doctor, site: MockSite, mock_authority: Authority) -> None:
    old = mock_authority.server_context(ask_for_certificate=False)
    old.maximum_version = ssl.TLSVersion.TLSv1_2
    with listening(old) as server:
        code, checks = doctor("--site", elsewhere(site, issuance=server.origin))

    states = [checks[f"tls{version}:issuance"]["state"] for version in ("1.2", "1.3")]
    assert (code, states) == (0, ["good", "unknown"])


def test_an_expired_certificate(doctor: Doctor, office: Office, site: MockSite) -> None:
    for file in (office.home / "certificates").rglob("0*"):
        file.unlink()
    issue(office, site, since=NOW - 700 * DAY, until=NOW - DAY)

    code, checks = doctor(user(site))

    assert code == 1
    assert bad(checks)["certificate"] == "CRT-005"
    assert bad(checks)["door"] in ("CRT-005", "CRT-001")


@pytest.mark.usefixtures("office")
def test_somebody_without_a_certificate(doctor: Doctor) -> None:
    code, checks = doctor("4711")

    assert (code, bad(checks)) == (1, {"certificate": "CRT-002"})


def test_another_pc_in_the_roster(doctor: Doctor, office: Office, site: MockSite) -> None:
    office.people.note_roster({user(site): RosterRow(row=2, user_id=user(site), pc="PC-OF-SOMEBODY-ELSE")})

    code, checks = doctor()

    assert (code, bad(checks)) == (1, {"roster": "ENV-008"})
    assert "PC-OF-SOMEBODY-ELSE" in checks["roster"]["detail"]


def test_a_database_that_is_not_there(doctor: Doctor) -> None:
    code, checks = doctor(EKAKUSHIN_DATABASE="postgresql://somebody:hidden@127.0.0.1:9/nothing")

    assert (code, bad(checks)) == (1, {"database": "ENV-010"})
    assert "hidden" not in json.dumps(checks)


@pytest.mark.usefixtures("office")
def test_a_vault_with_another_passphrase(doctor: Doctor) -> None:
    code, checks = doctor(EKAKUSHIN_VAULT_PASSPHRASE="another")

    assert (code, bad(checks)) == (1, {"vault": "ENV-003"})
    assert checks["key"]["state"] == "unknown"


@pytest.mark.usefixtures("office")
def test_a_vault_whose_passphrase_nobody_gives(doctor: Doctor) -> None:
    code, checks = doctor(EKAKUSHIN_VAULT_PASSPHRASE="")

    assert code == 0
    assert (checks["vault"]["state"], checks["vault"]["code"]) == ("unknown", "ENV-003")
    assert (checks["certificate"]["state"], checks["key"]["state"]) == ("good", "unknown")


@contextmanager
def mounted(*arguments: object) -> Iterator[None]:
    """Something mounted on the folder that is the last argument."""
    done = subprocess.run(["mount", *map(str, arguments)], check=False, capture_output=True)
    if done.returncode:
        pytest.skip("only root may mount")
    try:
        yield
    finally:
        subprocess.run(["umount", "-l", str(arguments[-1])], check=True)


def test_a_home_that_can_only_be_read(doctor: Doctor, office: Office) -> None:
    with mounted("--bind", office.home, office.home):
        subprocess.run(["mount", "-o", "remount,ro,bind", office.home], check=True)
        code, checks = doctor()
        _, mended = doctor("--fix")

    assert code == 1
    assert bad(checks)["folder"] == bad(mended)["folder"] == "ENV-004"


def test_a_disk_that_is_full(doctor: Doctor, tmp_path: Path) -> None:
    (tmp_path / "home").mkdir()
    with mounted("-t", "tmpfs", "-o", "size=1m,mode=700", "tmpfs", tmp_path / "home"):
        code, checks = doctor()

    assert (code, bad(checks)) == (1, {"space": "ENV-012"})


def test_what_is_safe_is_mended_and_told(run: Run, doctor: Doctor, office: Office, site: MockSite) -> None:
    office.home.chmod(0o755)
    (office.home / "people.json").chmod(0o644)
    _, before = doctor()

    done = asked(run, site, office.home, "--fix")
    _, after = doctor()

    assert bad(before) == {"folder": "ENV-004"}
    assert (done.returncode, done.stdout.count("直しました")) == (0, 2)
    assert bad(after) == {}
    assert (office.home / "people.json").stat().st_mode & 0o077 == 0
    assert (office.home / "engine.sqlite").exists()


def test_what_is_not_safe_is_left(doctor: Doctor, site: MockSite, filtering: ssl.SSLContext) -> None:
    with listening(filtering) as antivirus:
        code, checks = doctor("--fix", "--site", elsewhere(site, issuance=antivirus.origin))

    assert (code, bad(checks)) == (1, {"signer:issuance": "NET-002"})
    assert checks["signer:issuance"]["fixed"] == ""


@pytest.mark.together(POLICIES)
def test_a_policy_that_means_another_certificate(doctor: Doctor, office: Office, site: MockSite) -> None:
    policies = Path("/etc/chromium/policies/managed/ekakushin-test.json")
    try:
        policies.parent.mkdir(parents=True, exist_ok=True)
        rule = {"pattern": site.service, "filter": {"ISSUER": {"CN": "Another CA"}}}
        policies.write_text(json.dumps({"AutoSelectCertificateForUrls": [json.dumps(rule)]}), "utf-8")
    except OSError:
        pytest.skip("only root may set a policy")
    try:
        code, checks = doctor()
    finally:
        policies.unlink()

    assert (code, bad(checks)) == (1, {"policy": "ENV-013"})
