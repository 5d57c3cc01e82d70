"""The serializer with which DBOS stores inputs and results."""

from __future__ import annotations

from typing import Any

from dbos import Serializer

from ekakushin.automation.engine import values


class Packing(Serializer):
    """Serializes the values that this program knows, as JSON, and no others."""

    def name(self) -> str:
        """The name under which the engine notes how a value was stored."""
        return "ekakushin_json"

    def serialize(self, data: Any) -> str:
        """One line of JSON. Raises TypeError for anything that is not known."""
        return values.line_of(data)

    @classmethod
    def deserialize(cls, serialized_data: str) -> Any:
        """What `serialize` was given; errors come back as errors of the same class."""
        return values.read(serialized_data)
