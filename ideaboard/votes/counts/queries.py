"""Reads about kept counts: what they were, what was decided since, and whether all of it holds."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select

from ideaboard.audit.models import AuditEntry
from ideaboard.challenges.models import Challenge
from ideaboard.data.clock import now
from ideaboard.extensions import db
from ideaboard.ideas.models import Idea
from ideaboard.ideas.paths import idea_path, slug_of
from ideaboard.votes.counts.canonical import canonical, digest
from ideaboard.votes.counts.models import CountCorrection, FrozenBoard, FrozenCount

SHOWN = 200  # ideas on the page; the file has them all
_IDEAS: Any = Idea.__table__
_CHALLENGES: Any = Challenge.__table__


@dataclass(frozen=True)
class KeptCount:
    """One idea: its title while it is on the board, its count at closing and now."""

    idea_id: int
    title: str
    votes: int
    checking: int
    now: int  # with every correction
    stored: int  # as the board has it

    @property
    def path(self) -> str:
        """The address of the idea's page."""
        return idea_path(self.idea_id, slug_of(self.title))


@dataclass(frozen=True)
class Counts:
    """The counts of a challenge at closing."""

    board: FrozenBoard
    rows: Sequence[KeptCount]  # the most supported first

    @property
    def text(self) -> str:
        """The canonical text: the hash is over exactly this."""
        rows = [(row.idea_id, row.votes, row.checking) for row in self.rows]
        return canonical(self.board.challenge_id, self.board.closed_at, self.board.voters, rows)

    @property
    def holds(self) -> bool:
        """Say whether the rows are those that the hash was made of."""
        return digest(self.text) == self.board.digest

    @property
    def shown(self) -> Sequence[KeptCount]:
        """The rows that a page has room for."""
        return self.rows[:SHOWN]

    @property
    def corrected(self) -> list[KeptCount]:
        """The ideas whose count is another one now."""
        return [row for row in self.rows if row.now != row.votes]


def counts_by_slug(slug: str) -> Counts | None:
    """Return the kept counts of the challenge at an address, whoever may see it; for commands."""
    ident = db.session.scalar(select(_CHALLENGES.c.id).where(_CHALLENGES.c.slug == slug))
    return None if ident is None else counts_of(ident)


def counts_of(challenge_id: int) -> Counts | None:
    """Return the kept counts of a challenge, or None; at most three statements."""
    board = db.session.get(FrozenBoard, challenge_id, populate_existing=True)
    if board is None:
        return None
    steps = _steps(challenge_id)
    found = (
        select(FrozenCount, _IDEAS.c.title, _IDEAS.c.listed, _IDEAS.c.vote_count)
        .join(_IDEAS, _IDEAS.c.id == FrozenCount.idea_id)
        .where(FrozenCount.challenge_id == challenge_id)
        .order_by(FrozenCount.votes.desc(), FrozenCount.idea_id)
    )
    rows = db.session.execute(found).all()
    return Counts(board, [_kept(row[0], row.title if row.listed else None, row.vote_count, steps) for row in rows])


def _kept(row: FrozenCount, title: str | None, stored: int, steps: dict[int, int]) -> KeptCount:
    """Put one row together; `title` is None for an idea that left the board, perhaps with its votes."""
    after = row.votes + steps[row.idea_id]
    return KeptCount(row.idea_id, title or "", row.votes, row.checking, after, after if title is None else stored)


def _steps(challenge_id: int) -> dict[int, int]:
    summed = select(CountCorrection.idea_id, func.sum(CountCorrection.step)).where(
        CountCorrection.challenge_id == challenge_id
    )
    found = {row[0]: int(row[1]) for row in db.session.execute(summed.group_by(CountCorrection.idea_id))}
    return defaultdict(int, found)


def closed_boards(limit: int) -> list[int]:
    """Return challenges whose support ended and whose counts are not kept yet, the earliest first."""
    kept = select(FrozenBoard.challenge_id).where(FrozenBoard.challenge_id == _CHALLENGES.c.id)
    closed = select(_CHALLENGES.c.id).where(
        _CHALLENGES.c.listed, _CHALLENGES.c.support_close_at <= now(), ~kept.exists()
    )
    return list(db.session.scalars(closed.order_by(_CHALLENGES.c.support_close_at, _CHALLENGES.c.id).limit(limit)))


def digest_in_log(challenge_id: int) -> str:
    """Return the hash as the audit log has it, or ""."""
    entry = select(AuditEntry.after).where(
        AuditEntry.action == "votes.freeze",
        AuditEntry.object_type == "challenge",
        AuditEntry.object_id == challenge_id,
    )
    after = db.session.scalar(entry.order_by(AuditEntry.id.desc()).limit(1))
    return str((after or {}).get("digest", ""))


def problems_of(counts: Counts) -> list[str]:
    """Return in English what does not hold; empty when everything does."""
    found = []
    if not counts.holds:
        found.append("the kept counts are not those that the hash was made of")
    if digest_in_log(counts.board.challenge_id) != counts.board.digest:
        found.append("the audit log has another hash")
    return found + [
        f"idea {row.idea_id}: {row.stored} now, but {row.votes} at closing and corrections make {row.now}"
        for row in counts.rows
        if row.stored != row.now
    ]
