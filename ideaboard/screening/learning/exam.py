"""The exam: texts of our own writing that no model is taught, and that every rebuilt model has to pass."""

import csv
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from ideaboard.screening.learning.evaluation import Measured, average_precision
from ideaboard.screening.learning.examples import features_of
from ideaboard.screening.learning.features import Features
from ideaboard.screening.learning.weights import Example, Weights
from ideaboard.screening.normalise import normalise

ORDINARY = "ordinary"
# A rebuilt model may be worse by so little that it is chance.
TOLERANCE = 0.005


class Question(NamedTuple):
    """One text of the exam."""

    kind: str
    features: Features


@cache
def questions() -> tuple[Question, ...]:
    """Return the texts of seed.csv. Read when first needed, once."""
    text = (files("ideaboard.screening.learning") / "seed.csv").read_text("utf-8")
    return tuple(Question(line["kind"], features_of(normalise(line["text"]))) for line in rows(text))


def rows(text: str) -> list[dict[str, str]]:
    """Return the lines of a seed file."""
    return list(csv.DictReader(text.splitlines()))


def exam_of(kind: str) -> list[Example]:
    """Return the exam of one kind: its own texts and all the ordinary ones."""
    return [Example(q.features, q.kind == kind) for q in questions() if q.kind in (kind, ORDINARY)]


def is_not_worse(challenger: Weights, champion: Weights, texts: list[Example]) -> bool:
    """Say whether a rebuilt model may take the place of the one before, judged by these texts."""
    if not any(text.is_kind for text in texts):
        return True
    new, old = (_precision(weights, texts) for weights in (challenger, champion))
    return new >= old - TOLERANCE


def _precision(weights: Weights, texts: list[Example]) -> float:
    return average_precision(Measured(weights.margin(text.features), text.is_kind) for text in texts)
