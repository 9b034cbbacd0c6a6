"""Home: what is open now, what businesses said last, and how much each sector has. A fixed number of statements."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import Response
from flask_login import current_user
from sqlalchemy import func, select
from sqlalchemy.orm import aliased, contains_eager

from ideaboard.accounts.models import User
from ideaboard.businesses.models import Business, Membership
from ideaboard.businesses.sectors import SECTORS
from ideaboard.challenges.models import Challenge
from ideaboard.challenges.presenting import head
from ideaboard.challenges.updates.models import Update
from ideaboard.comments.models import Comment
from ideaboard.extensions import db
from ideaboard.ideas.models import Idea
from ideaboard.pages.blueprint import bp
from ideaboard.pages.queries import closing_soon, newest_challenges, open_now
from ideaboard.posts.models import Post
from ideaboard.web.markup import excerpt
from ideaboard.web.rendering import render

SHOWN = 3  # of answers and of news
LOOKED_AT = 300  # newest comments: an owner's answer further back is not new, and the walk has an end
MOST_COUNTED = 1000  # open challenges; beyond that the numbers say nothing to a reader, and counting costs
LETTERS = 140


@dataclass(frozen=True)
class Answer:
    """What somebody who runs a business answered below an idea."""

    id: int
    author: str
    business: str
    idea: str
    zone: str
    published_at: datetime
    text: str


@bp.get("/")
def home() -> Response:
    """What this is, what is open now, what is new, how it works."""
    closing = [(challenge, head(challenge)) for challenge in closing_soon()]
    others = [] if closing else [(challenge, head(challenge)) for challenge in newest_challenges()]
    counts = open_by_sector()
    return render(
        "pages/home.html",
        open_now=closing,
        others=others,
        answers=newest_answers(),
        news=newest_news(),
        sectors=[(sector, counts.get(sector.key, 0)) for sector in SECTORS.values()],
        person=current_user,
    )


def open_by_sector() -> dict[str, int]:
    """Return how many challenges are open in each sector; nothing when there are too many to count."""
    found = select(Challenge.__table__.c.sector).where(open_now()).limit(MOST_COUNTED + 1).subquery()
    rows = db.session.execute(select(found.c.sector, func.count()).group_by(found.c.sector))
    counts = {sector: int(number) for sector, number in rows}
    return counts if sum(counts.values()) <= MOST_COUNTED else {}


def newest_answers() -> list[Answer]:
    """Return the last comments that people wrote below ideas for their own business."""
    comments, posts, users = _tables(Comment, Post, User)
    ideas, challenges, businesses, runs = _tables(Idea, Challenge, Business, Membership)
    last = select(comments.id).where(comments.listed).order_by(comments.id.desc()).limit(LOOKED_AT).subquery()
    wanted = (
        select(
            posts.id, users.name, businesses.name, ideas.title, challenges.zone, posts.published_at, posts.source
        )
        .join(last, last.c.id == posts.id)
        .join(Comment.__table__, comments.id == posts.id)
        .join(User.__table__, users.id == posts.author_id)
        .join(Idea.__table__, ideas.id == comments.idea_id)
        .join(Challenge.__table__, challenges.id == ideas.challenge_id)
        .join(Business.__table__, businesses.id == challenges.business_id)
        .join(Membership.__table__, (runs.business_id == businesses.id) & (runs.user_id == posts.author_id))
        .where(ideas.listed, challenges.listed, users.closed_at.is_(None))
        .order_by(posts.id.desc())
        .limit(SHOWN)
    )
    return [Answer(*row[:-1], excerpt(row[-1], LETTERS)) for row in db.session.execute(wanted)]


def newest_news() -> Sequence[Any]:
    """Return the last updates of challenges that are listed, each with its challenge."""
    challenge = aliased(Challenge, flat=True)
    wanted = (
        select(Update, challenge)
        .join(challenge, challenge.id == Update.challenge_id)
        .join(challenge.business)
        .options(contains_eager(challenge.business))
        .where(Update.listed, challenge.listed)
        .order_by(Update.__table__.c.id.desc())
    )
    return db.session.execute(wanted.limit(SHOWN)).all()


def _tables(*models: Any) -> list[Any]:
    """Return the columns of the tables themselves, so that no parent is joined along."""
    return [model.__table__.c for model in models]
