"""Reads about notices, in the same number of statements whatever their number."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload

from ideaboard.accounts.models import User
from ideaboard.data.paging import Cursor, Page, keyset
from ideaboard.extensions import db
from ideaboard.notifications.kinds import KINDS, About
from ideaboard.notifications.models import Notice

PAGE_SIZE = 20


@dataclass(frozen=True)
class Line:
    """A notice as its reader sees it; without a path when what it is about is no longer to be seen."""

    id: int
    symbol: str
    sentence: str
    path: str
    created_at: datetime
    is_unread: bool


def lines_of(person: Any, cursor: Cursor | None) -> Page[Line]:
    """Return a page of what the person was told, the newest first: one query, and one for each kind in it."""

    def base(*columns: Any) -> Select[Any]:
        return select(*columns).where(Notice.user_id == person.id)

    ident: Any = Notice.__table__.c.id
    keys = keyset(base, ident, ident, cursor, PAGE_SIZE + 1).subquery()
    wanted = select(Notice).join(keys, keys.c.id == Notice.id).options(joinedload(Notice.actor))
    found = db.session.scalars(wanted.order_by(Notice.id.desc()).execution_options(populate_existing=True)).all()
    last = found[PAGE_SIZE - 1].id if len(found) > PAGE_SIZE else None
    return Page(_lines(found[:PAGE_SIZE], person), Cursor(last, last) if last else None)


def line_of(notice_id: int, person: Any) -> Line | None:
    """Return one notice of the person, or None when there is none such."""
    mine = select(Notice).where(Notice.id == notice_id, Notice.user_id == person.id)
    found = db.session.scalars(mine.options(joinedload(Notice.actor))).all()
    return _lines(found, person)[0] if found else None


def drifted_unread() -> list[tuple[int, int, int]]:
    """Return (person id, stored, true number of unread notices) wherever they differ; empty when all is well."""
    mine = (Notice.user_id == User.id, Notice.read_at.is_(None))
    counted = select(func.count()).select_from(Notice).where(*mine).scalar_subquery()
    rows = db.session.execute(select(User.id, User.unread_count, counted).where(User.unread_count != counted))
    return [(row[0], row[1], row[2]) for row in rows]


def _lines(notices: Sequence[Notice], person: Any) -> list[Line]:
    seen = {kind: _look_up(kind, notices, person) for kind in {notice.kind for notice in notices}}
    return [_line(notice, seen[notice.kind].get(notice.subject_id)) for notice in notices]


def _look_up(kind: str, notices: Sequence[Notice], person: Any) -> dict[int, About]:
    ids = sorted({notice.subject_id for notice in notices if notice.kind == kind})
    return KINDS[kind].look_up(ids, person) if kind in KINDS else {}


def _line(notice: Notice, about: About | None) -> Line:
    rest = (notice.created_at, notice.read_at is None)
    if about is None:
        return Line(notice.id, "bell", _("What this was about is no longer on show."), "", *rest)
    name = notice.actor.name if notice.actor else ""
    kind = KINDS[notice.kind]
    return Line(notice.id, kind.symbol, kind.sentence(name, about), about.path, *rest)
