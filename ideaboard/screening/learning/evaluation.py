"""Measure a model honestly: on texts it has not seen, no text twice, at the shares of false alarms that count."""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from random import Random
from typing import Any, NamedTuple

from ideaboard.screening.learning.weights import Example, Seen, Weights, nobody, taught
from ideaboard.screening.normalise import Normalised

SHARES = {"0.1%": 0.001, "0.5%": 0.005, "1%": 0.01}
FOLDS = 5


class Measured(NamedTuple):
    """What a model said of one text it had not seen, and what the text is."""

    margin: float
    is_kind: bool


def digest(read: Normalised) -> str:
    """Return the letters of a text as one number: the same text with other blanks, signs or capitals has it too."""
    letters = "".join(filter(str.isalpha, "".join(word.key for word in read.words)))
    return hashlib.sha256(letters.encode()).hexdigest()


def folds_of(labels: Sequence[bool], folds: int = FOLDS, seed: int = 0) -> list[int]:
    """Return for each text the fold that tests it; both labels are spread evenly."""
    random = Random(seed)  # noqa: S311 (an order that can be repeated, no secret)
    found = [0] * len(labels)
    for label in (True, False):
        places = [place for place, its in enumerate(labels) if its is label]
        random.shuffle(places)
        for number, place in enumerate(places):
            found[place] = number % folds
    return found


def held_out(
    examples: Sequence[Example],
    folds: int = FOLDS,
    *,
    start: Weights | None = None,
    enough: int | None = None,
    seen: Seen = nobody,
) -> Iterator[tuple[int, float]]:
    """Yield place and margin of each example, by a model that was taught without its fold.

    Stops after the fold in which so many kept texts were measured, when `enough` is given.
    """
    fold_of = folds_of([example.is_kind for example in examples], folds)
    kept = 0
    for fold in range(folds):
        learned = [example for example, its in zip(examples, fold_of, strict=True) if its != fold]
        weights = taught(learned, start=start, seen=seen)
        for place, its in enumerate(fold_of):
            if its == fold:
                kept += not examples[place].is_kind
                yield place, weights.margin(examples[place].features)
        if enough is not None and kept >= enough:
            return


def auc(measured: Iterable[Measured]) -> float:
    """Return how often a text of the kind is said to be more so than another one; 0.5 is chance."""
    ranked = sorted(measured)
    rank_sum, first = 0.0, 0
    while first < len(ranked):
        last = first
        while last < len(ranked) and ranked[last].margin == ranked[first].margin:
            last += 1
        rank_sum += (first + last + 1) / 2 * sum(one.is_kind for one in ranked[first:last])
        first = last
    of_kind = sum(one.is_kind for one in ranked)
    others = len(ranked) - of_kind
    return (rank_sum - of_kind * (of_kind + 1) / 2) / (of_kind * others) if of_kind and others else 0.5


def average_precision(measured: Iterable[Measured]) -> float:
    """Return the precision over all recalls."""
    found, total = 0, 0.0
    for place, one in enumerate(sorted(measured, reverse=True), 1):
        if one.is_kind:
            found += 1
            total += found / place
    return total / found if found else 0.0


def margin_for(kept: Iterable[float], share: float) -> float:
    """Return the margin that at most this share of the kept texts exceeds."""
    falling = sorted(kept, reverse=True)
    return falling[int(share * len(falling))] if falling else 0.0


def reached(measured: Iterable[Measured], margin: float) -> float:
    """Return the share of texts of the kind beyond a margin."""
    of_kind = [one.margin > margin for one in measured if one.is_kind]
    return sum(of_kind) / len(of_kind) if of_kind else 0.0


def report(measured: Sequence[Measured], at: float = 0.0) -> dict[str, Any]:
    """Return the figures; precision and F1 are those beyond the margin `at`."""
    kept = [one.margin for one in measured if not one.is_kind]
    of_kind = len(measured) - len(kept)
    hits, wrong = sum(one.margin > at for one in measured if one.is_kind), sum(margin > at for margin in kept)
    return {
        "texts": len(measured),
        "of_kind": of_kind,
        "auc": round(auc(measured), 4),
        "average_precision": round(average_precision(measured), 4),
        "recall": {name: round(reached(measured, margin_for(kept, share)), 4) for name, share in SHARES.items()},
        "precision": round(hits / (hits + wrong), 4) if hits else 0.0,
        "f1": round(2 * hits / (hits + wrong + of_kind), 4) if of_kind else 0.0,
        "false_alarms": round(wrong / len(kept), 4) if kept else 0.0,
    }
