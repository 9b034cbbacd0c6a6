"""Held posts as the list shows them, in the same number of statements whatever their number."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from flask_babel import lazy_gettext as _l
from markupsafe import Markup
from sqlalchemy import and_, select

from ideaboard.accounts.models import User
from ideaboard.data.clock import now
from ideaboard.extensions import db
from ideaboard.media.models import Picture
from ideaboard.moderation.evidence import NOTHING, Evidence, marked
from ideaboard.moderation.places import Place, places_of
from ideaboard.moderation.queries import Record, records_of
from ideaboard.moderation.screened import evidence_of
from ideaboard.posts.models import HELD, Post, PostVersion

_POSTS: Any = Post.__table__
MOST_PICTURES = 10  # of each post
LABELS = {
    "title": _l("Title"),
    "body": _l("Text"),
    "for_whom": _l("Who it is for"),
    "why": _l("Why it can work"),
    "problem": _l("The problem in numbers"),
    "limits": _l("Limits"),
    "good_example": _l("Example of a good idea"),
    "promise_text": _l("The promise in own words"),
}


@dataclass(frozen=True)
class Card:
    """A held post with everything that is needed to decide about it."""

    id: int
    version: int
    created_at: datetime
    author: str
    author_days: int  # since they signed up
    place: Place
    texts: list[tuple[Any, Markup]]  # (label, text with its evidence marked)
    signs: Sequence[Any]
    record: Record
    pictures: list[Picture] = field(default_factory=list)


def cards_of(ids: Sequence[int], viewer: Any) -> list[Card]:
    """Return the held posts with these ids, in this order; what is no longer held is left out."""
    rows = {row.id: row for row in db.session.execute(_held(ids))} if ids else {}
    if not rows:
        return []
    places = places_of(((row.id, row.kind) for row in rows.values()), viewer)
    records = records_of(sorted({row.author_id for row in rows.values()}))
    evidence, pictures = evidence_of(list(rows)), _pictures(list(rows))
    return [
        _card(
            rows[ident], places[ident], evidence.get(ident, NOTHING), records.get(rows[ident].author_id), pictures
        )
        for ident in ids
        if ident in rows
    ]


def _card(row: Any, place: Place, found: Evidence, record: Record | None, pictures: list[Picture]) -> Card:
    spans = found.spans or {}
    texts = [
        (LABELS[name], marked(row.fields[name], spans.get(name, ())))
        for name in LABELS
        if isinstance(row.fields.get(name), str) and row.fields[name]
    ]
    mine = [picture for picture in pictures if picture.post_id == row.id]
    rest = (place, texts, found.signs, record or Record(), mine)
    return Card(row.id, row.version, row.created_at, row.name, (now() - row.since).days, *rest)


def _held(ids: Sequence[int]) -> Any:
    newest = and_(PostVersion.post_id == _POSTS.c.id, PostVersion.number == _POSTS.c.version)
    return (
        select(_POSTS.c.id, _POSTS.c.kind, _POSTS.c.version, _POSTS.c.created_at, _POSTS.c.author_id)
        .add_columns(User.name, User.created_at.label("since"), PostVersion.fields)
        .join(User, User.id == _POSTS.c.author_id)
        .join(PostVersion, newest)
        .where(_POSTS.c.id.in_(ids), _POSTS.c.status == HELD)
    )


def _pictures(ids: Sequence[int]) -> list[Picture]:
    shown = select(Picture).where(Picture.post_id.in_(ids)).order_by(Picture.position, Picture.id)
    return list(db.session.scalars(shown.limit(MOST_PICTURES * len(ids))))
