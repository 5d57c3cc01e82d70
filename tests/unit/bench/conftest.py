"""What measures counts a process's descendants by `resource` and a subreaper: Linux alone has both."""

from __future__ import annotations

from tests.support.systems import WINDOWS

collect_ignore = ["test_crowd.py", "test_table.py"] if WINDOWS else []
