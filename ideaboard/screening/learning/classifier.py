"""One kind's model, ready to be asked: weights, calibration, operating points."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from ideaboard.screening.learning.calibration import Calibration
from ideaboard.screening.learning.features import WORD, Window, likeliest, pair_bucket, windows
from ideaboard.screening.learning.weights import Weights
from ideaboard.screening.normalise import Normalised, Word
from ideaboard.screening.signals import Signal, Span

_SHOWN = 5


@dataclass
class Classifier:
    """What screening asks. Without weights it is never asked: an untaught model has no opinion."""

    weights: Weights
    calibration: Calibration = field(default_factory=Calibration)
    points: Mapping[str, float] = field(default_factory=dict)
    in_shadow: bool = True

    def score(self, read: Normalised, signals: Sequence[Signal]) -> float:
        """Return the calibrated probability that the text is of the kind."""
        return self.calibration(self.margin(read, signals))

    def margin(self, read: Normalised, signals: Sequence[Signal]) -> float:
        """Return the margin of the worst part of the text."""
        return max(self.weights.margin(window.features) for window in windows(read, signals))

    def explain(self, read: Normalised, signals: Sequence[Signal], most: int = _SHOWN) -> list[tuple[Span, float]]:
        """Return the words that speak most for the kind, with how much, where they stand in the text as typed."""
        worst = max(windows(read, signals), key=lambda window: self.weights.margin(window.features))
        said = [(read.span(word.begin, word.end), value) for word, value in self._words(worst) if value > 0]
        return sorted(said, key=lambda pair: -pair[1])[:most]

    def _words(self, window: Window) -> list[tuple[Word, float]]:
        """Give each word its own part and half of the pairs it stands in."""
        words, get = window.words, self.weights.values.__getitem__
        keys = [likeliest(word) for word in words]
        parts = [self.weights.of_word(key) for key in keys]
        for i, (one, other) in enumerate(pairwise(keys)):
            half = WORD * get(pair_bucket(one, other)) / 2
            parts[i] += half
            parts[i + 1] += half
        return [(word, part * window.features.scale) for word, part in zip(words, parts, strict=True)]
