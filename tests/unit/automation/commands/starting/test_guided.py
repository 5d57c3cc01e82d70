"""The guided first run, from the first question to the run: what is asked, kept and told, and how it ends."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from ekakushin.automation import doctor
from ekakushin.automation.commands import onboard
from ekakushin.automation.commands.onboard import RunRequest
from ekakushin.automation.commands.selection import Selection
from ekakushin.automation.commands.starting import choosing, guided, vaults
from ekakushin.automation.commands.starting.guided import start
from ekakushin.automation.commands.starting.visit import Visit
from ekakushin.automation.doctor.check import Check, bad, good
from ekakushin.automation.exit_code import ExitCode
from ekakushin.automation.office import Office
from ekakushin.automation.people import People
from ekakushin.automation.results import pending
from ekakushin.automation.settings import read_settings
from ekakushin.automation.vault import FileVault
from ekakushin.flows.errors import Misconfigured
from tests.support.answers import Answering
from tests.support.fakes import invitation
from tests.support.keeping import PASSPHRASE, everything_under
from tests.support.letters import two_mails

Screen = pytest.CaptureFixture[str]
GOOD, BAD = [good("browser", "chromium")], [bad("browser", "ENV-001", "none")]


@dataclass
class Scene:
    """Somebody at the terminal of a PC: what they type at hidden questions, what doctor sees, what is run."""

    home: Path
    hidden: list[str] = field(default_factory=list)
    checks: list[list[Check]] = field(default_factory=lambda: [GOOD])
    runs: list[tuple[Office, Selection]] = field(default_factory=list)
    keyring: bool = False

    def start(self, *lines: str, **given: Any) -> ExitCode:
        settings = read_settings(home=self.home, **given)
        self.somebody = Answering(*lines)
        return start(Visit(settings, given, self.somebody, ()))

    def run(self, office: Office, selection: Selection, wish: RunRequest) -> ExitCode:
        assert wish == RunRequest()
        self.runs.append((office, selection))
        office.people.keep(selection.invitations)
        return ExitCode.DONE


@pytest.fixture
def scene(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Scene:
    here = Scene(tmp_path / "home")
    monkeypatch.setattr("sys.stdin", SimpleNamespace(isatty=lambda: True))
    monkeypatch.setattr(onboard, "onboard", here.run)
    monkeypatch.setattr(vaults, "_has_keyring", lambda: here.keyring)
    monkeypatch.setattr("getpass.getpass", lambda question: here.hidden.pop(0))
    monkeypatch.setattr(doctor, "examine", lambda premises: here.checks[0])
    monkeypatch.setattr(doctor, "fix", lambda premises, checks, tell: here.checks[-1])
    return here


@pytest.fixture
def mails(tmp_path: Path) -> str:
    return str(two_mails(tmp_path / "mails")[0].parent)


@pytest.fixture
def known(scene: Scene, vault: FileVault) -> None:
    """Somebody whose mails were taken in before, in a vault that their passphrase opens."""
    People(scene.home, lambda: vault).keep([invitation()])
    scene.hidden = [PASSPHRASE]


def told(screen: Screen) -> str:
    read = screen.readouterr()
    return "".join((read.err + read.out).split())


def test_one_person_is_asked_for_mails_vault_and_whether_to_begin(
    scene: Scene, mails: str, settings_file: Path, capsys: Screen
) -> None:
    scene.keyring = True
    scene.hidden = ["long enough", "long enough"]

    code = scene.start(mails, "2", "y")

    ((office, selection),) = scene.runs
    screen = told(capsys)
    assert (code, selection.user_ids, office.settings.vault) == (ExitCode.DONE, ("10006",), "file")
    assert settings_file.read_text() == 'vault = "file"\n'
    assert [each[:6] for each in scene.somebody.asked] == ["メールのファ", "番号（Ent", "始めますか（"]
    assert "「発行」は、一人につき一度しか押しません" in screen
    assert screen.index("取り消せないこと") < screen.index("次に行うこと")
    assert "long enough" not in screen


def test_flags_are_written_so_that_they_need_not_be_repeated(
    scene: Scene, mails: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = tmp_path / "site.toml"
    site.write_text('name = "mock"')
    monkeypatch.chdir(tmp_path)

    assert scene.start(mails, "y", site="site.toml", vault="keyring") is ExitCode.DONE
    assert (read_settings().site, read_settings().vault) == (str(site), "keyring")


def test_what_the_environment_says_is_neither_asked_nor_written(
    scene: Scene, mails: str, settings_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EKAKUSHIN_VAULT", "keyring")

    assert scene.start(mails, "y") is ExitCode.DONE
    assert not settings_file.exists()


def test_without_a_terminal_a_sentence_says_what_to_type(
    scene: Scene, monkeypatch: pytest.MonkeyPatch, capsys: Screen
) -> None:
    monkeypatch.setattr("sys.stdin", SimpleNamespace(isatty=lambda: False))

    assert scene.start() is ExitCode.WRONG_USAGE
    assert "ekakushinonboard--mails" in told(capsys)


@pytest.mark.parametrize("answers", range(4))
def test_whoever_leaves_has_sent_nothing_and_finds_nothing_half_written(
    scene: Scene, mails: str, settings_file: Path, answers: int, capsys: Screen
) -> None:
    scene.checks = [BAD]
    scene.keyring = True

    code = scene.start(*[mails, "1", "n"][:answers])

    assert (code, scene.runs, scene.home.exists()) == (ExitCode.STOPPED, [], False)
    assert (settings_file.read_text() if settings_file.exists() else "") in ("", 'vault = "keyring"\n')
    assert "やめました。サイトでは何も行っていません。もう一度始めるとき:ekakushinstart" in told(capsys)


def test_ctrl_c_at_a_hidden_question_leaves_too(
    scene: Scene, mails: str, settings_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupt(question: str) -> str:
        raise KeyboardInterrupt

    monkeypatch.setattr("getpass.getpass", interrupt)

    assert scene.start(mails) is ExitCode.STOPPED
    assert not settings_file.exists()
    assert not scene.home.exists()


def test_nobody_is_begun_with_without_a_yes(scene: Scene, mails: str, capsys: Screen) -> None:
    scene.keyring = True

    assert scene.start(mails, "", "") is ExitCode.NOT_ALL
    assert (scene.runs, scene.home.exists()) == ([], False)
    assert "始めませんでした" in told(capsys)


@pytest.mark.parametrize(
    ("hidden", "runs"), [([PASSPHRASE], 1), (["wrong", PASSPHRASE], 1), (["wrong"] * 3, 0)]
)
def test_the_vault_that_is_there_is_opened_first(
    scene: Scene, vault: FileVault, mails: str, hidden: list[str], runs: int, capsys: Screen
) -> None:
    scene.hidden = list(hidden)

    code = scene.start(mails, "y")

    screen = told(capsys)
    assert (len(scene.runs), scene.hidden) == (runs, [])
    assert code is (ExitCode.DONE if runs else ExitCode.WRONG_USAGE)
    assert ("ENV-003" in screen) is not bool(runs)
    assert ("パスフレーズが違います。もう一度入力してください" in screen) is ("wrong" in hidden[:1])
    assert ("もう一度始めるとき:ekakushinstart" in screen) is not bool(runs)


def test_a_wrong_passphrase_of_the_environment_is_not_asked_for(
    scene: Scene, vault: FileVault, monkeypatch: pytest.MonkeyPatch, capsys: Screen
) -> None:
    monkeypatch.setenv("EKAKUSHIN_VAULT_PASSPHRASE", "wrong")

    assert scene.start() is ExitCode.WRONG_USAGE
    assert "ENV-003" in told(capsys)


@pytest.mark.usefixtures("known")
def test_those_who_are_known_are_gone_on_with_by_enter(scene: Scene, capsys: Screen) -> None:
    assert scene.start("", "y") is ExitCode.DONE

    ((_, selection),) = scene.runs
    assert (selection.user_ids, selection.invitations) == (("10006",), ())
    assert "取り込み済み:全1人:未了1" in told(capsys)


@pytest.mark.usefixtures("known")
def test_others_may_be_added_to_those_who_are_known(scene: Scene, tmp_path: Path) -> None:
    folder = two_mails(tmp_path / "more", "10007")[0].parent

    scene.start("2", str(folder), "y")

    ((_, selection),) = scene.runs
    assert selection.user_ids == ("10007",)


@pytest.mark.usefixtures("known")
def test_where_everybody_is_done_nothing_is_explained_and_the_pc_is_left_alone(
    scene: Scene, monkeypatch: pytest.MonkeyPatch, settings_file: Path, capsys: Screen
) -> None:
    scene.checks = []
    done = [pending("10006").model_copy(update={"state": "done"})]
    for place in (choosing, guided):
        monkeypatch.setattr(place, "standing_of", lambda *_: done)

    assert scene.start("") is ExitCode.DONE
    assert not settings_file.exists()
    assert told(capsys).endswith("ふだんのブラウザで、ログイン画面を開けるようにする")


@pytest.mark.usefixtures("known")
def test_what_breaks_the_run_off_is_told_with_how_to_begin_again(
    scene: Scene, monkeypatch: pytest.MonkeyPatch, capsys: Screen
) -> None:
    def refuse(*_: object) -> ExitCode:
        raise Misconfigured("NET-014", proxy="http://proxy:8080", detail="")

    monkeypatch.setattr(onboard, "onboard", refuse)

    assert scene.start("", "y") is ExitCode.WRONG_USAGE
    screen = told(capsys)
    assert "NET-014" in screen
    assert screen.index("NET-014") < screen.index("もう一度始めるとき")


@pytest.mark.usefixtures("known")
def test_a_vault_that_has_gone_is_told_at_once(scene: Scene, capsys: Screen) -> None:
    (scene.home / "vault.bin").unlink()

    assert scene.start() is ExitCode.WRONG_USAGE
    assert "なくなりました" in told(capsys)


def test_a_roster_takes_some_of_the_people(scene: Scene, mails: str, tmp_path: Path, capsys: Screen) -> None:
    scene.keyring = True
    two_mails(Path(mails), "10007")
    roster, broken = tmp_path / "roster.csv", tmp_path / "broken.xlsx"
    roster.write_text("ユーザID,氏名\n10007,健保 太郎\n", "utf-8")
    broken.write_bytes(b"PK no workbook")

    scene.start(mails, str(tmp_path / "gone.csv"), f'"{broken}"', str(roster), "", "y")

    ((_, selection),) = scene.runs
    assert selection.user_ids == ("10007",)
    screen = told(capsys)
    assert "gone.csvが見つかりません" in screen
    assert "ENV-009" in screen


def test_a_roster_of_others_ends_it_with_a_sentence(
    scene: Scene, mails: str, tmp_path: Path, capsys: Screen
) -> None:
    two_mails(Path(mails), "10007")
    roster = tmp_path / "roster.csv"
    roster.write_text("ユーザID,氏名\n20001,別の 人\n", "utf-8")

    assert scene.start(mails, str(roster)) is ExitCode.NOT_ALL
    assert "始められる人がいません" in told(capsys)


@pytest.mark.parametrize(
    ("checks", "answers", "runs"),
    [
        ([BAD, GOOD], ["", "y"], 1),
        ([BAD, BAD], ["", ""], 0),
        ([BAD, BAD], ["n", "y", "y"], 1),
    ],
    ids=["mended", "not mended", "all the same"],
)
def test_a_pc_that_is_not_ready_is_mended_or_left(
    scene: Scene, mails: str, checks: list[list[Check]], answers: list[str], runs: int, capsys: Screen
) -> None:
    scene.keyring, scene.checks = True, checks

    scene.start(mails, "", *answers)

    assert (len(scene.runs), scene.somebody.is_through) == (runs, True)
    assert ("ekakushindoctor" in told(capsys)) is not bool(runs)


def test_no_secret_of_the_mails_lies_anywhere_before_the_yes(
    scene: Scene, mails: str, tmp_path: Path, capsys: Screen
) -> None:
    scene.keyring = True
    before = {file: file.read_bytes() for file in Path(mails).iterdir()}

    scene.start(mails, "")

    for file in before:
        file.unlink()
    left = everything_under(tmp_path).decode() + told(capsys)
    assert not any(secret in left for secret in ("auth10006", "login10006", "8f3a10006", "Qk7Z10006"))
