"""One line of the queue: what a case is about, how pressing it is, and who reads it now."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import Select, and_, select
from sqlalchemy.orm import aliased

from ideaboard.accounts.models import User
from ideaboard.data.clock import now
from ideaboard.extensions import db
from ideaboard.moderation.cases.models import VOTES, Case
from ideaboard.moderation.cases.topics import TOPICS
from ideaboard.moderation.desk.covering import covered, strong_words
from ideaboard.moderation.desk.durations import Clock, clock_of
from ideaboard.moderation.desk.priority import WORDS, priority_of
from ideaboard.posts.models import Post, PostVersion
from ideaboard.screening.models import ScreeningResult
from ideaboard.web.bidi import without_bidi

CUT = 90  # letters of a first line
_POSTS: Any = Post.__table__
_HOLDER: Any = aliased(User)


@dataclass(frozen=True)
class Row:
    """A case as the queue shows it."""

    id: int
    version: int  # of the post, as it is now: what a decision about several is bound to
    kind: str
    rank: float
    code: str
    topic: Any
    line: str
    author: str
    opened_at: datetime
    priority: tuple[Any, str]  # the word, and how its chip looks
    clock: Clock
    reports: int
    holder_id: int | None
    holder: str

    def is_held_by_other(self, person: Any) -> bool:
        """Say whether somebody else reads it now."""
        return self.holder_id is not None and self.holder_id != person.id


def rows_of(ids: Any) -> list[Row]:
    """Return the cases that a select of (id, …) names, what weighs most first; one statement."""
    keys = ids.subquery()
    found = _columns().join(keys, keys.c.id == Case.id).order_by(Case.rank, Case.id)
    return [_row(row) for row in db.session.execute(found)]


def _columns() -> Select[Any]:
    newest = and_(PostVersion.post_id == _POSTS.c.id, PostVersion.number == _POSTS.c.version)
    held = and_(_HOLDER.id == Case.claimed_by_id, Case.claimed_until > now())
    of_case = (Case.id, Case.kind, Case.rank, Case.topic, Case.weight, Case.is_child, Case.is_urgent)
    times = (Case.reports, Case.opened_at, Case.due_at)
    return (
        select(*of_case, *times, User.name, PostVersion.fields, ScreeningResult.signals)
        .add_columns(_POSTS.c.version, _HOLDER.id.label("holder_id"), _HOLDER.name.label("holder"))
        .join(User, User.id == Case.person_id)
        .outerjoin(_POSTS, _POSTS.c.id == Case.post_id)
        .outerjoin(PostVersion, newest)
        .outerjoin(ScreeningResult, ScreeningResult.post_id == Case.post_id)
        .outerjoin(_HOLDER, held)
    )


def _row(row: Any) -> Row:
    return Row(
        id=row.id,
        version=row.version or 0,
        kind=row.kind,
        rank=row.rank,
        code=row.topic,
        topic=TOPICS[row.topic].name,
        line=_line(row),
        author=row.name,
        opened_at=row.opened_at,
        priority=WORDS[priority_of(row)],
        clock=clock_of(row.due_at),
        reports=row.reports,
        holder_id=row.holder_id,
        holder=row.holder or "",
    )


def _line(row: Any) -> str:
    """Return the beginning of the text, strong words covered; for votes, the idea they were given to."""
    fields, strong = row.fields or {}, strong_words(row.signals)
    names: Sequence[str] = ("title",) if row.kind == VOTES else ("body", "title")
    text = next((covered(fields[name], strong.get(name, ())) for name in names if fields.get(name)), "")
    said = _cut(" ".join(without_bidi(text).split()))
    return _("Support for “%(title)s”", title=said) if row.kind == VOTES else said


def _cut(text: str) -> str:
    return text if len(text) <= CUT else f"{text[:CUT].rsplit(' ', 1)[0]} …"
