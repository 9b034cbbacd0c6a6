"""Undo disguises once, and keep the way back to the characters as they were typed."""

import re
import unicodedata
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from ideaboard.screening.folding import fold
from ideaboard.screening.leet import unleet
from ideaboard.screening.rejoining import rejoin
from ideaboard.screening.signals import Span
from ideaboard.screening.traces import traces

_WORD = re.compile(r"[^\W_]+")
_DOUBLE = re.compile(r"([^\W\d_])\1+")
_STRETCHED = re.compile(r"([^\W\d_])\1{2,}")
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
    places: list[int]  # places[i] is where text[i] stands in `raw`; one more entry for the end
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
    if _ORDINARY.fullmatch(raw):
        text, places = raw.lower(), list(range(len(raw) + 1))
    else:
        text, places, kinds = fold(raw)
        unmasked = traces(raw, kinds)
    text, places, spaced = rejoin(text, places)
    text, leet, readings = unleet(text)
    if spaced:
        unmasked["spaced"] = spaced
    if leet:
        unmasked["leet"] = [(places[begin], places[end - 1] + 1) for begin, end in leet]
    words = _words(text, readings)
    if stretched := _STRETCHED.search(text):
        unmasked["stretched"] = [
            (places[m.start()], places[m.end() - 1] + 1) for m in _STRETCHED.finditer(text, stretched.start())
        ]
    return Normalised(raw, text, places, words, unmasked)


def _words(text: str, readings: dict[int, tuple[str, ...]]) -> list[Word]:
    """Return the words. Shortening never joins two, so forms and keys are found in one pass each."""
    spans = [found.span() for found in _WORD.finditer(text)]
    forms = _WORD.findall(_STRETCHED.sub(r"\1\1", text))
    keys = _WORD.findall(squeezed(text))
    if not readings:
        return [Word(form, key, *span) for form, key, span in zip(forms, keys, spans, strict=True)]
    return [
        Word(form, key, *span, tuple(map(squeezed, readings.get(span[0], ()))))
        for form, key, span in zip(forms, keys, spans, strict=True)
    ]


def squeezed(word: str) -> str:
    """Return the word with every letter once in a row; lists are keyed by it. Digits stay: 77 is not 7."""
    return _DOUBLE.sub(r"\1", word)
