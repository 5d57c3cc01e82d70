"""Where a setting comes from, and what is said when it does not fit."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from ekakushin.automation.settings import read_settings
from ekakushin.flows.errors import Misconfigured
from ekakushin.flows.rules import NEW_PASSWORD_RULE, PIN_RULE
from ekakushin.flows.secret import Secret

WORD = "TopSecret1"


def test_without_a_word_the_real_site_the_keyring_and_japanese_are_meant() -> None:
    settings = read_settings()

    assert (settings.site, settings.vault, settings.lang, settings.headed) == ("real", "keyring", "ja", False)
    assert (settings.workers, settings.database) == (None, None)
    assert (settings.stop_after, settings.any_pc) == (5, False)
    assert settings.the_site().service == "https://ds.e-kakushin.com"
    assert (settings.password_rule, settings.pin_rule) == (NEW_PASSWORD_RULE, PIN_RULE)


def test_flags_come_before_the_environment_and_that_before_the_file(
    settings_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings_file.write_text("workers = 3\npin_length = 6\nbrowser = 'edge'\n")
    monkeypatch.setenv("EKAKUSHIN_WORKERS", "4")
    monkeypatch.setenv("EKAKUSHIN_PIN_LENGTH", "7")

    settings = read_settings(workers=5)

    assert (settings.workers, settings.pin_length, settings.browser) == (5, 7, "edge")


def test_a_flag_that_was_not_given_overrules_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EKAKUSHIN_WORKERS", "4")
    monkeypatch.setenv("EKAKUSHIN_HEADED", "1")

    settings = read_settings(workers=None, headed=None)

    assert (settings.workers, settings.headed) == (4, True)


def test_a_flag_that_says_no_overrules_a_yes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EKAKUSHIN_HEADED", "1")

    assert not read_settings(headed=False).headed


@pytest.mark.parametrize("value", ["", "  "])
@pytest.mark.parametrize(
    "name", ["HOME", "SITE", "VAULT", "DATABASE", "BROWSER", "WORKERS", "EXPORT_PASSWORD"]
)
def test_a_variable_that_is_set_but_empty_is_said_so(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(f"EKAKUSHIN_{name}", value)

    with pytest.raises(Misconfigured, match=f"EKAKUSHIN_{name}: 空です") as raised:
        read_settings()

    assert raised.value.code == "ENV-005"


def test_a_flag_makes_an_empty_variable_harmless(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("EKAKUSHIN_HOME", "")

    assert read_settings(home=tmp_path).home == tmp_path


@pytest.mark.parametrize("name", ["vault_passphrase", "database"])
@pytest.mark.parametrize("source", ["flag", "environment", "file"])
def test_a_passphrase_and_an_address_are_secrets_wherever_they_come_from(
    settings_file: Path, monkeypatch: pytest.MonkeyPatch, source: str, name: str
) -> None:
    if source == "file":
        settings_file.write_text(f'{name} = "{WORD}"')
    if source == "environment":
        monkeypatch.setenv(f"EKAKUSHIN_{name.upper()}", WORD)

    settings = read_settings(**({name: WORD} if source == "flag" else {}))

    assert getattr(settings, name) == Secret(WORD)
    assert WORD not in f"{settings!r} {settings} {settings.model_dump()} {settings.model_dump_json()}"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("stop_after", "0"),
        ("stop_after", WORD),
        ("any_pc", WORD),
        ("workers", WORD),
        ("workers", "0"),
        ("workers", "65"),
        ("vault", WORD),
        ("lang", WORD),
        ("headed", WORD),
        ("password", WORD),
        ("pin", WORD),
        ("password_length", "7"),
        ("pin_length", "3"),
        ("pin_length", WORD),
    ],
)
@pytest.mark.parametrize("source", ["flag", "environment", "file"])
def test_an_error_names_the_setting_and_never_its_value(
    settings_file: Path, monkeypatch: pytest.MonkeyPatch, source: str, name: str, value: str
) -> None:
    if source == "file":
        settings_file.write_text(f'{name} = "{value}"')
    if source == "environment":
        monkeypatch.setenv(f"EKAKUSHIN_{name.upper()}", value)

    with pytest.raises(Misconfigured) as raised:
        read_settings(**({name: value} if source == "flag" else {}))

    assert raised.value.code == "ENV-005"
    assert f"{name}: " in str(raised.value)
    assert WORD not in f"{raised.value} {raised.value.remedy} {raised.value.values}"


def test_a_passphrase_that_does_not_fit_is_not_shown(settings_file: Path) -> None:
    settings_file.write_text(f'vault_passphrase = ["{WORD}"]')

    with pytest.raises(Misconfigured) as raised:
        read_settings()

    assert "vault_passphrase" in str(raised.value)
    assert WORD not in f"{raised.value} {raised.value!r} {raised.value.__cause__}"


@pytest.mark.parametrize(
    "data", [b"workers = ", b'home = "x', 'browser = "日本"'.encode("cp932")], ids=["half", "open", "cp932"]
)
def test_a_file_that_is_no_toml_is_an_error_of_the_settings(settings_file: Path, data: bytes) -> None:
    settings_file.write_bytes(data)

    with pytest.raises(Misconfigured) as raised:
        read_settings()

    assert raised.value.code == "ENV-005"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('home = "C:\\Users"', "' で囲んで"),
        ('proxi = "direct"', "proxi という設定はありません。proxy のことですか"),
    ],
    ids=[
        "backslash",
        "slip",
    ],
)
def test_what_is_wrong_in_the_file_is_said_in_plain_words(settings_file: Path, text: str, told: str) -> None:
    settings_file.write_text(text, "utf-8")

    with pytest.raises(Misconfigured, match=told):
        read_settings()


def test_a_file_that_is_not_utf_8_says_how_to_save_it(settings_file: Path) -> None:
    settings_file.write_bytes("# 日本".encode("cp932"))

    with pytest.raises(Misconfigured, match="エンコードにUTF-8"):
        read_settings()


def test_a_file_that_notepad_has_marked_as_utf_8_is_read(settings_file: Path) -> None:
    settings_file.write_text("# 日本\nstop_after = 3\n", "utf-8-sig")

    assert read_settings().stop_after == 3


@pytest.mark.parametrize("name", ["password_alphabet", "pin_alphabet"])
@pytest.mark.parametrize("value", ["", "０１２３", "a b"])
def test_an_alphabet_that_nobody_can_type_is_an_error_of_the_settings(name: str, value: str) -> None:
    with pytest.raises(Misconfigured):
        read_settings(**{name: value})


def test_the_rules_are_what_the_settings_say(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EKAKUSHIN_PIN_LENGTH", "10")
    monkeypatch.setenv("EKAKUSHIN_PIN_ALPHABET", "01234")

    rule = read_settings().pin_rule

    assert (rule.length, rule.alphabet) == (10, "01234")


def test_what_the_file_holds_for_others_is_not_ours(settings_file: Path) -> None:
    settings_file.write_text('theme = "dark"\nworkers = 3\n')

    assert read_settings().workers == 3


def test_a_site_is_read_from_its_file(tmp_path: Path) -> None:
    (tmp_path / "site.toml").write_text('name = "mock"', "utf-8-sig")  # as Notepad may

    assert read_settings(site=str(tmp_path / "site.toml")).the_site().name == "mock"


def test_a_site_that_is_not_there_is_an_error_of_the_settings(tmp_path: Path) -> None:
    with pytest.raises(Misconfigured, match=r"gone\.toml"):
        read_settings(site=str(tmp_path / "gone.toml")).the_site()


@pytest.mark.skipif(
    os.name == "nt" or os.geteuid() == 0, reason="whoever may read everything is refused nothing"
)
def test_a_file_that_may_not_be_read_is_an_error_of_the_settings(settings_file: Path) -> None:
    settings_file.touch(mode=0o000)

    with pytest.raises(Misconfigured):
        read_settings()
