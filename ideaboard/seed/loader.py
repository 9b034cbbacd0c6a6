"""Put the rows of a plan into the database: in transactions of some thousand rows, counters at the end."""

from collections.abc import Callable, Iterable
from datetime import datetime, time
from itertools import islice
from typing import Any

from sqlalchemy import func, insert, literal, select, text, update

from ideaboard.accounts.models import User
from ideaboard.businesses.models import Business, Membership
from ideaboard.challenges.models import Challenge, Criterion
from ideaboard.comments.models import Comment
from ideaboard.data.clock import now
from ideaboard.data.transaction import transaction
from ideaboard.extensions import db
from ideaboard.ideas.models import Idea
from ideaboard.posts.models import Post, PostVersion
from ideaboard.seed import rows
from ideaboard.seed.conversation import comment_rows, count_comments
from ideaboard.seed.plan import Plan
from ideaboard.votes.models import Ballot, Vote
from ideaboard.web.formats import zone_info

Tick = Callable[[int], Any]
BATCH = 5_000


class SeedRefused(Exception):
    """These numbers cannot be made; the message says why, in one line."""


def make_plan(challenges: int, ideas: int, votes: int, state: int, *, comments: int = 0) -> Plan:
    """Return the plan for this database. Raises SeedRefused."""
    if ideas and not challenges:
        raise SeedRefused("ideas need a challenge: add --challenges 1")
    if votes and not ideas:
        raise SeedRefused("votes need an idea: add --ideas 1")
    if comments and not ideas:
        raise SeedRefused("comments need an idea: add --ideas 1")
    user, business, post = (db.session.scalar(select(func.max(model.id))) or 0 for model in (User, Business, Post))
    zone = zone_info("WIB")
    midnight = datetime.combine(now().astimezone(zone).date(), time(), zone)
    return Plan(challenges, ideas, votes, state, midnight, user + 1, business + 1, post + 1, comments)


def seed(plan: Plan, tick: Tick) -> None:
    """Add the rows; `tick` hears how many were added."""
    _fill([User], ((row,) for row in rows.people(plan)), tick)
    _fill([Business, Membership], rows.businesses(plan))
    _fill([Post, Challenge, PostVersion], rows.challenges(plan), tick)
    _fill([Criterion], ((row,) for row in rows.criteria(plan)))
    _fill([Post, Idea, PostVersion], rows.ideas(plan), tick)
    _fill([Vote], ((row,) for row in rows.votes(plan)), tick)
    _fill([Post, Comment, PostVersion], comment_rows(plan), tick)
    with transaction():
        _add_ballots(plan)
        _set_counters(plan)
        count_comments(plan)
        _move_sequences()


def _fill(models: list[type[Any]], made: Iterable[tuple[Any, ...]], tick: Tick | None = None) -> None:
    """Insert rows that belong together, one into each table."""
    source = iter(made)
    while batch := list(islice(source, BATCH)):
        with transaction():
            for place, model in enumerate(models):
                db.session.execute(insert(model.__table__), [together[place] for together in batch])
        if tick:
            tick(len(batch))


def _add_ballots(plan: Plan) -> None:
    used = (
        select(Idea.__table__.c.challenge_id, Vote.user_id, func.count(), literal(0))
        .join(Vote, Vote.idea_id == Idea.__table__.c.id)
        .where(Vote.idea_id >= plan.first_idea)
        .group_by(Idea.__table__.c.challenge_id, Vote.user_id)
    )
    columns = ["challenge_id", "user_id", "used", "held"]
    db.session.execute(insert(Ballot).from_select(columns, used, include_defaults=False))


def _set_counters(plan: Plan) -> None:
    table: Any = Challenge.__table__
    voters = select(func.count()).where(Ballot.challenge_id == table.c.id, Ballot.used > 0).scalar_subquery()
    ideas = select(func.count()).where(Idea.__table__.c.challenge_id == table.c.id, Idea.__table__.c.listed)
    counts = {"voter_count": voters, "idea_count": ideas.scalar_subquery()}
    db.session.execute(update(table).where(table.c.id >= plan.first_post).values(counts))


def _move_sequences() -> None:
    """Let PostgreSQL go on behind the ids that were given here."""
    if db.engine.dialect.name != "postgresql":
        return
    for name in (User.__tablename__, Business.__tablename__, Post.__tablename__):
        highest = f"(SELECT max(id) FROM {name})"  # noqa: S608  names of our own tables
        db.session.execute(text(f"SELECT setval(pg_get_serial_sequence('{name}', 'id'), {highest})"))
