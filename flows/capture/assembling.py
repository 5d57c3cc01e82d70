"""Makes a capture of the screens that were seen: everything is struck out, then described and drawn."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from ekakushin.flows.capture.folder import (
    PAGES,
    CapturedDocument,
    CapturedScreen,
    KeptScreen,
    name_of,
    stem_of,
)
from ekakushin.flows.capture.markup import strike_markup
from ekakushin.flows.capture.striking import Striker
from ekakushin.flows.capture.values import names_in, values_in
from ekakushin.flows.capture.watching import SeenScreen
from ekakushin.flows.capture.words import PersonalWord, Search
from ekakushin.flows.screens.description import FrameDescription, ScreenDescription


@dataclass(frozen=True)
class Struck:
    """Screens without what is anybody's, and what was struck out: (rule, file) → how often."""

    screens: list[KeptScreen]
    counts: Counter[tuple[str, str]] = field(default_factory=Counter)


def strike_all(
    seen: Sequence[SeenScreen],
    words: Iterable[PersonalWord],
    *,
    origins: Mapping[str, str],
    others: Iterable[PersonalWord] = (),
) -> Struck:
    """The screens, struck out. `words` are of whom the pages are, `others` of everybody else who is known here.

    `origins` names the site's applications: `issuance`, `service`, and what else there is.
    """
    pages = [document.markup for screen in seen for document in screen.documents]
    striker = Striker(words, origins=origins, values=values_in(pages), names=names_in(pages))
    screens = [_strike(number, each, striker, origins) for number, each in enumerate(seen, 1)]
    found = Struck(screens, striker.struck)
    return _without_others(found, Search(others))


def _strike(number: int, seen: SeenScreen, striker: Striker, origins: Mapping[str, str]) -> KeptScreen:
    stem = stem_of(number, name_of(seen.description.screen))
    names = {origin: name for name, origin in origins.items()}
    main = max(range(len(seen.documents)), key=lambda at: _weight(seen, at))
    markup, documents = {}, []
    for at, sent in enumerate(seen.documents):
        file = f"{stem}.html" if not at else f"{stem}.frame{at}.html"
        striker.begin(f"{PAGES}/{file}")
        markup[file] = strike_markup(sent.markup, striker)
        documents.append(
            CapturedDocument(
                file=file,
                site=names.get(sent.origin, ""),
                path=striker.address(sent.path),
                charset=sent.charset,
                destination="frame" if sent.framed else "document",
                main=at == main,
                captions=dict(striker.captions),
            )
        )
    striker.begin(f"{PAGES}/{stem}.json")
    described = strike_description(seen.description, striker)
    screen = CapturedScreen(
        **dict(described),
        called=name_of(seen.description.screen),
        state=seen.state,
        step=seen.step,
        roles={role: striker.whole(name) for role, name in seen.roles.items()},
        documents=tuple(documents),
    )
    return KeptScreen(screen=screen, markup=markup)


def _weight(seen: SeenScreen, at: int) -> tuple[bool, int]:
    """Which document the screen is in: the one with its fields, otherwise the longest."""
    markup = seen.documents[at].markup
    names = [name for name in seen.roles.values() if name]
    return bool(names) and all(name in markup for name in names), len(markup)


def strike_description(description: ScreenDescription, striker: Striker) -> ScreenDescription:
    """A description without what is anybody's, numbered as the file at which the striker has begun."""
    return description.model_copy(
        update={
            "title": striker.caption(description.title),
            "path": striker.address(description.path),
            "headings": tuple(map(striker.line, description.headings)),
            "texts": tuple(map(striker.line, description.texts)),
            "controls": tuple(
                each.model_copy(
                    update={
                        "captions": tuple(map(striker.line, each.captions)),
                        "sent_as": striker.whole(each.sent_as),
                    }
                )
                for each in description.controls
            ),
            "buttons": tuple(
                each.model_copy(update={"words": striker.caption(each.words)}) for each in description.buttons
            ),
            "frames": tuple(_strike_frame(each, striker) for each in description.frames),
        }
    )


def _strike_frame(frame: FrameDescription, striker: Striker) -> FrameDescription:
    forms = tuple((method, striker.address(path)) for method, path in frame.forms)
    return FrameDescription(title=striker.caption(frame.title), path=striker.address(frame.path), forms=forms)


def _without_others(found: Struck, search: Search) -> Struck:
    """The same once more for words of people whom the pages are not about; most pages have none."""
    screens = []
    for kept in found.screens:
        texts = {**kept.markup, "": kept.screen.to_json()}
        for name, text in texts.items():
            hits = search.find(text)
            if hits:
                texts[name], counts = Search(hits).strike(text)
                for rule, count in counts.items():
                    found.counts[rule, f"{PAGES}/{name or kept.screen.documents[0].file}"] += count
        screen = CapturedScreen.model_validate_json(texts.pop(""))
        screens.append(kept.model_copy(update={"markup": texts, "screen": screen}))
    return Struck(screens, found.counts)
