"""One decision in ten is asked of a second moderator, who does not see the first one."""

from datetime import timedelta
from typing import Any

from sqlalchemy import and_, select

from ideaboard.accounts.models import User
from ideaboard.data.clock import now
from ideaboard.data.inserts import insert_if_new
from ideaboard.extensions import db
from ideaboard.moderation.cases.models import SAMPLE, Case
from ideaboard.moderation.cases.service import close_case, open_case, reopen_case
from ideaboard.moderation.judging.choices import Choice
from ideaboard.moderation.judging.holding import Held
from ideaboard.moderation.judging.models import Sample
from ideaboard.moderation.judging.parties import conflict_with
from ideaboard.moderation.judging.problems import AlreadyDecided
from ideaboard.moderation.judging.writing import change, note, write
from ideaboard.moderation.models import Decision
from ideaboard.web.signing import keyed_hash

ONE_IN = 10
ASKED_FOR = timedelta(days=7)  # then nobody answers any more
_REACH = 0.5  # nothing depends on it, so it comes later than what waits


def is_chosen(decision_id: int) -> bool:
    """Say whether this decision is asked again: nobody can tell beforehand, and asking twice says the same."""
    return int.from_bytes(keyed_hash("sample", decision_id)[:8]) % ONE_IN == 0


def ask_again(decision: Decision) -> bool:
    """Open the case of a second look, in the open transaction, if another moderator could take it."""
    case = db.session.get_one(Case, decision.case_id)
    if decision.post_id is None or not _has_second(decision, case):
        return False
    if db.session.scalar(select(Case.id).where(Case.post_id == decision.post_id, Case.kind == SAMPLE)):
        return False
    person, post = decision.person_id, decision.post_id
    asked = open_case(SAMPLE, person_id=person, post_id=post, topic=case.topic, reach=_REACH)
    asked.asked_by_id = decision.moderator_id
    db.session.flush()
    return insert_if_new(Sample, decision_id=decision.id, case_id=asked.id, asked_at=now())


def sampled(case_id: int) -> Decision:
    """Return the decision that a case of kind 'sample' asks about."""
    found = select(Decision).join(Sample, Sample.decision_id == Decision.id).where(Sample.case_id == case_id)
    return db.session.scalars(found).one()


def answer(held: Held, choice: Choice) -> Decision:
    """Write down what the second moderator would have decided, and close the case; nothing else follows."""
    first = sampled(held.case.id)
    decision = write(held, choice, is_sample=True, was_alone=False)
    change(decision, post_version=first.post_version)
    _link(held.case.id, decision.id)
    if not close_case(held.case):
        raise AlreadyDecided
    note("sample", decision, held, before=decision.before, action=choice.action)
    return decision


def take_answer_back(decision: Decision, case: Case) -> None:
    """Ask again: the second moderator took their answer back."""
    _link(case.id, None)
    reopen_case(case)


def _link(case_id: int, decision_id: int | None) -> None:
    sample = db.session.scalars(select(Sample).where(Sample.case_id == case_id)).one()
    sample.second_id = decision_id
    db.session.flush()


def _has_second(decision: Decision, case: Case) -> bool:
    """Say whether there is another moderator without a part in this."""
    other = and_(User.is_moderator, User.closed_at.is_(None), User.id.not_in(_deciders(decision)))
    free: Any = select(User.id).join(Case, Case.id == case.id).where(other, ~conflict_with(User.id))
    return db.session.scalar(free.limit(1)) is not None


def _deciders(decision: Decision) -> list[int]:
    return [ident for ident in (decision.moderator_id, decision.second_id) if ident is not None]
