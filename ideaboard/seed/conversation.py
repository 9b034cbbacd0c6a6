"""Comments and replies for load tests, the oldest first, and the counters they change."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from sqlalchemy import func, select, update

from ideaboard.comments.models import Comment
from ideaboard.extensions import db
from ideaboard.ideas.models import Idea
from ideaboard.seed.plan import Plan
from ideaboard.seed.rows import IDEAS_SENT_WITHIN, Row, post_row, texts_of, version_row

REPLIES = 0.3  # of all comments, where there is something to answer
BY_OWNER = 10  # every tenth is written for the business that asks


def comment_rows(plan: Plan) -> Iterator[tuple[Row, Row, Row]]:
    """Make post, comment and version of each; old ideas have many, and nothing is said before its idea was sent."""
    texts, chance = texts_of(plan), plan.chance("comments")
    threads: dict[int, int] = {}  # the last comment of each idea that is no reply
    for number in range(plan.comments):
        sent_by_then = max(1, plan.ideas * number // plan.comments)
        idea = int(sent_by_then * chance.random() ** 2)
        ident, parent = plan.first_comment + number, plan.first_idea + idea
        answered = threads.get(idea) if chance.random() < REPLIES else None
        if answered is None:
            threads[idea] = ident
        post = post_row(ident, "comment", _author(plan, number, idea), texts[chance.randrange(len(texts))])
        at = plan.midnight - timedelta(seconds=(plan.comments - number) * IDEAS_SENT_WITHIN / plan.comments)
        post |= {"parent_id": parent, "created_at": at, "published_at": at}
        comment = {"id": ident, "idea_id": parent, "reply_to_id": answered, "listed": True, "reply_count": 0}
        yield post, comment, version_row(post)


def count_comments(plan: Plan) -> None:
    """Set what ideas and threads say about the comments of this plan."""
    if not plan.comments:
        return
    ideas: Any = Idea.__table__
    comments: Any = Comment.__table__
    _count(ideas, "comment_count", comments.c.idea_id, plan)
    _count(comments, "reply_count", comments.c.reply_to_id, plan)


def _count(table: Any, counter: str, what: Any, plan: Plan) -> None:
    counted = select(what.label("id"), func.count().label("number")).where(what >= plan.first_post)
    numbers = counted.group_by(what).subquery()
    db.session.execute(update(table).where(table.c.id == numbers.c.id).values({counter: numbers.c.number}))


def _author(plan: Plan, number: int, idea: int) -> int:
    if number % BY_OWNER == 0:
        return plan.owner(idea % plan.challenges)
    return plan.first_user + (number * 13 + 5) % plan.people
