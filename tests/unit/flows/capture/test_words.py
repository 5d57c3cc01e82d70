"""A personal word is found and struck out in whatever way a page writes it."""

from __future__ import annotations

import base64
from urllib.parse import quote

import pytest

from ekakushin.flows.capture.words import PersonalWord, Search, words_of_person, words_of_secret
from ekakushin.flows.models import SecretName
from tests.support.fakes import invitation

NAME, PASSWORD, USER_ID = "健保 太郎", "Zq7&wXy9", "10006"
WORDS = [
    PersonalWord(NAME, "person.name"),
    PersonalWord(PASSWORD, "secret"),
    PersonalWord(USER_ID, "person.user-id"),
]
WIDE = str.maketrans({code: code + 0xFEE0 for code in range(0x21, 0x7F)})
WRITTEN = {
    "a name": NAME,
    "a name without its space": "健保太郎",
    "a name spread out": "健　保　太　郎",
    "a name broken by the line": "健保<br>太郎",
    "a name in references": "".join(f"&#{ord(letter)};" for letter in "健保太郎"),
    "a name in references of another kind": "".join(f"&#x{ord(letter):X};" for letter in "健保太郎"),
    "a name in an address": quote(NAME),
    "a name in an address of a Shift_JIS page": quote(NAME.encode("cp932")),
    "a name in an address of a EUC-JP page": quote(NAME.encode("euc_jp")),
    "a name in base64": base64.b64encode(f"x{NAME}y".encode()).decode(),
    "a name in JSON": r"\u5065\u4fdd \u592a\u90ce",
    "a password": PASSWORD,
    "a password in capitals": PASSWORD.upper(),
    "a full-width password": PASSWORD.translate(WIDE),
    "a password in an address": quote(PASSWORD, safe=""),
    "a password in markup": "Zq7&amp;wXy9",
    "a password in base64": base64.b64encode(PASSWORD.encode()).decode(),
    "a password in hex": PASSWORD.encode().hex(),
    "a full-width password in an address": quote(PASSWORD.translate(WIDE)),
    "a user ID": USER_ID,
    "a full-width user ID": USER_ID.translate(WIDE),
}


@pytest.mark.parametrize("form", WRITTEN)
def test_a_word_is_found_and_struck_out_however_it_is_written(form: str) -> None:
    text, search = f"<td>前{WRITTEN[form]}後</td>", Search(WORDS)
    assert search.find(text)
    struck, counts = search.strike(text)
    assert WRITTEN[form] not in struck
    assert sum(counts.values()) == 1
    assert not search.find(struck)


@pytest.mark.parametrize(
    "text", ["証明書 110006 番", "100067", "健保の太郎", "{{person.name}} {{secret}}", ""]
)
def test_what_only_looks_like_a_word_stays(text: str) -> None:
    search = Search(WORDS)
    assert not search.find(text)
    assert search.strike(text) == (text, {})


def test_the_longer_of_two_words_goes_first() -> None:
    search = Search([PersonalWord("健保 太郎", "person.name"), PersonalWord("健保", "person.family")])
    assert search.strike("健保 太郎と健保")[0] == "{{person.name}}と{{person.family}}"


def test_a_person_is_known_by_name_parts_id_and_company() -> None:
    words = words_of_person(invitation("10006"), {"person.pc": ["PC-7", ""]})
    assert {word.placeholder for word in words} == {
        "person.user-id",
        "person.name",
        "person.company",
        "person.pc",
    }
    assert all(len(word.value) > 1 for word in words)


def test_what_the_vault_holds_is_taken_apart_and_counters_are_no_secret() -> None:
    half = words_of_secret(SecretName.HALF, '{"name": "健保 太郎", "login_password": "abcd1234", "n": 1}')
    assert [word.value for word in half] == ["健保 太郎", "abcd1234"]
    assert words_of_secret(SecretName.UNCLEAR_LOGINS, "20000") == []
    assert words_of_secret(SecretName.PIN, "8403") == [PersonalWord("8403", "secret")]


def test_of_an_address_its_personal_parts_are_found() -> None:
    search = Search(
        words_of_secret(SecretName.LOGIN_URL, "https://a.example/ebunsho/UrLogin.do?k=a1b2c3d4e5")
    )
    assert search.find('<a href="/other?k=a1b2c3d4e5">')
    assert not search.find("https://a.example/ebunsho/UrLogin.do")
