"""What a user may have set that makes Node, Playwright or a browser write down what passes through them."""

from __future__ import annotations

from pathlib import Path


def loud(folder: Path) -> dict[str, str]:
    """Variables that all write into `folder` or onto the terminal, and a temporary folder there."""
    (folder / "tmp").mkdir(parents=True)
    (folder / "written").mkdir()
    return {
        "TMPDIR": str(folder / "tmp"),
        "DEBUG": "pw:*",
        "DEBUGP": "1",
        "DEBUG_FILE": str(folder / "written" / "debug"),
        "PWDEBUG": "1",
        "PWDEBUGIMPL": "1",
        "NODE_DEBUG": "tls,http,net",
        "NODE_OPTIONS": f"--tls-keylog={folder / 'written' / 'node-keys'} --trace-tls",
        "SSLKEYLOGFILE": str(folder / "written" / "keys"),
        "CHROME_LOG_FILE": str(folder / "written" / "chrome"),
        "CHROMIUM_FLAGS": f"--enable-logging --v=2 --log-net-log={folder / 'written' / 'net.json'}",
        "PYTHONASYNCIODEBUG": "1",
    }


def written(folder: Path) -> list[str]:
    """What they have written, which must be nothing."""
    return sorted(each.name for each in (folder / "written").iterdir())
