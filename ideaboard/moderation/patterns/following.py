"""What decisions do to patterns of votes, and what becomes of them when their idea goes."""

from ideaboard.extensions import db
from ideaboard.ideas.models import Idea
from ideaboard.ideas.service import on_unlisted
from ideaboard.moderation.cases.models import OPEN as CASE_OPEN
from ideaboard.moderation.cases.models import VOTES, Case
from ideaboard.moderation.cases.service import case_of
from ideaboard.moderation.judging.effects import on_applied, on_undone
from ideaboard.moderation.models import CLEAR, Decision
from ideaboard.moderation.models import VOID as VOID_THEM
from ideaboard.moderation.patterns.models import CLEARED, OPEN, VOID
from ideaboard.moderation.patterns.service import drop, join, settle

_BECOMES = {VOID_THEM: VOID, CLEAR: CLEARED}


@on_applied
def follow_decision(decision: Decision) -> None:
    """Void the votes of a case or let them count, as decided."""
    if decision.action in _BECOMES:
        settle(decision.case_id, _BECOMES[decision.action])


@on_undone
def take_decision_back(decision: Decision) -> None:
    """Let the votes be checked again; where the case does not wait any more, a void one counts after all."""
    if decision.action not in _BECOMES:
        return
    case = db.session.get_one(Case, decision.case_id, populate_existing=True)
    waiting = case if case.status == CASE_OPEN else case_of(VOTES, post_id=case.post_id)
    settle(case.id, OPEN if waiting else CLEARED, expected=[_BECOMES[decision.action]])
    if waiting is not None and waiting.id != case.id:
        join(case.id, waiting.id)


@on_unlisted
def follow_idea(idea: Idea) -> None:
    """Close the case about the votes of an idea that is withdrawn or removed for good."""
    drop(idea.id)
