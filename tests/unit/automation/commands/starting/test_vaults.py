"""Where secrets are kept is asked only where there is a choice."""

from __future__ import annotations

import keyring
import pytest
from keyring.backends.fail import Keyring as NoKeyring

from ekakushin.automation.commands.starting.vaults import choose_vault
from tests.support.answers import Answering
from tests.support.keeping import MemoryKeyring


@pytest.mark.parametrize(("typed", "kind"), [("", "keyring"), ("2", "file")])
def test_a_keyring_that_works_is_the_first_choice(
    monkeypatch: pytest.MonkeyPatch, memory_keyring: MemoryKeyring, typed: str, kind: str
) -> None:
    monkeypatch.setattr(keyring, "get_keyring", lambda: memory_keyring)

    assert choose_vault(Answering(typed)) == kind
    assert memory_keyring.entries == {}


def test_without_a_keyring_nobody_is_asked(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(keyring, "get_keyring", NoKeyring)
    somebody = Answering()

    assert (choose_vault(somebody), somebody.asked) == ("file", [])
    assert "暗号化ファイルに保管します" in capsys.readouterr().err
