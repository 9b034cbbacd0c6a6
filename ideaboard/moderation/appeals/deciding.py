"""Decide an appeal: the decision stands, a milder one takes its place, or it never was.

An outcome is final: it is not taken back, and nobody appeals against it.
"""

from dataclasses import dataclass
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import update

from ideaboard.audit.service import record
from ideaboard.data.clock import now
from ideaboard.data.transaction import transaction
from ideaboard.extensions import db
from ideaboard.moderation.appeals.models import CHANGED, OUTCOMES, UPHELD, Appeal
from ideaboard.moderation.appeals.notices import tell_author
from ideaboard.moderation.appeals.policies import is_in_place, is_milder
from ideaboard.moderation.appeals.queries import appeal_in
from ideaboard.moderation.cases.models import Case
from ideaboard.moderation.cases.service import close_case, close_cases_of
from ideaboard.moderation.judging.carrying_out import apply, reverse
from ideaboard.moderation.judging.choices import Choice
from ideaboard.moderation.judging.holding import Held, hold_open
from ideaboard.moderation.judging.problems import AlreadyDecided, NotFitting
from ideaboard.moderation.judging.writing import mark_undone, write
from ideaboard.moderation.models import KEEP, Decision
from ideaboard.moderation.reports.models import UPHELD as UPHELD_REPORT
from ideaboard.moderation.reports.models import Report
from ideaboard.moderation.teaching import teach_overturned, text_of
from ideaboard.posts.models import PUBLISHED, Post
from ideaboard.posts.releasing import announce
from ideaboard.posts.service import latest_fields


@dataclass(frozen=True)
class Ruling:
    """How an appeal ends, and why, in words for the author. `action` and `measure` are the milder decision."""

    outcome: str
    answer: str
    action: str = ""
    measure: str = ""


def decide_appeal(case_id: int, moderator: Any, ruling: Ruling) -> Appeal:
    """Decide an appeal as another moderator than the one who decided first.

    Raises NotFitting, NotAllowed, AlreadyDecided and Claimed, as decisions do.
    """
    with transaction():
        held = hold_open(case_id, moderator.id)
        made = appeal_in(case_id)
        if made is None or made.outcome:
            raise AlreadyDecided
        decision = db.session.get_one(Decision, made.decision_id, populate_existing=True)
        _must_fit(decision, ruling)
        _close(made, held, ruling)
        before = held.post.status if held.post else ""
        if ruling.outcome != UPHELD:
            made.new_decision_id = _replace(decision, held, ruling)
            db.session.flush()
        tell_author(made, held.case)
        _note(made, decision, held, before)
        return made


def _must_fit(decision: Decision, ruling: Ruling) -> None:
    if ruling.outcome not in OUTCOMES or not ruling.answer.strip():
        raise NotFitting(_l("Choose an outcome, and tell the author why."))
    if ruling.outcome == CHANGED and not is_milder(decision, _milder(decision, ruling)):
        raise NotFitting(_l("Choose something milder than what was decided. Nobody loses by an appeal."))


def _close(made: Appeal, held: Held, ruling: Ruling) -> None:
    """Settle the appeal before what follows from it, so that nothing ends it a second time."""
    if not close_case(held.case):
        raise AlreadyDecided
    made.outcome, made.answer, made.decided_at = ruling.outcome, ruling.answer.strip(), now()
    made.decided_by_id, made.was_alone = held.moderator.id, held.alone
    db.session.flush()


def _replace(decision: Decision, held: Held, ruling: Ruling) -> int | None:
    """Take a decision back with everything that followed; return the id of the one in its place, if any."""
    if not mark_undone(decision):
        raise AlreadyDecided
    in_place = is_in_place(decision, held.post)
    reverse(decision, None, actor_id=held.moderator.id)
    if ruling.outcome != CHANGED and held.post is not None:
        teach_overturned(decision, text_of(latest_fields(held.post.id)))
    choice = _milder(decision, ruling) if ruling.outcome == CHANGED else Choice(KEEP)
    if not in_place and not choice.measure:
        return None  # Its author moved the post meanwhile: what they did stays.
    new = write(held, choice)
    topic = db.session.get_one(Case, decision.case_id).topic
    apply(new, held.post if in_place else None, topic)
    if ruling.outcome == CHANGED:
        _pass_reports_on(decision, new)
    if in_place and held.post is not None:
        _follow(decision, held.post)
    return new.id


def _milder(decision: Decision, ruling: Ruling) -> Choice:
    reason = "" if (ruling.action, ruling.measure) == (KEEP, "") else decision.reason
    return Choice(ruling.action, reason=reason, measure=ruling.measure, message=ruling.answer.strip())


def _follow(decision: Decision, post: Post) -> None:
    """Let a post that never was public be announced as any other, and no case wait for what was just decided."""
    if post.status == PUBLISHED and decision.was_new:
        announce(post)
    close_cases_of(post.id)


def _pass_reports_on(decision: Decision, new: Decision) -> None:
    """Let the reports that the first decision upheld be upheld by the milder one."""
    theirs = update(Report).where(Report.decision_id == decision.id)
    passed = theirs.values(state=UPHELD_REPORT, decision_id=new.id).execution_options(synchronize_session=False)
    db.session.execute(passed)


def _note(made: Appeal, decision: Decision, held: Held, before: str) -> None:
    after = {"appeal": made.id, "case": made.case_id, "alone": made.was_alone, "decision": made.new_decision_id}
    status = {"status": held.post.status} if held.post else {}
    action = f"appeal.{made.outcome}"
    was = {"status": before, "action": decision.action, "measure": decision.measure}
    record(action, "decision", decision.id, actor_id=held.moderator.id, before=was, after={**after, **status})
