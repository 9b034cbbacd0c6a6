"""Take the votes of a suspected group out of the count, and let a decision void them or count them again.

Rows are locked as everywhere: post, case, then idea, votes, ballots, challenge.
"""

from collections.abc import Iterable
from contextlib import suppress
from datetime import timedelta
from typing import Any

from sqlalchemy import delete, select, update

from ideaboard.audit.service import record
from ideaboard.challenges.models import Challenge
from ideaboard.data.clock import now
from ideaboard.data.inserts import insert_new
from ideaboard.data.transaction import transaction
from ideaboard.extensions import db
from ideaboard.ideas.models import Idea
from ideaboard.moderation.cases.models import VOTES, Case
from ideaboard.moderation.cases.service import case_of, close_case, open_case
from ideaboard.moderation.patterns.models import CLEARED, DROPPED, OPEN, VOID, Pattern, PatternVote
from ideaboard.posts.models import HELD, PUBLISHED, Post
from ideaboard.votes import models as votes
from ideaboard.votes.rings.groups import Group
from ideaboard.votes.states import change_state

_POSTS: Any = Post.__table__
_IDEAS: Any = Idea.__table__
LATE = timedelta(days=1)  # after closing; what was decided about a board is not questioned much later
_AS = {OPEN: votes.QUARANTINED, VOID: votes.VOID, CLEARED: votes.COUNTED}  # what the votes of a pattern are


class _NothingLeft(Exception):
    """There is no vote to question any more; what was begun is rolled back."""


def quarantine(idea_id: int, group: Group) -> Case | None:
    """Take the group's votes for one idea out of the count and open a case about them.

    None when nothing is left to question: the idea is gone, its board closed days ago, or a moderator cleared most
    of these people before. Just after closing the kept counts are corrected: a ring that votes in the last minutes
    is found, too.
    """
    people = sorted(voter for voter, idea in group.votes if idea == idea_id)
    with suppress(_NothingLeft), transaction():
        return _quarantined(idea_id, people, group)
    return None


def _quarantined(idea_id: int, people: list[int], group: Group) -> Case:
    author_id = _locked_author(idea_id)
    fresh = _unquestioned(idea_id, people)
    if author_id is None or not fresh:
        raise _NothingLeft
    case = open_case(VOTES, person_id=author_id, topic="votes", post_id=idea_id, confidence=_confidence(group))
    moved = change_state(idea_id, fresh, expected=votes.COUNTED, to=votes.QUARANTINED)
    if not moved:  # They were given back meanwhile.
        raise _NothingLeft
    _remember(case, idea_id, group, moved)
    after = {"case": case.id, "votes": len(moved), "signs": sorted(group.signs)}
    record("votes.quarantine", "post", idea_id, actor_id=None, after=after)
    return case


def settle(case_id: int, state: str, *, expected: Iterable[str] = (OPEN,)) -> int:
    """Let every pattern of a case that is in one of `expected` become `state`, in the open transaction.

    Return how many votes moved with them; a second call changes nothing. Whoever decides writes the audit row, last
    of all.
    """
    found = select(Pattern).where(Pattern.case_id == case_id, Pattern.state.in_(list(expected)))
    patterns = list(db.session.scalars(found.order_by(Pattern.id).with_for_update(key_share=True)))
    return sum(_turn(pattern, state) for pattern in patterns)


def join(case_id: int, other_id: int) -> None:
    """Let the open patterns of a case wait in another one about the same idea, in the open transaction."""
    moved = update(Pattern).where(Pattern.case_id == case_id, Pattern.state == OPEN).values(case_id=other_id)
    db.session.execute(moved.execution_options(synchronize_session=False))


def drop(idea_id: int) -> None:
    """Forget, in the open transaction, what was suspected about an idea that is gone with its support."""
    case = case_of(VOTES, post_id=idea_id)
    if case is None:
        return
    mine = select(Pattern.id).where(Pattern.case_id == case.id, Pattern.state == OPEN)
    db.session.execute(delete(PatternVote).where(PatternVote.pattern_id.in_(mine)))
    dropped = update(Pattern).where(Pattern.case_id == case.id, Pattern.state == OPEN).values(state=DROPPED)
    db.session.execute(dropped.execution_options(synchronize_session=False))
    close_case(case)


def recall(limit: int = 500) -> int:
    """Take out again what was given back and given anew while it was out of the count; return how many votes."""
    again = (
        select(PatternVote.idea_id, PatternVote.user_id, Pattern.state)
        .join(Pattern, Pattern.id == PatternVote.pattern_id)
        .join(votes.Vote, (votes.Vote.idea_id == PatternVote.idea_id) & (votes.Vote.user_id == PatternVote.user_id))
        .join(_IDEAS, _IDEAS.c.id == PatternVote.idea_id)
        .where(Pattern.state.in_((OPEN, VOID)), votes.Vote.state == votes.COUNTED, ~_IDEAS.c.frozen)
        .order_by(PatternVote.idea_id, PatternVote.user_id)
        .limit(limit)
    )
    found: dict[tuple[int, str], list[int]] = {}
    for idea_id, user_id, state in db.session.execute(again).all():
        found.setdefault((idea_id, state), []).append(user_id)
    return sum(_take_out(idea_id, state, people) for (idea_id, state), people in found.items())


def _take_out(idea_id: int, state: str, people: list[int]) -> int:
    with transaction():
        moved = change_state(idea_id, people, expected=votes.COUNTED, to=_AS[state])
        if moved:
            record("votes.recall", "post", idea_id, actor_id=None, after={"votes": len(moved), "state": _AS[state]})
        return len(moved)


def _turn(pattern: Pattern, state: str) -> int:
    before = pattern.state
    changed = update(Pattern).where(Pattern.id == pattern.id, Pattern.state == before).values(state=state)
    db.session.execute(changed.execution_options(synchronize_session=False))
    people = list(db.session.scalars(select(PatternVote.user_id).where(PatternVote.pattern_id == pattern.id)))
    db.session.refresh(pattern)
    return len(change_state(pattern.idea_id, people, expected=_AS[before], to=_AS[state]))


def _locked_author(idea_id: int) -> int | None:
    """Lock the post of an idea whose board is open, or has just closed, and return whose it is."""
    found = select(_POSTS.c.author_id).where(_POSTS.c.id == idea_id, _POSTS.c.status.in_((PUBLISHED, HELD)))
    author_id = db.session.scalar(found.with_for_update(key_share=True))
    is_recent = (
        select(_IDEAS.c.id)
        .join(Challenge.__table__, Challenge.__table__.c.id == _IDEAS.c.challenge_id)
        .where(_IDEAS.c.id == idea_id, Challenge.__table__.c.support_close_at > now() - LATE)
    )
    return author_id if db.session.scalar(is_recent) is not None else None


def _unquestioned(idea_id: int, people: list[int]) -> list[int]:
    """Return whose votes were never questioned; nobody's when more of the group were cleared than are new."""
    known: dict[int, str] = {}
    asked = select(PatternVote.user_id, Pattern.state).join(Pattern, Pattern.id == PatternVote.pattern_id)
    for row in db.session.execute(asked.where(PatternVote.idea_id == idea_id, PatternVote.user_id.in_(people))):
        known[row.user_id] = row.state
    counted = select(votes.Vote.user_id).where(
        votes.Vote.idea_id == idea_id, votes.Vote.user_id.in_(people), votes.Vote.state == votes.COUNTED
    )
    fresh = [who for who in db.session.scalars(counted) if who not in known]
    cleared = sum(1 for state in known.values() if state == CLEARED)
    return sorted(fresh) if len(fresh) > cleared else []


def _remember(case: Case, idea_id: int, group: Group, people: list[int]) -> None:
    pattern = Pattern(
        case_id=case.id,
        idea_id=idea_id,
        people=len(group.voters),
        pairs=group.pairs,
        signs=dict(group.signs),
    )
    db.session.add(pattern)
    db.session.flush()
    rows = [{"idea_id": idea_id, "user_id": who, "pattern_id": pattern.id} for who in people]
    insert_new(PatternVote, rows, PatternVote.user_id)


def _confidence(group: Group) -> float:
    """Return a factor around 1: more signs and more people weigh more."""
    return 0.6 + 0.1 * len(group.signs) + 0.02 * min(len(group.voters), 20)
