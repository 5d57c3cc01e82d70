"""The first module of the portable folder; Python is told not to write beside it until it knows where it may."""

from __future__ import annotations


def run() -> None:
    """The command."""
    from ekakushin.automation.portable_start import start

    start()


if __name__ == "__main__":
    run()
