"""Reads about labels, for moderators."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import abort
from sqlalchemy import select

from ideaboard.extensions import db
from ideaboard.moderation.cases.models import OPEN, POST, Case
from ideaboard.moderation.labels.models import ClaimLabel
from ideaboard.moderation.labels.showing import copy_of
from ideaboard.moderation.models import Decision
from ideaboard.posts.labels import LabelView, view_of
from ideaboard.posts.models import Post, PostVersion
from ideaboard.screening.claims.service import known_claims
from ideaboard.screening.normalise import normalise

TEXTS = ("title", "body", "for_whom", "why", "problem", "good_example", "limits", "promise_text")


@dataclass(frozen=True)
class Labelled:
    """An open case about a post, what the post says, and what is known of claims like it."""

    case: Case
    post: Post
    texts: Sequence[str]  # as typed, part by part
    known: Sequence[str]  # claims examined before that it repeats


def labelled_or_404(case_id: int) -> Labelled:
    """Return the open case about a post in which a label can be written; two queries. Aborts 404 for others."""
    read = (PostVersion.post_id == Case.post_id, PostVersion.number == Post.__table__.c.version)
    wanted = (
        select(Case, Post, PostVersion.fields)
        .join(Post, Post.id == Case.post_id)
        .join(PostVersion, PostVersion.post_id == Post.__table__.c.id)
        .where(Case.id == case_id, Case.kind == POST, Case.status == OPEN, *read)
    )
    row: Any = db.session.execute(wanted.execution_options(populate_existing=True)).first()
    if row is None:
        abort(404)
    texts = [text for name in TEXTS if (text := str(row[2].get(name) or "").strip())]
    known = known_claims().matches(normalise("\n".join(texts)))
    return Labelled(row[0], row[1], texts, [match.claim.text for match in known])


def proposed_label(decision: Decision) -> LabelView | None:
    """Return what a decision says of a claim, as readers would see it; none for decisions of another kind."""
    label = db.session.scalar(select(ClaimLabel).where(ClaimLabel.decision_id == decision.id))
    return view_of(copy_of(label)) if label else None


def shown_label(post_id: int) -> LabelView | None:
    """Return the label that a post carries now; one query."""
    table: Any = Post.__table__
    return view_of(db.session.scalar(select(table.c.label).where(table.c.id == post_id)))
