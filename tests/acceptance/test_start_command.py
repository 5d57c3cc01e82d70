"""`ekakushin start`, on a terminal of its own: from two mails and a few answers to an account that can file."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from pathlib import Path

from ekakushin.flows.mailbox import read_mails
from tests.acceptance.conftest import PASSPHRASE, Run, Served, Typed

Serve = Callable[..., Served]


def test_one_person_answers_a_few_questions_and_is_done(
    at_a_terminal: Typed, run: Run, serve: Serve, tmp_path: Path
) -> None:
    served = serve("--people", "1")
    mails = sorted(Path(served.ready["mails"]).iterdir())
    (person,) = read_mails(mails).people
    here = {
        "EKAKUSHIN_VAULT_PASSPHRASE": "",
        "XDG_CONFIG_HOME": str(tmp_path / "config"),
        "XDG_DATA_HOME": str(tmp_path / "data"),
        "HOME": str(tmp_path),
    }
    answers = (
        ("この画面にドラッグして Enter:", " ".join(f"'{each}'" for each in mails)),
        ("保管庫のパスフレーズ:", PASSPHRASE),
        ("もう一度（確認）:", PASSPHRASE),
        ("始めますか", "y"),
    )

    flags = ["--site", served.ready["site"], "--vault", "file"]
    code, screen = at_a_terminal("start", *flags, answers=answers, seconds=240, **here)
    alone = run(**here)

    assert code == 0, screen
    assert (
        screen.index("取り消せないこと") < screen.index("始めますか") < screen.index("credentials show 10006")
    )
    assert tomllib.loads((tmp_path / "config" / "ekakushin" / "settings.toml").read_text("utf-8")) == {
        "site": served.ready["site"],
        "vault": "file",
    }
    assert ("10006", "password") in served.acts()
    assert "全 1 人: 完了 1" in alone.stdout, alone.stderr
    assert "ekakushin cert install 10006" in alone.stdout
    mailed = (person.authentication_password, person.login_password)
    assert not any(secret in screen for secret in (PASSPHRASE, *(each.reveal() for each in mailed if each)))
