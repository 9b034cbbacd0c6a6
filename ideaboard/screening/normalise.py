"""Undo disguises once, and keep the way back to the characters as they were typed."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache, partial
from itertools import repeat
from string import ascii_lowercase
from typing import NamedTuple

from ideaboard.screening.folding import fold
from ideaboard.screening.leet import unleet
from ideaboard.screening.readings import Readings, other_readings
from ideaboard.screening.rejoining import rejoin
from ideaboard.screening.signals import Span
from ideaboard.screening.traces import traces

_FEW = 20  # different signs that are replaced one by one, which is faster
_LAUGHTER = frozenset("aehikouw")
_OUTSIDE_CENSORED = re.compile(r"(?!(?<=[a-z])\*[a-z])[\W_]")  # "k*nt*l" is one word
_BLANKS = str.maketrans({sign: " " for sign in map(chr, range(128)) if not sign.isalnum()})
# Plain replacing is several times as fast as a regular expression that looks back at every letter.
_RUNS = [(letter, letter * 2, letter * 3) for letter in ascii_lowercase]
_STRETCHED = re.compile(r"([a-z])\1{2,}+")
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
    text, places, spaced = rejoin(text, places, suspect=bool(unmasked))
    text, leet, readings = unleet(text, suspect=bool(unmasked or spaced))
    for begin, others in other_readings(raw, text, places, spaced).items():
        readings[begin] = readings.get(begin, ()) + others
    blanked = _blanked(text)
    form, key = shortened(blanked)
    words = _words(blanked, form.split(), key.split(), readings)
    marks = {"leet": leet, "spaced": spaced, "stretched": _stretched(text, words) if len(form) < len(text) else []}
    for name, spans in marks.items():
        if spans:
            unmasked[name] = [(places[begin], places[end - 1] + 1) for begin, end in spans]
    return Normalised(raw, text, places, words, unmasked)


def _stretched(text: str, words: list[Word]) -> list[Span]:
    """Return the words with several stretched letters: one is how people sing, two are no accident."""
    longer = [word for word in words if len(word.form) < word.end - word.begin]
    return [
        (word.begin, word.end)
        for word in longer
        if len(_STRETCHED.findall(text, word.begin, word.end)) > 1 and not set(word.key) <= _LAUGHTER
    ]


def _blanked(text: str) -> str:
    """Return the text with a blank for each sign that is in no word."""
    if "*" in text:
        return _OUTSIDE_CENSORED.sub(" ", text)
    if not text.isascii():
        outside = [sign for sign in set(text) if not sign.isascii() and not sign.isalnum()]
        for sign in outside[:_FEW]:
            text = text.replace(sign, " ")
    if text.isascii():
        return text.translate(_BLANKS)
    return "".join([sign if sign.isalnum() else " " for sign in text])


def _words(blanked: str, forms: list[str], keys: list[str], readings: Readings) -> list[Word]:
    """Return the words. Shortening never joins two, so there are as many forms and keys as words."""
    begins, ends = [], []
    place = 0
    for part in blanked.split(" "):
        end = place + len(part)
        if part:
            begins.append(place)
            ends.append(end)
        place = end + 1
    others: Iterable[tuple[str, ...]] = repeat(())
    if readings:
        others = [
            _keys(readings[begin], key) if begin in readings else ()
            for begin, key in zip(begins, keys, strict=False)
        ]
    # The constructor of a named tuple costs as much as all the rest together.
    return list(map(partial(tuple.__new__, Word), zip(forms, keys, begins, ends, others, strict=False)))


@lru_cache(maxsize=512)
def _keys(words: tuple[str, ...], own: str) -> tuple[str, ...]:
    return tuple(key for key in dict.fromkeys(squeezed(" ".join(words)).split()) if key != own)


def squeezed(word: str) -> str:
    """Return the word with every letter once in a row; lists are keyed by it. Digits stay: 77 is not 7."""
    return shortened(word)[1]


def shortened(text: str) -> tuple[str, str]:
    """Return the text with every letter at most twice in a row, and at most once."""
    form = key = text
    for once, twice, thrice in _RUNS:
        if twice in text:
            while thrice in form:
                form = form.replace(thrice, twice)
            while twice in key:
                key = key.replace(twice, once)
    return form, key
