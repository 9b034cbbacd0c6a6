"""Take a decision back within ten minutes, with everything that followed from it."""

from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import and_, or_, select

from ideaboard.data.transaction import transaction
from ideaboard.extensions import db
from ideaboard.moderation.cases.models import APPEAL
from ideaboard.moderation.cases.service import case_of, reopen_case
from ideaboard.moderation.judging import samples
from ideaboard.moderation.judging.carrying_out import reverse
from ideaboard.moderation.judging.holding import Held, hold
from ideaboard.moderation.judging.writing import mark_undone, note
from ideaboard.moderation.models import APPLIED, PROPOSED, SECOND, Decision
from ideaboard.moderation.policies import may_moderate, may_undo
from ideaboard.posts.models import DRAFT, HELD, PUBLISHED, WITHDRAWN
from ideaboard.posts.service import change_status
from ideaboard.web.problems import NotAllowed, WrongState


def undo(decision_id: int, moderator: Any) -> Decision:
    """Take a decision back that one made or confirmed: post, sanctions, reports, trust and what it taught.

    What the author did meanwhile stays: a text they withdrew stays withdrawn, a text they changed waits as changed.
    Raises NotAllowed (somebody else's) and WrongState (too late, undone already, or decided again since).
    """
    with transaction():
        decision = _own(decision_id, moderator.id)
        held = hold(decision.case_id, moderator.id)
        if not may_moderate(held.moderator):
            raise NotAllowed(_l("Only moderators may see this."))
        db.session.refresh(decision)
        if held.case.kind == APPEAL and decision.action != SECOND:
            raise WrongState(_l("The outcome of an appeal is final."))
        if decision.state not in (APPLIED, PROPOSED) or _is_overtaken(decision):
            raise WrongState(_l("This was decided again since, so it can no longer be taken back."))
        if not mark_undone(decision):
            raise WrongState(_l("This was taken back already."))
        _take_back(decision, held)
        return decision


def _own(decision_id: int, moderator_id: int) -> Decision:
    decision = db.session.get(Decision, decision_id, populate_existing=True)
    if decision is None or moderator_id not in (decision.moderator_id, decision.second_id):
        raise NotAllowed(_l("Only who made a decision can take it back."))
    # What only waits for a second person can be taken back as long as it waits.
    if decision.state != PROPOSED and not may_undo(decision.made_at):
        raise WrongState(_l("A decision can be taken back for 10 minutes. This one is older."))
    return decision


def _is_overtaken(decision: Decision) -> bool:
    """Say whether the same post, or the same case, was decided again since."""
    same = Decision.case_id == decision.case_id
    if decision.post_id is not None:
        same = or_(same, Decision.post_id == decision.post_id)
    standing = (Decision.state == APPLIED, Decision.undone_at.is_(None), ~Decision.is_sample)
    since = or_(
        Decision.made_at > decision.made_at, and_(Decision.made_at == decision.made_at, Decision.id > decision.id)
    )
    later = select(Decision.id).where(same, *standing, since, Decision.action != SECOND).limit(1)
    return not decision.is_sample and db.session.scalar(later) is not None


def _take_back(decision: Decision, held: Held) -> None:
    before = held.post.status if held.post else ""
    if decision.is_sample:
        samples.take_answer_back(decision, held.case)
    elif decision.state == PROPOSED or decision.action == SECOND:
        _ask_nobody(decision, held)
    else:
        _reopen(held)
        reverse(decision, held.post, actor_id=held.moderator.id)
    note("undo", decision, held, before=before)


def _ask_nobody(decision: Decision, held: Held) -> None:
    case, post = held.case, held.post
    if case.asked_by_id == decision.moderator_id:
        case.asked_by_id = None
        db.session.flush()
    if post is not None and post.status == HELD and decision.before == PUBLISHED and not case.is_urgent:
        change_status(post, PUBLISHED, expected=(HELD,))  # Only the proposal had hidden it.


def _reopen(held: Held) -> None:
    """Let the case wait again, unless a newer one does, or there is nothing left to decide."""
    case, post = held.case, held.post
    if post is not None and post.status in (WITHDRAWN, DRAFT):
        return
    if case_of(case.kind, post_id=case.post_id, person_id=case.person_id) is None:
        reopen_case(case)
