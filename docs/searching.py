"""How the documentation is searched in Japanese: by pairs of neighbouring characters, in the index and in the question.

Sphinx cuts the pages into words but leaves a question in Japanese as it is, so 「証明書の期限」 would find nothing.
Pairs need no dictionary, and the browser can make them the same way from a file that no server hands out.
"""

from __future__ import annotations

import re

from sphinx.search import SearchLanguage

_WORD = re.compile(r"[A-Za-z0-9_]+(?:[-.][A-Za-z0-9_]+)*")  # ISS-004, dry-run, site.toml
_JAPANESE = re.compile(r"[\u3041-\u3096\u30a1-\u30fa\u30fc\u3005\u3400-\u9fff]+")


class SearchInPairs(SearchLanguage):
    """Words of Latin letters whole and in their parts; Japanese in pairs, and each character that means something."""

    lang = "ja"
    language_name = "Japanese"
    js_splitter_code = """
var splitQuery = (query) => {
  const words = query.match(/[A-Za-z0-9_]+(?:[-.][A-Za-z0-9_]+)*/g) || [];
  const runs = query.match(/[\\u3041-\\u3096\\u30a1-\\u30fa\\u30fc\\u3005\\u3400-\\u9fff]+/g) || [];
  const pairs = runs.flatMap((run) =>
    run.length < 2 ? [run] : Array.from({ length: run.length - 1 }, (_, at) => run.slice(at, at + 2))
  );
  const telling = pairs.filter((pair) => !/[\\u3041-\\u3096]/.test(pair));
  return words.concat(telling.length ? telling : pairs);
};
"""

    def split(self, text: str) -> list[str]:
        """What of a text is kept in the index."""
        words = _WORD.findall(text)
        parts = [part for word in words for part in re.split(r"[-.]", word) if part != word]
        runs = _JAPANESE.findall(text)
        pairs = [run[at : at + 2] for run in runs for at in range(len(run) - 1)]
        single = [character for run in runs for character in run if not "\u3041" <= character <= "\u3096"]
        return [*words, *parts, *pairs, *single]

    def word_filter(self, word: str) -> bool:
        """Whether it is kept: every character of Japanese may be what somebody looks for."""
        return not word.isdigit()
