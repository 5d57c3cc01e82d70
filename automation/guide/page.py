"""The guide as a page of its own, Japanese first: `docs/error-guide.md`."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from ekakushin.automation.guide.filling import Values, in_language
from ekakushin.flows.guide import Entry, Wording, entries
from ekakushin.flows.text import Language

LANGUAGES: tuple[Language, ...] = ("ja", "en")


def page() -> str:
    """The whole page as Markdown."""
    return "\n".join([*_head(), *_contents(), *_families()]).rstrip() + "\n"


def _head() -> Iterator[str]:
    yield f"# {_both('page_title', ' / ')}"
    for told_in in LANGUAGES:
        yield ""
        yield " ".join(in_language(f"guide.page_{each}", told_in) for each in ("about", "marks", "made"))


def _contents() -> Iterator[str]:
    columns = [_both(each, " / ") for each in ("code", "title", "who", "when")]
    yield from ("", f"| {' | '.join(columns)} |", "| --- | --- | --- | --- |")
    for each in entries():
        link = f"[{each.code}](#{each.code.lower()})"
        titles = f"{each.ja.title}<br>{each.en.title}"
        who, again = (_both(name, "<br>") for name in (f"who_{each.who}", f"again_{each.again}"))
        yield f"| {link} | {titles} | {who} | {again} |"


def _families() -> Iterator[str]:
    for family, members in groupby(entries(), key=lambda each: each.code.partition("-")[0]):
        yield from ("", f"## {_both(f'family_{family}', ' / ')}")
        for each in members:
            yield from ("", f"### {each.code}")
            yield from _entry_lines(each, "ja")
            yield from _entry_lines(each, "en")
            yield from _facts(each)


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


def _facts(of: Entry) -> Iterator[str]:
    if of.signs:
        yield from ("", f"{_both('signs', ' / ')}: " + ", ".join(f"`{sign}`" for sign in of.signs))
    if of.words:
        yield from ("", f"{_both('words', ' / ')}: {', '.join(of.words)}")
    if of.page:
        yield from ("", f"{_both('page', ' / ')}: {of.page}")


def _both(name: str, between: str) -> str:
    return between.join(in_language(f"guide.{name}", told_in) for told_in in LANGUAGES)
