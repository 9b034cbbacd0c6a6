"""Reads about legal orders."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import abort
from sqlalchemy import and_, func, select
from sqlalchemy.orm import aliased

from ideaboard.accounts.models import User
from ideaboard.data.paging import Cursor, Page
from ideaboard.extensions import db
from ideaboard.moderation.orders.models import LegalOrder
from ideaboard.moderation.places import Place, places_of
from ideaboard.posts.models import Post

PAGE_SIZE = 20
_POSTS: Any = Post.__table__


@dataclass(frozen=True)
class Shown:
    """An order, the post it is about, and who entered and lifted it."""

    order: LegalOrder
    kind: str
    status: str
    entered_by: str = ""
    lifted_by: str = ""


@dataclass(frozen=True)
class Counts:
    """Orders of a time, for the public numbers."""

    received: int
    in_time: int
    lifted: int
    in_force: int
    objected: int


def orders(cursor: Cursor | None, *, in_force: bool = False) -> Page[Shown]:
    """Return orders with their posts, the newest first; one query."""
    wanted = select(LegalOrder, _POSTS.c.kind, _POSTS.c.status).join(_POSTS, _POSTS.c.id == LegalOrder.post_id)
    if in_force:
        wanted = wanted.where(LegalOrder.lifted_at.is_(None))
    if cursor:
        wanted = wanted.where(LegalOrder.id < cursor.id)
    rows = db.session.execute(wanted.order_by(LegalOrder.id.desc()).limit(PAGE_SIZE + 1)).all()
    more = Cursor(0, rows[PAGE_SIZE - 1][0].id) if len(rows) > PAGE_SIZE else None
    return Page([Shown(*row) for row in rows[:PAGE_SIZE]], more)


def shown_or_404(order_id: int) -> Shown:
    """Return one order, for admins; one query. Aborts 404 when there is none."""
    entered, lifted = aliased(User), aliased(User)
    wanted = (
        select(LegalOrder, _POSTS.c.kind, _POSTS.c.status, entered.name, lifted.name)
        .join(_POSTS, _POSTS.c.id == LegalOrder.post_id)
        .join(entered, entered.id == LegalOrder.entered_by_id)
        .outerjoin(lifted, lifted.id == LegalOrder.lifted_by_id)
        .where(LegalOrder.id == order_id)
    )
    row: Any = db.session.execute(wanted.execution_options(populate_existing=True)).first()
    return Shown(row[0], row[1], row[2], row[3] or "", row[4] or "") if row else abort(404)


def own_or_404(order_id: int, person: Any) -> Shown:
    """Return an order about a post of this person. Aborts 404 for everybody else."""
    wanted = select(LegalOrder, _POSTS.c.kind, _POSTS.c.status).join(_POSTS, _POSTS.c.id == LegalOrder.post_id)
    row = db.session.execute(wanted.where(LegalOrder.id == order_id, LegalOrder.person_id == person.id)).first()
    return Shown(*row) if row else abort(404)


def places(shown: Sequence[Shown], viewer: Any) -> dict[int, Place]:
    """Return where the posts of these orders stand, by their ids; one query for each kind among them."""
    return places_of([(each.order.post_id, each.kind) for each in shown], viewer)


def counts(since: datetime | None = None, until: datetime | None = None) -> Counts:
    """Return how many orders were carried out between two moments, and what became of them; one query."""
    in_time = LegalOrder.applied_at <= LegalOrder.due_at
    lifted = LegalOrder.lifted_at.is_not(None)
    conditions = [LegalOrder.applied_at >= since] if since else []
    conditions += [LegalOrder.applied_at < until] if until else []
    counted = select(
        func.count(),
        func.count().filter(in_time),
        func.count().filter(lifted),
        func.count().filter(~lifted),
        func.count().filter(LegalOrder.objected_at.is_not(None)),
    ).select_from(LegalOrder)
    return Counts(*db.session.execute(counted.where(and_(True, *conditions))).one())
