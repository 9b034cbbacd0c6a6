"""Undo disguises once, and keep the way back to the characters as they were typed."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property, partial
from itertools import repeat
from string import ascii_lowercase
from typing import NamedTuple

from ideaboard.screening.folding import fold
from ideaboard.screening.leet import Readings, unleet
from ideaboard.screening.rejoining import rejoin
from ideaboard.screening.signals import Span
from ideaboard.screening.traces import traces

_WORD = re.compile(r"[^\W_]+")
# Plain replacing is several times as fast as a regular expression that looks back at every letter.
_TWICE = [(letter * 2, letter) for letter in ascii_lowercase]
_THRICE = [(letter * 3, letter * 2) for letter in ascii_lowercase]
_STRETCHED = re.compile(r"([a-z])\1{2,}")
_ORDINARY = re.compile(r"[\t\n\r -~]*+")


class Word(NamedTuple):
    """A word of the normalised text. `begin` and `end` are places in `Normalised.text`."""

    form: str  # folded: lower case, plain Latin letters, disguises undone, a letter at most twice in a row
    key: str  # the same with every letter once in a row: "baaangeet" and "banget" share it
    begin: int
    end: int
    readings: tuple[str, ...] = ()  # other keys it may be meant as: "s1ot" is "siot" or "slot"


@dataclass(frozen=True)
class Normalised:
    """A text as typed, as it reads, and the map between the two."""

    raw: str
    text: str  # folded and rejoined, lower case; blanks and punctuation as typed
    places: Sequence[int]  # places[i] is where text[i] stands in `raw`; one more entry for the end
    words: list[Word] = field(default_factory=list)
    unmasked: dict[str, list[Span]] = field(default_factory=dict)  # disguise that was undone → spans in `raw`

    def span(self, begin: int, end: int) -> Span:
        """Return where text[begin:end] stands in the text as typed, with the marks on its last letter."""
        first = self.places[begin]
        if end <= begin:
            return first, first
        last, limit = self.places[end - 1] + 1, self.places[end]
        while last < limit and unicodedata.category(self.raw[last]) in ("Mn", "Me"):
            last += 1
        return first, last

    @cached_property
    def plain(self) -> str:
        """The keys of the words with a blank between them, for models."""
        return " ".join([word.key for word in self.words])


def normalise(raw: str) -> Normalised:
    """Return the text as it reads. Takes anything, any length; never raises."""
    unmasked: dict[str, list[Span]] = {}
    places: Sequence[int] = range(len(raw) + 1)
    if _ORDINARY.fullmatch(raw):
        text = raw.lower()
    else:
        text, places, kinds = fold(raw)
        unmasked = traces(raw, kinds)
    text, places, spaced = rejoin(text, places)
    text, leet, readings = unleet(text)
    form = shortened(text)
    if spaced:
        unmasked["spaced"] = spaced
    if leet:
        unmasked["leet"] = [_span(places, begin, end) for begin, end in leet]
    if len(form) < len(text):
        unmasked["stretched"] = [_span(places, *found.span()) for found in _STRETCHED.finditer(text)]
    return Normalised(raw, text, places, _words(text, form, readings), unmasked)


def _span(places: Sequence[int], begin: int, end: int) -> Span:
    return places[begin], places[end - 1] + 1


def _words(text: str, form: str, readings: Readings) -> list[Word]:
    """Return the words. Shortening never joins two, so forms and keys are found in one pass each."""
    spans = [found.span() for found in _WORD.finditer(text)]
    if not spans:
        return []
    forms = _WORD.findall(form)
    keys = _WORD.findall(squeezed(form))
    begins, ends = zip(*spans, strict=True)
    others = [_keys(readings.get(begin, ())) for begin in begins] if readings else repeat(())
    # The constructor of a named tuple costs as much as all the rest together.
    return list(map(partial(tuple.__new__, Word), zip(forms, keys, begins, ends, others, strict=False)))


def _keys(words: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(map(squeezed, words)))


def squeezed(word: str) -> str:
    """Return the word with every letter once in a row; lists are keyed by it. Digits stay: 77 is not 7."""
    for twice, once in _TWICE:
        while twice in word:
            word = word.replace(twice, once)
    return word


def shortened(text: str) -> str:
    """Return the text with every letter at most twice in a row."""
    for thrice, twice in _THRICE:
        while thrice in text:
            text = text.replace(thrice, twice)
    return text
