"""What changed between two texts, word by word, as pieces and as safe HTML that can also be heard."""

import re
from collections.abc import Callable, Iterator, Sequence
from difflib import SequenceMatcher
from itertools import groupby

from flask_babel import gettext as _
from markupsafe import Markup, escape

SAME, ADDED, REMOVED = "same", "added", "removed"
Piece = tuple[str, str]  # one of the three, and the text
# A word or a sign with the blanks behind it, or the end of a line with the empty lines behind it.
_WORD = re.compile(r"\n\s*|\w+(?:[-'’]\w+)*[^\S\n]*|[^\w\s][^\S\n]*|[^\S\n]+")
# Beyond this many pairs of equal words (long texts of ever the same words) lines are compared, then the whole.
_MOST_WORK = 300_000


def pieces(old: str, new: str) -> list[Piece]:
    """Return the new text with what was removed in its place; words that differ only by blanks are the same."""
    ways: tuple[Callable[[str], list[str]], ...] = (_WORD.findall, lambda text: text.splitlines(True), _whole)
    for way in ways:
        before, after = way(old), way(new)
        if _work(before, after) <= _MOST_WORK:
            break
    return [(kind, "".join(text for _kind, text in run)) for kind, run in groupby(_walk(before, after), _kind_of)]


def difference(old: str, new: str) -> Markup:
    """Return the same as HTML: <ins> and <del>, each said in words for readers who hear the page."""
    return Markup("").join(_marked(kind, text) for kind, text in pieces(old, new))


def _walk(before: Sequence[str], after: Sequence[str]) -> Iterator[Piece]:
    keys = [_key(word) for word in before], [_key(word) for word in after]
    for kind, i1, i2, j1, j2 in SequenceMatcher(None, *keys, autojunk=False).get_opcodes():
        if kind == "equal":
            yield from ((SAME, word) for word in after[j1:j2])
        else:
            yield from ((REMOVED, word) for word in before[i1:i2])
            yield from ((ADDED, word) for word in after[j1:j2])


def _whole(text: str) -> list[str]:
    return [text] if text else []


def _kind_of(piece: Piece) -> str:
    return piece[0]


def _key(word: str) -> str:
    return word.strip() or ("\n" if "\n" in word else " ")


def _work(before: Sequence[str], after: Sequence[str]) -> int:
    """Estimate how many pairs of equal words there are: what comparing costs."""
    counts: dict[str, int] = {}
    for word in before:
        counts[_key(word)] = counts.get(_key(word), 0) + 1
    return sum(counts.get(_key(word), 0) for word in after)


def _marked(kind: str, text: str) -> Markup:
    words = Markup("<br>").join(escape(line) for line in text.split("\n"))
    if kind == SAME:
        return words
    tag, begin, end = ("ins", _("added:"), _("end of added"))
    if kind == REMOVED:
        tag, begin, end = ("del", _("removed:"), _("end of removed"))
    mark = Markup('<span class="visually-hidden"> [{}] </span>')
    marked = Markup("<{0}>{1}{2}{3}</{0}>")
    return marked.format(tag, mark.format(begin), words, mark.format(end))
