"""A logistic regression over hashed features that learns one example at a time (AdaGrad). Pure Python."""

import sys
import zlib
from array import array
from collections.abc import Callable, Iterable, Sequence
from itertools import repeat
from math import exp, sqrt
from random import Random
from typing import NamedTuple

from ideaboard.screening.learning.features import (
    BUCKETS,
    PIECE,
    RULE,
    WORD,
    Features,
    pieces_of,
    word_bucket,
)

# Measured on abuse, gambling and fraud: smaller steps learn as well but later, larger ones overshoot.
STEP = 0.3
PASSES = 4
# What every bucket is taken to have moved before its first step: rare features do not jump.
_START = 1e-4
_BIAS = BUCKETS  # the last place: what is said before anything is read
_BIAS_VALUE = 0.3
_FLOATS = 4 * (BUCKETS + 1)
_KNOWN_WORDS = 4096


class Example(NamedTuple):
    """One judged text."""

    features: Features
    is_kind: bool
    weight: float = 1.0
    disguised: Features | None = None  # the same text in a disguise, learned beside it (disguising.py)


class Weights:
    """What one model has learned: a weight for each bucket, and how much each has moved so far."""

    def __init__(self) -> None:
        self.values = array("f", bytes(_FLOATS))
        self.moved = array("f", bytes(_FLOATS))
        self._known: dict[str, float] = {}  # what each word adds, until the next step

    def margin(self, features: Features) -> float:
        """Return how much speaks for the kind (above 0) or against it (below)."""
        get = self.values.__getitem__
        known = self._known.get
        total = WORD * sum(map(get, features.pairs))
        for key in features.keys:
            value = known(key)
            total += self.of_word(key) if value is None else value
        return total * features.scale + RULE * sum(map(get, features.rules)) + get(_BIAS) * _BIAS_VALUE

    def of_word(self, key: str) -> float:
        """Return what a word adds, before the text's scale."""
        if len(self._known) >= _KNOWN_WORDS:
            self._known.clear()
        values = self.values
        total = PIECE * sum([values[piece] for piece in pieces_of(key)]) + WORD * values[word_bucket(key)]
        self._known[key] = total
        return total

    def learn(
        self, features: Features, is_kind: bool, weight: float = 1.0, disguised: Features | None = None
    ) -> None:
        """Take one step towards the label. The step back is the same with the other label."""
        for seen in (features, disguised) if disguised else (features,):
            self._learn_one(seen, is_kind, weight)

    def _learn_one(self, features: Features, is_kind: bool, weight: float) -> None:
        pull = weight * (probability(self.margin(features)) - is_kind)
        self._known.clear()
        slope = pull * features.scale
        for key in features.keys:
            self._step(pieces_of(key), slope * PIECE)
        self._step([*map(word_bucket, features.keys), *features.pairs], slope * WORD)
        self._step(features.rules, pull * RULE)
        self._step((_BIAS,), pull * _BIAS_VALUE)

    def _step(self, buckets: Sequence[int], slope: float) -> None:
        values, moved = self.values, self.moved
        square, step = slope * slope, STEP * slope
        for bucket in buckets:
            so_far = moved[bucket] + square
            moved[bucket] = so_far
            values[bucket] -= step / sqrt(so_far + _START)

    def pack(self) -> bytes:
        """Return everything as compressed bytes, the same on every machine."""
        data = array("f", self.values)
        data.extend(self.moved)
        if sys.byteorder == "big":
            data.byteswap()
        return zlib.compress(data.tobytes(), 1)  # slower levels gain little on such numbers

    @classmethod
    def unpack(cls, packed: bytes) -> "Weights":
        """Read what `pack` wrote. Raises ValueError when it is something else."""
        try:
            data = array("f", zlib.decompress(packed))
        except zlib.error as error:
            raise ValueError(f"not the weights of a model: {error}") from None
        if len(data) != 2 * (BUCKETS + 1):
            raise ValueError(f"not the weights of a model: {len(data)} numbers")
        if sys.byteorder == "big":
            data.byteswap()
        read = cls()
        read.values, read.moved = data[: BUCKETS + 1], data[BUCKETS + 1 :]
        return read

    def copy(self) -> "Weights":
        """Return weights of their own with the same values."""
        other = Weights()
        other.values, other.moved = self.values[:], self.moved[:]
        return other


def probability(margin: float) -> float:
    """Return the logistic of a margin, between 0 and 1 for any number."""
    if margin < 0:
        grown = exp(max(margin, -700.0))
        return grown / (1 + grown)
    return 1 / (1 + exp(-min(margin, 700.0)))


Seen = Callable[[int], None]


def nobody(_: int) -> None:
    """Listen to no progress."""


def taught(
    examples: Sequence[Example], *, start: Weights | None = None, seed: int = 0, seen: Seen = nobody
) -> Weights:
    """Return weights taught on the examples, in an order that depends on the seed alone.

    `seen` is told of every step; there are PASSES for each example.
    """
    weights = start.copy() if start else Weights()
    for example in shuffled(examples, seed):
        weights.learn(*example)
        seen(1)
    return weights


def shuffled(examples: Sequence[Example], seed: int, passes: int = PASSES) -> Iterable[Example]:
    """Yield every example once in each pass, in another order each time."""
    random = Random(seed)  # noqa: S311 (an order that can be repeated, no secret)
    for order in repeat(list(examples), passes):
        random.shuffle(order)
        yield from order
