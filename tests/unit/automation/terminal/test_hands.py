"""Somebody at the terminal who lends a hand: what they are told, what they answer, and when they cannot."""

from __future__ import annotations

import io
import os
import sys
import webbrowser
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import typer
from rich.cells import cell_len

from ekakushin.automation.settings import read_settings
from ekakushin.automation.terminal import asking, hands
from ekakushin.automation.terminal.asking import PinQuestion
from ekakushin.automation.terminal.assistant import TerminalAssistant, help_lines
from ekakushin.automation.terminal.desk import TerminalDesk
from ekakushin.automation.terminal.hands import lent, must_be_possible
from ekakushin.automation.terminal.keys import Keys
from ekakushin.automation.terminal.progress import PlainLines, progress_on
from ekakushin.flows.errors import BrowserMissing
from ekakushin.flows.hands import Answer, HelpRequest, Wish, screen_name
from ekakushin.flows.screens.screen import Screen
from ekakushin.flows.secret import Secret
from ekakushin.flows.text import Language, use_language
from tests.support.fakes import Surroundings
from tests.support.systems import posix_only
from tests.support.terminals import Terminal

HELP_REQUEST = HelpRequest(
    user_id="10006",
    step="issue",
    screen="RequestScreen",
    act="pressed",
    button="発行",
    expected=("ReceiptScreen", "FilledRequestScreen"),
    title="ご利用状況アンケート" * 9,
    place="https://webra2.secomtrust.net/scira/Step2.do",
)
TYPED = posix_only("keys come from standard input there, on Windows from the console")
LANGUAGES = pytest.mark.parametrize("language", ["ja", "en"])
ADDRESS = Secret("https://webra2.secomtrust.net/scira/Entrance.jsp?p1=1&p2=8f3a&p3=Qk7Z")


class Typing:
    """Standard input as a pipe, with a person at its other end."""

    def __init__(self) -> None:
        reading, self._writing = os.pipe()
        self.stream = os.fdopen(reading)

    def types(self, text: str) -> None:
        os.write(self._writing, text.encode())

    def leaves(self) -> None:
        os.close(self._writing)
        self._writing = -1

    def close(self) -> None:
        self.stream.close()
        if self._writing >= 0:
            self.leaves()


@pytest.fixture
def typing() -> Iterator[Typing]:
    person = Typing()
    yield person
    person.close()


@pytest.fixture
def secretly(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """A person at a terminal who types these words without their being shown."""

    def typed(*words: str) -> None:
        answers = iter(words)
        monkeypatch.setattr(sys, "stdin", Terminal())
        monkeypatch.setattr(asking.getpass, "getpass", lambda question: next(answers))

    return typed


def all_kinds(kind: type[Screen]) -> set[type[Screen]]:
    return {each for below in kind.__subclasses__() for each in {below, *all_kinds(below)}}


@LANGUAGES
@pytest.mark.parametrize("act", ["pressed", "missing", "opened", "filling"])
@pytest.mark.parametrize("button", ["発行", ""])
def test_what_is_asked_fits_the_terminal(language: Language, act: Any, button: str) -> None:
    use_language(language)
    lines = help_lines(HELP_REQUEST.model_copy(update={"act": act, "button": button}), minutes=30)

    assert max(cell_len(line) for line in lines) <= 80
    assert len(lines) <= 24


@LANGUAGES
def test_every_screen_has_a_name_that_a_person_knows(language: Language) -> None:
    use_language(language)
    kinds = {each for each in all_kinds(Screen) if each.__module__.startswith("ekakushin.flows.")}
    private = {each for each in kinds if each.__name__.startswith("_")}
    unnamed = {each for each in kinds - private if screen_name(each.__name__) == screen_name("Screen")}

    assert not unnamed


def test_pressing_again_is_warned_of() -> None:
    said = "".join(line.strip() for line in help_lines(HELP_REQUEST, minutes=30))

    assert "もう一度押さないでください" in said
    assert "一人一回だけ" in said
    assert "【STEP3】" in said


@TYPED
def test_keys_come_line_by_line_and_nobody_waits_for_them(typing: Typing) -> None:
    keys = Keys(typing.stream)
    nothing = keys.line()
    typing.types("Q\n\nhal")
    lines = [keys.line(), keys.line(), keys.line()]
    typing.types("f\n")
    typing.leaves()

    assert (nothing, lines) == (None, ["q", "", None])
    assert (keys.line(), keys.line()) == ("half", None)


class Console:
    """The console of Windows, at which these keys were pressed."""

    def __init__(self, pressed: str) -> None:
        self.pressed = list(pressed)

    def kbhit(self) -> bool:
        return bool(self.pressed)

    def getwch(self) -> str:
        return self.pressed.pop(0)


@pytest.mark.parametrize("special", ["\xe0O", "\xe0Q", "\xe0P", "\x00;"])
def test_end_page_down_arrows_and_function_keys_are_no_letters(special: str) -> None:
    keys = Keys(io.StringIO(), Console(f"{special}q"))
    assert (keys.line(), keys.line()) == ("q", None)


def test_a_full_width_letter_is_the_letter() -> None:
    assert Keys(io.StringIO(), Console("Ｑ")).line() == "q"


@TYPED
def test_a_full_width_word_is_the_word(typing: Typing) -> None:
    typing.types("ＹＥＳ\n")
    assert Keys(typing.stream).line() == "yes"


def test_nobody_types_nothing() -> None:
    assert (Keys(None).line(), Keys(io.StringIO("no file\n")).line()) == (None, None)


@TYPED
def test_q_gives_up_and_enter_looks_again(typing: Typing) -> None:
    assistant = TerminalAssistant(io.StringIO(), Keys(typing.stream), PinQuestion())
    assistant.asks(HELP_REQUEST)
    typing.types("\nq\n")

    assert [assistant.answer() for _ in range(3)] == [Answer.LOOK_AGAIN, Answer.GIVE_UP, None]


def test_how_it_goes_on_is_said() -> None:
    stream = io.StringIO()
    assistant = TerminalAssistant(stream, Keys(None), PinQuestion())
    for tell in (assistant.sees_nothing, assistant.gives_up):
        tell()
    assistant.goes_on("HomeScreen")
    assistant.goes_on("")

    assert len(stream.getvalue().splitlines()) == 4
    assert "サービスTOP" in stream.getvalue()


def test_a_pin_is_typed_without_being_shown(secretly: Callable[..., None]) -> None:
    secretly(" pK2p7Qx9 ", "")

    assert PinQuestion().pin("a.p12", 3) == Secret("pK2p7Qx9")
    assert PinQuestion().pin("a.p12", 3) is None


@pytest.mark.parametrize(
    ("allowed", "text", "pin"),
    [
        (True, "pK2p7Qx9\n", Secret("pK2p7Qx9")),
        (True, "\n", None),
        (True, "", Secret("")),
        (False, "x\n", None),
    ],
)
def test_without_a_terminal_a_pin_is_read_only_if_that_is_allowed(
    monkeypatch: pytest.MonkeyPatch, allowed: bool, text: str, pin: Secret | None
) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO(text))

    assert PinQuestion(from_stdin=allowed).pin("a.p12", 3) == pin


def desk(stream: io.StringIO, typing: Typing, *lines: str) -> tuple[TerminalDesk, list[Wish | None]]:
    made = TerminalDesk(stream, Keys(typing.stream), PinQuestion())
    typing.types("".join(f"{line}\n" for line in lines))
    return made, [made.wish() for _ in lines]


@TYPED
@pytest.mark.usefixtures("display")
def test_each_key_is_a_wish(typing: Typing) -> None:
    _, wishes = desk(io.StringIO(), typing, "o", "", "Q", "x")

    assert wishes == [Wish.OPEN, Wish.LOOK_AGAIN, Wish.GIVE_UP, Wish.LOOK_AGAIN]


@TYPED
def test_a_secret_is_wished_for_after_a_yes_alone(typing: Typing) -> None:
    _, wishes = desk(Terminal(), typing, "a", "n", "A", "y", "p", "y")

    assert wishes == [None, None, None, Wish.ADDRESS, None, Wish.PASSWORD]


@TYPED
def test_a_secret_is_shown_on_a_terminal_alone(typing: Typing) -> None:
    stream = io.StringIO()
    _, wishes = desk(stream, typing, "p", "a")

    assert wishes == [None, None]
    assert "端末ではない" in stream.getvalue()


def test_an_address_is_shown_in_one_piece(typing: Typing) -> None:
    stream = Terminal()
    desk(stream, typing)[0].show("address", ADDRESS)

    assert f"{ADDRESS.reveal()}\n" in stream.getvalue()


@pytest.mark.usefixtures("display")
def test_the_address_is_opened_in_the_person_s_own_browser_and_not_printed(
    typing: Typing, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []
    monkeypatch.setattr(webbrowser, "open", lambda url: not opened.append(url))
    stream = Terminal()
    desk(stream, typing)[0].open(ADDRESS)

    assert opened == [ADDRESS.reveal()]
    assert "p3" not in stream.getvalue()


@TYPED
def test_without_a_display_no_browser_is_wished_for(typing: Typing, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    for name in ("DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    stream = Terminal()

    assert desk(stream, typing, "o")[1] == [None]
    assert "a でアドレス" in stream.getvalue()


@LANGUAGES
@pytest.mark.parametrize("sent", [True, False])
def test_what_to_do_by_hand_fits_the_terminal(typing: Typing, language: Language, sent: bool) -> None:
    use_language(language)
    stream = io.StringIO()
    desk(stream, typing)[0].explain("10006", "C:/Users/taro/Downloads", sent=sent)
    lines = stream.getvalue().splitlines()

    assert max(cell_len(line) for line in lines) <= 80
    assert ("--reissue" in stream.getvalue()) is sent
    assert any(line.startswith("o: ") for line in lines) is not sent


@pytest.fixture
def display(monkeypatch: pytest.MonkeyPatch) -> None:
    """There is a display and a terminal."""
    monkeypatch.setenv("DISPLAY", ":7")
    monkeypatch.setattr(sys, "stdin", Terminal())


@pytest.mark.usefixtures("display")
def test_with_a_display_and_a_terminal_both_are_possible() -> None:
    settings = read_settings(assist=True, by_hand=True, workers=1)

    assert must_be_possible(settings, {"workers": 1}) is settings
    assert (settings.people_at_once, settings.shows_browser) == (1, True)


@pytest.mark.usefixtures("display")
@pytest.mark.parametrize("wanted", ["assist", "by_hand"])
@pytest.mark.parametrize("flags", [{"workers": 2}, {"elsewhere": True}])
def test_several_people_at_once_and_work_elsewhere_are_refused(wanted: str, flags: dict[str, Any]) -> None:
    with pytest.raises(typer.BadParameter):
        must_be_possible(read_settings(**{wanted: True}), flags, elsewhere=bool(flags.get("elsewhere")))


@pytest.mark.usefixtures("display")
def test_a_browser_without_a_window_is_refused() -> None:
    with pytest.raises(typer.BadParameter):
        must_be_possible(read_settings(assist=True, headed=False), {"headed": False})


def test_without_a_display_nobody_can_assist(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    for name in ("DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)

    with pytest.raises(BrowserMissing) as raised:
        must_be_possible(read_settings(assist=True), {})

    assert "--assist" in str(raised.value)


@pytest.mark.parametrize("allowed", [True, False])
def test_without_a_terminal_a_pin_cannot_be_asked_for(monkeypatch: pytest.MonkeyPatch, allowed: bool) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO())
    settings = read_settings(by_hand=True, pin_stdin=allowed)

    if allowed:
        assert must_be_possible(settings, {}) is settings
        return
    with pytest.raises(typer.BadParameter):
        must_be_possible(settings, {})


def test_a_folder_without_by_hand_is_a_mistake() -> None:
    with pytest.raises(typer.BadParameter):
        must_be_possible(read_settings(), {"downloads": Path("x")})


def test_hands_are_lent_as_the_settings_want(around: Surroundings, tmp_path: Path) -> None:
    alone = lent(around.workplace, read_settings())
    helped = lent(around.workplace, read_settings(assist=True, by_hand=True, downloads=tmp_path))

    assert (alone.assistant, alone.by_hand) == (None, None)
    assert helped.assistant
    assert helped.by_hand
    assert helped.by_hand.letterbox.place == str(tmp_path)


def test_files_are_looked_for_among_the_downloads_unless_told_otherwise(
    around: Surroundings, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(hands.platformdirs, "user_downloads_path", lambda: tmp_path)
    by_hand = lent(around.workplace, read_settings(by_hand=True)).by_hand

    assert by_hand
    assert by_hand.letterbox.place == str(tmp_path)


def test_a_terminal_on_which_somebody_is_asked_has_no_board() -> None:
    with progress_on(Terminal(), talking=True) as progress:
        assert isinstance(progress, PlainLines)
