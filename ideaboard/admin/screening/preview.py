"""What other operating points would have done with what was written lately."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import Select, select

from ideaboard.data.clock import now
from ideaboard.extensions import db
from ideaboard.posts.models import PUBLISHED, Post
from ideaboard.screening.models import ScreeningResult
from ideaboard.screening.service import engine
from ideaboard.screening.settings import Choice, Settings

LOOKED_BACK = timedelta(days=30)
MOST = 1_000  # newest results
_POSTS: Any = Post.__table__


@dataclass(frozen=True)
class Effect:
    """How many of the posts of the last 30 days a choice reaches, and how many of those are on show now."""

    posts: int
    reached: int
    shown: int


def effect_of(kind: str, choice: Choice, chosen: Settings) -> dict[str, Effect]:
    """Return by action (warn, hold, refuse) what a choice would have done."""
    rows = db.session.execute(_recent()).all()
    board = Settings({**chosen.choices, kind: choice}, chosen.points)
    model = engine().models.get(kind)
    points = model.points if model and not model.in_shadow else None  # scores are the model's once it acts
    return {
        action: _effect(rows, kind, board.threshold(kind, action, points)) for action in ("warn", "hold", "refuse")
    }


def _effect(rows: Any, kind: str, threshold: float) -> Effect:
    reached = [row for row in rows if _score(row.scores, kind) >= threshold]
    return Effect(len(rows), len(reached), sum(row.status == PUBLISHED for row in reached))


def _score(scores: Mapping[str, float], kind: str) -> float:
    return float(scores.get(kind, 0.0))


def _recent() -> Select[Any]:
    recent = select(ScreeningResult.scores, _POSTS.c.status)
    recent = recent.join(_POSTS, _POSTS.c.id == ScreeningResult.post_id)
    return recent.where(ScreeningResult.at > now() - LOOKED_BACK).order_by(ScreeningResult.at.desc()).limit(MOST)
