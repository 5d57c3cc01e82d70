"""What can be read on a picture, by tesseract where it is installed."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

PROGRAM = shutil.which("tesseract")


def words_on(picture: Path) -> str:
    """All letters and digits that are seen on it, without spaces."""
    command = [str(PROGRAM), str(picture), "-", "--psm", "11", "-l", "eng"]
    alone = {**os.environ, "OMP_THREAD_LIMIT": "1"}  # its threads wait for each other more than they read
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=120, env=alone)
    return "".join(done.stdout.split())


def looks_alike(text: str) -> str:
    """The text with letters that a reader of pictures takes for each other made one."""
    return text.lower().translate(str.maketrans("oil|!sbzg", "011115829"))
