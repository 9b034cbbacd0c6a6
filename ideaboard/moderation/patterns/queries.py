"""What a moderator reads about a pattern of votes: sentences and numbers, no names."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from ideaboard.extensions import db
from ideaboard.moderation.patterns.models import OPEN, Pattern, PatternVote
from ideaboard.moderation.patterns.wording import sentences


@dataclass(frozen=True)
class Evidence:
    """Everything that speaks for a pattern of votes on one idea."""

    people: int  # in the largest group
    votes: int  # questioned for this idea
    pairs: int  # that show two signs or more
    signs: dict[str, int]  # sign → pairs
    found_at: datetime  # at first
    is_open: bool

    @property
    def sentences(self) -> list[str]:
        """The same in plain words, the strongest sign first."""
        return sentences(self.votes, self.people, self.pairs, self.signs)


def evidence(case_id: int) -> Evidence | None:
    """Return what a case about votes rests on; None for another case. Two statements."""
    return evidence_of([case_id]).get(case_id)


def evidence_of(case_ids: Iterable[int]) -> dict[int, Evidence]:
    """Return the same for many cases; two statements whatever their number."""
    wanted = sorted(set(case_ids))
    if not wanted:
        return {}
    found = select(Pattern).where(Pattern.case_id.in_(wanted)).order_by(Pattern.case_id, Pattern.id)
    by_case: dict[int, list[Pattern]] = {}
    for pattern in db.session.scalars(found.execution_options(populate_existing=True)):
        by_case.setdefault(pattern.case_id, []).append(pattern)
    counted = select(Pattern.case_id, func.count()).join(PatternVote, PatternVote.pattern_id == Pattern.id)
    rows = db.session.execute(counted.where(Pattern.case_id.in_(wanted)).group_by(Pattern.case_id))
    votes = {row[0]: int(row[1]) for row in rows}
    return {case_id: _summed(patterns, votes.get(case_id, 0)) for case_id, patterns in by_case.items()}


def _summed(patterns: list[Pattern], votes: int) -> Evidence:
    signs: Counter[str] = Counter()
    for pattern in patterns:
        signs |= Counter(pattern.signs)  # The same group found again shows more pairs, not other ones.
    return Evidence(
        people=max(pattern.people for pattern in patterns),
        votes=votes,
        pairs=max(pattern.pairs for pattern in patterns),
        signs=dict(signs),
        found_at=min(pattern.found_at for pattern in patterns),
        is_open=any(pattern.state == OPEN for pattern in patterns),
    )
