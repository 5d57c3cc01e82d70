"""HTML pages of one file: their templates, and the hashes by which their policy knows our own styles and scripts."""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from importlib.resources import files

from jinja2 import Environment, PackageLoader, StrictUndefined

from ekakushin.automation.report.files import legal
from ekakushin.flows.text import say


def open_templates(package: str) -> Environment:
    """The templates in the folder `pages` of a package, with `say`; a name that is not given is an error."""
    templates = Environment(
        loader=PackageLoader(package, "pages"),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_legal_value,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    templates.globals |= {"say": say}
    return templates


def _legal_value(value: object) -> object:
    """What a page cannot hold is left out; what is markup already is ours."""
    return legal(value) if type(value) is str else value


@cache
def part_of_page(package: str, name: str) -> str:
    """A style sheet or script that stands beside the templates."""
    return files(package).joinpath(f"pages/{name}").read_text("utf-8")


def hash_of(package: str, name: str) -> str:
    """By what a page's policy knows it."""
    return (
        f"sha256-{base64.b64encode(hashlib.sha256(part_of_page(package, name).encode()).digest()).decode()}"
    )
