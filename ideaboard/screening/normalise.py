"""Undo disguises once, and keep the way back to the characters as they were typed."""

import re
import unicodedata
from dataclasses import dataclass, field

from ideaboard.screening.signals import Span

_WORD = re.compile(r"[^\W_]+")
_RUN = re.compile(r"(.)\1+")


@dataclass(frozen=True)
class Word:
    """A word of the normalised text. `begin` and `end` are places in `Normalised.text`."""

    form: str  # folded: lower case, plain Latin letters, disguises undone, a letter at most twice in a row
    key: str  # the same with every letter once in a row: "baaangeet" and "banget" share it
    begin: int
    end: int


@dataclass(frozen=True)
class Normalised:
    """A text as typed, as it reads, and the map between the two."""

    raw: str
    text: str  # folded and rejoined, lower case; blanks and punctuation as typed
    places: list[int]  # places[i] is where text[i] stands in `raw`; one more entry for the end
    words: list[Word] = field(default_factory=list)
    unmasked: dict[str, list[Span]] = field(default_factory=dict)  # disguise that was undone → spans in `raw`

    def span(self, begin: int, end: int) -> Span:
        """Return where text[begin:end] stands in the text as typed."""
        return self.places[begin], self.places[end - 1] + 1 if end > begin else self.places[begin]


def normalise(raw: str) -> Normalised:
    """Return the text as it reads. Takes anything, any length; never raises."""
    letters: list[str] = []
    places: list[int] = []
    for place, sign in enumerate(raw):
        for plain in unicodedata.normalize("NFKC", sign).lower():
            letters.append(plain)
            places.append(place)
    places.append(len(raw))
    text = "".join(letters)
    words = [Word(m[0], squeezed(m[0]), m.start(), m.end()) for m in _WORD.finditer(text)]
    return Normalised(raw, text, places, words)


def squeezed(word: str) -> str:
    """Return the word with every letter once in a row; lists are keyed by it."""
    return _RUN.sub(r"\1", word)
