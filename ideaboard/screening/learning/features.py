"""Turn a text into numbered features: whole words, pairs of words, pieces of words and what the rules noticed.

Everything is taken from the keys of the words, where each letter stands once in a row, so that a stretched
"sloooot" and "slot" are the same to a model.
"""

import threading
from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, pairwise
from math import sqrt
from zlib import crc32

from ideaboard.screening.normalise import Normalised, Word
from ideaboard.screening.signals import KINDS, PERSONAL, Signal, Span

BUCKETS = 1 << 18  # a quarter of them costs 0.2 points of AUC and saves memory that is not short
# What a feature counts. Rules carry over to new sources better than words (measured), and do not shrink in long
# texts; nor do they make the words of a disguised text count less.
PIECE, WORD, RULE = 1.0, 4.0, 0.6
SHORTEST, LONGEST = 3, 5  # letters of a piece
# Longer texts are read in parts, and the worst part counts: an advertisement does not get lost in a long story.
WINDOW = 250
MOST_WINDOWS = 8  # so that time has a bound; those with signals first, then from the beginning
_LETTERS = 32  # of a word that are looked at: no word is worth more than a few
# Each sort of feature is counted from a start of its own: the word "slot" and the piece "slot" are two things.
_WORD, _RULE = 0x2545F491, 0x1B873593
_MIX = 0x9E3779B1  # so that two words in a row and the same two the other way round differ
_MASK = BUCKETS - 1
_CACHED_WORDS = 4096
# What a rule noticed in the text itself. What is known of the writer, or listed on this board, was not there
# when the model was taught.
_FAMILIES = {*KINDS, PERSONAL}


@dataclass(frozen=True, slots=True)
class Features:
    """What a model sees of a text. Words stay words, so that what a model knows of one is added up once."""

    keys: tuple[str, ...]  # each of them once
    pairs: tuple[int, ...]  # buckets
    rules: tuple[int, ...]
    scale: float  # of keys and pairs: long texts do not count more than short ones


@dataclass(frozen=True, slots=True)
class Window:
    """A part of a text with its features."""

    words: Sequence[Word]
    features: Features


_last = threading.local()


def windows(read: Normalised, signals: Sequence[Signal]) -> list[Window]:
    """Return the parts of a text. The models of all kinds ask for the same text in turn, so the last is kept."""
    if getattr(_last, "read", None) is not read or _last.signals is not signals:
        _last.found = _windows(read, signals)
        _last.read, _last.signals = read, signals
    found: list[Window] = _last.found
    return found


def _windows(read: Normalised, signals: Sequence[Signal]) -> list[Window]:
    if len(read.words) <= WINDOW:
        return [Window(read.words, features(read.words, signals))]
    parts = []
    for first in range(0, len(read.words), WINDOW):
        words = read.words[first : first + WINDOW]
        parts.append((words, [*_inside(signals, read.span(words[0].begin, words[-1].end))]))
    parts.sort(key=lambda part: not part[1])
    return [Window(words, features(words, inside)) for words, inside in parts[:MOST_WINDOWS]]


def _inside(signals: Iterable[Signal], part: Span) -> Iterator[Signal]:
    return (s for s in signals if not s.spans or any(part[0] <= place < part[1] for place, _ in s.spans))


def features(words: Sequence[Word], signals: Iterable[Signal]) -> Features:
    """Return the features of words in a row and of the signals found among them."""
    keys = [likeliest(word) for word in words]
    # A word that may be meant in several ways is read in all of them.
    different = tuple({*keys, *chain.from_iterable([word.readings for word in words if word.readings])})
    numbers = list(map(number_of, keys))
    pairs = {(one * _MIX + other) >> 9 & _MASK for one, other in pairwise(numbers)}
    rules = {
        bucket(name.encode(), _RULE)
        for signal in signals
        if signal.family in _FAMILIES
        for name in (signal.name, f"{signal.name} {signal.strength}")
    }
    squares = sum(map(len, map(pieces_of, different))) * PIECE**2 + (len(different) + len(pairs)) * WORD**2
    return Features(different, tuple(pairs), tuple(rules), 1 / sqrt(squares or 1))


def likeliest(word: Word) -> str:
    """Return what a word is taken for: with digits for letters, its first reading."""
    return word.readings[0] if word.readings and not word.key.isalpha() else word.key


@lru_cache(maxsize=_CACHED_WORDS)
def pieces_of(key: str) -> "array[int]":
    """Return the pieces of a word, its beginning and end among them."""
    word = f" {key[:_LETTERS]} ".encode()
    lengths = range(SHORTEST, LONGEST + 1)
    return array("I", [crc32(word[i : i + n]) & _MASK for n in lengths for i in range(len(word) - n + 1)])


@lru_cache(maxsize=_CACHED_WORDS)
def number_of(key: str) -> int:
    """Return the number of a whole word, from which its bucket and those of its pairs are made."""
    return crc32(key.encode(), _WORD)


def bucket(data: bytes, start: int = 0) -> int:
    """Return the number of a feature."""
    return crc32(data, start) & _MASK


def word_bucket(key: str) -> int:
    """Return the bucket of a whole word."""
    return number_of(key) & _MASK


def pair_bucket(one: str, other: str) -> int:
    """Return the bucket of two words in a row."""
    return (number_of(one) * _MIX + number_of(other)) >> 9 & _MASK
