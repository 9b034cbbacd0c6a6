"""Show where the words that somebody looked for stand in a text."""

import re
from collections.abc import Iterator, Sequence

from markupsafe import Markup, escape

from ideaboard.data.words import beginning, fold, stem
from ideaboard.web.bidi import without_bidi

_WORD = re.compile(r"[^\W_]+")
# Signs of our small Markdown; parsing whole texts for a line of each would cost more than finding them.
_SIGNS = re.compile(r"\]\([^)\s]*\)|[*`#>\[\]]+|(?<!\w)_+|_+(?!\w)")


def highlight(text: str, words: Sequence[str]) -> Markup:
    """Return `text` escaped, with every word that was looked for in <mark>."""
    parts, end = [], 0
    for start, stop in _places(text, words):
        parts += [escape(text[end:start]), Markup("<mark>{}</mark>").format(text[start:stop])]
        end = stop
    return Markup("").join([*parts, escape(text[end:])])


def snippet(source: str, words: Sequence[str], length: int = 180) -> Markup:
    """Return about `length` letters of a Markdown text around the first word that was looked for."""
    text = " ".join(without_bidi(_SIGNS.sub("", source)).split())
    first = next(_places(text, words), (0, 0))[0]
    start = max(0, min(first - length // 3, len(text) - length))
    if start:
        start = text.find(" ", start, first) + 1 or start
    stop = len(text) if len(text) <= start + length else max(text.rfind(" ", start, start + length), first + 40)
    return Markup("").join(
        ["… " if start else "", highlight(text[start:stop], words), " …" if stop < len(text) else ""]
    )


def _places(text: str, words: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Give where the words stand that begin like one that was looked for, or have its stem."""
    starts = tuple({each for word in words for each in (word, beginning(word))})
    stems = {stem(word) for word in words}
    for found in _WORD.finditer(text):
        word = fold(found[0])
        if starts and (word.startswith(starts) or stem(word) in stems):
            yield found.span()
