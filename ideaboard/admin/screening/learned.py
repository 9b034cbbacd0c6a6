"""How far the models have come: what they were taught, whether they act, what they would have done."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select

from ideaboard.admin.screening.points import KINDS
from ideaboard.admin.screening.preview import LOOKED_BACK, MOST
from ideaboard.data.clock import now
from ideaboard.extensions import db
from ideaboard.posts.models import PUBLISHED, Post
from ideaboard.screening.choices import settings
from ideaboard.screening.learning.models import LearnedModel, LearningExample
from ideaboard.screening.learning.rebuilding import ENOUGH_OF_EACH
from ideaboard.screening.models import ScreeningResult
from ideaboard.screening.settings import Settings

_POSTS: Any = Post.__table__
_MODELS: Any = LearnedModel.__table__


@dataclass(frozen=True)
class State:
    """One model as admins see it."""

    kind: str
    of_kind: int  # examples of the kind, by decisions and by files
    kept: int  # examples of ordinary talk
    acts: bool  # else it only advises
    rebuilt_at: datetime | None
    asked: int = 0  # posts of the last 30 days that it gave advice about
    would_hold: int | None = None  # of these; None while it has no points of its own
    shown: int = 0  # of these: on show now

    @property
    def missing(self) -> tuple[int, int]:
        """How many examples of the kind, and of ordinary talk, it still needs before it acts."""
        return max(0, ENOUGH_OF_EACH - self.of_kind), max(0, ENOUGH_OF_EACH - self.kept)


def states() -> list[State]:
    """Return the state of every model; three statements and what the settings cost."""
    columns = (name for name in _MODELS.c if name.name not in ("weights", "base"))
    rows = {row.kind: row for row in db.session.execute(select(*columns))}
    taught, recent, chosen = _taught(), db.session.execute(_advised()).all(), settings()
    return [_state(kind, rows.get(kind), taught, recent, chosen) for kind in KINDS]


def _state(
    kind: str, row: Any, taught: Mapping[tuple[str, bool], int], recent: Sequence[Any], chosen: Settings
) -> State:
    of_kind, kept = taught.get((kind, True), 0), taught.get((kind, False), 0)
    if row is None:
        return State(kind, of_kind, kept, False, None)
    counts = of_kind + row.base_kind_count, kept + row.base_kept_count
    advised = [one for one in recent if kind in one.advice]
    if not row.points:
        return State(kind, *counts, not row.in_shadow, row.rebuilt_at, len(advised))
    threshold = chosen.threshold(kind, "warn" if kind == "abuse" else "hold", row.points)
    reached = [one for one in advised if one.advice[kind] >= threshold]
    shown = sum(one.status == PUBLISHED for one in reached)
    return State(kind, *counts, not row.in_shadow, row.rebuilt_at, len(advised), len(reached), shown)


def _taught() -> dict[tuple[str, bool], int]:
    """Count what decisions taught and nobody took back, by kind and label."""
    valid = LearningExample.taken_back_at.is_(None), LearningExample.undoes_id.is_(None)
    labels = LearningExample.kind, LearningExample.is_kind
    counted = select(*labels, func.count()).where(*valid).group_by(*labels)
    return {(row[0], bool(row[1])): row[2] for row in db.session.execute(counted)}


def _advised() -> Any:
    recent = select(ScreeningResult.advice, _POSTS.c.status)
    recent = recent.join(_POSTS, _POSTS.c.id == ScreeningResult.post_id)
    return recent.where(ScreeningResult.at > now() - LOOKED_BACK).order_by(ScreeningResult.at.desc()).limit(MOST)
