"""The support of the demo: a real row for every count that is shown."""

from collections import Counter
from datetime import datetime

from sqlalchemy import func, insert, select, update

from ideaboard.accounts.models import User
from ideaboard.challenges.models import BUDGET, FAIR, Challenge
from ideaboard.data.clock import now
from ideaboard.demo.board import Board, Content
from ideaboard.extensions import db
from ideaboard.ideas.models import Idea, hot_at
from ideaboard.votes.models import Ballot, Vote


def add_support(board: Board) -> None:
    """Add votes and ballots in the open transaction, then set every counter from them."""
    members = _members(board)
    for item in board.content["challenges"]:
        wishes = [idea for idea in board.content["ideas"] if idea["challenge"] == item["id"]]
        _support_in(board, board.challenges[item["id"]], wishes, members)
    _set_counters(board)


def _members(board: Board) -> list[int]:
    """Return who supports at random: nobody whom the content names, so that logins begin with a clean ballot."""
    named = {person.id for person in board.people.values()}
    return [ident for ident in db.session.scalars(select(User.id).order_by(User.id)) if ident not in named]


def _support_in(board: Board, challenge: Challenge, wishes: list[Content], members: list[int]) -> None:
    used: Counter[int] = Counter()
    votes = []
    for wish in wishes:
        idea = board.ideas[wish["id"]]
        own = [board.people[ident].id for ident in wish.get("supporters", ())]
        free = [member for member in members if used[member] < BUDGET]
        chosen = own + board.chance.sample(free, min(len(free), max(0, wish["support"] - len(own))))
        used.update(chosen)
        votes += [_vote(board, challenge, idea, voter) for voter in chosen]
    budget = BUDGET if challenge.is_fair else None
    if votes:
        db.session.execute(insert(Vote), votes)
    for person, count in used.items():
        db.session.add(Ballot(challenge_id=challenge.id, user_id=person, used=count, budget=budget))


def _vote(board: Board, challenge: Challenge, idea: Idea, voter: int) -> Content:
    start, end = _open_between(challenge, idea)
    at = start + (end - start) * board.chance.random()
    return {"user_id": voter, "idea_id": idea.id, "idea_version": idea.version, "created_at": at}


def _open_between(challenge: Challenge, idea: Idea) -> tuple[datetime, datetime]:
    start = challenge.ideas_close_at if challenge.support_rule == FAIR else idea.published_at
    ends = [now(), *filter(None, (challenge.support_close_at, challenge.cancelled_at))]
    assert start is not None  # noqa: S101  only published challenges have ideas
    return start, min(ends)


def _set_counters(board: Board) -> None:
    votes = select(Vote.idea_id, func.count().label("votes")).group_by(Vote.idea_id)
    counts = {row.idea_id: row.votes for row in db.session.execute(votes)}
    for idea in board.ideas.values():
        idea.vote_count = counts.get(idea.id, 0)
        idea.sent = hot_at(0, idea.published_at or now())
        sent = idea.published_at or now()
        idea.sent, idea.hot = hot_at(0, sent), hot_at(idea.vote_count, sent)
    db.session.flush()
    voters = select(func.count()).where(Ballot.challenge_id == Challenge.id, Ballot.used > 0).scalar_subquery()
    listed = select(func.count()).where(Idea.challenge_id == Challenge.id, Idea.listed).scalar_subquery()
    table = Challenge.__table__
    db.session.execute(update(table).values(voter_count=voters, idea_count=listed))  # type: ignore[arg-type]
