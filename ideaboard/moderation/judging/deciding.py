"""Let a written decision take effect: on the post, the people and the case."""

from ideaboard.moderation.cases.service import close_case
from ideaboard.moderation.judging.carrying_out import apply
from ideaboard.moderation.judging.holding import Held
from ideaboard.moderation.judging.notices import tell_author
from ideaboard.moderation.judging.problems import AlreadyDecided
from ideaboard.moderation.judging.writing import note
from ideaboard.moderation.models import Decision


def carry_out(held: Held, decision: Decision) -> Decision:
    """Let a written decision take effect, close its case and tell the author, in the open transaction."""
    apply(decision, held.post, held.case.topic)
    if not close_case(held.case):
        raise AlreadyDecided
    tell_author(decision)
    note(decision.action, decision, held, before=decision.before)
    return decision
