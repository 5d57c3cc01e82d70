"""The public root certificates, as the browser's driver brings them along."""

from __future__ import annotations

import subprocess
from functools import cache

from playwright._impl._driver import compute_driver_executable

_SECONDS = 5
_PRINT = r"process.stdout.write(require('tls').rootCertificates.join('\n'))"


@cache
def public_roots() -> str:
    """Mozilla's list as Node holds it, as PEM: what somebody has put on this PC is not in it.

    Raises OSError or subprocess.SubprocessError if the driver does not run.
    """
    node, _ = compute_driver_executable()
    command = [str(node), "-e", _PRINT]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", timeout=_SECONDS, check=True)  # noqa: S603  (Playwright's own program)
    return done.stdout
