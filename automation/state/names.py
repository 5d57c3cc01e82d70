"""What lies in a state folder, by name. Nobody else knows these names, so whoever tidies a folder misses none."""

from __future__ import annotations

from enum import StrEnum


class StateFile(StrEnum):
    """A file directly in the state folder; a lock or a database's own files may stand beside it."""

    VAULT = "vault.bin"
    KEYRING_INDEX = "keyring.json"
    PEOPLE = "people.json"
    ENGINE = "engine.sqlite"
    ENGINE_ID = "engine-id"
    ENGINE_MARK = "engine-made"
    STREAK = "streak.json"
    AUDIT = "audit.jsonl"
    MATCHES = "matches.json"
    SCREENS = "screens.json"
    SITES = "sites.json"
    FACES = "faces.json"
    INSTALLED = "installed.json"


class StateFolder(StrEnum):
    """A folder directly in the state folder."""

    CERTIFICATES = "certificates"
    VAULT = "vault"
    EVIDENCE = "evidence"
    REPORTS = "reports"
    PEOPLE = "people"
    WORKERS = "workers"
    LOGS = "logs"
    RAW_TRACES = "raw-traces"
    POLICIES = "policies"
    UNUSABLE = "unusable"
    SCREEN_PICTURES = "screens"
    MOCK = "mock"
