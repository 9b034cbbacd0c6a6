"""Show where the words that somebody looked for stand in a text."""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from markupsafe import Markup, escape

from ideaboard.data.words import beginning, fold, stem
from ideaboard.web.bidi import without_bidi

_WORD = re.compile(r"[^\W_]+")
# Signs of our small Markdown; parsing whole texts for a line of each would cost more than finding them.
_SIGNS = re.compile(r"\]\([^)\s]*\)|[*`#>\[\]]+|(?<!\w)_+|_+(?!\w)")


def highlight(text: str, words: Sequence[str]) -> Markup:
    """Return `text` escaped, with every word that was looked for in <mark>."""
    return _marked(text, _places(text, words))


def _marked(text: str, places: Iterable[tuple[int, int]]) -> Markup:
    parts, end = [], 0
    for start, stop in places:
        parts += [escape(text[end:start]), "<mark>", escape(text[start:stop]), "</mark>"]
        end = stop
    return Markup("".join([*parts, escape(text[end:])]))  # noqa: S704  each part of the text is escaped


def snippet(source: str, words: Sequence[str], length: int = 180) -> Markup:
    """Return about `length` letters of a Markdown text around the first word that was looked for."""
    text = " ".join(without_bidi(_SIGNS.sub("", source)).split())
    first = next(_places(text, words), (0, 0))[0]
    start = max(0, min(first - length // 3, len(text) - length))
    if start:
        start = text.find(" ", start, first) + 1 or start
    stop = len(text) if len(text) <= start + length else max(text.rfind(" ", start, start + length), first + 40)
    piece = highlight(text[start:stop], words)
    return Markup("").join(["… " if start else "", piece, " …" if stop < len(text) else ""])


def _places(text: str, words: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Give where the words stand that begin like one that was looked for, or have its stem."""
    starts, stems, parts = _forms(tuple(words))
    for found in _WORD.finditer(text, _first_chance(text, parts)) if starts else ():
        word = fold(found[0])
        if word.startswith(starts) or stem(word) in stems:
            yield found.span()


@lru_cache(maxsize=256)
def _forms(words: tuple[str, ...]) -> tuple[tuple[str, ...], frozenset[str], tuple[str, ...]]:
    """Return the beginnings and the stems that are looked for, and a part of each that every match holds.

    A stem is a part of its word but for its first letter: "memakai" comes from "pakai".
    """
    starts = tuple(dict.fromkeys(each for word in words for each in (word, beginning(word))))
    stems = frozenset(stem(word) for word in words)
    return starts, stems, tuple({*starts, *(each[1:] for each in stems)})


def _first_chance(text: str, parts: Sequence[str]) -> int:
    """Return a place between two words before which none of `parts` stands; most of a long text is passed so."""
    if not text.isascii():  # Folded, its letters might stand elsewhere.
        return 0
    small = text.lower()
    first = min((place for part in parts if (place := small.find(part)) >= 0), default=len(text))
    return small.rfind(" ", 0, first) + 1
