"""`python -m ekakushin` is the command."""

from __future__ import annotations

from ekakushin.automation.main import main

if __name__ == "__main__":
    main()
