"""Where each browser that we know looks for its policies, and what the one is called that picks a certificate."""

from __future__ import annotations

from pathlib import Path

from ekakushin.automation.certificates.stores.store import BrowserName

POLICY = "AutoSelectCertificateForUrls"
FOLDERS: dict[BrowserName, Path] = {  # Linux
    "edge": Path("/etc/opt/edge/policies/managed"),
    "chrome": Path("/etc/opt/chrome/policies/managed"),
    "chromium": Path("/etc/chromium/policies/managed"),
}
KEYS: dict[BrowserName, str] = {  # Windows, below the current user or the machine
    "edge": rf"Software\Policies\Microsoft\Edge\{POLICY}",
    "chrome": rf"Software\Policies\Google\Chrome\{POLICY}",
    "chromium": rf"Software\Policies\Chromium\{POLICY}",
}
