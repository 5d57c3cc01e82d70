"""Wheels as small as can be, made in memory."""

from __future__ import annotations

import io
import zipfile

from portable.wheels import Wheel


def wheel(name: str, version: str = "1", *, headers: str = "", **files: str) -> Wheel:
    """One with a module, a licence, these header lines in its METADATA, and more files by the names that stand for `/`
    as `__`."""
    info = f"{name.replace('-', '_')}-{version}.dist-info"
    packed = {
        f"{info}/METADATA": f"Metadata-Version: 2.4\nName: {name}\nVersion: {version}\n{headers}\n\nAbout.\n",
        f"{info}/licenses/LICENSE": "Do what you like.",
        f"{name.replace('-', '_')}.py": "",
        **{each.replace("__", "/"): text for each, text in files.items()},
    }
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        for each, text in packed.items():
            archive.writestr(zipfile.ZipInfo(each), text)
    return Wheel(f"{name.replace('-', '_')}-{version}-py3-none-any.whl", data.getvalue())
