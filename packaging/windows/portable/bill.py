"""The bill of materials (CycloneDX, JSON): every part with its version, licence and hash."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from cyclonedx.contrib.license.factories import LicenseFactory
from cyclonedx.model import HashAlgorithm, HashType
from cyclonedx.model.bom import Bom
from cyclonedx.model.component import Component, ComponentType
from cyclonedx.output import make_outputter
from cyclonedx.schema import OutputFormat, SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
from packageurl import PackageURL

from portable.problem import CannotBuild

_NAMES = uuid.UUID("5f2cbd1e-2d0f-4d61-9d53-8f6a3c6f4f57")  # any will do, as long as it stays


@dataclass(frozen=True)
class Part:
    """One thing that somebody else has made, or we: what it is, where it comes from, and its files.

    `purl` is its address as package-url; `sha256` that of the file it came in, in hex.
    """

    name: str
    version: str
    purl: str
    licence: str
    sha256: str
    files: dict[str, bytes] = field(repr=False, default_factory=dict)


def write_bill(project: Part, parts: Iterable[Part], date: datetime) -> bytes:
    """The document, the same for the same parts. Raises CannotBuild where it is none that others could read."""
    all_parts = sorted(parts, key=lambda part: part.name)
    hashes = "".join(part.sha256 for part in (project, *all_parts))
    bom = Bom(serial_number=uuid.uuid5(_NAMES, hashes))
    bom.metadata.timestamp = date
    ours = _component(project, ComponentType.APPLICATION)
    bom.metadata.component = ours
    components = [_component(part, ComponentType.LIBRARY) for part in all_parts]
    bom.components.update(components)
    bom.register_dependency(ours, components)
    written = make_outputter(bom, OutputFormat.JSON, SchemaVersion.V1_6).output_as_string()
    error = JsonStrictValidator(SchemaVersion.V1_6).validate_str(written)
    if error:
        raise CannotBuild(f"no bill of materials: {error}")
    return json.dumps(json.loads(written), ensure_ascii=False, indent=1, sort_keys=True).encode() + b"\n"


def _component(part: Part, kind: ComponentType) -> Component:
    return Component(
        name=part.name,
        version=part.version,
        type=kind,
        purl=PackageURL.from_string(part.purl),
        bom_ref=part.purl,
        licenses=[LicenseFactory().make_from_string(part.licence)] if part.licence else [],
        hashes=[HashType(alg=HashAlgorithm.SHA_256, content=part.sha256)],
    )
