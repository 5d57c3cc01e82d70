"""A registry in memory."""

from __future__ import annotations

from collections.abc import Mapping


class MemoryRegistry:
    """Keys with texts; a key above another one is there as long as that is."""

    def __init__(self, **keys: dict[str, str]) -> None:
        self.keys: dict[str, dict[str, str]] = dict(keys)
        self.forbidden = False

    def values(self, key: str) -> Mapping[str, str] | None:
        return dict(self.keys[key]) if key in self.keys else None

    def set(self, key: str, name: str, value: str) -> None:
        if self.forbidden:
            raise PermissionError(5, "Access is denied")
        parts = key.split("\\")
        for length in range(1, len(parts) + 1):
            self.keys.setdefault("\\".join(parts[:length]), {})
        self.keys[key][name] = value

    def delete(self, key: str, name: str) -> None:
        if self.forbidden:
            raise PermissionError(5, "Access is denied")
        self.keys.get(key, {}).pop(name, None)

    def delete_key(self, key: str) -> bool:
        if self.keys.get(key) or any(other.startswith(f"{key}\\") for other in self.keys):
            return False
        self.keys.pop(key, None)
        return True
