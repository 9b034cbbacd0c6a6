"""The rows that remember a decision: its own, and one in the audit log."""

from typing import Any

from sqlalchemy import update

from ideaboard.audit.service import record
from ideaboard.data.clock import now
from ideaboard.extensions import db
from ideaboard.moderation.judging import effects
from ideaboard.moderation.judging.choices import Choice
from ideaboard.moderation.judging.holding import Held
from ideaboard.moderation.models import APPLIED, VOID, Decision


def write(held: Held, choice: Choice, *, state: str = APPLIED, **more: Any) -> Decision:
    """Write a decision down in the open transaction, before anything follows from it."""
    case, post = held.case, held.post
    decision = Decision(
        case_id=case.id,
        post_id=case.post_id,
        post_version=post.version if post else 0,
        person_id=case.person_id,
        moderator_id=held.moderator.id,
        action=choice.action,
        measure=choice.measure,
        reason="votes" if choice.action == VOID else choice.reason,
        facts=choice.facts.strip(),
        message=choice.message.strip(),
        before=post.status if post else "",
        was_new=post is not None and post.published_at is None,
        state=state,
        taught={},
        **{"was_alone": held.alone, **more},
    )
    db.session.add(decision)
    db.session.flush()
    effects.written(decision, choice)
    return decision


def note(verb: str, decision: Decision, held: Held, *, before: str, **more: Any) -> None:
    """Append the audit row of what was just done: "post.remove", "person.second"…"""
    post = held.post
    about = {"decision": decision.id, "case": decision.case_id, "measure": decision.measure}
    known = {"status": post.status} if post else {}
    after = {**known, **about, "reason": decision.reason, "alone": decision.was_alone, **more}
    was = {"status": before, "version": decision.post_version} if post else {}
    subject = ("post", post.id) if post else ("user", decision.person_id)
    record(f"{'post' if post else 'person'}.{verb}", *subject, actor_id=held.moderator.id, before=was, after=after)


def change(decision: Decision, *conditions: Any, **values: Any) -> bool:
    """Change a decision if these conditions still hold; say whether they did."""
    changing = update(Decision).where(Decision.id == decision.id, *conditions).values(**values)
    changed = db.session.execute(changing.execution_options(synchronize_session=False))
    db.session.refresh(decision)
    return bool(changed.rowcount)  # type: ignore[attr-defined]


def mark_undone(decision: Decision) -> bool:
    """Mark a decision as taken back; of many at once, one gets it."""
    return change(decision, Decision.undone_at.is_(None), undone_at=now())
