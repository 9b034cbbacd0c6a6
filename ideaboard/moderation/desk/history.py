"""What was decided about somebody so far, and what else is like a case: in numbers, never as a list of texts."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import func, or_, select

from ideaboard.data.clock import now
from ideaboard.extensions import db
from ideaboard.moderation.cases.models import OPEN, Case
from ideaboard.moderation.desk.queries import may_decide
from ideaboard.moderation.desk.rows import Row, rows_of
from ideaboard.moderation.models import APPLIED, CHANGES, HIDE, KEEP, REMOVE, Decision
from ideaboard.posts.models import DRAFT, Post
from ideaboard.screening.copies.service import Copy, candidates
from ideaboard.screening.signals import MEDIUM, STRONG

MOST_COPIES, MOST_CASES = 20, 5
EXACT = 0.9  # likeness from which copies are a strong sign
_POSTS: Any = Post.__table__


@dataclass(frozen=True)
class Record:
    """What moderators decided about somebody's posts so far."""

    days: int = 0  # since they signed up
    posts: int = 0
    kept: int = 0
    changed: int = 0
    hidden: int = 0
    removed: int = 0
    open_cases: int = 0

    @property
    def is_clean(self) -> bool:
        """Say whether nothing was ever decided."""
        return not (self.kept or self.changed or self.hidden or self.removed)


@dataclass(frozen=True)
class Similar:
    """Texts that are copies, and the open cases that belong together."""

    copies: Sequence[Copy]
    cases: Sequence[Row]

    @property
    def likeness(self) -> int:
        """Return how alike the nearest copy is, in per cent."""
        return round(max((copy.likeness for copy in self.copies), default=0) * 100)

    @property
    def strength(self) -> str:
        """Say how much the copies weigh."""
        return STRONG if self.likeness >= EXACT * 100 else MEDIUM


def record_of(author: Any) -> Record:
    """Return what is known about an author, in numbers; one statement."""
    made = select(func.count()).where(_POSTS.c.author_id == author.id, _POSTS.c.status != DRAFT)
    stands = (Decision.person_id == author.id, Decision.state == APPLIED, Decision.undone_at.is_(None))
    cases = select(func.count()).where(Case.person_id == author.id, Case.status == OPEN)
    counts = [
        select(func.count()).where(*stands, ~Decision.is_sample, Decision.action == action)
        for action in (KEEP, CHANGES, HIDE, REMOVE)
    ]
    row = db.session.execute(select(*(count.scalar_subquery() for count in (made, *counts, cases)))).one()
    return Record(max(0, (now() - author.created_at) // timedelta(days=1)), *row)


def similar_to(case: Case, texts: Sequence[str], person: Any) -> Similar:
    """Return the copies of a text, and the open cases about them or the same author; two statements."""
    copies = candidates(texts, without=case.post_id, limit=MOST_COPIES) if case.post_id else []
    alike = or_(Case.person_id == case.person_id, Case.post_id.in_([copy.post_id for copy in copies]))
    open_ones = select(Case.id).where(Case.status == OPEN, Case.id != case.id, alike, may_decide(person))
    return Similar(copies, rows_of(open_ones.order_by(Case.rank, Case.id).limit(MOST_CASES)))
