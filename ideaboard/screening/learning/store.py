"""The models of this process: loaded once for each database, and brought up to date when the board has learned.

Whoever teaches replaces the mark "learning" (screening/versions.py), so asking costs one short statement. A new
example is then learned on a copy of the weights, and the copy put in their place: a model that is being asked
never changes under the question.
"""

from dataclasses import dataclass
from typing import Any
from weakref import WeakKeyDictionary

from sqlalchemy import Engine, select
from sqlalchemy.orm import undefer

from ideaboard.extensions import db
from ideaboard.screening.learning.calibration import Calibration
from ideaboard.screening.learning.classifier import Classifier
from ideaboard.screening.learning.examples import example_of
from ideaboard.screening.learning.models import LearnedModel, LearningExample
from ideaboard.screening.learning.weights import Weights
from ideaboard.screening.versions import Kept

MARK = "learning"


@dataclass(frozen=True)
class _Loaded:
    """A model with what tells whether it is still the right one to go on from."""

    version: int
    last: tuple[int, str] | None  # id and digest of the last example in it
    number: int
    model: Classifier | None


_known: WeakKeyDictionary[Engine, dict[str, _Loaded]] = WeakKeyDictionary()


def models() -> dict[str, Classifier]:
    """Return the models that have learned something, by kind; one short statement when nothing has changed."""
    return _kept.get()


def model_for(kind: str) -> Classifier | None:
    """Return the model of a kind; None while it has learned nothing and so has no opinion."""
    return models().get(kind)


def _load() -> dict[str, Classifier]:
    known = _known.setdefault(db.engine, {})
    rows = db.session.scalars(select(LearnedModel).execution_options(populate_existing=True)).all()
    loaded = {row.kind: _caught_up(row, known.get(row.kind)) for row in rows}
    _known[db.engine] = loaded
    return {kind: one.model for kind, one in loaded.items() if one.model is not None}


def _caught_up(row: LearnedModel, before: _Loaded | None) -> _Loaded:
    """Learn what is new on top of what this process has; from the stored weights when that is no longer true."""
    if before is not None and before.version == row.version:
        news = examples_after(row.kind, before.number - (before.last is not None))
        if before.last is None:
            return _learned(row, before, news)
        if news and (news[0].id, news[0].digest) == before.last:
            return _learned(row, before, news[1:])
    packed = db.session.scalar(select(LearnedModel.weights).where(LearnedModel.kind == row.kind))
    stored = Classifier(Weights.unpack(packed)) if packed else None
    return _learned(row, _Loaded(row.version, None, row.version, stored), examples_after(row.kind, row.version))


def _learned(row: LearnedModel, before: _Loaded, news: list[LearningExample]) -> _Loaded:
    if before.model is None and not news:
        return before
    weights = before.model.weights if before.model else Weights()
    if news:
        weights = weights.copy()
    for one in news:
        weights.learn(*example_of(one.text, one.is_kind, one.weight))
    number, last = (news[-1].number, (news[-1].id, news[-1].digest)) if news else (before.number, before.last)
    model = Classifier(weights, Calibration.from_data(row.calibration), row.points, row.in_shadow)
    return _Loaded(row.version, last, number, model)


def examples_after(kind: str, after: int) -> list[LearningExample]:
    """Return what was taught after a number, in order, without what waits for the night."""
    of_kind: Any = (LearningExample.kind == kind) & (LearningExample.number > after)
    newer = select(LearningExample).where(of_kind, LearningExample.waits.is_(False))
    return list(db.session.scalars(newer.order_by(LearningExample.number)))


def row_with_base(kind: str) -> LearnedModel | None:
    """Return the row of a kind with what files taught it."""
    whole = select(LearnedModel).where(LearnedModel.kind == kind).options(undefer(LearnedModel.base))
    return db.session.scalar(whole.execution_options(populate_existing=True))


_kept: Kept[dict[str, Classifier]] = Kept(MARK, _load)
