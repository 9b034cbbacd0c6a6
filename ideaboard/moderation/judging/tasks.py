"""What the clock does for decisions: they are settled when nobody can take them back, and some are asked again."""

from sqlalchemy import ColumnElement, and_, select, update

from ideaboard.data.clock import now
from ideaboard.data.transaction import transaction
from ideaboard.extensions import db
from ideaboard.ideas.models import Idea
from ideaboard.ideas.service import give_support_back
from ideaboard.jobs.queue import periodic
from ideaboard.moderation.cases.models import APPEAL, OPEN, SAMPLE, Case
from ideaboard.moderation.cases.service import close_case
from ideaboard.moderation.judging.models import Sample
from ideaboard.moderation.judging.samples import ASKED_FOR, ask_again, is_chosen
from ideaboard.moderation.judging.wording import appeal_until
from ideaboard.moderation.models import CHANGES, HIDE, KEEP, LABEL, REMOVE, Decision, stands
from ideaboard.moderation.policies import UNDO_FOR
from ideaboard.posts.models import REMOVED

BATCH = 100
_STANDS = stands()


@periodic("settle-removals", minute="*/5")
def settle() -> int:
    """Return the support of ideas that stay removed to who gave it; return how many removals were settled.

    Not before the time for an appeal is over: an idea that comes back has the support that it had.
    """
    over = Decision.made_at <= now() - (appeal_until(now()) - now())
    appealed = select(Case.id).where(Case.post_id == Decision.post_id, Case.kind == APPEAL, Case.status == OPEN)
    ids = _some(Decision.action == REMOVE, Decision.settled_at.is_(None), over, ~appealed.exists())
    for ident in ids:
        with transaction():
            _settle(ident)
    return len(ids)


@periodic("ask-again", minute="*/10")
def ask_second_looks() -> int:
    """Have one in ten of the decisions asked of a second moderator that can no longer be taken back."""
    moment = now()
    lately = and_(Decision.made_at <= moment - UNDO_FOR, Decision.made_at > moment - 6 * UNDO_FOR)
    done = select(Sample.id).where(Sample.decision_id == Decision.id)
    ids = _some(Decision.action.in_((KEEP, CHANGES, HIDE, REMOVE, LABEL)), lately, ~done.exists(), most=1000)
    asked = 0
    for ident in filter(is_chosen, ids):
        with transaction():
            asked += ask_again(db.session.get_one(Decision, ident, populate_existing=True))
    return asked


@periodic("close-second-looks", minute="25", hour="3")
def close_second_looks() -> int:
    """Close what nobody took a second look at within a week; return how many."""
    old = select(Case).where(Case.kind == SAMPLE, Case.status == OPEN, Case.opened_at <= now() - ASKED_FOR)
    with transaction():
        return sum(close_case(case) for case in db.session.scalars(old.order_by(Case.id).limit(BATCH)).all())


def _some(*conditions: ColumnElement[bool], most: int = BATCH) -> list[int]:
    found = select(Decision.id).where(_STANDS, *conditions).order_by(Decision.id).limit(most)
    ids = list(db.session.scalars(found))
    db.session.commit()
    return ids


def _settle(decision_id: int) -> None:
    post_id = db.session.scalar(select(Decision.post_id).where(Decision.id == decision_id))
    idea = db.session.get(Idea, post_id, populate_existing=True)
    if idea is not None:
        give_support_back(idea, only_if=REMOVED)
    done = update(Decision).where(Decision.id == decision_id).values(settled_at=now())
    db.session.execute(done.execution_options(synchronize_session=False))
