"""What takes effect only when a second person agrees: one proposes, another confirms or declines."""

from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from ideaboard.data.clock import now
from ideaboard.data.transaction import transaction
from ideaboard.extensions import db
from ideaboard.moderation.judging.choices import Choice
from ideaboard.moderation.judging.conflicts import ALONE_AFTER, can_anybody_else
from ideaboard.moderation.judging.deciding import carry_out
from ideaboard.moderation.judging.holding import Held, hold, hold_open, must_be_open, must_be_version, must_say_why
from ideaboard.moderation.judging.problems import AlreadyDecided
from ideaboard.moderation.judging.writing import change, note, write
from ideaboard.moderation.models import APPLIED, DECLINED, HIDE, PROPOSED, REMOVE, Decision
from ideaboard.moderation.policies import may_moderate
from ideaboard.posts.models import HELD, PUBLISHED
from ideaboard.posts.service import change_status
from ideaboard.web.formats import date_time
from ideaboard.web.problems import NotAllowed


def proposal_of(case_id: int) -> Decision | None:
    """Return what waits for a second person in this case."""
    waiting = (Decision.state == PROPOSED, Decision.undone_at.is_(None))
    found = select(Decision).where(Decision.case_id == case_id, *waiting)
    return db.session.scalar(found.execution_options(populate_existing=True))


def propose(held: Held, choice: Choice) -> Decision:
    """Write down what a second person is asked about, in the open transaction.

    A post that is to go is not seen by readers meanwhile.
    """
    decision = write(held, choice, state=PROPOSED, was_alone=False)
    if held.post is not None and held.post.status == PUBLISHED and choice.action in (HIDE, REMOVE):
        change_status(held.post, HELD, expected=(PUBLISHED,))
    held.case.asked_by_id = held.moderator.id
    held.case.claimed_by_id = held.case.claimed_until = None
    db.session.flush()
    note("propose", decision, held, before=decision.before, action=decision.action)
    return decision


def confirm(decision_id: int, moderator: Any, *, facts: str = "") -> Decision:
    """Let a proposal take effect as the second person.

    Where there is nobody else, who proposed it does after a day, with the reason in writing. Raises as `decide`.
    """
    with transaction():
        held = _held(decision_id, moderator.id)
        decision = _waiting(decision_id, held)
        must_be_version(held.post, decision.post_version)
        must_say_why(held, facts)
        second = {} if held.alone else {"second_id": held.moderator.id}
        written = {"facts": "\n\n".join(filter(None, (decision.facts, facts.strip())))[:1000]}
        if not change(
            decision,
            Decision.state == PROPOSED,
            state=APPLIED,
            made_at=now(),
            was_alone=held.alone,
            **second,
            **written,
        ):
            raise AlreadyDecided
        return carry_out(held, decision)


def decline(decision_id: int, moderator: Any) -> Decision:
    """Say no to another one's proposal: the case waits for another decision. Raises as `decide`."""
    with transaction():
        case_id = _case_of(decision_id)
        held = hold_open(case_id, moderator.id)
        decision = _waiting(decision_id, held)
        _turn_down(held, decision)
        return decision


def drop_proposal(held: Held) -> None:
    """Decline what waits in a case that another moderator decides otherwise, in the open transaction."""
    if proposal := proposal_of(held.case.id):
        _turn_down(held, proposal)


def _turn_down(held: Held, decision: Decision) -> None:
    change(decision, Decision.state == PROPOSED, state=DECLINED, second_id=held.moderator.id)
    held.case.asked_by_id = None
    db.session.flush()
    note("decline", decision, held, before=decision.before, action=decision.action)


def _case_of(decision_id: int) -> int:
    return db.session.scalar(select(Decision.case_id).where(Decision.id == decision_id)) or 0


def _waiting(decision_id: int, held: Held) -> Decision:
    decision = proposal_of(held.case.id)
    if decision is None or decision.id != decision_id:
        raise AlreadyDecided
    return decision


def _held(decision_id: int, moderator_id: int) -> Held:
    """Lock the rows of a proposal for who confirms it: another person, or where there is none the same one."""
    case_id = _case_of(decision_id)
    held = hold(case_id, moderator_id)
    must_be_open(held)
    if _waiting(decision_id, held).moderator_id != moderator_id:
        return hold_open(case_id, moderator_id)
    if not may_moderate(held.moderator) or can_anybody_else(moderator_id, held.case):
        raise NotAllowed(_l("You proposed this, so another person confirms it."))
    since = _waiting(decision_id, held).made_at + ALONE_AFTER
    if now() < since:
        when = date_time(since, held.moderator.zone)
        raise NotAllowed(_l("There is nobody else. You may confirm it yourself from %(moment)s.", moment=when))
    return Held(held.case, held.post, held.moderator, alone=True)
