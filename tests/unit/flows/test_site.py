"""What an address may be, and what a site's file may say."""

from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import ValidationError

from ekakushin.flows.errors import ForeignAddress, Misconfigured
from ekakushin.flows.site import Site, load_site, origin_of

ISSUANCE, SERVICE = "https://webra2.secomtrust.net", "https://ds.e-kakushin.com"


@pytest.mark.parametrize(
    ("address", "origin"),
    [
        ("https://ds.e-kakushin.com/ebunsho/UrLogin.do?cd=1#top", SERVICE),
        ("https://ds.e-kakushin.com", SERVICE),
        ("https://ds.e-kakushin.com:443/", SERVICE),
        ("https://ds.e-kakushin.com:/", SERVICE),
        ("HTTPS://DS.E-Kakushin.COM/", SERVICE),
        ("  https://ds.e-kakushin.com/ \n", SERVICE),
        ("https://somebody:secret@ds.e-kakushin.com/", SERVICE),
        ("https://ds.e-kakushin.com:8443/", "https://ds.e-kakushin.com:8443"),
        ("https://ds.e-kakushin.com:80/", "https://ds.e-kakushin.com:80"),
        ("http://ds.e-kakushin.com:80/", "http://ds.e-kakushin.com"),
        ("http://ds.e-kakushin.com:443/", "http://ds.e-kakushin.com:443"),
        ("https://[::1]:8443/x", "https://[::1]:8443"),
        ("https://[::1]/x", "https://[::1]"),
    ],
)
def test_an_origin_is_written_as_browsers_write_it(address: str, origin: str) -> None:
    assert origin_of(address) == origin


@pytest.mark.parametrize(
    "address",
    [
        "",
        "ds.e-kakushin.com",
        "//ds.e-kakushin.com/",
        "https:ds.e-kakushin.com",
        "https:///x",
        "about:blank",
        "javascript:alert(1)",
        "https://ds.e-kakushin.com:port/",
        "https://[::1/",
        "https://x:99999/",
    ],
)
def test_what_has_no_origin_raises(address: str) -> None:
    with pytest.raises(ValueError):
        origin_of(address)


@pytest.mark.parametrize(
    "address",
    [
        f"{ISSUANCE}/scira/Entrance.jsp?p1=1&p2=8f3a",
        f"{SERVICE}:443/ebunsho/",
        "https://WEBRA2.SecomTrust.NET/",
        f"{ISSUANCE}?@evil.example/",
        f"{ISSUANCE}#@evil.example/",
        f"{ISSUANCE}/@evil.example/",
        "https://evil.example@ds.e-kakushin.com/",
    ],
)
def test_the_site_owns_addresses_on_its_origins(address: str) -> None:
    Site().must_own(address)


FOREIGN = {
    "userinfo that looks like the site": f"{ISSUANCE}@evil.example/",
    "userinfo with a port": f"{ISSUANCE}:443@evil.example/",
    "userinfo with an at sign": f"{ISSUANCE}@@evil.example/",
    "another port": f"{SERVICE}:8443/",
    "port 0": f"{SERVICE}:0/",
    "a port that is no number": f"{SERVICE}:https/",
    "plain http": "http://ds.e-kakushin.com/",
    "a trailing dot": "https://ds.e-kakushin.com./",
    "a longer name": "https://ds.e-kakushin.com.evil.example/",
    "a name that ends so": "https://not-ds.e-kakushin.com/",
    "a name below": "https://www.ds.e-kakushin.com/",
    "the name above": "https://e-kakushin.com/",
    "punycode": "https://xn--ds-dja.e-kakushin.com/",
    "a letter of another script": "https://ds.e-kаkushin.com/",  # a Cyrillic а
    "full-width letters": "https://ｄｓ.e-kakushin.com/",
    "a full-width full stop": "https://ds.e-kakushin。com/",
    "a full-width at sign": f"{ISSUANCE}＠evil.example/",
    "an encoded full stop": "https://ds%2ee-kakushin.com/",
    "a backslash before an at sign": f"{ISSUANCE}\\@evil.example/",
    "backslashes for slashes": "https:\\\\ds.e-kakushin.com\\",
    "a space in the name": "https://ds.e-kakushin.com .evil.example/",
    "a soft hyphen in the name": "https://ds.e-\u00adkakushin.com/",
    "no scheme": "//ds.e-kakushin.com/",
    "a script": "javascript:location='https://ds.e-kakushin.com/'",
    "data": "data:text/html,https://ds.e-kakushin.com/",
    "a blob of the site": f"blob:{SERVICE}/1",
    "view-source": f"view-source:{SERVICE}/",
    "a file": "file:///ds.e-kakushin.com/",
    "nothing": "",
    "an address of this PC": "https://127.0.0.1/",
}


@pytest.mark.parametrize("address", FOREIGN.values(), ids=FOREIGN.keys())
def test_the_site_does_not_own(address: str) -> None:
    with pytest.raises(ForeignAddress) as raised:
        Site().must_own(address)

    assert raised.value.code == "MAIL-003"


@pytest.mark.parametrize("trick", ["\\@", "\\\\@", "\\x@", ":443\\@"])
def test_the_site_does_not_own_what_a_browser_reads_differently(trick: str) -> None:
    with pytest.raises(ForeignAddress):
        Site().must_own(f"https://evil.example{trick}ds.e-kakushin.com/")


def test_the_refusal_names_the_origin_and_not_the_personal_rest() -> None:
    with pytest.raises(ForeignAddress) as raised:
        Site().must_own("https://user:TopSecret1@evil.example/TopSecret2?p3=TopSecret3#TopSecret4")

    assert "https://evil.example" in str(raised.value)
    assert "TopSecret" not in f"{raised.value} {raised.value.remedy} {raised.value.values}"


def test_an_address_of_the_other_application_is_foreign_where_one_is_meant() -> None:
    with pytest.raises(ForeignAddress):
        Site().must_own(f"{SERVICE}/ebunsho/", ISSUANCE)


def test_further_origins_count_as_the_site_s_own() -> None:
    site = Site(others=("https://check.example/", SERVICE))

    site.must_own("https://check.example/step4")

    assert site.origins == (ISSUANCE, SERVICE, "https://check.example")


@pytest.mark.parametrize("setting", ["issuance", "service"])
@pytest.mark.parametrize("value", ["http://ds.e-kakushin.com", "ds.e-kakushin.com", "ftp://x.example", ""])
def test_only_https_origins_are_a_site(setting: str, value: str) -> None:
    with pytest.raises(ValidationError):
        Site.model_validate({setting: value})


def test_further_origins_are_https_too() -> None:
    with pytest.raises(ValidationError):
        Site(others=("https://check.example", "http://check.example"))


def test_origins_are_cut_out_of_addresses() -> None:
    site = Site(issuance="HTTPS://127.0.0.1:8443/scira/?a=1", service="https://localhost:443")

    assert (site.issuance, site.service) == ("https://127.0.0.1:8443", "https://localhost")


def _file(folder: Path, text: str) -> Path:
    file = folder / "site.toml"
    file.write_text(text, "utf-8")
    return file


def test_a_file_describes_a_site_and_its_ca_lies_beside_it(tmp_path: Path) -> None:
    (tmp_path / "ca.pem").touch()

    site = load_site(
        _file(
            tmp_path,
            'name = "模擬"\nissuance = "https://127.0.0.1:1"\nservice = "https://127.0.0.1:2"\n'
            'ca = "ca.pem"\n[limits]\npeople = 8\n',
        )
    )

    assert (site.name, site.issuance, site.service) == ("模擬", "https://127.0.0.1:1", "https://127.0.0.1:2")
    assert site.ca == (tmp_path / "ca.pem").resolve()
    assert (site.limits.people, site.limits.page) == (8, 60)


def test_an_empty_file_is_the_real_site(tmp_path: Path) -> None:
    assert load_site(_file(tmp_path, "")) == Site()


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ('issuance = "http://x.example"', "issuance"),
        ("service = 5", "service"),
        ('others = ["https://x.example", "x"]', "others"),
        ("[limits]\npeople = 0", "limits.people"),
        ("[limits]\npeople = 65", "limits.people"),
        ("[limits]\npage = 0", "limits.page"),
        ("[limits]\nsigning_first = -1", "limits.signing_first"),
        ('[limits]\nsigning_limit = "long"', "limits.signing_limit"),
        ("[limits]\nspeed = 3", "limits.speed"),
        ('isuance = "https://x.example"', "isuance"),
        ('ca = "gone.pem"', "ca"),
        ("name = \n", "line 1"),
    ],
)
def test_a_file_that_does_not_fit_is_named_with_the_place(tmp_path: Path, text: str, place: str) -> None:
    with pytest.raises(Misconfigured) as raised:
        load_site(_file(tmp_path, text))

    assert raised.value.code == "ENV-005"
    assert place in str(raised.value)
    assert "site.toml" in str(raised.value)


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(Misconfigured, match=r"nowhere\.toml") as raised:
        load_site(tmp_path / "nowhere.toml")

    assert raised.value.code == "ENV-005"


def test_a_file_in_another_encoding_is_an_error_of_the_file(tmp_path: Path) -> None:
    file = tmp_path / "site.toml"
    file.write_bytes('name = "模擬"'.encode("cp932"))

    with pytest.raises(Misconfigured):
        load_site(file)
