"""A text as a model sees it: read once, with what the rules as shipped notice in it."""

from ideaboard.screening.engine import FAMILIES
from ideaboard.screening.learning.features import Features, windows
from ideaboard.screening.learning.weights import Example
from ideaboard.screening.normalise import Normalised, normalise
from ideaboard.screening.signals import Signal


def signals_of(read: Normalised) -> tuple[Signal, ...]:
    """Return what the rules notice in the text itself."""
    return tuple(signal for family in FAMILIES for signal in family(read))


def features_of(read: Normalised) -> Features:
    """Return what is learned from a text: all of it; of a long one a part that rules point at, or its start."""
    return windows(read, signals_of(read))[0].features


def example_of(text: str, is_kind: bool, weight: float = 1.0) -> Example:
    """Return a judged text, ready to be learned."""
    return Example(features_of(normalise(text)), is_kind, weight)
