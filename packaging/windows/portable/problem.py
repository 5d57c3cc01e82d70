"""Why a portable folder cannot be built, in one sentence."""

from __future__ import annotations


class CannotBuild(Exception):
    """Something that goes into the folder is not there, not the one that was agreed on, or not genuine."""
