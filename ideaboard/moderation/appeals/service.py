"""Appeal against a decision: one transaction opens the appeal and its case, once.

Rows are locked as everywhere: person, post, case.
"""

from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from ideaboard.accounts.closing import when_closing
from ideaboard.audit.service import record
from ideaboard.data.clock import now
from ideaboard.data.transaction import transaction
from ideaboard.extensions import db
from ideaboard.moderation.appeals.models import MOOT, Appeal
from ideaboard.moderation.appeals.queries import appeal_against, told_or_404
from ideaboard.moderation.cases.models import APPEAL, OPEN, Case
from ideaboard.moderation.cases.service import case_of, close_case, open_case
from ideaboard.moderation.judging.effects import on_undone
from ideaboard.moderation.models import Decision
from ideaboard.moderation.sanctions.models import Sanction
from ideaboard.posts.locking import lock_person
from ideaboard.posts.models import WITHDRAWN, Post
from ideaboard.posts.watching import on_status
from ideaboard.web.problems import WrongState


def appeal(decision_id: int, person: Any, words: str) -> Appeal:
    """Open an appeal by who was decided against; 404 for everybody else.

    Raises WrongState, saying why: appealed already, too late, taken back, decided again, or the post was.
    """
    with transaction():
        about = told_or_404(decision_id, person).decision
        _lock(person.id, about.post_id)
        told = told_or_404(decision_id, person)  # Now that nobody else can change what it depends on.
        if told.appeal is not None:
            raise WrongState(_l("You appealed against this already. There is one appeal."))
        if told.problem:
            raise WrongState(told.problem)
        if case_of(APPEAL, post_id=about.post_id):
            raise WrongState(_l("Your appeal about this post is being read. Wait for its outcome first."))
        return _opened(told.decision, words)


def _lock(person_id: int, post_id: int | None) -> None:
    posts: Any = Post.__table__
    lock_person(person_id)
    db.session.execute(select(posts.c.id).where(posts.c.id == post_id).with_for_update(key_share=True))


def _opened(decision: Decision, words: str) -> Appeal:
    case = open_case(APPEAL, person_id=decision.person_id, topic="appeal", post_id=decision.post_id)
    made = Appeal(decision_id=decision.id, case_id=case.id, person_id=decision.person_id, words=words)
    db.session.add(made)
    db.session.flush()
    after = {"appeal": made.id, "case": case.id, "post": decision.post_id}
    record("appeal.make", "decision", decision.id, actor_id=decision.person_id, after=after)
    return made


@on_undone
def drop_when_taken_back(decision: Decision) -> None:
    """End the open appeal against a decision that its maker took back: there is nothing left to decide."""
    made = appeal_against(decision.id)
    if made is not None and not made.outcome:
        drop(made, actor_id=None)


@on_status
def drop_when_withdrawn(post: Post) -> None:
    """End the open appeal about a post that its author took back, unless a sanction still hangs on it."""
    if post.status != WITHDRAWN or (case := case_of(APPEAL, post_id=post.id)) is None:
        return
    made = db.session.scalars(select(Appeal).where(Appeal.case_id == case.id)).one()
    standing = select(Sanction.id).where(Sanction.decision_id == made.decision_id, Sanction.lifted_at.is_(None))
    if db.session.scalar(standing.limit(1)) is None:
        drop(made, actor_id=post.author_id)


def drop(made: Appeal, *, actor_id: int | None) -> None:
    """End an appeal that nobody has to decide any more, in the open transaction."""
    case = db.session.get_one(Case, made.case_id, populate_existing=True)
    if case.status == OPEN:
        close_case(case)
    made.outcome, made.decided_at = MOOT, now()
    db.session.flush()
    record("appeal.drop", "decision", made.decision_id, actor_id=actor_id, after={"appeal": made.id})


@when_closing
def forget_appeals(person_id: int) -> None:
    """End what is open, in the transaction that closes the account (moderation/privacy.py erases the words)."""
    for made in db.session.scalars(select(Appeal).where(Appeal.person_id == person_id, Appeal.outcome == "")).all():
        drop(made, actor_id=person_id)
