"""The copy of a label on its post's own row, and the place of an idea that goes with it."""

from typing import Any

from sqlalchemy import update

from ideaboard.extensions import db
from ideaboard.ideas.models import DAMPED_DAYS, Idea
from ideaboard.moderation.labels.models import ClaimLabel
from ideaboard.posts.models import Post

_IDEAS: Any = Idea.__table__


def show(post: Post, label: ClaimLabel | None) -> None:
    """Let a post carry a label, or none, in the open transaction that holds its row."""
    was_damped = post.is_damped
    post.label = copy_of(label) if label else None
    db.session.flush()
    if isinstance(post, Idea) and post.is_damped is not was_damped:
        _move(post, -DAMPED_DAYS if post.is_damped else DAMPED_DAYS)


def _move(idea: Idea, days: float) -> None:
    """Move an idea's hot rank by so many days: relative to what it is, for support changes it meanwhile."""
    moved = update(_IDEAS).where(_IDEAS.c.id == idea.id).values(hot=_IDEAS.c.hot + days)
    db.session.execute(moved)
    db.session.refresh(idea, ["hot"])


def copy_of(label: ClaimLabel) -> dict[str, Any]:
    """Return what a post carries of its label."""
    return {
        "verdict": label.verdict,
        "claim": label.claim,
        "rationale": label.rationale,
        "evidence": label.evidence,
        "at": (label.applied_at or label.made_at).isoformat(),
        "reopened": label.reopened_at is not None,
    }
