"""A fresh mock of both sites in a process of its own, and what it has seen of whoever visited it."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ekakushin.fixtures.mock_site import MockSite

_PAGES = "pages.txt"


class Site(MockSite):
    """A mock that runs elsewhere, seen by its state folder; it is never started here."""

    @property
    def user_ids(self) -> list[str]:
        """Who was invited, by the names of their mails."""
        return sorted({mail.name.partition("-")[0] for mail in self.mails.glob("*.eml")})

    @property
    def pages(self) -> int:
        """How many HTML pages were answered; that there is no icon for the tab is no page."""
        paths = (self.state / _PAGES).read_text("utf-8").splitlines()
        return sum(path != "/favicon.ico" for path in paths)


@contextmanager
def served(state: Path, *, people: int, signing_delay: float, answer_delay: float = 0.0) -> Iterator[Site]:
    """Serve a new mock until the end of the block. Both delays are in seconds."""
    options = map(str, (state, people, signing_delay, answer_delay))
    command = [sys.executable, "-m", "bench.site", *options]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdin
        assert process.stdout
        if not process.stdout.readline():
            raise RuntimeError("the mock has not started")
        try:
            yield Site(state)
        finally:
            process.stdin.close()


def main(state: str, people: str, signing_delay: str, answer_delay: str) -> None:
    """Serve until the standard input ends."""
    folder = Path(state)
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / _PAGES).open("a", encoding="utf-8", buffering=1) as pages:

        def noted(html: str, path: str) -> str:
            pages.write(f"{path}\n")
            return html

        with MockSite(
            folder,
            people=int(people),
            signing_delay=float(signing_delay),
            answer_delay=float(answer_delay),
            html_filter=noted,
        ):
            print("ready", flush=True)
            sys.stdin.read()


if __name__ == "__main__":
    main(*sys.argv[1:])
