"""When everybody's login certificate expires, from what lies in clear beside it: no key is opened, no vault asked."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from ekakushin.automation.certificates.shelf import FACTS, PROVEN
from ekakushin.automation.state.files import read_patiently, safe_name
from ekakushin.automation.state.names import StateFolder


def ends_of(home: Path, user_ids: Iterable[str], at: datetime) -> dict[str, datetime]:
    """When the certificate in use ends, by user ID; of somebody who uses none, that of the one that ends last.

    Whose cannot be read is left out: `cert list` says why.
    """
    folder = home / StateFolder.CERTIFICATES
    ends = {}
    for user_id in user_ids:
        with suppress(OSError, ValueError, KeyError, TypeError):
            found = _ends(folder / safe_name(user_id))
            holding = [end for end, proven in found if proven and end > at]
            if found:
                ends[user_id] = max(holding or [end for end, _ in found])
    return ends


def _ends(folder: Path) -> list[tuple[datetime, bool]]:
    """The end of each certificate, and whether it has opened the site. Of many people every look at a disk counts."""
    names = set(os.listdir(folder))  # noqa: PTH208  (twice as fast, and these are many)
    return [
        (
            datetime.fromisoformat(json.loads(read_patiently(folder / name))["certificate"]["not_after"]),
            name.removesuffix(FACTS) + PROVEN in names,
        )
        for name in names
        if name.endswith(FACTS)
    ]
