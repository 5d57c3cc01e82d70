"""`--assist` and `--by-hand`, as a user calls them; the person's part is played."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from ekakushin.fixtures.mock_site import MockSite
from ekakushin.flows.browser.finding import find_browser
from ekakushin.flows.mailbox import read_mails
from ekakushin.flows.models import Invitation
from tests.acceptance.conftest import Run, Served, command, environment
from tests.support.visitor import Visitor, pin_on

Serve = Callable[..., Served]

needs_display = pytest.mark.skipif(
    not shutil.which("Xvfb") or not find_browser(headed=True), reason="no Xvfb, or no browser with a window"
)


def flags(served: Served, tmp_path: Path) -> list[object]:
    return ["--site", served.ready["site"], "--home", tmp_path / "home", "--vault", "file"]


def invitation_of(served: Served) -> Invitation:
    (person,) = read_mails([Path(served.ready["mails"])]).people
    return person.invitation()


def issued_by_hand(served: Served, tmp_path: Path) -> tuple[bytes, str]:
    """What a person gets in a browser of their own: the .p12 file, and the PIN that was on the page."""
    invitation, visitor = invitation_of(served), Visitor(MockSite(served.state), tmp_path)
    entrance = visitor.visit(invitation.issuance_url.reveal())
    page = visitor.send(entrance, "", invitation.authentication_password.reveal())
    return visitor.send(page, "issue").body, pin_on(page)


def imported(run: Run, served: Served, tmp_path: Path) -> None:
    run("mail", "import", served.ready["mails"], "--home", tmp_path / "home", "--vault", "file")


def test_a_file_issued_by_hand_is_received_and_proven(run: Run, serve: Serve, tmp_path: Path) -> None:
    served = serve("--people", "1", "--profile", "p12")
    imported(run, served, tmp_path)
    file, pin = issued_by_hand(served, tmp_path)
    (tmp_path / "mine.p12").write_bytes(file)

    by_hand = ["--by-hand", "--from", tmp_path / "mine.p12", "--pin-stdin"]
    done = run("issue", "10006", *flags(served, tmp_path), *by_hand, "--json", stdin=f"wrong\n{pin}\n")

    (person,) = json.loads(done.stdout)["people"]
    assert (done.returncode, person["state"]) == (0, "done"), done.stderr
    assert set(person["seconds"]) == {"issue", "verify"}
    assert served.acts() == [("10006", "authenticate"), ("10006", "issue")]  # none of them the tool's
    assert pin not in done.stdout + done.stderr
    assert (tmp_path / "mine.p12").read_bytes() == file


def test_a_file_that_arrives_in_the_folder_is_waited_for(run: Run, serve: Serve, tmp_path: Path) -> None:
    served = serve("--people", "1", "--profile", "p12")
    imported(run, served, tmp_path)
    downloads = tmp_path / "Downloads"
    downloads.mkdir()
    by_hand = ["--by-hand", "--from", downloads, "--pin-stdin"]
    process = subprocess.Popen(
        command("onboard", *flags(served, tmp_path), *by_hand, "--until", "signup", "--json"),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        env=environment(),
    )
    assert process.stderr
    until_told(process, "Downloads")
    file, pin = issued_by_hand(served, tmp_path)
    (downloads / "10006.p12").write_bytes(file)
    printed, told = process.communicate(f"{pin}\n", timeout=90)

    assert (process.returncode, json.loads(printed)["people"][0]["state"]) == (0, "done"), told
    assert [act for _, act in served.acts()].count("issue") == 1


def until_told(process: subprocess.Popen[str], words: str) -> None:
    assert process.stderr
    told = ""
    for line in process.stderr:
        told += line.strip()  # a long path is broken where the line ends
        if words in told:
            return
    raise AssertionError(f"it never said {words}")


def test_three_wrong_pins_end_with_a_code_and_the_file_kept(run: Run, serve: Serve, tmp_path: Path) -> None:
    served = serve("--people", "1", "--profile", "p12")
    imported(run, served, tmp_path)
    file, pin = issued_by_hand(served, tmp_path)
    (tmp_path / "mine.p12").write_bytes(file)
    issue = ["issue", "10006", *flags(served, tmp_path), "--json", "--by-hand", "--pin-stdin"]

    wrong = run(*issue, "--from", tmp_path / "mine.p12", stdin="a\nb\nc\n")
    right = run(*issue, "--from", tmp_path, stdin=f"{pin}\n")

    (person,) = json.loads(wrong.stdout)["people"]
    assert (wrong.returncode, person["code"]) == (1, "ISS-006")
    assert right.returncode == 0, right.stderr  # from the copy that was kept


@pytest.mark.parametrize(
    "wanted",
    [["--assist", "--workers", "2"], ["--assist", "--enqueue"], ["--assist", "--headless"], ["--by-hand"]],
    ids=" ".join,
)
def test_what_cannot_be_is_refused_in_a_sentence(run: Run, tmp_path: Path, wanted: list[str]) -> None:
    done = run("onboard", *wanted, "--home", tmp_path / "home", "--vault", "file", "--lang", "en")

    assert (done.returncode, done.stdout) == (2, "")
    assert wanted[0] in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.skipif(os.name == "nt", reason="there is always a display")
def test_without_a_display_assist_is_refused_in_a_sentence(run: Run, tmp_path: Path) -> None:
    done = run("onboard", "--assist", "--home", tmp_path / "home", DISPLAY="", WAYLAND_DISPLAY="")

    assert done.returncode == 2
    assert "--assist" in done.stderr


@pytest.fixture
def display() -> Iterator[str]:
    """A display that nobody sees."""
    reading, writing = os.pipe()
    screen = subprocess.Popen(
        ["Xvfb", "-displayfd", str(writing), "-screen", "0", "1280x1024x24", "-nolisten", "tcp"],
        pass_fds=[writing],
        stderr=subprocess.DEVNULL,
    )
    os.close(writing)
    with os.fdopen(reading) as number:
        yield f":{number.readline().strip()}"
    screen.terminate()
    with suppress(subprocess.TimeoutExpired):
        screen.wait(timeout=10)


def assisted(served: Served, tmp_path: Path, display: str) -> subprocess.Popen[str]:
    """`onboard --assist` as far as the login, in a window that nobody sees, with a terminal that is a pipe."""
    onboard = ["onboard", "--mails", served.ready["mails"], *flags(served, tmp_path), "--until", "login"]
    return subprocess.Popen(
        command(*onboard, "--assist", "--json"),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        env=environment(DISPLAY=display),
    )


@needs_display
def test_on_an_unknown_page_somebody_is_asked_and_it_goes_on(
    serve: Serve, tmp_path: Path, display: str
) -> None:
    served = serve(
        "--people", "1", "--html-filter", "tests.acceptance.test_hands_command:survey_that_goes_on"
    )
    process = assisted(served, tmp_path, display)
    printed, told = process.communicate(timeout=300)

    (person,) = json.loads(printed)["people"]
    assert (process.returncode, person["state"]) == (0, "done"), told
    assert "ご利用状況アンケート" in told
    assert "「サービスTOP」の画面になりました" in told
    assert [act for _, act in served.acts()].count("login") == 1


@needs_display
def test_who_gives_up_gets_what_would_have_been_without_them(
    serve: Serve, tmp_path: Path, display: str
) -> None:
    served = serve("--people", "1", "--fault", "TOOL-001")
    process = assisted(served, tmp_path, display)
    until_told(process, "あきらめる")
    printed, told = process.communicate("q\n", timeout=60)

    (person,) = json.loads(printed)["people"]
    assert (process.returncode, person["code"], person["step"]) == (1, "TOOL-001", "login"), told
    assert any(each.endswith("failure.html") for each in person["evidence"])


SECONDS = 60  # far longer than an unknown page is given, also on a busy PC


def survey_that_goes_on(html: str, path: str) -> str:
    """A survey after the login; after a while it goes on by itself, as if somebody had pressed something."""
    if "UrLogin" not in path or "ログアウト" not in html:
        return html
    shown = json.dumps(html).replace("</", "<\\/")
    script = (
        f"setTimeout(() => {{ document.open(); document.write({shown}); document.close(); }}, {SECONDS}000)"
    )
    return f"<html><head><title>ご利用状況アンケート</title></head><body><script>{script}</script>待つ</body></html>"
