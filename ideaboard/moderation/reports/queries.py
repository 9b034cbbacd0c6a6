"""Reads about reports: what a case holds, in a fixed number of statements, and never a reporter's name."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from flask import abort
from sqlalchemy import case, func, or_, select
from sqlalchemy.orm import aliased

from ideaboard.extensions import db
from ideaboard.moderation.places import Place, places_of
from ideaboard.moderation.reports.models import DECLINED, OPEN, UPHELD, VOID, Report
from ideaboard.moderation.reports.weights import Said
from ideaboard.posts.models import PUBLISHED, Post

MOST_TEXTS = 20  # of one case that are shown, the newest
_POSTS: Any = Post.__table__
_VOICE: Any = func.coalesce(Report.voice_id, Report.id)


@dataclass(frozen=True)
class Target:
    """A public post that may be reported."""

    id: int
    author_id: int
    version: int
    parent_id: int | None
    place: Place


@dataclass(frozen=True)
class Words:
    """What one reporter wrote, without who it was."""

    reason: str
    claim: str
    source_url: str
    detail: str
    is_child: bool
    is_team: bool
    made_at: datetime


@dataclass(frozen=True)
class Summary:
    """The reports of a case in aggregate."""

    count: int = 0
    by_reason: dict[str, int] = field(default_factory=dict)  # the most frequent first
    weight: float = 0.0
    accuracy: float | None = None  # share of the reporters' earlier reports that was upheld; None: none decided
    judged: int = 0  # how many that were
    is_child: bool = False
    details: list[Words] = field(default_factory=list)  # the newest first


def target_or_404(post_id: int, viewer: Any) -> Target:
    """Return a post that is public, with everything it was sent to; two statements. Aborts 404."""
    columns = (_POSTS.c.id, _POSTS.c.kind, _POSTS.c.author_id, _POSTS.c.version, _POSTS.c.parent_id)
    row = db.session.execute(select(*columns).where(_POSTS.c.id == post_id, _POSTS.c.status == PUBLISHED)).first()
    place = places_of([(post_id, row.kind)], viewer)[post_id] if row else None
    if row is None or place is None or not place.path:
        abort(404)
    return Target(row.id, row.author_id, row.version, row.parent_id, place)


def way_back(target: Target, viewer: Any) -> str:
    """Return where the post is read; once it is under review, the page that it was sent to."""
    wanted = [target.id, target.parent_id or 0]
    found = select(_POSTS.c.id, _POSTS.c.kind).where(_POSTS.c.id.in_(wanted))
    kinds = [(row.id, row.kind) for row in db.session.execute(found)]
    places = places_of(kinds, viewer)
    return next((places[ident].path for ident in wanted if ident in places and places[ident].path), "/")


def has_reported(target: Target, person: Any) -> bool:
    """Say whether this person reported the post as it is now."""
    before = newest_of(target.id, person.id) if person.is_authenticated else None
    return before is not None and before.post_version == target.version


def summary(case_ids: Sequence[int], *, texts: bool = True) -> dict[int, Summary]:
    """Return the reports of these cases; cases without one are left out. Three statements, four with the texts."""
    counts = _counts(case_ids)
    if not counts:
        return {}
    weights, pasts = _weights(case_ids), _pasts(case_ids)
    words = _words(case_ids) if texts else {}
    return {
        ident: Summary(
            count=sum(row.number for row in rows),
            by_reason={row.reason: row.number for row in rows},
            weight=weights[ident],
            accuracy=_share(*pasts.get(ident, (0, 0))),
            judged=sum(pasts.get(ident, (0, 0))),
            is_child=any(row.children for row in rows),
            details=words.get(ident, []),
        )
        for ident, rows in counts.items()
    }


def open_reports(post_id: int) -> list[Said]:
    """Return the open reports of a post as the rule counts them."""
    columns = (_VOICE.label("voice"), Report.reason, Report.trust, Report.weight, Report.is_team)
    found = select(*columns).where(Report.post_id == post_id, Report.state == OPEN).order_by(Report.id)
    return [Said(*row) for row in db.session.execute(found)]


def newest_of(post_id: int, reporter_id: int) -> Report | None:
    """Return the last report that a person made of a post."""
    mine = select(Report).where(Report.post_id == post_id, Report.reporter_id == reporter_id)
    newest = mine.order_by(Report.id.desc()).limit(1)
    return db.session.scalar(newest.execution_options(populate_existing=True))


def past_of(reporter_id: int) -> tuple[int, int]:
    """Return how many reports of a person were upheld, and how many declined."""
    found = select(_count(UPHELD), _count(DECLINED)).where(Report.reporter_id == reporter_id)
    row = db.session.execute(found).one()
    return row[0], row[1]


def _counts(case_ids: Sequence[int]) -> dict[int, list[Any]]:
    number = func.count().label("number")
    children = func.sum(case((Report.is_child, 1), else_=0)).label("children")
    found = select(Report.case_id, Report.reason, number, children).where(*_of(case_ids))
    grouped: dict[int, list[Any]] = {}
    for row in db.session.execute(found.group_by(Report.case_id, Report.reason).order_by(number.desc())):
        grouped.setdefault(row.case_id, []).append(row)
    return grouped


def _weights(case_ids: Sequence[int]) -> dict[int, float]:
    heaviest = func.max(Report.weight).label("weight")
    voices = select(Report.case_id, heaviest).where(*_of(case_ids)).group_by(Report.case_id, _VOICE).subquery()
    summed = select(voices.c.case_id, func.sum(voices.c.weight)).group_by(voices.c.case_id)
    return {row[0]: row[1] for row in db.session.execute(summed)}


def _pasts(case_ids: Sequence[int]) -> dict[int, tuple[int, int]]:
    """Return what became of the reporters' reports of other cases: this one does not judge them yet."""
    past = aliased(Report)
    judged = (past.reporter_id == Report.reporter_id, past.case_id != Report.case_id)
    found = select(Report.case_id, _count(UPHELD, past), _count(DECLINED, past)).join(past, judged[0] & judged[1])
    rows = db.session.execute(found.where(*_of(case_ids)).group_by(Report.case_id))
    return {row[0]: (row[1], row[2]) for row in rows}


def _words(case_ids: Sequence[int]) -> dict[int, list[Words]]:
    place = func.row_number().over(partition_by=Report.case_id, order_by=Report.id.desc()).label("place")
    says = or_(Report.detail != "", Report.claim != "", Report.source_url != "")
    numbered = select(Report.id, place).where(*_of(case_ids), says).subquery()
    wanted = select(Report).join(numbered, numbered.c.id == Report.id).where(numbered.c.place <= MOST_TEXTS)
    words: dict[int, list[Words]] = {}
    for row in db.session.scalars(wanted.order_by(Report.id.desc()).execution_options(populate_existing=True)):
        said = (row.reason, row.claim, row.source_url, row.detail, row.is_child, row.is_team, row.made_at)
        words.setdefault(row.case_id, []).append(Words(*said))
    return words


def _of(case_ids: Sequence[int]) -> tuple[Any, Any]:
    return Report.case_id.in_(case_ids), Report.state != VOID


def _count(state: str, table: Any = Report) -> Any:
    return func.count().filter(table.state == state)


def _share(upheld: int, declined: int) -> float | None:
    return upheld / (upheld + declined) if upheld + declined else None
