"""Decide about a case, ask for a second opinion, hide at once: one transaction each.

Rows are locked as everywhere: people, post, case, then what the kind counts.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from flask_babel import lazy_gettext as _l

from ideaboard.audit.service import record
from ideaboard.data.transaction import transaction
from ideaboard.extensions import db
from ideaboard.moderation.cases.models import SAMPLE, Case
from ideaboard.moderation.judging import samples
from ideaboard.moderation.judging.choices import Choice, needs_two, problem_with
from ideaboard.moderation.judging.conflicts import can_anybody_else
from ideaboard.moderation.judging.deciding import carry_out
from ideaboard.moderation.judging.holding import Held, hold_open, must_be_version, must_say_why
from ideaboard.moderation.judging.notices import tell_admins
from ideaboard.moderation.judging.problems import NotFitting
from ideaboard.moderation.judging.proposals import confirm, decline, drop_proposal, proposal_of, propose
from ideaboard.moderation.judging.undoing import undo
from ideaboard.moderation.judging.writing import note, write
from ideaboard.moderation.models import SECOND, Decision
from ideaboard.posts.models import HELD, PUBLISHED
from ideaboard.posts.service import change_status
from ideaboard.web.problems import Problem, WrongState

__all__ = ["Choice", "Outcome", "confirm", "decide", "decide_many", "decline", "emergency", "undo"]
MOST_AT_ONCE = 50


@dataclass(frozen=True)
class Outcome:
    """What became of one case of a selection: a decision, or why there is none."""

    case_id: int
    decision: Decision | None = None
    problem: Any = ""


def decide(case_id: int, moderator: Any, choice: Choice) -> Decision:
    """Decide about a case. What needs two people is proposed, and the case waits for the second one.

    Raises NotFitting, NotAllowed (conflict of interest), AlreadyDecided, Claimed, and Changed (the post is another
    than `choice.version`).
    """
    with transaction():
        held = hold_open(case_id, moderator.id)
        if problem := problem_with(choice, held.case.kind):
            raise NotFitting(problem)
        if held.case.kind == SAMPLE:
            return samples.answer(held, choice)
        if held.case.kind == "post":
            must_be_version(held.post, choice.version)
        if choice.action == SECOND:
            return _ask_another(held, choice)
        must_say_why(held, choice.facts)
        drop_proposal(held)
        if needs_two(choice):
            return propose(held, choice)
        return carry_out(held, write(held, choice))


def decide_many(cases: Iterable[tuple[int, int]], moderator: Any, choice: Choice) -> list[Outcome]:
    """Decide alike about several cases of one topic, given as (id, version that was read), each by itself.

    What could not be decided is said with its reason, and stays as it was.
    """
    chosen = list(dict(cases).items())
    first = db.session.get(Case, chosen[0][0]) if chosen else None
    topic = first.topic if first else ""
    done = [
        _one_of_many(ident, replace(choice, version=version), moderator, topic)
        for ident, version in chosen[:MOST_AT_ONCE]
    ]
    too_many = _l("%(num)d cases can be decided at once. This one still waits.", num=MOST_AT_ONCE)
    return [*done, *(Outcome(ident, problem=too_many) for ident, _version in chosen[MOST_AT_ONCE:])]


def emergency(case_id: int, moderator: Any) -> Case:
    """Hide a post at once, before anybody decides, and tell the admins. Raises as `decide` does."""
    with transaction():
        held = hold_open(case_id, moderator.id)
        if held.post is None or held.case.kind != "post":
            raise NotFitting(_l("There is no post to hide here."))
        before, first = held.post.status, not held.case.is_urgent
        if before == PUBLISHED:
            change_status(held.post, HELD, expected=(PUBLISHED,))
        if first:
            held.case.is_urgent = True
            db.session.flush()
            tell_admins(held.case)
            after = {"status": held.post.status, "case": held.case.id}
            about = ("case.emergency", "post", held.post.id)
            record(*about, actor_id=moderator.id, before={"status": before}, after=after)
        return held.case


def _ask_another(held: Held, choice: Choice) -> Decision:
    if proposal_of(held.case.id):
        raise NotFitting(_l("Another moderator asks you already. Confirm what is proposed, or decline it."))
    if not can_anybody_else(held.moderator.id, held.case):
        raise WrongState(_l("There is nobody else who could be asked. The decision is yours."))
    decision = write(held, choice)
    held.case.asked_by_id = held.moderator.id
    held.case.claimed_by_id = held.case.claimed_until = None
    db.session.flush()
    note(SECOND, decision, held, before=decision.before)
    return decision


def _one_of_many(case_id: int, choice: Choice, moderator: Any, topic: str) -> Outcome:
    case = db.session.get(Case, case_id, populate_existing=True)
    if case is None or case.topic != topic:
        return Outcome(case_id, problem=_l("This case is about something else, so it is decided by itself."))
    try:
        return Outcome(case_id, decide(case_id, moderator, choice))
    except Problem as problem:
        return Outcome(case_id, problem=problem.message)
