"""The error codes as pages of the documentation, one a language."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

from ekakushin.automation.guide.filling import Values, in_language
from ekakushin.flows.guide import Entry, Wording, entries
from ekakushin.flows.text import Language

PAGES: dict[Language, str] = {"ja": "error-codes.md", "en": "error-codes-en.md"}


def write_pages(folder: Path) -> None:
    """Write the page of every language into the folder. Raises OSError where that cannot be done."""
    for told_in, name in PAGES.items():
        (folder / name).write_text(page(told_in), "utf-8", newline="\n")


def page(told_in: Language) -> str:
    """The whole page as Markdown."""
    return "\n".join([*_head(told_in), *_contents(told_in), *_families(told_in)]).rstrip() + "\n"


def _head(told_in: Language) -> Iterator[str]:
    yield f"# {in_language('guide.page_title', told_in)}"
    for name in ("about", "marks", "made"):
        yield from ("", in_language(f"guide.page_{name}", told_in))


def _contents(told_in: Language) -> Iterator[str]:
    columns = [in_language(f"guide.{each}", told_in) for each in ("code", "title", "who", "when")]
    yield from ("", f"| {' | '.join(columns)} |", "| --- | --- | --- | --- |")
    for each in entries():
        who, again = (
            in_language(f"guide.{name}", told_in) for name in (f"who_{each.who}", f"again_{each.again}")
        )
        yield f"| [{each.code}](#{each.code.lower()}) | {each.wording_in(told_in).title} | {who} | {again} |"


def _families(told_in: Language) -> Iterator[str]:
    for family, members in groupby(entries(), key=lambda each: each.code.partition("-")[0]):
        yield from ("", f"## {in_language(f'guide.family_{family}', told_in)}")
        for each in members:
            yield from ("", f"### {each.code}")
            yield from _entry_lines(each, told_in)
            yield from _facts(each, told_in)


def _entry_lines(of: Entry, told_in: Language) -> Iterator[str]:
    wording, values = of.wording_in(told_in), Values(told_in=told_in)
    yield from ("", f"**{wording.title}**: {wording.sentence.format_map(values)}", "")
    for name, text in _texts(of, wording, told_in):
        yield f"- {in_language(f'guide.{name}', told_in)}: {text}"
    yield from ("", f"{in_language('guide.steps', told_in)}:", "")
    yield from (f"{number}. {step.format_map(values)}" for number, step in enumerate(wording.remedy, 1))


def _texts(of: Entry, wording: Wording, told_in: Language) -> tuple[tuple[str, str], ...]:
    return (
        ("symptom", wording.symptom),
        ("cause", wording.cause),
        ("who", in_language(f"guide.who_{of.who}", told_in)),
        ("when", wording.when),
        ("basis", f"{wording.basis} ({of.mark})"),
    )


def _facts(of: Entry, told_in: Language) -> Iterator[str]:
    if of.signs:
        yield from (
            "",
            f"{in_language('guide.signs', told_in)}: " + ", ".join(f"`{sign}`" for sign in of.signs),
        )
    if of.words:
        yield from ("", f"{in_language('guide.words', told_in)}: {', '.join(of.words)}")
    if of.page:
        yield from ("", f"{in_language('guide.vendor', told_in)}: {of.page}")
