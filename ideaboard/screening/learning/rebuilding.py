"""Put models together anew: every night from the judged posts, by command from files, or empty again."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from math import ceil
from typing import Any

from sqlalchemy import delete, func, select, update

from ideaboard.audit.service import record
from ideaboard.data.clock import now
from ideaboard.data.transaction import transaction
from ideaboard.extensions import db
from ideaboard.jobs.queue import periodic
from ideaboard.screening.learning.calibration import Calibration, calibrate, points_of
from ideaboard.screening.learning.disguising import lesson_of
from ideaboard.screening.learning.evaluation import FOLDS, held_out
from ideaboard.screening.learning.exam import exam_of, is_not_worse
from ideaboard.screening.learning.examples import example_of
from ideaboard.screening.learning.kinds import LEARNED_KINDS
from ideaboard.screening.learning.models import LearnedModel, LearningExample
from ideaboard.screening.learning.service import begin_learning
from ideaboard.screening.learning.store import examples_after, model_for, row_with_base
from ideaboard.screening.learning.weights import PASSES, Example, Seen, Weights, nobody, taught

log = logging.getLogger("ideaboard.screening")

# A model acts once it has seen so many of both labels: below 100 the AUC on abuse is 0.73, from some hundreds on
# 0.85 to 0.98 (measured, by kind). Its points need LEAST_KEPT kept posts besides.
ENOUGH_OF_EACH = 100
RECENT = timedelta(days=30)
# So many kept texts that a model has not seen give its points; more folds would only cost time.
MEASURED = 2000


@dataclass(frozen=True)
class Built:
    """A model as it is to be stored."""

    weights: Weights
    calibration: Calibration
    points: dict[str, float]
    kind_count: int
    kept_count: int

    @property
    def in_shadow(self) -> bool:
        """Say whether it has seen too little to act."""
        return min(self.kind_count, self.kept_count) < ENOUGH_OF_EACH or not self.points


def build(examples: Sequence[Example], start: Weights | None = None, seen: Seen = nobody) -> Built:
    """Teach a model, and measure on texts held out of it where its probabilities and points lie."""
    measured = list(held_out(examples, start=start, enough=MEASURED, seen=seen))
    margins, labels = [margin for _, margin in measured], [examples[place].is_kind for place, _ in measured]
    calibration = calibrate(margins, labels)
    kept = [margin for margin, label in zip(margins, labels, strict=True) if not label]
    of_kind = sum(example.is_kind for example in examples)
    points = points_of(kept, calibration)
    return Built(taught(examples, start=start, seen=seen), calibration, points, of_kind, len(examples) - of_kind)


def steps_of(examples: Sequence[Example]) -> int:
    """Return how many steps `build` takes, for a bar of progress."""
    kept = sum(not example.is_kind for example in examples)
    measured = min(FOLDS, ceil(MEASURED * FOLDS / kept)) if kept else FOLDS
    return round(PASSES * len(examples) * (1 + measured * (FOLDS - 1) / FOLDS))


@periodic("rebuild-models", minute="40", hour="3")
def rebuild_all() -> list[str]:
    """Rebuild every model that has new examples; return the kinds whose model was replaced."""
    return [kind for kind in LEARNED_KINDS if rebuild(kind)]


def rebuild(kind: str) -> bool:
    """Rebuild one model; False when nothing is new, or when the result is worse than what there is."""
    row = row_with_base(kind)
    rows = _judged(kind)
    newest = _newest(kind)
    db.session.commit()  # Building takes seconds: no transaction stays open meanwhile.
    if row is None or not rows or (newest <= row.version and not any(one.waits for one in rows)):
        return False
    examples = [lesson_of(one.text, one.is_kind, one.weight) for one in rows]
    built = build(examples, Weights.unpack(row.base) if row.base else None)
    if not _may_replace(kind, built, rows, examples):
        log.warning("the rebuilt model of %s is worse than the one before and is left aside", kind)
        return False
    _store(kind, built, row, newest, [one.id for one in rows if one.waits])
    return True


def train(kind: str, examples: Sequence[Example], seen: Seen = nobody) -> Built:
    """Teach texts of a file on top of what files taught before; judged posts are learned again on top of them."""
    row = row_with_base(kind)
    rows = _judged(kind)
    newest = _newest(kind)
    db.session.commit()
    built = build(examples, Weights.unpack(row.base) if row and row.base else None, seen)
    base = built.weights
    if rows:
        judged = [lesson_of(one.text, one.is_kind, one.weight) for one in rows]
        built = Built(
            taught(judged, start=base), built.calibration, built.points, built.kind_count, built.kept_count
        )
    with transaction():
        begin_learning(kind)
        stored = _row(kind)
        stored.base = base.pack()
        stored.base_kind_count += built.kind_count
        stored.base_kept_count += built.kept_count
        before = {"version": stored.version}
        _fill(stored, built, newest, *_counts(rows))
        _learned_now([one.id for one in rows if one.waits])
        after = {"kind": kind, "version": stored.version, "texts": len(examples)}
        record("screening.train", "screening", None, actor_id=None, before=before, after=after)
    return built


def reset(kind: str) -> bool:
    """Forget everything that a model was taught, by files and by decisions; False when there was nothing."""
    with transaction():
        begin_learning(kind)
        stored = _row(kind)
        before = {"version": stored.version, "newest": _newest(kind)}
        gone = delete(LearningExample).where(LearningExample.kind == kind)
        count = db.session.execute(gone.returning(LearningExample.id)).all()
        if not count and stored.weights is None:
            return False
        newest = max(stored.version, before["newest"])
        db.session.delete(stored)
        db.session.flush()
        # The number goes on, so that every process sees that what it has is no longer true.
        db.session.add(LearnedModel(kind=kind, version=newest + 1))
        record("screening.reset", "screening", None, actor_id=None, before=before, after={"kind": kind})
    return True


def _may_replace(kind: str, built: Built, rows: list[LearningExample], examples: list[Example]) -> bool:
    champion = model_for(kind)
    db.session.commit()
    if champion is None or (champion.in_shadow and built.in_shadow):  # It acts on nothing, and knows too little.
        return True
    since = now() - RECENT
    lately = [example for example, one in zip(examples, rows, strict=True) if one.created_at >= since]
    exams = (exam_of(kind), lately)
    return all(is_not_worse(built.weights, champion.weights, exam) for exam in exams)


def _store(kind: str, built: Built, row: LearnedModel, newest: int, waited: list[int]) -> None:
    with transaction():
        begin_learning(kind)
        stored = _row(kind)
        if stored.version != row.version:  # Trained or reset meanwhile: that is the newer truth.
            return
        _fill(stored, built, newest, built.kind_count, built.kept_count)
        stored.rebuilt_at = now()
        _learned_now(waited)


def _fill(stored: LearnedModel, built: Built, newest: int, of_kind: int, kept: int) -> None:
    # What was judged while the model was built belongs into it too, or its number would be passed over.
    for one in examples_after(stored.kind, newest):
        built.weights.learn(*example_of(one.text, one.is_kind, one.weight))
    stored.weights = built.weights.pack()
    stored.version = max(_newest(stored.kind), stored.version + 1)
    stored.kind_count, stored.kept_count = stored.base_kind_count + of_kind, stored.base_kept_count + kept
    if built.points or not stored.points:  # Points of a file stand until there are enough kept posts.
        stored.calibration, stored.points = built.calibration.as_data(), built.points
    seen = min(stored.kind_count, stored.kept_count)
    stored.in_shadow = seen < ENOUGH_OF_EACH or not stored.points
    stored.updated_at = now()


def _row(kind: str) -> LearnedModel:
    return db.session.get_one(LearnedModel, kind, populate_existing=True)


def _judged(kind: str) -> list[LearningExample]:
    """Return what decisions taught and nobody took back, in the order of the decisions."""
    valid: Any = LearningExample.undoes_id.is_(None) & LearningExample.taken_back_at.is_(None)
    judged = select(LearningExample).where(LearningExample.kind == kind, valid)
    return list(db.session.scalars(judged.order_by(LearningExample.number)))


def _counts(rows: list[LearningExample]) -> tuple[int, int]:
    of_kind = sum(one.is_kind for one in rows)
    return of_kind, len(rows) - of_kind


def _newest(kind: str) -> int:
    newest = select(func.max(LearningExample.number)).where(LearningExample.kind == kind)
    return db.session.scalar(newest) or 0


def _learned_now(ids: list[int]) -> None:
    for start in range(0, len(ids), 500):
        learned = update(LearningExample).where(LearningExample.id.in_(ids[start : start + 500]))
        db.session.execute(learned.values(waits=False).execution_options(synchronize_session=False))
