"""Two people's captures made equal: what differs between them is somebody's, and is struck out of both."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable

from ekakushin.flows.capture.assembling import Struck
from ekakushin.flows.capture.folder import PAGES, CapturedScreen, KeptScreen
from ekakushin.flows.capture.markup import pieces_of
from ekakushin.flows.capture.words import placeholder

_PARTS = re.compile(r"""("[^"]*"|'[^']*')|([^"']+)|(["'])""")
_NUMBERED = re.compile(r"\{\{([a-z]+):\d+\}\}")
_RULE = "differs"


def equalise(one: Struck, other: Struck) -> tuple[Struck, list[str]]:
    """The first of both without what only it has, and the files in which they differ in more than words.

    Those are left as they are: another markup is another state or another page, not another person.
    """
    theirs = {_key(each): each for each in other.screens}
    screens, apart = [], []
    for kept in one.screens:
        twin = theirs.get(_key(kept))
        if twin is None:
            apart.append(f"{PAGES}/{kept.screen.documents[0].file}")
            screens.append(kept)
            continue
        screen, files = _equal(kept, twin, one)
        screens.append(screen)
        apart += files
    missing = set(theirs) - {_key(each) for each in one.screens}
    return Struck(screens, one.counts), [*apart, *sorted(called for called, *_ in missing)]


def _key(kept: KeptScreen) -> tuple[str, str, str]:
    return kept.screen.called, kept.screen.state, kept.screen.step


def _equal(kept: KeptScreen, twin: KeptScreen, struck: Struck) -> tuple[KeptScreen, list[str]]:
    markup, apart, documents = {}, [], []
    for document, their in zip(kept.screen.documents, [*twin.markup.values(), ""], strict=False):
        place, text = f"{PAGES}/{document.file}", kept.markup[document.file]
        merged = _merge(text, their, _counter(struck, place))
        apart += [] if merged else [place]
        markup[document.file], numbers = renumber(merged or text)
        captions = {new: document.captions[old] for new, old in numbers.items() if old in document.captions}
        documents.append(document.model_copy(update={"captions": captions}))
    if len(kept.markup) != len(twin.markup):
        apart.append(f"{PAGES}/{kept.screen.documents[0].file}")
    screen = _equal_description(kept, twin, struck).model_copy(update={"documents": tuple(documents)})
    return kept.model_copy(update={"markup": markup, "screen": screen}), apart


def _equal_description(kept: KeptScreen, twin: KeptScreen, struck: Struck) -> CapturedScreen:
    place = f"{PAGES}/{kept.screen.documents[0].file.removesuffix('.html')}.json"
    own, theirs = (_compared(each.screen) for each in (kept, twin))
    merged = _merged(own, theirs, _counter(struck, place))
    text, _ = renumber(CapturedScreen.model_validate(merged).to_json())
    return CapturedScreen.model_validate_json(text)


def _compared(screen: CapturedScreen) -> dict[str, object]:
    own: dict[str, object] = screen.model_dump(exclude={"documents"})
    return own


def _counter(struck: Struck, place: str) -> Callable[[], str]:
    """Gives the next placeholder of a file."""
    numbers = iter(range(1, 1_000_000))

    def give() -> str:
        struck.counts[_RULE, place] += 1
        return placeholder(f"{_RULE}:{next(numbers)}")

    return give


def _merge(text: str, their: str, instead: Callable[[], str]) -> str:
    """The text with placeholders where the other one differs in a text or a value; "" where it is another page."""
    own, others = list(pieces_of(text)), list(pieces_of(their))
    if [kind for kind, _ in own] != [kind for kind, _ in others]:
        return ""
    pieces = [
        piece if _unnumbered(piece) == _unnumbered(other) else _between(piece, other, kind, instead)
        for (kind, piece), (_, other) in zip(own, others, strict=True)
    ]
    return "" if "" in pieces and "" not in [piece for _, piece in own] else "".join(pieces)


def renumber(text: str) -> tuple[str, dict[str, str]]:
    """The text with its placeholders numbered from 1 in their order, and what each of them was called before.

    What one person has more thereby shifts nobody's numbers.
    """
    counts: Counter[str] = Counter()
    before: dict[str, str] = {}

    def number(found: re.Match[str]) -> str:
        counts[found[1]] += 1
        new = f"{found[1]}:{counts[found[1]]}"
        before[new] = found.group().strip("{}")
        return placeholder(new)

    return _NUMBERED.sub(number, text), before


def _unnumbered(text: str) -> str:
    return _NUMBERED.sub(r"{{\1}}", text)


def _between(piece: str, other: str, kind: str, instead: Callable[[], str]) -> str:
    """One piece of both; in a tag or a script only what stands in quotes may differ."""
    if kind == "text" and not re.search(r"[\"']", piece + other):
        return instead()
    own, theirs = ([each.group() for each in _PARTS.finditer(text)] for text in (piece, other))
    if len(own) != len(theirs):
        return "" if kind == "start" else instead()
    merged = []
    for mine, their in zip(own, theirs, strict=True):
        if _unnumbered(mine) == _unnumbered(their):
            merged.append(mine)
        elif mine[0] in "\"'" and their[0] == mine[0] and len(mine) > 1:
            merged.append(mine[0] + instead() + mine[0])
        else:
            return "" if kind == "start" else instead()
    return "".join(merged)


def _merged(one: object, other: object, instead: Callable[[], str]) -> object:
    if isinstance(one, dict) and isinstance(other, dict):
        return {name: _merged(value, other.get(name, value), instead) for name, value in one.items()}
    if isinstance(one, list | tuple) and isinstance(other, list | tuple) and len(one) == len(other):
        return [_merged(mine, their, instead) for mine, their in zip(one, other, strict=True)]
    if isinstance(one, str) and isinstance(other, str) and _unnumbered(one) != _unnumbered(other):
        return instead()
    return one
